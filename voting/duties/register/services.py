"""Read the acts of a board from their table.

See “duties” in voting/README.md. `board_act` has constraints that no model can say, so it was
written by hand (migration 0006) and is read by hand.
"""

from collections.abc import Iterable

from concejo.db import Row, fetch
from concejo.errors import NotFound
from voting.duties.core import Act, Member, Outcome

_ACTS = """
SELECT a.id, a.process_id, a.kind, a.digest, a.outcome, a.proposed_by, a.proposed_at,
    a.confirmed_by, a.confirmed_at, p.name AS proposer, c.name AS confirmer
FROM board_act a
JOIN account p ON p.id = a.proposed_by
LEFT JOIN account c ON c.id = a.confirmed_by
"""


async def get_act(process_id: int, act_id: int) -> Act:
    """Find an act of the board of a process."""
    rows = await fetch(f"{_ACTS} WHERE a.process_id = ? AND a.id = ?", process_id, act_id)
    if not rows:
        raise NotFound
    return _act(rows[0])


async def get_payload(act_id: int) -> str:
    """Read what was brought along with an act."""
    rows = await fetch("SELECT payload FROM board_act WHERE id = ?", act_id)
    return rows[0].text("payload")


async def find_waiting(process_id: int, kind: str) -> Act | None:
    """Give the act of a kind that waits for its second member, or None."""
    rows = await fetch(
        f"{_ACTS} WHERE a.process_id = ? AND a.kind = ? AND a.outcome = 'waiting'",
        process_id,
        kind,
    )
    return _act(rows[0]) if rows else None


async def list_acts(process_id: int) -> list[Act]:
    """List what a board ever proposed, the newest first."""
    rows = await fetch(f"{_ACTS} WHERE a.process_id = ? ORDER BY a.id DESC", process_id)
    return [_act(row) for row in rows]


async def list_waiting(process_ids: Iterable[int]) -> list[Act]:
    """List what waits for a second member in some processes, the oldest first."""
    wanted = set(process_ids)
    rows = await fetch(f"{_ACTS} WHERE a.outcome = 'waiting' ORDER BY a.id")
    return [act for act in map(_act, rows) if act.process_id in wanted]


def _act(row: Row) -> Act:
    is_confirmed = row["confirmed_by"] is not None
    confirmer = Member(row.integer("confirmed_by"), row.text("confirmer")) if is_confirmed else None
    return Act(
        id=row.integer("id"),
        process_id=row.integer("process_id"),
        kind=row.text("kind"),
        digest=row.text("digest"),
        proposed_by=Member(row.integer("proposed_by"), row.text("proposer")),
        proposed_at=row.time("proposed_at"),
        confirmed_by=confirmer,
        confirmed_at=row.time("confirmed_at") if is_confirmed else None,
        outcome=Outcome(row.text("outcome")),
    )
