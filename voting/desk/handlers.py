"""The pages of a polling desk, and the sheets that are printed for it. None of them is cached."""

from collections.abc import Mapping, Sequence
from typing import Literal

from starlette.requests import Request
from starlette.responses import Response

from concejo import settings
from concejo.accounts import guards
from concejo.accounts.core import Role, Visitor
from concejo.clock import now
from concejo.errors import Invalid, NotFound, Refused, TooManyAttempts
from concejo.i18n import translate
from concejo.processes.services import get_process
from concejo.roll.services import NotEligible
from concejo.text import Money, Text, _
from concejo.typed import read_number, read_words
from concejo.web import flash, read_form, redirect, render
from voting.credentials.services import AlreadyVoted
from voting.desk import services
from voting.desk.core import general_instructions, instructions, list_styles
from voting.desk.forms import MAX_CODE, CodeForm, PersonForm, PlaceForm
from voting.desk.sessions.services import close_desk, find_desk, open_desk
from voting.desk.surrender.services import surrender as give_up
from voting.envelopes.services import code_address
from voting.setup.core import ContestView
from voting.setup.services import ElectionView, find_election, open_if_due

#: The languages of a printed sheet, one under the other.
LANGUAGES = ("es", "en")


class NothingToHandOut(Refused):
    """No vote was opened, so there are no sheets."""


async def show(request: Request) -> Response:
    """Show the desk: the person to find, the sheets handed out; or how to open it."""
    officer, election = await _enter(request)
    return await _desk(request, officer, election)


async def open_(request: Request) -> Response:
    """Open the desk at a place, for today."""
    officer, election = await _enter(request)
    try:
        form = PlaceForm.parse(await read_form(request))
    except Invalid as invalid:
        return await _desk(request, officer, election, invalid.typed, invalid.fields, 422)
    await open_desk(election, officer.actor, form.place)
    return redirect(request, "voting:desk", process=election.process.slug)


async def close(request: Request) -> Response:
    """Close the desk; what it handed out is recorded, as a number."""
    officer, election = await _enter(request)
    await read_form(request)
    await close_desk(election, officer.actor)
    flash(request, "success", _("The desk is closed, and its numbers are recorded."))
    return redirect(request, "voting:desk", process=election.process.slug)


async def find(request: Request) -> Response:
    """Find a person, and say whether a sheet may be given; or what is wrong with what was typed."""
    officer, election = await _enter(request)
    typed = await read_form(request)
    try:
        form = PersonForm.parse(typed, now().date())
        found = await services.look_up(election, officer.id, form)
    except Invalid as invalid:
        return await _desk(request, officer, election, invalid.typed, invalid.fields, 422)
    except TooManyAttempts as refusal:
        return await _desk(request, officer, election, typed, {"": refusal.message}, refusal.status)
    except NotEligible as refusal:
        return _page(request, "refused", election, 409, reason=refusal.message)
    return _found(request, election, found)


async def give(request: Request) -> Response:
    """Mark the person and say which sheet to give; the same page sent again says the same."""
    return await _give(request, "paper")


async def envelope(request: Request) -> Response:
    """Mark the person and say from which envelopes they draw; sent again it says the same."""
    return await _give(request, "code")


async def _give(request: Request, how: Literal["paper", "code"]) -> Response:
    officer, election = await _enter(request)
    sent = read_words((await read_form(request)).get("ticket"))
    try:
        style = await services.hand_over(election, officer.id, sent, how)
    except AlreadyVoted:
        found = await services.find_again(election, officer.id, sent)
        return _found(request, election, found, 409)
    except NotEligible as refusal:
        return _page(request, "refused", election, 409, reason=refusal.message)
    if how == "code":
        return _page(request, "drawn", election, style=style, address=code_address(election))
    return _page(request, "given", election, style=style, receipt=None)


async def surrender(request: Request) -> Response:
    """Void a vote by web with its code, and say which sheet to give for it; or what is wrong."""
    officer, election = await _enter(request)
    typed = await read_form(request)
    sent = read_words(typed.get("ticket"))
    try:
        given = await give_up(election, officer.id, sent, CodeForm.parse(typed).seed)
    except Invalid as invalid:
        found = await services.find_again(election, officer.id, sent)
        code = read_words(typed.get("code"))[:MAX_CODE]
        return _found(request, election, found, 422, code, invalid.fields)
    except AlreadyVoted:
        found = await services.find_again(election, officer.id, sent)
        return _found(request, election, found, 409)
    except NotEligible as refusal:
        return _page(request, "refused", election, 409, reason=refusal.message)
    return _page(request, "given", election, style=given.style, receipt=given.receipt)


