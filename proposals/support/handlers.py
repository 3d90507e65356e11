"""The button that backs a proposal."""

from starlette.requests import Request
from starlette.responses import Response

from concejo.accounts import guards
from concejo.processes import services as processes
from concejo.web import read_form, redirect, render
from concejo.web.middleware import is_partial
from proposals.services import find_proposal
from proposals.support import services


async def give(request: Request) -> Response:
    """Back the proposal."""
    visitor = guards.verified(request)
    await read_form(request)
    process = await processes.get_process(request.path_params["process"])
    await services.give(visitor, process, request.path_params["proposal"])
    return await _answer(request)


async def take_back(request: Request) -> Response:
    """Back the proposal no longer."""
    visitor = guards.verified(request)
    await read_form(request)
    process = await processes.get_process(request.path_params["process"])
    await services.take_back(visitor, process, request.path_params["proposal"])
    return await _answer(request)


async def _answer(request: Request) -> Response:
    """Give htmx the button and the count alone; lead others back to the proposal."""
    process = await processes.get_process(request.path_params["process"])
    proposal_id = request.path_params["proposal"]
    if not is_partial(request.headers):
        return redirect(
            request, "proposals:show", "#support", process=process.slug, proposal=proposal_id
        )
    visitor = guards.current(request)
    return render(
        request,
        "proposals/_support.html",
        process=process,
        proposal=await find_proposal(process, proposal_id, visitor),
        support=await services.standing(process, proposal_id, visitor),
    )
