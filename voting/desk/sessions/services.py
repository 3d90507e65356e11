"""Open a session at a desk and close it; the audit log gets its numbers and nobody's name.

See “desk” in voting/README.md.
"""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from tortoise.queryset import QuerySet

from concejo.audit import services as audit
from concejo.audit.core import Actor
from concejo.clock import now
from concejo.db import lock_table, transaction
from concejo.errors import Refused
from concejo.processes.core import Action
from concejo.text import _
from voting.desk.models import DeskCount, DeskSession
from voting.setup.services import ElectionView, hold_open


class DeskClosed(Refused):
    """The officer has no open session at a desk today."""


@dataclass(frozen=True)
class Desk:
    """An officer's session today."""

    id: int
    place: str
    spoilt: int


async def find_desk(election: ElectionView, officer_id: int) -> Desk | None:
    """Give the session that an officer has open today."""
    row = await _open_sessions(election, officer_id).filter(day=today(election)).first()
    return Desk(row.id, row.place, row.spoilt) if row else None


async def demand_desk(election: ElectionView, officer_id: int) -> Desk:
    """Give the session that an officer has open today; refuse where there is none."""
    desk = await find_desk(election, officer_id)
    if desk is None:
        raise DeskClosed(_("The desk is not open. Open it first, then find the person again."))
    return desk


async def open_desk(election: ElectionView, officer: Actor, place: str) -> None:
    """Open a session at a desk for today; one of an earlier day is closed and recorded.

    A second session on one day changes nothing.
    """
    async with transaction():
        await hold_open(election.id)
        election.process.demand(Action.VOTE)
        await lock_table("desk_session")
        for row in await _open_sessions(election, _account(officer)):
            if row.day == today(election):
                return
            await _close(row, officer)
        row = await DeskSession.create(
            election_id=election.id, officer_id=_account(officer), place=place, day=today(election)
        )
        subject = f"election:{election.id}"
        await audit.record(officer, "desk.opened", subject, session=row.id, place=place)


async def close_desk(election: ElectionView, officer: Actor) -> None:
    """Close the officer's session, and record how many sheets and envelopes it handed out."""
    async with transaction():
        await lock_table("desk_session")
        for row in await _open_sessions(election, _account(officer)):
            await _close(row, officer)


async def hold_session(desk: Desk) -> DeskSession:
    """Keep a session to one act at a time until the transaction ends; refuse a closed one."""
    row = await DeskSession.select_for_update().get(id=desk.id)
    if not row.is_open:
        raise DeskClosed(_("The desk is not open. Open it first, then find the person again."))
    return row


def today(election: ElectionView) -> date:
    """Give the day on the municipality's calendar."""
    return now().astimezone(ZoneInfo(election.process.timezone)).date()


async def _close(row: DeskSession, officer: Actor) -> None:
    held = await DeskSession.select_for_update().get(id=row.id)
    counts = await DeskCount.filter(session_id=row.id)
    await DeskSession.filter(id=row.id).update(is_open=False)
    await audit.record(
        officer,
        "desk.closed",
        f"election:{row.election_id}",
        session=row.id,
        sheets=sum(count.handed for count in counts),
        envelopes=sum(count.envelopes for count in counts),
        spoilt=held.spoilt,
    )


def _open_sessions(election: ElectionView, officer_id: int) -> QuerySet[DeskSession]:
    rows = DeskSession.filter(election_id=election.id, officer_id=officer_id, is_open=True)
    return rows.order_by("-id")


def _account(officer: Actor) -> int:
    assert officer.account_id is not None, "an officer has an account"
    return officer.account_id
