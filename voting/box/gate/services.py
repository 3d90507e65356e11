"""Reach the box: in this program (set-up A), or in another house over the network (set-up B).

See “box” in voting/README.md. Whoever needs the box asks it here and nowhere else:

    await box().append(election, leaf)

Whatever is asked may be asked again: the second time nothing more is done.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Protocol

from concejo import settings
from voting.box import services
from voting.box.core import MOST_BALLOTS, Sent
from voting.box.envelopes import services as envelopes
from voting.box.envelopes.core import Envelope
from voting.box.gate.remote import BoxUnreachable, Remote
from voting.box.keys import services as keys
from voting.box.log import services as log
from voting.box.log.services import Line
from voting.box.services import Surrendered
from voting.core.protocol.parties import SetUp
from voting.core.protocol.receipts import Receipt

__all__ = [
    "MOST_BALLOTS",
    "BoxUnreachable",
    "Envelope",
    "Gate",
    "Line",
    "Sent",
    "Surrendered",
    "box",
    "set_up",
]


class Gate(Protocol):
    """What the office asks of a box. Each raises what the box refuses, or BoxUnreachable."""

    async def greet(self) -> None:
        """Find out that the box is there and knows us, before anything depends on it."""

    async def prepare(self, election: bytes) -> bytes:
        """Have the key made that signs the board of an election, and give its public half."""

    async def open_box(self, manifest: str) -> None:
        """Let the box take the ballots of the election that a manifest describes."""

    async def cast(self, election: bytes, sent: Sequence[Sent]) -> list[Receipt]:
        """Put ballots into the box, all or none, and give the receipt of each."""

    async def latest_counter(self, election: bytes, voter: bytes) -> int:
        """Give the highest number of a key's ballots, 0 where there is none."""

    async def close(self, election: bytes) -> None:
        """Let the box take no ballot any more, and put all that wait on the board."""

    async def append(self, election: bytes, leaf: bytes) -> None:
        """Append a leaf that is no ballot to the board of a closed box."""

    async def sign_close(
        self, election: bytes, files: Mapping[str, bytes], size: int, root: bytes
    ) -> bytes:
        """Have the files of a bundle signed: the text of close.json."""

    async def list_leaves(self, election: bytes) -> list[bytes]:
        """List what is on the board, in its order."""

    async def list_lines(self, election: bytes) -> list[Line]:
        """List what is on the board of a closed box, with the sealed ballots."""

    async def list_checkpoints(self, election: bytes) -> list[str]:
        """List all signed checkpoints, the oldest first."""

    async def count_counting(self, election: bytes) -> int:
        """Count the keys of which a ballot counts."""

    async def keep_envelopes(self, election: bytes, made: Sequence[Envelope]) -> None:
        """Hand over what the codes of envelopes need to vote."""

    async def find_envelope(self, election: bytes, voter: bytes) -> Envelope | None:
        """Give the envelope of a key, while the box is open; None where it is of none."""

    async def count_unused_envelopes(self, election: bytes) -> dict[int, int]:
        """Count the envelopes that were voided without having voted, by style."""


class Here:
    """The box in this program."""

    open_box = staticmethod(services.open_box)
    cast = staticmethod(services.cast)
    latest_counter = staticmethod(services.latest_counter)
    close = staticmethod(services.close)
    append = staticmethod(services.append)
    list_lines = staticmethod(log.list_lines)
    list_checkpoints = staticmethod(log.list_checkpoints)
    count_counting = staticmethod(log.count_counting)
    keep_envelopes = staticmethod(envelopes.keep)
    find_envelope = staticmethod(envelopes.find)
    count_unused_envelopes = staticmethod(services.count_unused_envelopes)

    async def greet(self) -> None:
        """Do nothing: it is here."""

    async def prepare(self, election: bytes) -> bytes:
        """Make the key of a board."""
        return services.prepare(election)

    async def sign_close(
        self, election: bytes, files: Mapping[str, bytes], size: int, root: bytes
    ) -> bytes:
        """Sign the files of a bundle."""
        return services.sign_close(election, files, size, root)

    async def list_leaves(self, election: bytes) -> list[bytes]:
        """List what is on the board."""
        return await log.list_leaves(election)


def box() -> Gate:
    """Give the box, wherever it is."""
    return _remote(settings.BOX_REMOTE, keys.office_token()) if settings.BOX_REMOTE else Here()


@cache
def _remote(url: str, token: str) -> Remote:
    return Remote(url, token)


def set_up() -> SetUp:
    """Tell who runs the box: this office, or another organisation."""
    return SetUp.TWO_HOUSES if settings.BOX_REMOTE else SetUp.ONE_OFFICE
