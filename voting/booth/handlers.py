"""The booth's pages: the ballot, its review, and the receipt. They keep nothing of the choice."""

from dataclasses import dataclass
from secrets import token_bytes

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from concejo.accounts import guards
from concejo.clock import now
from concejo.errors import Invalid, NotSignedIn
from concejo.processes.core import Action
from concejo.processes.services import get_process
from concejo.roll.services import NotEligible
from concejo.text import Text, _
from concejo.typed import read_number
from concejo.web import read_form, redirect, render
from voting.booth import services
from voting.booth.assistant import services as assistant
from voting.booth.client.services import Client, client_of
from voting.booth.forms import Paper
from voting.booth.services import Voter
from voting.box.gate.services import MOST_BALLOTS
from voting.core.protocol.code import SEED_BYTES, NotACode, code_of, seed_of
from voting.credentials.services import AlreadyVoted
from voting.envelopes.services import code_address
from voting.setup.locking.services import voting_phase
from voting.setup.services import ElectionView, find_election, open_if_due


@dataclass(frozen=True)
class Entered:
    """Somebody in the booth."""

    election: ElectionView
    voter: Voter


async def booth(request: Request) -> Response:
    """Show the ballot, or say why there is none for whoever asks."""
    entered = await _enter(request)
    if isinstance(entered, Response):
        return entered
    if entered.voter.door is not None:
        return _voted(request, entered)
    return _ballot(request, entered, _empty(entered))


async def again(request: Request) -> Response:
    """Show the ballot once more to whoever has the code of their vote, to cast another one."""
    entered = await _enter(request)
    if isinstance(entered, Response):
        return entered
    form = await read_form(request)
    typed = str(form.get("code", ""))
    seed = _seed(form)
    if seed is None:
        fault = _("This is not a code of a ballot: it has 28 letters and digits. Check it.")
        return _voted(request, entered, typed, fault)
    if not await assistant.is_seed_of(entered.election, entered.voter, seed):
        fault = _("This code is not the one of your vote. Check that it is of this vote.")
        return _voted(request, entered, typed, fault)
    return _ballot(request, entered, _empty(entered), code=code_of(seed))


async def review(request: Request) -> Response:
    """Count up what was chosen; show the ballot again, or what is about to be cast."""
    entered = await _enter(request)
    if isinstance(entered, Response):
        return entered
    form = await read_form(request)
    paper = Paper.read(form, entered.voter.style, entered.election.terms.form)
    kept = _seed(form)
    code = code_of(kept) if kept else ""
    if entered.voter.door is not None and kept is None:
        return _voted(request, entered)
    if form.get("action") in ("total", "change"):
        return _ballot(request, entered, paper, code=code)
    try:
        paper.parse()
    except Invalid as invalid:
        return _ballot(request, entered, paper, invalid.fields, 422, code)
    seed = kept or token_bytes(SEED_BYTES)
    return _private(
        _page(
            request,
            "confirm",
            entered.election,
            paper=paper,
            code=code_of(seed),
            is_new=kept is None,
            counter=await assistant.next_counter(entered.election, seed),
        )
    )


async def cast(request: Request) -> Response:
    """Cast the ballot and show its receipt; the same page sent again shows the same receipt."""
    visitor = guards.verified(request)
    form = await read_form(request)
    process = await get_process(request.path_params["process"])
    election = await find_election(process)
    if election is None or election.locked_at is None or visitor.person_id is None:
        return await _closed(request, election)
    try:
        return await _cast(request, election, visitor.person_id, form)
    except AlreadyVoted:
        return _page(
            request,
            "voted",
            election,
            409,
            door="online",
            address="",
            typed="",
            fault=None,
            client=None,
        )
    except NotEligible as refusal:
        return _page(request, "refused", election, 409, reason=refusal.message, way=None)