async def exchange(request: Request) -> Response:
    """Count a spoilt sheet, and say that another one may be given for it."""
    officer, election = await _enter(request)
    form = await read_form(request)
    if not form.get("spoilt"):
        fault = {"spoilt": _("Take the spoilt sheet first, and tick that you have it.")}
        return await _desk(request, officer, election, {}, fault, 422)
    await services.exchange(election, officer.id, read_words(form.get("ticket")))
    flash(request, "success", _("The spoilt sheet is counted. Give one of the same kind for it."))
    return redirect(request, "voting:desk", process=election.process.slug)


async def back(request: Request) -> Response:
    """Lead back to the desk whoever loads the address of a form's answer."""
    return redirect(request, "voting:desk", process=request.path_params["process"])


async def sheet(request: Request) -> Response:
    """Show a sheet to be printed for a desk."""
    process = await get_process(request.path_params["process"])
    visitor = guards.signed_in(request)
    if not any(visitor.has_role(role, process.id) for role in (Role.DESK, Role.BOARD)):
        guards.with_role(request, Role.DESK, process.id)
    return await _sheet(request, is_specimen=False)


async def specimen(request: Request) -> Response:
    """Show anybody what a sheet looks like, marked so that it cannot be taken for one."""
    return await _sheet(request, is_specimen=True)


async def specimens(request: Request) -> Response:
    """List the sheets of a vote for anybody."""
    election = await _election(request)
    styles = list_styles(election.contests)
    return render(request, "voting/desk/specimens.html", process=election.process, styles=styles)


async def _sheet(request: Request, *, is_specimen: bool) -> Response:
    election = await _election(request)
    number = read_number(request.path_params["style"])
    style = next((s for s in list_styles(election.contests) if s.number == number), None)
    if style is None:
        raise NotFound(_("There is no such ballot sheet in this vote."))
    return render(
        request,
        "voting/desk/sheet.html",
        process=election.process,
        style=style,
        parts=[_part(election, contest) for contest in style.contests],
        general=_told(general_instructions(), election),
        is_specimen=is_specimen,
    )


def _part(election: ElectionView, contest: ContestView) -> dict[str, object]:
    form = contest.form(election.terms.form)
    # In one language whatever the reader's: two sheets that differ could tell whose they are.
    costs = {
        project.id: translate(Money(project.cost, contest.currency), LANGUAGES[0])
        for project in contest.projects
    }
    told = _told(instructions(form), election)
    return {"contest": contest, "form": form, "told": told, "costs": costs}


def _told(sentences: Sequence[Text], election: ElectionView) -> dict[str, list[str]]:
    """Give sentences in every language of the sheet, whatever the reader's is."""
    zone = election.process.timezone
    return {
        language: [translate(sentence, language, zone) for sentence in sentences]
        for language in LANGUAGES
    }


async def _enter(request: Request) -> tuple[Visitor, ElectionView]:
    """Let an officer of the process in, where there is a vote."""
    process = await get_process(request.path_params["process"])
    officer = guards.with_role(request, Role.DESK, process.id)
    await open_if_due(process)
    return officer, await _election(request)


async def _election(request: Request) -> ElectionView:
    process = await get_process(request.path_params["process"])
    election = await find_election(process)
    if election is None or election.locked_at is None:
        raise NothingToHandOut(_("There are no ballot sheets before the vote opens."))
    return election


async def _desk(
    request: Request,
    officer: Visitor,
    election: ElectionView,
    typed: Mapping[str, object] | None = None,
    errors: Mapping[str, Text] | None = None,
    status_code: int = 200,
) -> Response:
    desk = await find_desk(election, officer.id)
    return _page(
        request,
        "desk",
        election,
        status_code,
        desk=desk,
        counts=await services.count_styles(election, desk),
        ticket=services.new_page(desk) if desk else "",
        country=settings.COUNTRY,
        address=code_address(election),
        typed=typed or {},
        errors=errors or {},
    )


def _found(
    request: Request,
    election: ElectionView,
    found: services.Found,
    status_code: int = 200,
    code: str = "",
    errors: Mapping[str, Text] | None = None,
) -> Response:
    """Tell what may be done for a person; `code` is what was typed to give up a vote by web."""
    return _page(
        request, "found", election, status_code, found=found, code=code, errors=errors or {}
    )


def _page(
    request: Request, name: str, election: ElectionView, status_code: int = 200, **context: object
) -> Response:
    response = render(
        request,
        f"voting/desk/{name}.html",
        None,
        status_code,
        process=election.process,
        election=election,
        **context,
    )
    response.headers["Cache-Control"] = "no-store"
    return response
