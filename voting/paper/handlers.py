"""The pages on which officials enter the sheets of the urns; they never show a partial result."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from concejo.accounts import guards
from concejo.accounts.core import Role, Visitor
from concejo.errors import Invalid, NotFound, Refused
from concejo.processes.services import get_process
from concejo.text import Text, _
from concejo.typed import read_number
from concejo.web import flash, read_form, redirect, render
from voting.core.protocol.plain import decode_plain
from voting.desk.core import Style, list_styles
from voting.paper import services
from voting.paper.core import REASONS, Content
from voting.paper.entry import services as entry
from voting.paper.entry.services import AlreadyTyped, Versions
from voting.paper.forms import MAX_SHEETS, CountForm, ReasonForm, SheetForm, UrnForm
from voting.paper.urns import services as urns
from voting.setup.services import ElectionView, find_election


class NothingToEnter(Refused):
    """No vote was opened, so there are no sheets."""


async def show(request: Request) -> Response:
    """Show the urns and how far their entry has come."""
    clerk, election = await _enter(request)
    return await _overview(request, clerk, election)


async def open_urn(request: Request) -> Response:
    """Put an urn on the list."""
    clerk, election = await _enter(request)
    typed = await read_form(request)
    try:
        form = UrnForm.parse(typed)
        await urns.open_urn(election, clerk.actor, form.name)
    except Invalid as invalid:
        return await _overview(request, clerk, election, 0, typed, invalid.fields)
    return _back(request, election)


async def declare(request: Request) -> Response:
    """Take how many sheets somebody counted in an urn."""
    clerk, election = await _enter(request)
    urn = request.path_params["urn"]
    typed = await read_form(request)
    try:
        form = CountForm.parse(typed)
        await urns.declare(election, clerk.actor, urn, form.sheets)
    except Invalid as invalid:
        return await _overview(request, clerk, election, urn, typed, invalid.fields)
    flash(request, "success", _("The number you declared is kept."))
    return _back(request, election)


async def recount(request: Request) -> Response:
    """Have an urn counted anew, for a reason that is recorded."""
    member, election = await _enter(request, Role.BOARD)
    urn = request.path_params["urn"]
    typed = await read_form(request)
    try:
        form = ReasonForm.parse(typed, of_sheet=False)
        await urns.recount_urn(election, member.actor, urn, form.reason)
    except Invalid as invalid:
        return await _overview(request, member, election, urn, typed, invalid.fields)
    flash(request, "success", _("Two people count the sheets of the urn anew. It is recorded."))
    return _back(request, election)


async def reopen(request: Request) -> Response:
    """Have a sheet typed anew, for a reason that is recorded."""
    member, election = await _enter(request, Role.BOARD)
    urn = request.path_params["urn"]
    typed = await read_form(request)
    try:
        form = ReasonForm.parse(typed, of_sheet=True)
        await entry.reopen(election, member.actor, urn, form.number, form.reason)
    except Invalid as invalid:
        return await _overview(request, member, election, urn, typed, invalid.fields)
    flash(request, "success", _("Two people type the sheet anew. It is recorded."))
    return _back(request, election)


async def type_(request: Request) -> Response:
    """Show the form for the next sheet of an urn, of the same style as the one before."""
    clerk, election = await _enter(request)
    urn = request.path_params["urn"]
    number = read_number(request.query_params.get("number"))
    if not number:
        number = await entry.next_number(election, urn, clerk.id)
    if number is None:
        flash(request, "success", _("There is no sheet left in this urn for you to type."))
        return _back(request, election)
    style = _style(election, request.query_params.get("style"))
    form = SheetForm.empty(number, style, election.terms.form)
    return await _sheet(request, election, form)


async def save(request: Request) -> Response:
    """Keep what was typed and go on to the next sheet; or show it again with what is wrong."""
    clerk, election = await _enter(request)
    urn = request.path_params["urn"]
    typed = await read_form(request)
    form = SheetForm.read(typed, _style(election, typed.get("style")), election.terms.form)
    try:
        number, content = form.parse(is_null=typed.get("action") == "null")
        await entry.type_sheet(election, clerk.actor, urn, number, content)
    except Invalid as invalid:
        return await _sheet(request, election, form, invalid.fields, 422)
    except AlreadyTyped as refusal:
        # The stamp was misread, most likely: what was typed is not to be typed again.
        return await _sheet(request, election, form, {"number": refusal.message}, 409)
    flash(request, "success", _("Sheet {number} is saved.", number=number))
    following = await entry.next_number(election, urn, clerk.id, number)
    if following is None:
        return _back(request, election)
    query = f"?number={following}&style={form.style.number}"
    return redirect(request, "voting:type_sheet", query, process=election.process.slug, urn=urn)


async def versions(request: Request) -> Response:
    """Show a third person both versions of a sheet on which two differ."""
    clerk, election = await _enter(request)
    urn, number = request.path_params["urn"], _number(request)
    found = await entry.find_versions(election, clerk.id, urn, number)
    return _versions(request, election, found)


async def decide(request: Request) -> Response:
    """Accept one of the two versions, or have the sheet typed anew."""
    clerk, election = await _enter(request)
    urn, number = request.path_params["urn"], _number(request)
    turn = read_number((await read_form(request)).get("turn"), most=2)
    if turn is None:
        found = await entry.find_versions(election, clerk.id, urn, number)
        fault = {"turn": _("Choose what is on the sheet.")}
        return _versions(request, election, found, fault, 422)
    await entry.decide(election, clerk.actor, urn, number, turn)
    flash(request, "success", _("It is decided, and recorded who decided."))
    return _back(request, election)


async def _enter(request: Request, *roles: Role) -> tuple[Visitor, ElectionView]:
    """Let in whoever has one of the roles (board or desk, where none is named) in the process."""
    process = await get_process(request.path_params["process"])
    visitor = guards.signed_in(request)
    wanted = roles or (Role.BOARD, Role.DESK)
    if not any(visitor.has_role(role, process.id) for role in wanted):
        guards.with_role(request, wanted[0], process.id)
    election = await find_election(process)
    if election is None or election.locked_at is None:
        raise NothingToEnter(_("There are no ballot sheets before the vote opens."))
    return visitor, election


def _number(request: Request) -> int:
    number: int = request.path_params["number"]
    if number > MAX_SHEETS:
        raise NotFound(_("There is no such sheet in this urn."))
    return number


def _style(election: ElectionView, asked: object) -> Style:
    styles = list_styles(election.contests)
    number = read_number(asked)
    if not number:
        return styles[0]
    style = next((style for style in styles if style.number == number), None)
    if style is None:
        raise NotFound(_("There is no such ballot sheet in this vote."))
    return style


async def _overview(
    request: Request,
    clerk: Visitor,
    election: ElectionView,
    at: int = 0,
    typed: Mapping[str, object] | None = None,
    errors: Mapping[str, Text] | None = None,
) -> Response:
    """Show all urns; `at` is the one whose form has faults, 0 that of a new urn."""
    return _page(
        request,
        "paper",
        election,
        422 if errors else 200,
        progress=await services.progress(election),
        views={view.id: view for view in await urns.list_urns(election, clerk.id)},
        is_board=clerk.has_role(Role.BOARD, election.process.id),
        at=at,
        typed=typed or {},
        errors=errors or {},
    )


async def _sheet(
    request: Request,
    election: ElectionView,
    form: SheetForm,
    errors: Mapping[str, Text] | None = None,
    status_code: int = 200,
) -> Response:
    urn = await urns.get_urn(election, request.path_params["urn"])
    return _page(
        request,
        "type",
        election,
        status_code,
        urn=urn,
        form=form,
        styles=list_styles(election.contests),
        reasons=[(reason.value, words) for reason, words in REASONS.items()],
        errors=errors or {},
    )


def _versions(
    request: Request,
    election: ElectionView,
    found: Versions,
    errors: Mapping[str, Text] | None = None,
    status_code: int = 200,
) -> Response:
    return _page(
        request,
        "versions",
        election,
        status_code,
        found=found,
        urn_id=request.path_params["urn"],
        told=[_told(election, content) for content in (found.first, found.second)],
        errors=errors or {},
    )


def _told(election: ElectionView, content: Content) -> dict[str, object]:
    """Put what somebody typed into words: the style, and contest by contest what is chosen."""
    style = next(s for s in list_styles(election.contests) if s.key == content.style)
    if content.reason is not None:
        return {"style": style, "reason": REASONS[content.reason], "parts": []}
    ballots = decode_plain(content.plain)
    parts = []
    for contest in style.contests:
        ballot, names = ballots[contest.area_code], contest.names
        numbers = ballot.points or ("",) * len(ballot.choices)
        chosen = zip(ballot.choices, numbers, strict=True)
        parts.append((contest, [(code, names[code], number) for code, number in chosen]))
    return {"style": style, "reason": None, "parts": parts}


def _back(request: Request, election: ElectionView) -> Response:
    return redirect(request, "voting:paper", process=election.process.slug)


def _page(
    request: Request, name: str, election: ElectionView, status_code: int = 200, **context: object
) -> Response:
    response = render(
        request,
        f"voting/paper/{name}.html",
        None,
        status_code,
        process=election.process,
        election=election,
        **context,
    )
    response.headers["Cache-Control"] = "no-store"
    return response
