"""The box's answer to witnesses.

See “box” in voting/README.md.
"""

from starlette.requests import Request
from starlette.responses import Response

from concejo.text import _
from voting.box.cosigning import services
from voting.box.cosigning.services import NotAWitness

#: More than a checkpoint with the lines of all witnesses that a vote may have.
MAX_BYTES = 20_000


async def cosignature(request: Request) -> Response:
    """Take the word of a witness; sent again, nothing more is done."""
    octets = b""
    async for chunk in request.stream():
        octets += chunk
        if len(octets) > MAX_BYTES:
            break
    try:
        written = octets[: MAX_BYTES + 1].decode()
    except UnicodeDecodeError as error:
        raise NotAWitness(_("This is not a checkpoint that somebody signed.")) from error
    await services.add(request.path_params["election"], written)
    return Response(status_code=204)
