"""The moderators' table: what waits, and the decision."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from concejo.accounts import guards
from concejo.accounts.core import Role, Visitor
from concejo.clock import now
from concejo.errors import Invalid
from concejo.moderation.services import decisions_on, next_number
from concejo.processes import services as processes
from concejo.processes.services import ProcessView
from concejo.text import Text, _
from concejo.web import flash, read_form, redirect, render
from proposals.curation import services
from proposals.curation.forms import DecisionForm
from proposals.services import ProposalView, find_proposal, subject


async def queue(request: Request) -> Response:
    """Show what awaits moderation, the one that has waited longest first."""
    process, _moderator = await _enter(request)
    waiting = await services.list_queue(process)
    return render(request, "proposals/queue.html", process=process, waiting=waiting, now=now())


async def read(request: Request) -> Response:
    """Show a proposal to the moderator who is to decide about it."""
    process, moderator = await _enter(request)
    proposal = await find_proposal(process, request.path_params["proposal"], moderator)
    return await _page(request, process, proposal, {}, {})


async def decide(request: Request) -> Response:
    """Decide, or show what is missing."""
    process, moderator = await _enter(request)
    form = await read_form(request)
    proposal = await find_proposal(process, request.path_params["proposal"], moderator)
    try:
        decision = DecisionForm.parse(form, services.BECOMES)
        await services.decide(moderator, process, proposal.id, decision)
    except Invalid as invalid:
        return await _page(request, process, proposal, form, invalid.fields, 422)
    flash(request, "success", _("Your decision on “{title}” is public.", title=proposal.title))
    return redirect(request, "proposals:curation:queue", process=process.slug)


async def _enter(request: Request) -> tuple[ProcessView, Visitor]:
    process = await processes.get_process(request.path_params["process"])
    return process, guards.with_role(request, Role.MODERATOR, process.id)


async def _page(
    request: Request,
    process: ProcessView,
    proposal: ProposalView,
    typed: Mapping[str, object],
    faults: Mapping[str, Text],
    status_code: int = 200,
) -> Response:
    about = subject(proposal.id)
    return render(
        request,
        "proposals/decide.html",
        status_code=status_code,
        process=process,
        proposal=proposal,
        decisions=await decisions_on(about),
        number=typed.get("number") or await next_number(about),
        typed=typed,
        faults=faults,
    )
