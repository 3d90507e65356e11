"""Put the word of a witness under a checkpoint of the board.

See “box” in voting/README.md. Only those whom the manifest names are witnesses, and the first word
of each about a checkpoint stands.
"""

from concejo.clock import now
from concejo.db import box_transaction, execute, fetch, lock_table
from concejo.errors import Refused
from concejo.text import _
from voting.box import services as box
from voting.box.log.services import NotOnTheBoard
from voting.core.crypto.notes import Checkpoint, Kind, NotANote, Note, cosigned_at, key_id
from voting.core.protocol.parties import Witness

#: How many seconds the clock of a witness may be ahead of ours.
AHEAD = 300


class NotAWitness(Refused):
    """Nobody whom the manifest names signed what was sent."""


class FromTomorrow(Refused):
    """A witness signed with a time that has not come yet."""


async def add(election: bytes, written: str) -> None:
    """Add the cosignatures under a checkpoint, as a signed note, to the one that is kept here."""
    manifest = await box.get_manifest(election)
    try:
        sent = Note.read(written)
        size = Checkpoint.read(sent.text).size
    except NotANote as error:
        raise NotAWitness(_("This is not a checkpoint that somebody signed.")) from error
    times = {one: cosigned_at(sent, one.name, one.key) for one in manifest.witnesses}
    signed = {witness: seconds for witness, seconds in times.items() if seconds is not None}
    if not signed:
        raise NotAWitness(_("None of the witnesses of this vote signed this checkpoint."))
    if max(signed.values()) > now().timestamp() + AHEAD:
        raise FromTomorrow(_("This is signed with a time to come. Set the clock and sign again."))
    async with box_transaction():
        # Two witnesses at once would each write the note without the other's line.
        await lock_table(f"checkpoint {election.hex()}", "box")
        kept = await _find(election, size)
        if kept is None or kept.text != sent.text:
            raise NotOnTheBoard(_("This checkpoint is not one of this board."))
        await _keep(election, size, _joined(kept, sent, signed))


def _joined(kept: Note, sent: Note, signed: dict[Witness, int]) -> Note:
    """Add the lines of those who have not signed this checkpoint before."""
    for witness, seconds in signed.items():
        if cosigned_at(kept, witness.name, witness.key) is None:
            number = key_id(witness.name, Kind.COSIGNATURE, witness.key)
            lines = sent.signed_with(witness.name, number)
            kept += next(one for one in lines if one.value[:8] == seconds.to_bytes(8, "big"))
    return kept


async def _find(election: bytes, size: int) -> Note | None:
    rows = await fetch(
        "SELECT note FROM checkpoint WHERE election = ? AND size = ?",
        election,
        size,
        connection="box",
    )
    return Note.read(rows[0].text("note")) if rows else None


async def _keep(election: bytes, size: int, note: Note) -> None:
    await execute(
        "UPDATE checkpoint SET note = ? WHERE election = ? AND size = ?",
        note.write(),
        election,
        size,
        connection="box",
    )
