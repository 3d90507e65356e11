"""The page on which a moderator hides a comment or shows it again."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from concejo.accounts import guards
from concejo.accounts.core import Role, Visitor
from concejo.errors import Invalid
from concejo.moderation.services import decisions_on, next_number
from concejo.processes import services as processes
from concejo.processes.services import ProcessView
from concejo.text import Text
from concejo.web import read_form, redirect, render
from proposals.curation.forms import DecisionForm
from proposals.services import ProposalView, find_proposal
from proposals.threads.core import subject
from proposals.threads.curation import services
from proposals.threads.services import find_comment


async def read(request: Request) -> Response:
    """Show a comment to the moderator who is to decide about it."""
    _moderator, process, proposal = await _enter(request)
    return await _page(request, process, proposal, {}, {})


async def decide(request: Request) -> Response:
    """Hide the comment or show it again, or say what is missing."""
    moderator, process, proposal = await _enter(request)
    form = await read_form(request)
    comment_id = request.path_params["comment"]
    try:
        decision = DecisionForm.parse(form, services.VERDICTS)
        await services.decide(moderator, process, proposal, comment_id, decision)
    except Invalid as invalid:
        return await _page(request, process, proposal, form, invalid.fields, 422)
    here = {"process": process.slug, "proposal": proposal.id}
    return redirect(request, "proposals:show", f"#comment-{comment_id}", **here)


async def _enter(request: Request) -> tuple[Visitor, ProcessView, ProposalView]:
    process = await processes.get_process(request.path_params["process"])
    moderator = guards.with_role(request, Role.MODERATOR, process.id)
    proposal_id = request.path_params["proposal"]
    return moderator, process, await find_proposal(process, proposal_id, moderator)


async def _page(
    request: Request,
    process: ProcessView,
    proposal: ProposalView,
    typed: Mapping[str, object],
    faults: Mapping[str, Text],
    status_code: int = 200,
) -> Response:
    comment = await find_comment(proposal.id, request.path_params["comment"])
    about = subject(comment.id)
    return render(
        request,
        "threads/moderate.html",
        status_code=status_code,
        process=process,
        proposal=proposal,
        comment=comment,
        decisions=await decisions_on(about),
        number=typed.get("number") or await next_number(about),
        typed=typed,
        faults=faults,
    )
