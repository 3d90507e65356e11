"""The box's answers: no session, no cookie, nothing kept of who asks.

See “box” in voting/README.md. Everything but `cast` is public and the same for everybody.
"""

import binascii
import json
from base64 import b64decode, b64encode

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from concejo.text import _
from voting.box import services as box
from voting.box.core import BadBallot, Sent
from voting.box.log import services as log
from voting.core.crypto.notes import Note
from voting.core.protocol.board import write_board, write_checkpoints

#: More than the longest ballot of any vote.
MAX_BYTES = 200_000


async def cast(request: Request) -> Response:
    """Take one sealed ballot and answer its receipt; sent again, it gets the same one."""
    election = request.path_params["election"]
    (receipt,) = await box.cast(election, [await _read(request)])
    return Response(receipt.write(), media_type="application/json")


async def _read(request: Request) -> Sent:
    octets = b""
    async for chunk in request.stream():
        octets += chunk
        if len(octets) > MAX_BYTES:
            break
    try:
        value = json.loads(octets)
        return Sent(
            b64decode(value["leaf"], validate=True), b64decode(value["sealed"], validate=True)
        )
    except (ValueError, TypeError, KeyError, RecursionError, binascii.Error) as error:
        raise BadBallot(_("This is not a ballot of this vote. Nothing was cast.")) from error


async def counter(request: Request) -> Response:
    """Tell the highest number of a key's ballots; 0 where there is none."""
    election, voter = request.path_params["election"], request.path_params["voter"]
    return JSONResponse({"counter": await box.latest_counter(election, voter)})


async def leaf(request: Request) -> Response:
    """Give the latest leaf of a key, by which its voter sees on another device what was cast."""
    election, voter = request.path_params["election"], request.path_params["voter"]
    octets = await box.latest_leaf(election, voter)
    return JSONResponse({"leaf": b64encode(octets).decode()})


async def batch(request: Request) -> Response:
    """Tell when the next batch is due (seconds since 1970; null once closed), and how large."""
    due = await box.next_batch(request.path_params["election"])
    moment = None if due is None else int(due.timestamp())
    return JSONResponse({"due": moment, "at_least": box.AT_LEAST})


async def manifest(request: Request) -> Response:
    """Give the manifest, letter by letter as it is hashed."""
    text = await box.manifest_text(request.path_params["election"])
    return Response(text, media_type="application/json")


async def checkpoint(request: Request) -> Response:
    """Give the latest signed checkpoint."""
    latest = await log.find_latest(request.path_params["election"])
    return PlainTextResponse(latest.note if latest else "")


async def checkpoints(request: Request) -> Response:
    """Give every checkpoint, the oldest first."""
    notes = await log.list_checkpoints(request.path_params["election"])
    return PlainTextResponse(write_checkpoints(map(Note.read, notes)))


async def board(request: Request) -> Response:
    """Give the whole board as a file."""
    octets = write_board(await log.list_leaves(request.path_params["election"]))
    return Response(octets, media_type="application/octet-stream")


async def proof(request: Request) -> Response:
    """Prove that a leaf is under the latest signed root."""
    found = await log.prove(request.path_params["election"], request.path_params["leaf"])
    return JSONResponse(
        {
            "place": found.place,
            "size": found.size,
            "hashes": [one.hex() for one in found.hashes],
            "checkpoint": found.checkpoint,
        }
    )


async def consistency(request: Request) -> Response:
    """Prove that the board of an older size is the beginning of a later one, by itself today's."""
    election, size = request.path_params["election"], request.path_params["size"]
    whole = request.path_params.get("whole")
    hashes = await log.prove_consistency(election, size, whole)
    return JSONResponse({"hashes": [one.hex() for one in hashes]})
