"""What is said about a proposal: the pages on which comments are written."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from concejo.accounts import guards
from concejo.errors import Invalid
from concejo.processes import services as processes
from concejo.processes.core import Action
from concejo.processes.services import ProcessView
from concejo.text import Text
from concejo.web import read_form, redirect, render
from proposals.services import ProposalView, find_proposal
from proposals.threads import services
from proposals.threads.forms import CommentForm
from proposals.threads.models import Comment


async def comment(request: Request) -> Response:
    """Take a comment, or show it again with what is wrong."""
    visitor = guards.signed_in(request)
    form = await read_form(request)
    process, proposal = await _find(request)
    try:
        said = await services.say(visitor, process, proposal.id, CommentForm.parse(form))
    except Invalid as invalid:
        return _page(request, process, proposal, None, form, invalid.fields, 422)
    return _back(request, process, proposal, said)


async def write_answer(request: Request) -> Response:
    """Show the form for an answer, below what it answers."""
    visitor = guards.signed_in(request)
    process, proposal = await _find(request)
    process.demand(Action.COMMENT)
    await services.demand_voice(visitor, process)
    parent = await services.find_comment(proposal.id, request.path_params["comment"])
    return _page(request, process, proposal, parent, {}, {})


async def answer(request: Request) -> Response:
    """Take an answer, or show it again with what is wrong."""
    visitor = guards.signed_in(request)
    form = await read_form(request)
    process, proposal = await _find(request)
    parent = await services.find_comment(proposal.id, request.path_params["comment"])
    try:
        checked = CommentForm.parse(form, is_answer=True)
        said = await services.say(visitor, process, proposal.id, checked, parent.id)
    except Invalid as invalid:
        return _page(request, process, proposal, parent, form, invalid.fields, 422)
    return _back(request, process, proposal, said)


async def _find(request: Request) -> tuple[ProcessView, ProposalView]:
    process = await processes.get_process(request.path_params["process"])
    proposal_id = request.path_params["proposal"]
    return process, await find_proposal(process, proposal_id, guards.current(request))


def _back(request: Request, process: ProcessView, proposal: ProposalView, said: int) -> Response:
    here = {"process": process.slug, "proposal": proposal.id}
    return redirect(request, "proposals:show", f"#comment-{said}", **here)


def _page(
    request: Request,
    process: ProcessView,
    proposal: ProposalView,
    parent: Comment | None,
    typed: Mapping[str, object],
    faults: Mapping[str, Text],
    status_code: int = 200,
) -> Response:
    return render(
        request,
        "threads/write.html",
        status_code=status_code,
        process=process,
        proposal=proposal,
        parent=parent,
        typed=typed,
        faults=faults,
    )
