"""A box in another house, asked over the network.

See “box” in voting/README.md. Every request may be sent twice, so that one whose answer was lost
is sent once more. What the box refuses is raised here as if the box were in this program.
"""

import ssl
from collections.abc import Mapping, Sequence
from functools import cache

import httpx2

from concejo.errors import DomainError, NotFound, Refused
from concejo.text import Text, _
from voting.box import services
from voting.box.core import BadBallot, Sent
from voting.box.envelopes.core import Envelope, read_envelopes
from voting.box.gate.core import read_all, write_all
from voting.box.log.services import Line, NotOnTheBoard
from voting.core.protocol.board import read_checkpoints
from voting.core.protocol.closing import Close
from voting.core.protocol.counted import tell_apart
from voting.core.protocol.layout import Unreadable, canonical, digest
from voting.core.protocol.leaves import BallotLeaf, hash_of, read_leaf
from voting.core.protocol.receipts import Receipt
from voting.core.protocol.record import Record, texts_of
from voting.core.records import Json

#: Seconds until the other house has to have answered, and for a board that is long to read.
TIMEOUT = httpx2.Timeout(10, connect=3)
LONG = httpx2.Timeout(120, connect=3)
ATTEMPTS = 2

_REFUSALS: dict[str, type[DomainError]] = {
    kind.__name__: kind
    for kind in (
        BadBallot,
        NotFound,
        NotOnTheBoard,
        services.BoxClosed,
        services.CounterUsed,
        services.NoBox,
        services.Surrendered,
    )
}


class BoxUnreachable(DomainError):
    """The other house does not answer, does not know us, or says what nobody understands."""

    status = 503


