"""The ballot box: take ballots, shuffle them, and give them out once the vote is over.

See “box” in voting/README.md. The box has a database of its own and knows no residents. A ballot
waits sealed until there are enough others; then all go in together, in the order of their ids,
which are pseudorandom, so that the box does not tell which came first.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from secrets import token_bytes

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from concejo import settings
from concejo.db import box_transaction, execute, fetch, lock_table
from concejo.errors import Refused
from concejo.secret import keep_secret
from concejo.text import _
from voting.box.core import pad, receipt_of, unpad
from voting.box.models import Ballot, Pending

__all__ = [
    "cast",
    "count_ballots",
    "flush",
    "has_ballot",
    "list_receipts",
    "read_ballots",
    "receipt_of",
]

#: How many ballots go into the box together, at the least, while the vote is open.
AT_LEAST = 20

_NONCE = 12


class StillShuffling(Refused):
    """Some ballots are still sealed; the box is read only when all are in it."""


@dataclass(frozen=True)
class BoxBallot:
    """What a ballot says, and the style it was cast in; not whose it is, not even by its id."""

    style: str
    content: str


@dataclass(frozen=True)
class Envelope:
    """A ballot on its way into the box."""

    ballot_id: bytes
    style: str
    content: str


async def cast(election_id: int, envelopes: Sequence[Envelope]) -> None:
    """Take ballots, all or none; the same ballot a second time changes nothing."""
    async with box_transaction():
        for envelope in envelopes:
            if not await _is_in_box(envelope.ballot_id):
                await execute(
                    "INSERT INTO pending (id, election_id, sealed) VALUES (?, ?, ?)"
                    " ON CONFLICT DO NOTHING",
                    envelope.ballot_id,
                    election_id,
                    _seal(election_id, envelope),
                    connection="box",
                )


async def _is_in_box(ballot_id: bytes) -> bool:
    found = await fetch("SELECT 1 AS one FROM ballot WHERE id = ?", ballot_id, connection="box")
    return bool(found)


async def flush(election_id: int, *, at_least: int = AT_LEAST) -> int:
    """Put the waiting ballots into the box, shuffled, if there are enough; tell how many went."""
    if not await _are_waiting(election_id, max(at_least, 1)):
        return 0
    async with box_transaction():
        await lock_table(f"pending {election_id}", "box")
        rows = await fetch(
            "SELECT id, sealed FROM pending WHERE election_id = ? ORDER BY id",
            election_id,
            connection="box",
        )
        if len(rows) < at_least:
            return 0
        for row in rows:
            ballot_id = row.octets("id")
            await _put(election_id, ballot_id, _open(election_id, ballot_id, row.octets("sealed")))
        return len(rows)


async def _are_waiting(election_id: int, number: int) -> bool:
    rows = await fetch(
        "SELECT 1 AS one FROM pending WHERE election_id = ? LIMIT ?",
        election_id,
        number,
        connection="box",
    )
    return len(rows) >= number


async def _put(election_id: int, ballot_id: bytes, ballot: BoxBallot) -> None:
    await execute(
        "INSERT INTO ballot (id, election_id, style, content) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        ballot_id,
        election_id,
        ballot.style,
        ballot.content,
        connection="box",
    )
    await execute("DELETE FROM pending WHERE id = ?", ballot_id, connection="box")


async def count_ballots(election_id: int) -> int:
    """Count the ballots of an election, those that still wait included."""
    async with box_transaction():
        waiting = await Pending.filter(election_id=election_id).count()
        return waiting + await Ballot.filter(election_id=election_id).count()


async def read_ballots(election_id: int) -> list[BoxBallot]:
    """Take all ballots out to count them: for the count alone, once the vote is closed."""
    await _demand_shuffled(election_id)
    rows = Ballot.filter(election_id=election_id).order_by("id")
    return [BoxBallot(*row) for row in await rows.values_list("style", "content")]


async def list_receipts(election_id: int) -> list[str]:
    """List the receipts of all ballots, in their own order, once the vote is closed."""
    await _demand_shuffled(election_id)
    rows = await Ballot.filter(election_id=election_id).only("id")
    return sorted(receipt_of(row.id) for row in rows)


async def has_ballot(election_id: int, receipt: str) -> bool:
    """Say whether the ballot of a receipt is in the box, once the vote is closed."""
    return receipt in await list_receipts(election_id)


async def _demand_shuffled(election_id: int) -> None:
    if await Pending.filter(election_id=election_id).exists():
        raise StillShuffling(_("Some ballots are still sealed. Close the vote first."))


def _seal(election_id: int, envelope: Envelope) -> bytes:
    nonce = token_bytes(_NONCE)
    plain = pad(json.dumps([envelope.style, envelope.content], ensure_ascii=False))
    return nonce + _key().encrypt(nonce, plain, _label(election_id, envelope.ballot_id))


def _open(election_id: int, ballot_id: bytes, sealed: bytes) -> BoxBallot:
    nonce, rest = sealed[:_NONCE], sealed[_NONCE:]
    style, content = json.loads(unpad(_key().decrypt(nonce, rest, _label(election_id, ballot_id))))
    return BoxBallot(style, content)


def _label(election_id: int, ballot_id: bytes) -> bytes:
    """Bind a sealed ballot to its place, so that it cannot be moved to another."""
    return b"concejo/seal\0" + election_id.to_bytes(8, "big") + ballot_id


def _key() -> AESGCM:
    return AESGCM(_key_at(settings.DATA / "box.key"))


@cache
def _key_at(path: Path) -> bytes:
    """Read the key of the box, made once: it is outside both databases and their backups."""
    return keep_secret(path, AESGCM.generate_key(256))
