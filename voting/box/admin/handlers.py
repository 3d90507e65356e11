"""The answers to the office. Whoever lacks its token gets none of them.

See “box” in voting/README.md.
"""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from concejo.text import _
from voting.box.admin import services
from voting.box.admin.services import NotOurs
from voting.box.gate.core import read_all, write_all
from voting.core.protocol.closing import FILES
from voting.core.protocol.layout import HASH_BYTES, Unreadable, parsed, text_of
from voting.core.protocol.record import Record


class OfficeMiddleware:
    """Let nobody past who does not show the token of the office."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Look at the token before anything else, the address included."""
        if scope["type"] == "http":
            given = Request(scope).headers.get("authorization", "")
            if not services.is_token(given.removeprefix("Bearer ")):
                answer = JSONResponse({"error": "HTTP", "message": "Unauthorized"}, 401)
                await answer(scope, receive, send)
                return
        await self.app(scope, receive, send)


async def greet(_request: Request) -> Response:
    """Say that the box is here and knows who asks."""
    return Response(status_code=204)


async def prepare(request: Request) -> Response:
    """Give the public half of the key that will sign a board."""
    return JSONResponse({"board_key": services.prepare(request.path_params["election"]).hex()})


async def open_box(request: Request) -> Response:
    """Open the box of a manifest."""
    await services.open_box(await request.body())
    return Response(status_code=204)


async def cast(request: Request) -> Response:
    """Take ballots and answer their receipts."""
    try:
        sent = read_all(await request.body())
    except Unreadable as error:
        raise _unreadable() from error
    receipts = await services.cast(request.path_params["election"], sent)
    return JSONResponse([receipt.write() for receipt in receipts])


async def keep_envelopes(request: Request) -> Response:
    """Keep what the codes of envelopes need to vote."""
    await services.keep_envelopes(request.path_params["election"], await request.body())
    return Response(status_code=204)


async def find_envelope(request: Request) -> Response:
    """Give the envelope of a key."""
    election, voter = request.path_params["election"], request.path_params["voter"]
    return _octets(await services.find_envelope(election, voter))


async def unused_envelopes(request: Request) -> Response:
    """Count the envelopes that were voided, by style."""
    unused = await services.count_unused_envelopes(request.path_params["election"])
    listed = [{"number": number, "style": style} for style, number in sorted(unused.items())]
    return JSONResponse({"unused": listed})


async def close(request: Request) -> Response:
    """Close the box of a vote."""
    await services.close(request.path_params["election"])
    return Response(status_code=204)


async def append(request: Request) -> Response:
    """Append a leaf that is no ballot."""
    await services.append(request.path_params["election"], await request.body())
    return Response(status_code=204)


async def sign_close(request: Request) -> Response:
    """Sign the hashes of a bundle."""
    try:
        asked = Record.of(parsed(text_of(await request.body())), {"files", "root", "size"})
        files = Record.of(asked.value["files"], set(FILES))
        hashes = {name: files.octets(name, HASH_BYTES) for name in FILES}
        size, root = asked.number("size"), asked.octets("root", HASH_BYTES)
    except Unreadable as error:
        raise _unreadable() from error
    text = await services.sign_close(request.path_params["election"], hashes, size, root)
    return Response(text, media_type="application/json")


async def lines(request: Request) -> Response:
    """Give the board from a place on."""
    election, start = request.path_params["election"], request.path_params["start"]
    return _octets(write_all(await services.list_grown(election, start)))


async def sealed(request: Request) -> Response:
    """Give the board of a closed box with the sealed ballots."""
    return _octets(write_all(await services.list_sealed(request.path_params["election"])))


def _octets(content: bytes) -> Response:
    return Response(content, media_type="application/octet-stream")


def _unreadable() -> NotOurs:
    return NotOurs(_("What was sent cannot be read. Both houses need the same release."))
