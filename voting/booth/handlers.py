"""The booth's pages: the ballot, its review, and the receipt. They keep nothing of the choice."""

from dataclasses import dataclass
from secrets import token_hex

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from concejo.accounts import guards
from concejo.clock import now
from concejo.errors import Invalid, NotSignedIn
from concejo.processes.core import Action
from concejo.processes.services import get_process
from concejo.roll.services import NotEligible
from concejo.text import Text
from concejo.web import read_form, redirect, render
from voting.booth import services
from voting.booth.core import SECRET_BYTES, read_secret
from voting.booth.forms import Paper
from voting.booth.services import NothingToVoteOn, Voter
from voting.credentials.services import AlreadyVoted
from voting.setup.services import ElectionView, find_election, open_if_due, voting_phase


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
    paper = Paper.empty(entered.voter.style, entered.election.terms.form)
    return _ballot(request, entered, paper)


async def review(request: Request) -> Response:
    """Count up what was chosen; show the ballot again, or what is about to be cast."""
    entered = await _enter(request)
    if isinstance(entered, Response):
        return entered
    form = await read_form(request)
    paper = Paper.read(form, entered.voter.style, entered.election.terms.form)
    if form.get("action") in ("total", "change"):
        return _ballot(request, entered, paper)
    try:
        paper.parse()
    except Invalid as invalid:
        return _ballot(request, entered, paper, invalid.fields, 422)
    secret = token_hex(SECRET_BYTES)
    return _private(_page(request, "confirm", entered.election, paper=paper, secret=secret))


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
        return _page(request, "voted", election, 409)
    except (NotEligible, NothingToVoteOn) as refusal:
        return _page(request, "refused", election, 409, reason=refusal.message, way=None)


async def _cast(
    request: Request, election: ElectionView, person_id: int, form: FormData
) -> Response:
    voter = await services.find_voter(election, person_id)
    paper = Paper.read(form, voter.style, election.terms.form)
    secret = read_secret(str(form.get("secret", "")))
    try:
        choices = paper.parse()
    except Invalid as invalid:
        return _ballot(request, Entered(election, voter), paper, invalid.fields, 422)
    if secret is None:
        return _ballot(request, Entered(election, voter), paper, status_code=422)
    receipt = await services.cast(election, person_id, choices, secret)
    return _private(_page(request, "receipt", election, receipt=receipt))


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
    except (NotEligible, NothingToVoteOn) as refusal:
        return _page(request, "refused", election, 409, reason=refusal.message, way=None)
    if voter.has_voted:
        return _page(request, "voted", election)
    return Entered(election, voter)


async def _closed(request: Request, election: ElectionView | None) -> Response:
    process = await get_process(request.path_params["process"])
    phase = voting_phase(process)
    return render(
        request,
        "voting/closed.html",
        status_code=200 if request.method == "GET" else 409,
        process=process,
        election=election,
        opens=phase.starts_at if phase and phase.starts_at > now() else None,
        is_due=process.may(Action.VOTE),
    )


def _ballot(
    request: Request,
    entered: Entered,
    paper: Paper,
    errors: dict[str, Text] | None = None,
    status_code: int = 200,
) -> Response:
    return _private(
        _page(request, "booth", entered.election, status_code, paper=paper, errors=errors or {})
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
