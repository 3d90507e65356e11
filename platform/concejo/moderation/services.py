"""Record what moderators decide, and list it for everybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from concejo.accounts.core import Visitor
from concejo.clock import now
from concejo.db import fetch
from concejo.errors import Invalid, Refused
from concejo.moderation.core import NAMES, Verdict, reason_fault
from concejo.moderation.models import Decision
from concejo.text import Text, _


class AlreadyDecided(Refused):
    """Another moderator was faster; the message says who and what."""


@dataclass(frozen=True)
class DecisionView:
    """A decision as everybody reads it; `subject` is "proposal:12" or "comment:7"."""

    id: int
    process_id: int
    subject: str
    title: str
    verdict: Verdict
    reason: str
    moderator: str
    decided_at: datetime

    @property
    def name(self) -> Text:
        """Give the verdict in words."""
        return NAMES[self.verdict]


async def record_decision(
    moderator: Visitor,
    process_id: int,
    subject: str,
    number: int,
    title: str,
    verdict: Verdict,
    reason: str = "",
) -> DecisionView:
    """Publish a decision, inside the caller's transaction.

    `number` is the one that `next_number` gave when the moderator began to read: where another
    decided meanwhile, it is taken, and this one is told what the first decided.
    """
    fault = reason_fault(verdict, reason)
    if fault is not None:
        raise Invalid({"reason": fault}, {"reason": reason, "verdict": verdict.value})
    rows = await fetch(
        "INSERT INTO decision (process_id, subject, number, title, verdict, reason, moderator_id,"
        " decided_at) SELECT ?, ?, ?, ?, ?, ?, ?, ?"
        " WHERE ? = (SELECT COUNT(*) + 1 FROM decision WHERE subject = ?)"
        " ON CONFLICT DO NOTHING RETURNING id",
        *(process_id, subject, number, title, verdict.value, reason, moderator.id, now()),
        *(number, subject),
    )
    if not rows:
        raise await _already_decided(subject)
    return _view(await Decision.get(id=rows[0].integer("id")).select_related("moderator"))


async def next_number(subject: str) -> int:
    """Give the number that the next decision on a subject will have."""
    return await Decision.filter(subject=subject).count() + 1


async def decisions_on(*subjects: str) -> list[DecisionView]:
    """List what was decided about some subjects, the newest first."""
    rows = Decision.filter(subject__in=subjects).order_by("-decided_at", "-id")
    return [_view(row) for row in await rows.select_related("moderator")]


async def list_decisions(
    offset: int = 0, limit: int = 50, process_id: int | None = None
) -> tuple[list[DecisionView], int]:
    """List some decisions, the newest first, with how many there are in all."""
    chosen = Decision.all() if process_id is None else Decision.filter(process_id=process_id)
    rows = chosen.order_by("-decided_at", "-id").offset(offset).limit(limit)
    return [_view(row) for row in await rows.select_related("moderator")], await chosen.count()


def latest_by_subject(decisions: Sequence[DecisionView]) -> dict[str, DecisionView]:
    """Keep the newest decision on each subject, of a list that begins with the newest."""
    return {decision.subject: decision for decision in reversed(decisions)}


async def _already_decided(subject: str) -> AlreadyDecided:
    last = (await decisions_on(subject))[:1]
    if not last:
        return AlreadyDecided(_("This page is out of date. Load it again, then decide."))
    return AlreadyDecided(
        _(
            "{moderator} decided this in the meantime: {verdict}. Nothing was changed.",
            moderator=last[0].moderator,
            verdict=last[0].name,
        )
    )


def _view(row: Decision) -> DecisionView:
    return DecisionView(
        id=row.id,
        process_id=row.process_id,
        subject=row.subject,
        title=row.title,
        verdict=row.verdict,
        reason=row.reason,
        moderator=row.moderator.name,
        decided_at=row.decided_at,
    )
