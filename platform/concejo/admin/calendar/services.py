"""Set the calendar of a process, or start a phase at once."""

from collections.abc import Sequence
from datetime import timedelta

from concejo.admin.meanwhile import demand_version
from concejo.audit import services as audit
from concejo.audit.core import Actor
from concejo.clock import now
from concejo.db import transaction
from concejo.errors import Invalid, Refused
from concejo.processes import core
from concejo.processes.core import Phase, PhaseKind
from concejo.processes.models import PhaseRow, Process
from concejo.processes.services import ProcessView, get_process_by_id
from voting.services import is_locked


class PastIsFixed(Refused):
    """The vote was opened, and this would change what has happened."""


async def set_calendar(
    process_id: int, actor: Actor, phases: Sequence[Phase], seen: object = None
) -> ProcessView:
    """Put a calendar in the place of the present one, as it was seen when the form was opened."""
    async with transaction():
        process = await _for_update(process_id)
        demand_version(process, seen)
        if await is_locked(process_id):
            faults = core.changes_of_the_past(process.phases, phases, now())
            if faults:
                raise Invalid({f"{kind}_starts": reason for kind, reason in faults.items()})
        await _write(process, actor, phases, "process.calendar_changed")
    return await get_process_by_id(process_id)


async def start_phase(process_id: int, actor: Actor, kind: PhaseKind) -> ProcessView:
    """Let a phase begin at this moment; the rest of the calendar makes room."""
    async with transaction():
        process = await _for_update(process_id)
        moved = await preview(process, kind)
        await _write(process, actor, moved, "process.phase_started", phase=kind.value)
    return await get_process_by_id(process_id)


async def preview(process: ProcessView, kind: PhaseKind) -> tuple[Phase, ...]:
    """Give the calendar as it would be if a phase were started now."""
    moment = now()
    moved = core.start_now(process.phases, kind, moment)
    if await is_locked(process.id):
        just_before = moment - timedelta(microseconds=1)
        for reason in core.changes_of_the_past(process.phases, moved, just_before).values():
            raise PastIsFixed(reason)
    return moved


async def _for_update(process_id: int) -> ProcessView:
    await Process.select_for_update().get(id=process_id)
    return await get_process_by_id(process_id)


async def _write(
    process: ProcessView, actor: Actor, phases: Sequence[Phase], action: str, **details: object
) -> None:
    if set(phases) == set(process.phases):
        return
    await PhaseRow.filter(process_id=process.id).delete()
    for phase in phases:
        await PhaseRow.create(
            process_id=process.id,
            kind=phase.kind,
            starts_at=phase.starts_at,
            ends_at=phase.ends_at,
        )
    before, after = _plain(process.phases), _plain(phases)
    await audit.record(
        actor, action, f"process:{process.id}", before=before, after=after, **details
    )


def _plain(phases: Sequence[Phase]) -> dict[str, list[str]]:
    return {p.kind.value: [p.starts_at.isoformat(), p.ends_at.isoformat()] for p in phases}
