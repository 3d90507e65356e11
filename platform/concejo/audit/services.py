"""Write to the audit log, and check it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from concejo.audit.core import GENESIS, Actor, Entry, Link, canonical, seal
from concejo.audit.models import AuditEntry
from concejo.clock import now
from concejo.db import lock_table, transaction

_BATCH = 1000


async def record(actor: Actor, action: str, subject: str, **details: object) -> None:
    """Record what was done, inside the caller's transaction: both are kept or neither.

    `subject` names the thing ("proposal:12"), `action` is a past event ("proposal.admitted").
    Never put a choice, a document number or a secret into `details`.
    """
    async with transaction():
        await lock_table("audit_entry")
        last = await AuditEntry.all().order_by("-number").first()
        number, previous = (last.number + 1, last.hash) if last else (1, GENESIS)
        at, text = now(), canonical(details)
        await AuditEntry.create(
            number=number,
            at=at,
            actor_id=actor.account_id,
            actor_name=actor.name,
            action=action,
            subject=subject,
            details=text,
            previous_hash=previous,
            hash=seal(number, at, actor, action, subject, text, previous),
        )


@dataclass(frozen=True)
class Verdict:
    """What checking the log found: how many entries, the first broken one or None, the last hash.

    `has_noted_head` says whether a hash that was noted before is still in the chain.
    """

    entries: int
    first_broken: int | None
    head: str
    has_noted_head: bool = True


async def verify(noted_head: str | None = None) -> Verdict:
    """Walk the whole log and find the first entry that was changed, removed or slipped in."""
    link, has_noted = Link(), noted_head in (None, GENESIS)
    async for entry in _entries():
        following = link.follow(entry)
        if following is None:
            return Verdict(link.number, link.number + 1, link.hash, has_noted)
        link = following
        has_noted = has_noted or link.hash == noted_head
    return Verdict(link.number, None, link.hash, has_noted)


async def history(subject: str) -> list[Entry]:
    """List what was done to one thing, the oldest first."""
    return [_entry(row) for row in await AuditEntry.filter(subject=subject).order_by("number")]


async def latest(offset: int, limit: int) -> tuple[list[Entry], int]:
    """List the newest entries, with how many there are in all."""
    rows = await AuditEntry.all().order_by("-number").offset(offset).limit(limit)
    return [_entry(row) for row in rows], await AuditEntry.all().count()


async def _entries() -> AsyncIterator[Entry]:
    # From the very lowest: an entry slipped in as number 0 or -1 is to be seen, too.
    number = -(2**63)
    while rows := await AuditEntry.filter(number__gt=number).order_by("number").limit(_BATCH):
        for row in rows:
            yield _entry(row)
        number = rows[-1].number


def _entry(row: AuditEntry) -> Entry:
    actor = Actor(row.actor_id, row.actor_name)
    return Entry(
        row.number, row.at, actor, row.action, row.subject, row.details, row.previous_hash, row.hash
    )
