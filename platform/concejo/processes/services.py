"""Find processes, and ask what they allow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from concejo.clock import now
from concejo.errors import NotFound
from concejo.processes import core
from concejo.processes.core import Action, Glance, Phase, Standing
from concejo.processes.models import Area, PhaseRow, Process
from concejo.text import Money, _

#: How many processes with results the front page shows.
LATEST_RESULTS = 6
LONGEST_SLUG = 60


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

    @property
    def city(self) -> str:
        """Name the city on whose clocks the calendar is read."""
        return self.timezone.rpartition("/")[2].replace("_", " ")

    def glance(self, moment: datetime | None = None) -> Glance:
        """Say where the process is, now or at a given moment, and what can be done in it."""
        return core.glance(self.phases, moment or now())

    @property
    def money(self) -> Money:
        """Give what all envelopes hold together."""
        return Money(sum(area.money.amount for area in self.areas), self.currency)

    def area(self, area_id: int) -> Envelope:
        """Give one of the process's areas."""
        for area in self.areas:
            if area.id == area_id:
                return area
        raise NotFound(_("This process has no such area."))


async def get_process(slug: str) -> ProcessView:
    """Find a process by its address."""
    row = None
    if len(slug) <= LONGEST_SLUG and "\0" not in slug:
        row = await Process.get_or_none(slug=slug).prefetch_related("areas", "phases")
    if row is None:
        raise NotFound(_("There is no such process."))
    return _view(row)


async def get_process_by_id(process_id: int) -> ProcessView:
    """Find a process that another row names."""
    return _view(await Process.get(id=process_id).prefetch_related("areas", "phases"))


async def hold_process(process_id: int) -> ProcessView:
    """Read a process anew and keep others from changing it until the transaction ends."""
    await Process.select_for_update(no_key=True).get(id=process_id)
    return await get_process_by_id(process_id)


async def list_processes() -> list[ProcessView]:
    """List all processes, the newest first."""
    rows = await Process.all().order_by("-created_at", "-id").prefetch_related("areas", "phases")
    return [_view(row) for row in rows]


@dataclass(frozen=True)
class FrontPage:
    """What goes on in the town at a moment: processes open today, on their way, and decided."""

    moment: datetime
    today: tuple[ProcessView, ...]
    coming: tuple[ProcessView, ...]
    decided: tuple[ProcessView, ...]


async def front_page(moment: datetime | None = None) -> FrontPage:
    """Sort the processes that matter now: what ends first, begins first, was decided last.

    Where residents can propose, support or vote goes before where they can only read.
    """
    moment = moment or now()
    found: dict[Standing, list[tuple[datetime, ProcessView]]] = {place: [] for place in Standing}
    for view in await _current(moment):
        place, turns_at = core.standing(view.phases, moment)
        found[place].append((turns_at, view))

    def sort(place: Standing, *, latest_first: bool = False) -> tuple[ProcessView, ...]:
        ordered = sorted(found[place], key=lambda pair: (pair[0], pair[1].id), reverse=latest_first)
        return tuple(view for _turns_at, view in ordered)

    decided = sort(Standing.DECIDED, latest_first=True)
    today = sorted(
        sort(Standing.TODAY), key=lambda view: not core.needs_residents(view.phases, moment)
    )
    return FrontPage(moment, tuple(today), sort(Standing.COMING), decided)


async def list_page(offset: int, limit: int) -> tuple[list[ProcessView], int]:
    """List some processes, the newest first, with how many there are in all."""
    rows = Process.all().order_by("-created_at", "-id").offset(offset).limit(limit)
    views = [_view(row) for row in await rows.prefetch_related("areas", "phases")]
    return views, await Process.all().count()


async def _current(moment: datetime) -> list[ProcessView]:
    """Find the processes with a phase that is not over, and those with the latest results."""
    endless = [kind.value for kind in core.ENDLESS]
    going = PhaseRow.filter(ends_at__gt=moment).exclude(kind__in=endless)
    results = PhaseRow.filter(kind__in=endless, starts_at__lte=moment).order_by("-starts_at")
    chosen = {
        *await going.values_list("process_id", flat=True),
        *await results.limit(LATEST_RESULTS).values_list("process_id", flat=True),
    }
    rows = await Process.filter(id__in=sorted(chosen)).prefetch_related("areas", "phases")
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
        areas=tuple(
            _envelope(area)
            for area in sorted(row.areas, key=lambda area: (area.position, area.code))
        ),
        phases=_phases(list(row.phases)),
    )


def _envelope(area: Area) -> Envelope:
    return Envelope(
        area.id,
        area.code,
        area.name,
        area.parent_id,
        Money(area.envelope_amount, area.envelope_currency),
    )


def _phases(rows: Sequence[PhaseRow]) -> tuple[Phase, ...]:
    return tuple(
        sorted(
            (Phase(row.kind, row.starts_at, row.ends_at) for row in rows), key=lambda p: p.starts_at
        )
    )