class Remote:
    """The box of another organisation, as the office that holds its token reaches it."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url.rstrip("/")
        self._headers = {"authorization": f"Bearer {token}", "accept-language": "en"}
        self._boards: dict[bytes, tuple[bytes, ...]] = {}

    async def greet(self) -> None:
        """Ask for nothing, to see that the box is there and knows us."""
        await self._ask("GET", "/admin/")

    async def prepare(self, election: bytes) -> bytes:
        """Have the key of a board made."""
        answer = await self._ask("POST", f"/admin/{election.hex()}/prepare")
        return _record(answer, "board_key").octets("board_key", 32)

    async def open_box(self, manifest: str) -> None:
        """Send the manifest of a vote."""
        await self._ask("POST", "/admin/open", manifest.encode())

    async def cast(self, election: bytes, sent: Sequence[Sent]) -> list[Receipt]:
        """Send ballots; what comes back are receipts for just these."""
        address = f"/admin/{election.hex()}/cast"
        answer = await self._ask("POST", address, write_all(sent), LONG)
        try:
            receipts = [Receipt.read(text) for text in texts_of(answer.json())]
        except ValueError as error:
            raise _not_understood() from error
        if [one.leaf_hash for one in receipts] != [hash_of(one.leaf) for one in sent]:
            raise _not_understood()
        return receipts

    async def latest_counter(self, election: bytes, voter: bytes) -> int:
        """Ask for the highest number of a key's ballots, as anybody can."""
        answer = await self._ask("GET", f"/{election.hex()}/counter/{voter.hex()}")
        try:
            return Record.of(answer.json(), {"counter"}).number("counter")
        except ValueError as error:
            raise _not_understood() from error

    async def close(self, election: bytes) -> None:
        """Have the box closed."""
        await self._ask("POST", f"/admin/{election.hex()}/close", patience=LONG)

    async def append(self, election: bytes, leaf: bytes) -> None:
        """Send a leaf that is no ballot."""
        await self._ask("POST", f"/admin/{election.hex()}/append", leaf)

    async def sign_close(
        self, election: bytes, files: Mapping[str, bytes], size: int, root: bytes
    ) -> bytes:
        """Send the hashes of the files; the key that signs them is not here."""
        hashes = {name: digest(content).hex() for name, content in files.items()}
        body = canonical({"files": hashes, "root": root.hex(), "size": size}).encode()
        answer = await self._ask("POST", f"/admin/{election.hex()}/sign-close", body, LONG)
        try:
            Close.read(answer.content)
        except ValueError as error:
            raise _not_understood() from error
        return answer.content

    async def list_leaves(self, election: bytes) -> list[bytes]:
        """List the board; what is known already is not asked for again, as it only grows."""
        known = self._boards.get(election, ())
        address = f"/admin/{election.hex()}/lines/{len(known)}"
        grown = (*known, *(one.leaf for one in await self._list(address)))
        if len(grown) > len(self._boards.get(election, ())):
            self._boards[election] = grown
        return list(grown)

    async def list_lines(self, election: bytes) -> list[Line]:
        """Ask for the board with the sealed ballots."""
        found = await self._list(f"/admin/{election.hex()}/sealed")
        try:
            return [_line(one) for one in found]
        except Unreadable as error:
            raise _not_understood() from error

    async def list_checkpoints(self, election: bytes) -> list[str]:
        """Ask for the checkpoints, as anybody can."""
        answer = await self._ask("GET", f"/{election.hex()}/checkpoints.txt")
        try:
            return [note.write() for note in read_checkpoints(answer.content)]
        except Unreadable as error:
            raise _not_understood() from error

    async def count_counting(self, election: bytes) -> int:
        """Count the ballots that count, on the board as it is known here."""
        leaves = [read_leaf(leaf) for leaf in await self.list_leaves(election)]
        ballots = [leaf for leaf in leaves if isinstance(leaf, BallotLeaf)]
        return len(tell_apart(ballots).counting)

    async def keep_envelopes(self, election: bytes, made: Sequence[Envelope]) -> None:
        """Send what the codes of envelopes need to vote."""
        body = b"".join(one.encode() for one in made)
        await self._ask("POST", f"/admin/{election.hex()}/envelopes", body, LONG)

    async def find_envelope(self, election: bytes, voter: bytes) -> Envelope | None:
        """Ask for the envelope of a key."""
        answer = await self._ask("GET", f"/admin/{election.hex()}/envelopes/{voter.hex()}")
        try:
            found = read_envelopes(answer.content)
        except Unreadable as error:
            raise _not_understood() from error
        return found[0] if found else None

    async def count_unused_envelopes(self, election: bytes) -> dict[int, int]:
        """Ask how many envelopes were voided."""
        answer = await self._ask("GET", f"/admin/{election.hex()}/envelopes", patience=LONG)
        try:
            pairs = Record.of(answer.json(), {"unused"}).items("unused")
            return {one.number("style"): one.number("number") for one in map(_unused, pairs)}
        except ValueError as error:
            raise _not_understood() from error

    async def _list(self, address: str) -> list[Sent]:
        answer = await self._ask("GET", address, patience=LONG)
        try:
            return read_all(answer.content)
        except Unreadable as error:
            raise _not_understood() from error

    async def _ask(
        self, method: str, address: str, body: bytes = b"", patience: httpx2.Timeout = TIMEOUT
    ) -> httpx2.Response:
        answer = await self._send(method, address, body, patience)
        if answer.is_success:
            return answer
        if answer.status_code == 401:
            raise BoxUnreachable(
                _(
                    "The ballot box, which another organisation runs, does not know this office."
                    " Whoever runs this site has to set the token that the other house gave out."
                )
            )
        raise _refusal(answer)

    async def _send(
        self, method: str, address: str, body: bytes, patience: httpx2.Timeout
    ) -> httpx2.Response:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                async with httpx2.AsyncClient(verify=_trust(), timeout=patience) as client:
                    return await client.request(
                        method, self._url + address, content=body, headers=self._headers
                    )
            except httpx2.HTTPError as error:
                if attempt == ATTEMPTS:
                    raise _unreachable() from error
        raise AssertionError("the last attempt answers or raises")


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


def _line(one: Sent) -> Line:
    leaf = read_leaf(one.leaf)
    if isinstance(leaf, BallotLeaf):
        return Line(one.leaf, leaf.pk, leaf.ctr, one.sealed)
    return Line(one.leaf)


def _unused(value: Json) -> Record:
    return Record.of(value, {"number", "style"})


def _record(answer: httpx2.Response, *names: str) -> Record:
    try:
        return Record.of(answer.json(), set(names))
    except ValueError as error:
        raise _not_understood() from error


def _refusal(answer: httpx2.Response) -> DomainError:
    """Give what the box refuses: its English sentence is the key of our catalogues, too."""
    try:
        said = Record.of(answer.json(), {"error", "message"})
        name, message = said.text("error"), said.text("message")
    except ValueError:
        return _unreachable() if answer.status_code >= 500 else _not_understood()
    if "{" in message or answer.status_code >= 500:
        return _unreachable()
    return _REFUSALS.get(name, Refused)(Text(message))


def _unreachable() -> BoxUnreachable:
    return BoxUnreachable(
        _(
            "The ballot box, which another organisation runs, does not answer. Wait a few minutes"
            " and do the same again: nothing is done twice."
        )
    )


def _not_understood() -> BoxUnreachable:
    return BoxUnreachable(
        _(
            "The ballot box, which another organisation runs, gave an answer that cannot be"
            " understood. Tell both houses: their programs may be of different releases."
        )
    )
