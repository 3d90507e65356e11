"""Keep what the codes of envelopes need to vote, and count those that nobody used.

See “box” in voting/README.md. A row tells nothing to whoever lacks the key of the box, and when the
box is closed the rows and that key are gone: nothing tells then which ballots came from envelopes.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from concejo.db import box_transaction, execute, execute_many, fetch
from voting.box.envelopes.core import Envelope, read_envelopes
from voting.box.keys import services as keys
from voting.core.protocol.leaves import VOID


async def keep(election: bytes, envelopes: Sequence[Envelope]) -> None:
    """Keep envelopes, all or none; one that is kept already stays as it is."""
    rows = []
    for one in envelopes:
        place = _place(election, one.pk)
        rows.append((place, election, keys.seal(election, place, one.encode())))
    async with box_transaction():
        await execute_many(
            "INSERT INTO envelope (id, election, sealed) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            rows,
            connection="box",
        )


async def find(election: bytes, voter: bytes) -> Envelope | None:
    """Give the envelope of a key; None where the key is of none, or the box is closed."""
    if not await _has_any(election):
        # After the close the key of the box is gone, and must not be made anew by asking for it.
        return None
    place = _place(election, voter)
    rows = await fetch("SELECT sealed FROM envelope WHERE id = ?", place, connection="box")
    if not rows:
        return None
    (envelope,) = read_envelopes(keys.unseal(election, place, rows[0].octets("sealed")))
    return envelope


async def count_unused(election: bytes, waiting: Sequence[bytes]) -> dict[int, int]:
    """Count the envelopes that were voided and had never voted, by style.

    `waiting` are the keys whose void has not reached the board yet.
    """
    settled = await fetch(
        "SELECT style, number FROM unused_envelopes WHERE election = ?", election, connection="box"
    )
    if settled:
        return {row.integer("style"): row.integer("number") for row in settled}
    rows = await fetch(
        "SELECT voter FROM leaf WHERE election = ? AND voter IS NOT NULL"
        " GROUP BY voter HAVING min(counter) = ?",
        election,
        VOID,
        connection="box",
    )
    voids = {*waiting, *(row.octets("voter") for row in rows)}
    found = [await find(election, voter) for voter in voids]
    return dict(Counter(envelope.style for envelope in found if envelope))


async def settle(election: bytes, unused: Mapping[int, int]) -> None:
    """Keep how many were unused, and forget the envelopes: the box is closed."""
    async with box_transaction():
        await execute_many(
            "INSERT INTO unused_envelopes (election, style, number) VALUES (?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            [(election, style, number) for style, number in unused.items()],
            connection="box",
        )
        await execute("DELETE FROM envelope WHERE election = ?", election, connection="box")


async def _has_any(election: bytes) -> bool:
    rows = await fetch(
        "SELECT 1 AS one FROM envelope WHERE election = ? LIMIT 1", election, connection="box"
    )
    return bool(rows)


def _place(election: bytes, voter: bytes) -> bytes:
    return keys.name_of(election, b"envelope", voter)
