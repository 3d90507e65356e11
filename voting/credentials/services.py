"""Mark who has taken part: one mark for each person and election, by whatever door they came.

See “credentials” in voting/README.md. No time, no officer and no address is kept, and no ballot is
ever seen here. Beside a mark by web stands the hash of the blinded request that was signed. The
primary key of the table is what lets a person vote once.
"""

from collections.abc import Sequence
from typing import Literal

from concejo.db import execute, execute_many, fetch
from concejo.errors import Refused
from concejo.text import _

#: By which door a person took part.
How = Literal["online", "code", "paper"]


class AlreadyVoted(Refused):
    """The person has taken part in this election."""


class CodeUsed(Refused):
    """Somebody else has voted with this very code; it gives no second credential."""


async def issue(election_id: int, person_id: int, how: How, request: bytes | None) -> None:
    """Mark a person, or refuse: only the very same online request is let through again.

    Whoever repeats a request has not received the answer; it leads to the same credential.
    """
    made = await fetch(
        "INSERT INTO mark (election_id, person_id, how, request) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING RETURNING person_id",
        election_id,
        person_id,
        how,
        request,
    )
    if made or (request is not None and await holds(election_id, person_id, request)):
        return
    if not await has_mark(election_id, person_id):
        raise CodeUsed(
            _(
                "This code was used to vote before, by somebody else. Nothing was cast. Open the"
                " ballot again, fill it in and cast it with the code that comes then."
            )
        )
    raise AlreadyVoted(
        _("You have already voted in this vote. The code of your vote is needed to change it.")
    )


async def mark_sheets(election_id: int, person_ids: Sequence[int]) -> None:
    """Mark many for a sheet of paper each, in an election that is held again from a file."""
    await execute_many(
        "INSERT INTO mark (election_id, person_id, how) VALUES (?, ?, 'paper')",
        [(election_id, person) for person in person_ids],
    )


async def holds(election_id: int, person_id: int, request: bytes) -> bool:
    """Say whether a person's mark was made by this very request."""
    rows = await fetch(
        "SELECT 1 AS one FROM mark WHERE election_id = ? AND person_id = ? AND how = 'online'"
        " AND request = ?",
        election_id,
        person_id,
        request,
    )
    return bool(rows)


async def has_mark(election_id: int, person_id: int) -> bool:
    """Say whether a person has taken part."""
    rows = await fetch(
        "SELECT 1 AS one FROM mark WHERE election_id = ? AND person_id = ?", election_id, person_id
    )
    return bool(rows)


async def surrender(election_id: int, person_id: int, request: bytes) -> None:
    """Note that a person gave up the vote by web of this request for a sheet; only once.

    The void of that vote has to be in the box before.
    """
    changed = await execute(
        "UPDATE mark SET surrendered = ? WHERE election_id = ? AND person_id = ? AND request = ?"
        " AND surrendered = ?",
        True,
        election_id,
        person_id,
        request,
        False,
    )
    if not changed:
        raise AlreadyVoted(_("A sheet was given for this vote before: nobody gets two."))


async def find_door(election_id: int, person_id: int) -> How | None:
    """Give the door by which a person took part; None while they have not.

    Whoever gave up a vote by web for a sheet has taken part on paper.
    """
    rows = await fetch(
        "SELECT how, surrendered FROM mark WHERE election_id = ? AND person_id = ?",
        election_id,
        person_id,
    )
    if not rows:
        return None
    doors: dict[str, How] = {"online": "online", "code": "code", "paper": "paper"}
    return "paper" if rows[0]["surrendered"] else doors[rows[0].text("how")]


async def count_marks(election_id: int, how: How) -> int:
    """Count who took part by one door."""
    rows = await fetch(
        "SELECT count(*) AS n FROM mark WHERE election_id = ? AND how = ?", election_id, how
    )
    return rows[0].integer("n")


async def count_sheets(election_id: int) -> dict[int, int]:
    """Count who was given a sheet, by style: whoever came on paper, or gave up a vote by web."""
    return await _count(election_id, "m.how = 'paper' OR m.surrendered = ?", True)


async def count_codes(election_id: int) -> dict[int, int]:
    """Count who drew an envelope with a code, by style."""
    return await _count(election_id, "m.how = ?", "code")


async def _count(election_id: int, condition: str, value: str | bool) -> dict[int, int]:
    rows = await fetch(
        "SELECT r.style AS style, count(*) AS n FROM mark m JOIN roll_line r"
        " ON r.election_id = m.election_id AND r.person_id = m.person_id"
        f" WHERE m.election_id = ? AND ({condition}) GROUP BY r.style",
        election_id,
        value,
    )
    return {row.integer("style"): row.integer("n") for row in rows}


async def turnout(election_id: int) -> int:
    """Count who has taken part."""
    rows = await fetch("SELECT count(*) AS n FROM mark WHERE election_id = ?", election_id)
    return rows[0].integer("n")
