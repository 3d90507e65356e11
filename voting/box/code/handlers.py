"""The pages on which the code of an envelope is used. Plain forms: no session, cookie or script.

See “box” in voting/README.md. None of them is cached, and no address holds a code or a receipt.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import TypeAlias
from urllib.parse import parse_qsl

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from concejo import settings
from concejo.errors import DomainError, Invalid
from concejo.text import Text, _
from concejo.typed import read_number, read_words
from concejo.web.locale import choose_language
from concejo.web.render import environment
from voting.booth.forms import Paper
from voting.box import services as box
from voting.box.code import services
from voting.box.code.core import contests_of
from voting.box.code.services import Hand, NoEnvelope
from voting.box.core import MOST_BALLOTS
from voting.core.protocol.code import NotACode, code_of, seed_of
from voting.core.protocol.manifest import Manifest

MAX_BYTES = 200_000
MAX_FIELDS = 5_000
_Handler: TypeAlias = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class Visit:
    """Somebody at the box, who is nobody: the vote, what they sent, and in which language."""

    manifest: Manifest
    form: FormData
    language: str
    address: str

    @property
    def code(self) -> str:
        """Give what was typed as a code."""
        return read_words(self.form.get("code"))[:60]


def in_words(handler: Callable[[Visit], Awaitable[Response]]) -> _Handler:
    """Let a page say what was refused: whoever is here has no program to read it."""

    @wraps(handler)
    async def answer(request: Request) -> Response:
        """Answer, and tell what is refused on a page of the box."""
        visit = await _visit(request)
        try:
            return await handler(visit)
        except DomainError as error:
            return _page(visit, "stopped", error.status, reason=error.message)

    return answer


async def choose(request: Request) -> Response:
    """Lead from an address that can be typed to the page of the one vote; let choose among more."""
    root = str(request.scope.get("root_path", "")).rstrip("/")
    votes = [
        (found.process, f"{root}/{found.election_id.hex()}/code") for found in await box.list_open()
    ]
    if len(votes) == 1:
        return RedirectResponse(votes[0][1], 303)
    chosen = request.query_params.get("language")
    language = choose_language(chosen, request.headers.get("accept-language", ""))
    return _html("choose", language, votes=sorted(votes), vote_name="", address=f"{root}/code")


@in_words
async def enter(visit: Visit) -> Response:
    """Ask for the code, as long as the box takes ballots."""
    await services.demand_open(visit.manifest.election_id)
    return _enter(visit)


@in_words
async def ballot(visit: Visit) -> Response:
    """Show the ballot of a code, or say what is wrong with the code."""
    hand = await _hand(visit)
    if isinstance(hand, Text):
        return _enter(visit, hand)
    empty = Paper.empty(contests_of(visit.manifest, hand.style), visit.manifest.form)
    return _ballot(visit, hand, empty)


@in_words
async def review(visit: Visit) -> Response:
    """Count up what was chosen; show the ballot again, or what is about to be cast."""
    hand = await _hand(visit)
    if isinstance(hand, Text):
        return _enter(visit, hand)
    paper = _paper(visit, hand)
    if visit.form.get("action") in ("total", "change"):
        return _ballot(visit, hand, paper)
    try:
        paper.parse()
    except Invalid as invalid:
        return _ballot(visit, hand, paper, invalid.fields)
    return _page(visit, "confirm", paper=paper, hand=hand, code=code_of(hand.voter.seed))


@in_words
async def cast(visit: Visit) -> Response:
    """Cast the ballot and show its receipt; the same page sent again shows the same receipt."""
    hand = await _hand(visit)
    if isinstance(hand, Text):
        return _enter(visit, hand)
    paper = _paper(visit, hand)
    counter = read_number(str(visit.form.get("counter", "")), most=MOST_BALLOTS)
    try:
        choices = paper.parse()
    except Invalid as invalid:
        return _ballot(visit, hand, paper, invalid.fields)
    if not counter:
        return _ballot(visit, hand, paper)
    named = {part.contest.key: choices[part.contest.id] for part in paper.parts}
    receipt = await services.cast(visit.manifest, hand, counter, named)
    return _page(visit, "receipt", receipt=receipt, code=code_of(hand.voter.seed))


async def back(request: Request) -> Response:
    """Lead back to the code whoever loads the address of a form's answer."""
    return RedirectResponse(_address(request), 303)


def _address(request: Request) -> str:
    root = str(request.scope.get("root_path", "")).rstrip("/")
    return f"{root}/{request.path_params['election'].hex()}/code"


async def _visit(request: Request) -> Visit:
    form = await _read(request) if request.method == "POST" else FormData()
    chosen = form.get("language") or request.query_params.get("language")
    language = choose_language(str(chosen), request.headers.get("accept-language", ""))
    manifest = await box.get_manifest(request.path_params["election"])
    return Visit(manifest, form, language, _address(request))


async def _read(request: Request) -> FormData:
    """Read a form; what is none, or longer than any of ours, is an empty one."""
    octets = b""
    async for chunk in request.stream():
        octets += chunk
        if len(octets) > MAX_BYTES:
            return FormData()
    try:
        pairs = parse_qsl(octets.decode(), keep_blank_values=True, max_num_fields=MAX_FIELDS)
    except ValueError:
        return FormData()
    return FormData(list[tuple[str, str | UploadFile]](pairs))


async def _hand(visit: Visit) -> Hand | Text:
    """Give what the code can do, or what is wrong with it as it was typed."""
    try:
        seed = seed_of(visit.code)
    except NotACode:
        return _("This is not a code: it has 28 letters and digits. Check it.")
    try:
        return await services.open_hand(visit.manifest, seed)
    except NoEnvelope as refusal:
        return refusal.message


def _paper(visit: Visit, hand: Hand) -> Paper:
    return Paper.read(visit.form, contests_of(visit.manifest, hand.style), visit.manifest.form)


def _enter(visit: Visit, fault: Text | None = None) -> Response:
    return _page(visit, "enter", 422 if fault else 200, fault=fault, typed=visit.code)


def _ballot(
    visit: Visit, hand: Hand, paper: Paper, errors: Mapping[str, Text] | None = None
) -> Response:
    code = code_of(hand.voter.seed)
    status = 422 if errors else 200
    return _page(visit, "ballot", status, paper=paper, hand=hand, code=code, errors=errors or {})


def _page(visit: Visit, name: str, status_code: int = 200, **context: object) -> Response:
    process = visit.manifest.process
    return _html(
        name,
        visit.language,
        status_code,
        address=visit.address,
        vote_name=process,
        look_up=f"{settings.BASE_URL}/processes/{process}/vote/results/receipt",
        **context,
    )


def _html(name: str, language: str, status_code: int = 200, **context: object) -> Response:
    html = environment(language).get_template(f"voting/code/{name}.html").render(**context)
    headers = {
        "Cache-Control": "no-store",
        "Content-Language": language,
        "Referrer-Policy": "no-referrer",
    }
    return HTMLResponse(html, status_code, headers)
