"""What the program in a browser asks of us: a credential, and the page to check a ballot on."""

import binascii
from base64 import b64decode, b64encode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from concejo.accounts import guards
from concejo.errors import DomainError, NotFound, NotSignedIn
from concejo.i18n import translate
from concejo.processes.services import get_process
from concejo.text import _
from concejo.web import read_json, render
from concejo.web.visit import visit_of
from voting.booth import services as booth
from voting.booth.client.services import client_of
from voting.booth.forms import Paper
from voting.setup.services import ElectionView, get_election


async def issue(request: Request) -> Response:
    """Sign a blinded request, once for each voter; a refusal is told in words and by a name."""
    try:
        signature = await _issue(request)
    except DomainError as refusal:
        said = translate(refusal.message, visit_of(request).language)
        # A program is not led to another page: it says itself that one has to sign in.
        status = 401 if isinstance(refusal, NotSignedIn) else refusal.status
        return JSONResponse({"error": type(refusal).__name__, "message": said}, status)
    return JSONResponse({"signature": b64encode(signature).decode()})


async def _issue(request: Request) -> bytes:
    visitor = guards.verified(request)
    sent = await read_json(request)
    election = await _opened(request)
    assert visitor.person_id is not None, "whoever is verified is on the roll"
    voter = await booth.find_voter(election, visitor.person_id)
    try:
        blinded = b64decode(str(sent.get("request", "")), validate=True)
    except binascii.Error:
        blinded = b""
    return await booth.issue(election, voter, blinded)


async def check(request: Request) -> Response:
    """Show the page on which a ballot is checked with its code, on whatever device."""
    election = await _opened(request)
    return render(
        request,
        "voting/check.html",
        process=election.process,
        election=election,
        paper=Paper.empty(election.contests, election.terms.form),
        client=client_of(election),
    )


async def _opened(request: Request) -> ElectionView:
    """Give the election of the address, which has been opened at some time."""
    election = await get_election(await get_process(request.path_params["process"]))
    if election.locked_at is None:
        raise NotFound(_("This process has no vote yet."))
    return election
