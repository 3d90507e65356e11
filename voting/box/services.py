"""The ballot box: take sealed ballots, let them wait for others, put them on the board together.

See “box” in voting/README.md. The box has a database of its own and knows no residents: whoever
holds a credential may cast. Nothing in it can be read before the trustees open it.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache

from concejo import settings
from concejo.clock import now
from concejo.db import Row, box_transaction, dialect, execute, fetch, lock_table
from concejo.errors import NotFound, Refused
from concejo.text import _
from voting.box.core import BadBallot, Sent, pack, read_sent, unpack
from voting.box.envelopes import services as envelopes
from voting.box.keys import services as keys
from voting.box.log import services as log
from voting.box.log.services import Line
from voting.box.models import Box
from voting.core.crypto import ed25519
from voting.core.protocol.closing import Close
from voting.core.protocol.leaves import VOID, BallotLeaf, hash_of
from voting.core.protocol.manifest import Manifest
from voting.core.protocol.receipts import Receipt

__all__ = ["BadBallot", "Sent"]

#: How many ballots go onto the board together, at the least, while the vote is open.
AT_LEAST = 20


class NoBox(NotFound):
    """The box holds no box of this election."""


class NoBallot(NotFound):
    """The key has cast no ballot."""


class BoxClosed(Refused):
    """The electoral board has closed the box."""


class CounterUsed(Refused):
    """Another ballot of the same key has this number."""


class Surrendered(Refused):
    """The key was given up for a sheet of paper; it casts no ballot any more."""


@lru_cache(maxsize=64)
def read_manifest(text: str) -> Manifest:
    """Read a manifest, which never changes, once."""
    return Manifest.read(text)


def prepare(election: bytes) -> bytes:
    """Make the key that will sign the board of an election, and give its public half."""
    return ed25519.public_key(keys.board_key(election))


async def open_box(manifest: str) -> None:
    """Take the ballots of the election that a manifest describes, from now on."""
    election = read_manifest(manifest).election_id
    await execute(
        "INSERT INTO box (election, manifest) VALUES (?, ?) ON CONFLICT DO NOTHING",
        election,
        manifest,
        connection="box",
    )


async def cast(election: bytes, sent: Sequence[Sent]) -> list[Receipt]:
    """Take ballots, all or none, and give a signed receipt for each.

    The same ballot again gives the same receipt, even when the box has been closed meanwhile.
    """
    manifest = await get_manifest(election)
    leaves = await asyncio.to_thread(lambda: [read_sent(manifest, one) for one in sent])
    async with box_transaction():
        is_open = await _hold(election)
        for leaf, one in zip(leaves, sent, strict=True):
            await _take(manifest, leaf, one, is_open=is_open)
    key = keys.board_key(election)
    return [Receipt.sign(election, hash_of(one.leaf), key) for one in sent]


async def _take(manifest: Manifest, leaf: BallotLeaf, sent: Sent, *, is_open: bool) -> None:
    """Let a ballot wait, unless it is here already; refuse another one of the same number."""
    election = manifest.election_id
    if not leaf.is_void and await _find(election, leaf.pk, VOID):
        raise Surrendered(
            _("This ballot was given up at the desk. Whoever did that votes on paper.")
        )
    place = _place(election, leaf.pk, leaf.ctr)
    made = await fetch(
        "INSERT INTO pending (id, election, voter, sealed) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING RETURNING id",
        place,
        election,
        keys.name_of(election, b"voter", leaf.pk),
        keys.seal(election, place, pack(manifest, sent)),
        connection="box",
    )
    kept = None if made else await _waiting(election, leaf.pk, leaf.ctr)
    if kept is None:
        # Looked at last: what waited and went in a batch meanwhile is on the board by now.
        kept = await _on_board(election, leaf.pk, leaf.ctr)
    if made and kept is None and not is_open:
        raise BoxClosed(_("The vote is over: the electoral board has closed the ballot box."))
    if made and kept is not None:
        await _forget(place)
    if kept is not None and kept != sent.leaf:
        raise CounterUsed(_("Another ballot with this number is in the box. Open the vote anew."))


async def _forget(place: bytes) -> None:
    await execute("DELETE FROM pending WHERE id = ?", place, connection="box")


def _place(election: bytes, voter: bytes, counter: int) -> bytes:
    return keys.name_of(election, b"ballot", voter + counter.to_bytes(4, "big"))


async def _find(election: bytes, voter: bytes, counter: int) -> bytes | None:
    kept = await _waiting(election, voter, counter)
    return kept if kept is not None else await _on_board(election, voter, counter)


async def _on_board(election: bytes, voter: bytes, counter: int) -> bytes | None:
    rows = await fetch(
        "SELECT leaf FROM leaf WHERE election = ? AND voter = ? AND counter = ?",
        election,
        voter,
        counter,
        connection="box",
    )
    return rows[0].octets("leaf") if rows else None


async def _waiting(election: bytes, voter: bytes, counter: int) -> bytes | None:
    place = _place(election, voter, counter)
    rows = await fetch("SELECT id, sealed FROM pending WHERE id = ?", place, connection="box")
    if not rows:
        return None
    _leaf, sent = _open(election, rows[0])
    return sent.leaf


def _open(election: bytes, row: Row) -> tuple[BallotLeaf, Sent]:
    return unpack(keys.unseal(election, row.octets("id"), row.octets("sealed")))


async def latest_counter(election: bytes, voter: bytes) -> int:
    """Give the highest number of a key's ballots, 0 where there is none; `VOID` if given up."""
    await get_manifest(election)
    # First what waits: a batch that goes meanwhile is on the board when that is looked at.
    waiting = await fetch(
        "SELECT id, sealed FROM pending WHERE election = ? AND voter = ?",
        election,
        keys.name_of(election, b"voter", voter),
        connection="box",
    )
    counters = [_open(election, row)[0].ctr for row in waiting]
    rows = await fetch(
        "SELECT max(counter) AS counter FROM leaf WHERE election = ? AND voter = ?",
        election,
        voter,
        connection="box",
    )
    counters += [row.integer("counter") for row in rows if row["counter"] is not None]
    return max(counters, default=0)


