"""The pages on which somebody makes a proposal: write, preview, submit."""

from collections.abc import Mapping
from secrets import token_urlsafe

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from concejo import settings
from concejo.accounts import guards
from concejo.accounts.core import Visitor
from concejo.amounts import write_money
from concejo.errors import Invalid
from concejo.moderation.services import decisions_on
from concejo.processes import services as processes
from concejo.processes.core import Action
from concejo.processes.services import ProcessView
from concejo.text import Text, _
from concejo.web import flash, read_form, redirect, render
from proposals.core import content
from proposals.drafts import services
from proposals.drafts.forms import ProposalForm
from proposals.images.services import recode_all
from proposals.services import ProposalView, subject


async def mine(request: Request) -> Response:
    """List what the reader has proposed here, drafts too."""
    author, process = await _enter(request)
    own = await services.list_own(process, author)
    may_propose = process.may(Action.PROPOSE)
    return render(
        request, "proposals/mine.html", process=process, proposals=own, may_propose=may_propose
    )


async def new(request: Request) -> Response:
    """Show the empty form."""
    _author, process = await _enter(request)
    process.demand(Action.PROPOSE)
    return await _write_page(request, process, None, {"key": token_urlsafe(16)}, {})


async def start(request: Request) -> Response:
    """Keep a new draft and show how it will look, or show the form again with what is wrong."""
    author, process = await _enter(request)
    typed = await _typed(await read_form(request))
    try:
        form = ProposalForm.parse(typed, process)
    except Invalid as invalid:
        return await _write_page(request, process, None, typed, invalid.fields, 422)
    key = str(typed.get("key", ""))[:40]
    proposal_id = await services.start_draft(author, process, form, key)
    return redirect(request, "proposals:preview", process=process.slug, proposal=proposal_id)


async def edit(request: Request) -> Response:
    """Show the form with what was kept."""
    author, process = await _enter(request)
    proposal = await services.find_editable(process, request.path_params["proposal"], author)
    return await _write_page(request, process, proposal, _as_typed(proposal), {})


async def change(request: Request) -> Response:
    """Keep what was changed and show how it will look, or show the form again."""
    author, process = await _enter(request)
    typed = await _typed(await read_form(request))
    proposal = await services.find_editable(process, request.path_params["proposal"], author)
    try:
        await services.change(author, process, proposal.id, ProposalForm.parse(typed, process))
    except Invalid as invalid:
        return await _write_page(request, process, proposal, typed, invalid.fields, 422)
    return redirect(request, "proposals:preview", process=process.slug, proposal=proposal.id)


async def preview(request: Request) -> Response:
    """Show the proposal as others will see it, with all that it lacks."""
    author, process = await _enter(request)
    proposal = await services.find_editable(process, request.path_params["proposal"], author)
    return render(request, "proposals/preview.html", process=process, proposal=proposal)


async def submit(request: Request) -> Response:
    """Hand the proposal in, or show what it lacks."""
    author, process = await _enter(request)
    await read_form(request)
    proposal_id = request.path_params["proposal"]
    try:
        await services.submit(author, process, proposal_id)
    except Invalid:
        proposal = await services.find_own(process, proposal_id, author)
        return render(
            request, "proposals/preview.html", status_code=422, process=process, proposal=proposal
        )
    flash(request, "success", _("Your proposal is submitted. You will be told what is decided."))
    return redirect(request, "proposals:show", process=process.slug, proposal=proposal_id)


async def ask_withdraw(request: Request) -> Response:
    """Ask whether it is meant: a withdrawal is for good."""
    author, process = await _enter(request)
    proposal = await services.find_own(process, request.path_params["proposal"], author)
    return render(request, "proposals/withdraw.html", process=process, proposal=proposal)


async def withdraw(request: Request) -> Response:
    """Take the proposal back."""
    author, process = await _enter(request)
    await read_form(request)
    await services.withdraw(author, process, request.path_params["proposal"])
    flash(request, "success", _("Your proposal is withdrawn."))
    return redirect(request, "proposals:mine", process=process.slug)


async def _enter(request: Request) -> tuple[Visitor, ProcessView]:
    author = guards.verified(request)
    return author, await processes.get_process(request.path_params["process"])


async def _typed(form: FormData) -> dict[str, object]:
    """Give what was typed, with each picture made clean, or the reason why it is none."""
    sent = {
        name: await value.read(settings.UPLOAD_MAX_BYTES + 1)
        for name, value in form.items()
        if isinstance(value, UploadFile) and value.filename
    }
    typed = {name: value for name, value in form.items() if isinstance(value, str)}
    await form.close()
    return {**typed, **await recode_all(sent)}


def _as_typed(proposal: ProposalView) -> dict[str, object]:
    guess = proposal.cost_guess
    descriptions = {f"description-{i.id}": i.description for i in proposal.images}
    return {
        "title": proposal.title,
        "summary": proposal.summary,
        "text": proposal.text,
        "area": proposal.area.id,
        "place": proposal.place,
        "cost_guess": "" if guess is None else write_money(guess),
        **descriptions,
    }


async def _write_page(
    request: Request,
    process: ProcessView,
    proposal: ProposalView | None,
    typed: Mapping[str, object],
    faults: Mapping[str, Text],
    status_code: int = 200,
) -> Response:
    return render(
        request,
        "proposals/write.html",
        status_code=status_code,
        process=process,
        proposal=proposal,
        decisions=await decisions_on(subject(proposal.id)) if proposal else [],
        typed=typed,
        faults=faults,
        limits=content,
    )
