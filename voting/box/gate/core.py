"""Ballots as they go between the office and a box in another house.

See “box” in voting/README.md.
"""

from collections.abc import Iterable

from voting.box.core import Sent
from voting.core.protocol.layout import Unreadable, u16, u32


def write_all(ballots: Iterable[Sent]) -> bytes:
    """Write leaves, each with what was sealed: the length of either before it."""
    return b"".join(
        u16(len(one.leaf)) + one.leaf + u32(len(one.sealed)) + one.sealed for one in ballots
    )


def read_all(octets: bytes) -> list[Sent]:
    """Read what `write_all` wrote, or raise Unreadable."""
    found, at = [], 0
    while at < len(octets):
        leaf, at = _part(octets, at, 2)
        sealed, at = _part(octets, at, 4)
        found.append(Sent(leaf, sealed))
    return found


def _part(octets: bytes, at: int, width: int) -> tuple[bytes, int]:
    start = at + width
    end = start + int.from_bytes(octets[at:start], "big")
    if end > len(octets):
        raise Unreadable("the list is cut")
    return octets[start:end], end