async def latest_leaf(election: bytes, voter: bytes) -> bytes:
    """Give the leaf with the highest number of a key, be it on the board or still waiting."""
    counter = await latest_counter(election, voter)
    leaf = await _find(election, voter, counter)
    if leaf is None:
        raise NoBallot(_("There is no ballot with this code in the ballot box."))
    return leaf


async def next_batch(election: bytes) -> datetime | None:
    """Give when the next batch is due, if enough ballots wait by then; None once it is closed."""
    found = await Box.get_or_none(election=election)
    if found is None:
        raise NoBox(_("The ballot box knows no such vote."))
    if found.is_closed:
        return None
    return now() if found.flushed_at is None else found.flushed_at + settings.BATCH_EVERY


async def get_manifest(election: bytes) -> Manifest:
    """Give the manifest of an election that the box holds."""
    return read_manifest(await manifest_text(election))


async def manifest_text(election: bytes) -> str:
    """Give the manifest as it is written."""
    found = await Box.get_or_none(election=election)
    if found is None:
        raise NoBox(_("The ballot box knows no such vote."))
    return found.manifest


async def list_open() -> list[Manifest]:
    """List the votes whose ballots are taken now."""
    return [read_manifest(found.manifest) for found in await Box.filter(is_closed=False)]


async def is_closed(election: bytes) -> bool:
    """Say whether the box of an election takes no ballot any more."""
    return await Box.filter(election=election, is_closed=True).exists()


async def _hold(election: bytes) -> bool:
    """Keep the box from being closed until the transaction ends; say whether it is open."""
    share = " FOR SHARE" if dialect("box") == "postgres" else ""
    rows = await fetch(
        f"SELECT is_closed FROM box WHERE election = ?{share}", election, connection="box"
    )
    return bool(rows) and not rows[0].flag("is_closed")


async def flush_due() -> None:
    """Put on the board what has waited long enough, in every box that is open."""
    for found in await Box.filter(is_closed=False):
        if found.flushed_at is None or found.flushed_at <= now() - settings.BATCH_EVERY:
            await flush(found.election)


async def flush(election: bytes, *, at_least: int = AT_LEAST) -> int:
    """Put the waiting ballots on the board, sorted by hash, if there are enough; tell how many."""
    manifest = await get_manifest(election)
    async with box_transaction():
        await lock_table(f"pending {election.hex()}", "box")
        rows = await fetch(
            "SELECT id, sealed FROM pending WHERE election = ?", election, connection="box"
        )
        if not rows or len(rows) < at_least:
            return 0
        opened = [_open(election, row) for row in rows]
        lines = [Line(sent.leaf, leaf.pk, leaf.ctr, sent.sealed) for leaf, sent in opened]
        await log.append(manifest, sorted(lines, key=lambda line: hash_of(line.leaf)))
        for row in rows:
            await _forget(row.octets("id"))
    if dialect("box") == "postgres":
        # What was deleted lies there as it came until its room is used again.
        await execute("VACUUM pending", connection="box")
    return len(rows)


async def close(election: bytes) -> None:
    """Take no ballot any more, and put all that wait on the board."""
    await execute(
        "UPDATE box SET is_closed = ? WHERE election = ?", True, election, connection="box"
    )
    await flush(election, at_least=0)
    await envelopes.settle(election, await envelopes.count_unused(election, ()))
    keys.destroy_box_key(election)


async def count_unused_envelopes(election: bytes) -> dict[int, int]:
    """Count the envelopes that were voided without having voted, by style."""
    rows = await fetch(
        "SELECT id, sealed FROM pending WHERE election = ?", election, connection="box"
    )
    waiting = [_open(election, row)[0] for row in rows]
    return await envelopes.count_unused(election, [leaf.pk for leaf in waiting if leaf.is_void])


def sign_close(election: bytes, files: Mapping[str, bytes], size: int, root: bytes) -> bytes:
    """Sign the hashes of all files of a bundle: the text of close.json."""
    return Close.over(election, files, size, root, keys.board_key(election)).write()


async def append(election: bytes, leaf: bytes) -> None:
    """Append a leaf that is no ballot to the board of a closed box, once."""
    manifest = await get_manifest(election)
    async with box_transaction():
        await lock_table(f"pending {election.hex()}", "box")
        if await log.find_place(election, hash_of(leaf)) is None:
            await log.append(manifest, [Line(leaf)])
