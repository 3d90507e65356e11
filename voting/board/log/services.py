"""Find out how far the public board of a vote has come.

See “board” in voting/README.md.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from concejo import settings
from concejo.processes.services import ProcessView
from concejo.text import Text
from voting.board.log.core import BoardState, tell_states, tell_watch
from voting.box.gate.services import BoxUnreachable, box
from voting.core.crypto.notes import Note
from voting.core.protocol.parties import SetUp
from voting.setup.services import ElectionView, find_election


@dataclass(frozen=True)
class Watcher:
    """A witness: what was signed last, and when; None while nothing was."""

    name: str
    size: int | None
    signed_at: datetime | None


@dataclass(frozen=True)
class PublicBoard:
    """The board of a vote, with the latest of its `number` states; the files are at `address`.

    `silence` says why nothing of them is known: the other house does not answer.
    """

    election: ElectionView
    address: str
    is_two_houses: bool
    states: tuple[BoardState, ...]
    number: int
    watchers: tuple[Watcher, ...]
    silence: Text | None = None


async def find_board(process: ProcessView) -> PublicBoard | None:
    """Give the board of a vote, or None before it opens."""
    election = await find_election(process)
    if election is None or election.locked_at is None:
        return None
    notes: list[Note] = []
    silence = None
    try:
        written = await box().list_checkpoints(election.protocol.election_id)
        notes = [Note.read(note) for note in written]
    except BoxUnreachable as error:
        silence = error.message
    witnesses = election.protocol.witnesses
    watches = [tell_watch(notes, witness) for witness in witnesses]
    return PublicBoard(
        election=election,
        address=f"{settings.BOX_URL if settings.BOX_REMOTE else '/box'}/{election.uid}",
        is_two_houses=election.protocol.setup is SetUp.TWO_HOUSES,
        states=tell_states(notes, witnesses),
        number=len(notes),
        watchers=tuple(Watcher(one.name, one.size, _moment(one.seconds)) for one in watches),
        silence=silence,
    )


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
