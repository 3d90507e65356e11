"""States of the board: how large it was, and which witnesses signed that.

See “board” in voting/README.md.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from voting.core.crypto.notes import Checkpoint, Note, cosigned_at
from voting.core.protocol.parties import Witness

#: So many states stand on the page; the file has all.
SHOWN = 20


@dataclass(frozen=True)
class BoardState:
    """A signed state of the board: so many leaves, their root, and the witnesses who signed it."""

    size: int
    root: str
    witnesses: tuple[str, ...]


@dataclass(frozen=True)
class Watch:
    """What a witness signed last: the size of the board, and when in seconds since 1970."""

    name: str
    size: int | None
    seconds: int | None


def tell_states(notes: Sequence[Note], witnesses: Sequence[Witness]) -> tuple[BoardState, ...]:
    """Give the latest states, the newest first."""
    return tuple(_state(note, witnesses) for note in reversed(notes[-SHOWN:]))


def _state(note: Note, witnesses: Sequence[Witness]) -> BoardState:
    point = Checkpoint.read(note.text)
    names = (one.name for one in witnesses if cosigned_at(note, one.name, one.key) is not None)
    return BoardState(point.size, point.root.hex(), tuple(names))


def tell_watch(notes: Sequence[Note], witness: Witness) -> Watch:
    """Give what a witness signed last, by the largest board."""
    size, seconds = next(_signed(notes, witness), (None, None))
    return Watch(witness.name, size, seconds)


def _signed(notes: Sequence[Note], witness: Witness) -> Iterator[tuple[int, int]]:
    for note in reversed(notes):
        seconds = cosigned_at(note, witness.name, witness.key)
        if seconds is not None:
            yield Checkpoint.read(note.text).size, seconds
