"""The board as files: its leaves, the hints for whoever checks signatures, and its checkpoints."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from voting.core.crypto import edwards
from voting.core.crypto.notes import NotANote, Note
from voting.core.protocol.layout import Unreadable, text_of, u16
from voting.core.protocol.leaves import BallotLeaf, ClosingLeaf, PaperLeaf, read_leaf

_LENGTH_BYTES = 2
_COORDINATE_BYTES = 32
_AFTER_CHECKPOINT = "---\n"


@dataclass(frozen=True)
class Board:
    """Be the leaves of a board as they were written, and what they say.

    Before the close there is neither a closing leaf nor, after it, one of the paper.
    """

    leaves: tuple[bytes, ...]
    ballots: tuple[BallotLeaf, ...]
    paper: PaperLeaf | None
    closing: ClosingLeaf | None

    @classmethod
    def of(cls, leaves: Sequence[bytes]) -> "Board":
        """Read every leaf, or raise Unreadable where one is malformed or out of its place."""
        said = [read_leaf(leaf) for leaf in leaves]
        ballots = tuple(leaf for leaf in said if isinstance(leaf, BallotLeaf))
        papers = [leaf for leaf in said if isinstance(leaf, PaperLeaf)]
        closings = [leaf for leaf in said if isinstance(leaf, ClosingLeaf)]
        if said != [*ballots, *closings[:1], *papers[:1]] or (papers and not closings):
            raise Unreadable("a leaf is out of its place")
        return cls(tuple(leaves), ballots, next(iter(papers), None), next(iter(closings), None))


def write_board(leaves: Iterable[bytes]) -> bytes:
    """Write board.bin: every leaf, its length before it."""
    return b"".join(u16(len(leaf)) + leaf for leaf in leaves)


def read_board(octets: bytes) -> Board:
    """Read board.bin, or raise Unreadable."""
    leaves, at = [], 0
    while at < len(octets):
        start = at + _LENGTH_BYTES
        end = start + int.from_bytes(octets[at:start], "big")
        if end > len(octets):
            raise Unreadable("the board is cut")
        leaves.append(octets[start:end])
        at = end
    return Board.of(leaves)


def write_hints(ballots: Iterable[BallotLeaf]) -> bytes:
    """Write hints.bin: of each ballot the x of the voter's key and of R.

    They save a verifier a square root each. Raises Unreadable where a point is not on the curve.
    """
    return b"".join(_x(leaf.pk) + _x(leaf.signature[:_COORDINATE_BYTES]) for leaf in ballots)


def _x(encoding: bytes) -> bytes:
    x = edwards.x_of(encoding)
    if x is None:
        raise Unreadable("a point is not on the curve")
    return x.to_bytes(_COORDINATE_BYTES, "big")


def write_checkpoints(notes: Iterable[Note]) -> bytes:
    """Write checkpoints.txt: every checkpoint with its signatures, the oldest first."""
    return "".join(note.write() + _AFTER_CHECKPOINT for note in notes).encode()


def read_checkpoints(octets: bytes) -> tuple[Note, ...]:
    """Read checkpoints.txt, or raise Unreadable; whose signatures they are is not looked at."""
    parts = text_of(octets).split("\n" + _AFTER_CHECKPOINT)
    if parts.pop():
        raise Unreadable("the last checkpoint is cut")
    try:
        return tuple(Note.read(part + "\n") for part in parts)
    except NotANote as error:
        raise Unreadable(str(error)) from error