async def _cast(
    request: Request, election: ElectionView, person_id: int, form: FormData
) -> Response:
    voter = await services.find_voter(election, person_id)
    entered = Entered(election, voter)
    paper = Paper.read(form, voter.style, election.terms.form)
    seed = _seed(form)
    counter = read_number(str(form.get("counter", "")), most=MOST_BALLOTS)
    try:
        choices = paper.parse()
    except Invalid as invalid:
        return _ballot(request, entered, paper, invalid.fields, 422)
    if seed is None or not counter:
        return _ballot(request, entered, paper, status_code=422)
    filled = assistant.Paper(choices, seed, counter)
    receipt = await assistant.cast(election, person_id, filled)
    code = code_of(seed)
    return _private(_page(request, "receipt", election, receipt=receipt, code=code))


def _seed(form: FormData) -> bytes | None:
    """Read the code of a vote; None where it is none."""
    try:
        return seed_of(str(form.get("code", ""))[:100])
    except NotACode:
        return None


async def back(request: Request) -> Response:
    """Lead back to the ballot whoever loads the address of a form's answer."""
    return redirect(request, "voting:booth", process=request.path_params["process"])


async def _enter(request: Request) -> Entered | Response:
    """Let a voter in, or give the page that says why not and what to do."""
    process = await get_process(request.path_params["process"])
    await open_if_due(process)
    election = await find_election(process)
    if election is None or not election.is_open:
        return await _closed(request, election)
    visitor = guards.current(request)
    if visitor is None:
        raise NotSignedIn
    if visitor.person_id is None:
        return _page(request, "refused", election, 409, reason=None, way="verification")
    try:
        voter = await services.find_voter(election, visitor.person_id)
    except NotEligible as refusal:
        return _page(request, "refused", election, 409, reason=refusal.message, way=None)
    return Entered(election, voter)


def _empty(entered: Entered) -> Paper:
    return Paper.empty(entered.voter.style, entered.election.terms.form)


def _program(entered: Entered) -> Client | None:
    """Give what the program in the browser is told; whoever came to a desk has no use for it."""
    is_by_web = entered.voter.door in (None, "online")
    return client_of(entered.election, entered.voter) if is_by_web else None


def _voted(
    request: Request, entered: Entered, typed: str = "", fault: Text | None = None
) -> Response:
    """Say that there is a mark, and ask for the code of whoever wants to vote anew."""
    status = 200 if fault is None else 422
    return _private(
        _page(
            request,
            "voted",
            entered.election,
            status,
            door=entered.voter.door,
            address=code_address(entered.election),
            typed=typed[:60],
            fault=fault,
            paper=_empty(entered),
            client=_program(entered),
        )
    )


async def _closed(request: Request, election: ElectionView | None) -> Response:
    process = await get_process(request.path_params["process"])
    phase = voting_phase(process)
    entered = await _returned(request, election)
    return render(
        request,
        "voting/closed.html",
        status_code=200 if request.method == "GET" else 409,
        process=process,
        election=election,
        opens=phase.starts_at if phase and phase.starts_at > now() else None,
        is_due=process.may(Action.VOTE),
        paper=_empty(entered) if entered else None,
        client=_program(entered) if entered else None,
    )


async def _returned(request: Request, election: ElectionView | None) -> Entered | None:
    """Give whoever voted by web: their browser has the receipt, or something to finish."""
    visitor = guards.current(request)
    if visitor is None or visitor.person_id is None or not election or not election.locked_at:
        return None
    try:
        voter = await services.find_voter(election, visitor.person_id)
    except NotEligible:
        return None
    return Entered(election, voter) if voter.door == "online" else None


def _ballot(
    request: Request,
    entered: Entered,
    paper: Paper,
    errors: dict[str, Text] | None = None,
    status_code: int = 200,
    code: str = "",
) -> Response:
    """Show a ballot; `code` is that of the vote which another ballot is to replace."""
    return _private(
        _page(
            request,
            "booth",
            entered.election,
            status_code,
            paper=paper,
            errors=errors or {},
            code=code,
            client=None if code else _program(entered),
        )
    )


def _page(
    request: Request, name: str, election: ElectionView, status_code: int = 200, **context: object
) -> Response:
    return render(
        request,
        f"voting/{name}.html",
        None,
        status_code,
        process=election.process,
        election=election,
        **context,
    )


def _private(response: Response) -> Response:
    """Keep a page with choices out of every cache, the browser's too."""
    response.headers["Cache-Control"] = "no-store"
    return response
