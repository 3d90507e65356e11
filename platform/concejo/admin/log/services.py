"""Read the audit log, filtered."""

import json
from dataclasses import dataclass
from datetime import datetime

from concejo.audit.models import AuditEntry


@dataclass(frozen=True)
class Filter:
    """What to look for: the beginning of an action or a subject, part of a name; "" is all."""

    action: str = ""
    subject: str = ""
    actor: str = ""


@dataclass(frozen=True)
class Line:
    """An entry as a page shows it."""

    number: int
    at: datetime
    actor: str
    action: str
    subject: str
    details: tuple[tuple[str, str], ...]
    hash: str


async def find_entries(wanted: Filter, offset: int, limit: int) -> tuple[list[Line], int]:
    """List the entries that match, the newest first, with how many there are."""
    chosen = AuditEntry.filter(
        action__istartswith=wanted.action,
        subject__istartswith=wanted.subject,
        actor_name__icontains=wanted.actor,
    )
    rows = await chosen.order_by("-number").offset(offset).limit(limit)
    return [_line(row) for row in rows], await chosen.count()


def _line(row: AuditEntry) -> Line:
    details = json.loads(row.details)
    shown = tuple(
        (name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
        for name, value in details.items()
    )
    return Line(row.number, row.at, row.actor_name, row.action, row.subject, shown, row.hash)
