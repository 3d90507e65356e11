"""Find processes, and ask what they allow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from concejo.clock import now
from concejo.errors import NotFound
from concejo.processes import core
from concejo.processes.core import Action, Phase
from concejo.processes.models import Area, PhaseRow, Process
from concejo.text import Money, _


@dataclass(frozen=True)
class Envelope:
    """An area as the other rooms see it: its place in the tree and its money."""

    id: int
    code: str
    name: str
    parent_id: int | None
    money: Money


@dataclass(frozen=True)
class ProcessView:
    """A process with its areas, in their order, and its phases, in time; read in one go."""

    id: int
    slug: str
    title: str
    summary: str
    description: str
    timezone: str
    currency: str
    minimum_age: int
    roll_id: int
    areas: tuple[Envelope, ...]
    phases: tuple[Phase, ...]

    def may(self, action: Action, moment: datetime | None = None) -> bool:
        """Say whether the process allows an action, now or at a given moment."""
        return core.may(self.phases, action, moment or now())

    def demand(self, action: Action, moment: datetime | None = None) -> None:
        """Refuse an action that the process does not allow, saying why."""
        core.demand(self.phases, action, moment or now())

    @property
    def phase(self) -> Phase | None:
        """Give the phase that the process is in now."""
        return core.phase_at(self.phases, now())

    def area(self, area_id: int) -> Envelope:
        """Give one of the process's areas."""
        for area in self.areas:
            if area.id == area_id:
                return area
        raise NotFound(_("This process has no such area."))


async def get_process(slug: str) -> ProcessView:
    """Find a process by its address."""
    row = await Process.get_or_none(slug=slug).prefetch_related("areas", "phases")
    if row is None:
        raise NotFound(_("There is no such process."))
    return _view(row)


async def get_process_by_id(process_id: int) -> ProcessView:
    """Find a process that another row names."""
    return _view(await Process.get(id=process_id).prefetch_related("areas", "phases"))


async def list_processes() -> list[ProcessView]:
    """List all processes, the newest first."""
    rows = await Process.all().order_by("-created_at", "-id").prefetch_related("areas", "phases")
    return [_view(row) for row in rows]


def _view(row: Process) -> ProcessView:
    return ProcessView(
        id=row.id,
        slug=row.slug,
        title=row.title,
        summary=row.summary,
        description=row.description,
        timezone=row.timezone,
        currency=row.currency,
        minimum_age=row.minimum_age,
        roll_id=row.roll_id,
        areas=tuple(_envelope(area) for area in sorted(row.areas, key=lambda area: (area.position, area.code))),
        phases=_phases(list(row.phases)),
    )


def _envelope(area: Area) -> Envelope:
    return Envelope(area.id, area.code, area.name, area.parent_id, Money(area.envelope_amount, area.envelope_currency))


def _phases(rows: Sequence[PhaseRow]) -> tuple[Phase, ...]:
    return tuple(sorted((Phase(row.kind, row.starts_at, row.ends_at) for row in rows), key=lambda p: p.starts_at))
