"""From results to destinations: what became of each winner, and the figures that add up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from tortoise.exceptions import IntegrityError

from concejo.accounts.core import Visitor
from concejo.audit import services as audit
from concejo.clock import now
from concejo.commitments.core.destination import Cause, Figures, Kind, figures, is_overdue, term
from concejo.commitments.core.workflow import RESULT, Part, ResultState
from concejo.commitments.drafts import services as drafts
from concejo.commitments.forms import DestinationForm
from concejo.commitments.models import Commitment, Destination, Origin
from concejo.db import transaction
from concejo.errors import NotFound, Refused
from concejo.processes.core import Action
from concejo.processes.services import ProcessView, get_process_by_id
from concejo.text import _
from voting.services import Winner, find_results


class DecidedMeanwhile(Refused):
    """Somebody else gave the result a destination in the meantime."""


@dataclass(frozen=True)
class Decided:
    """Where a result goes. `commitment` is (id, title) of the draft that it feeds."""

    kind: Kind
    cause: Cause | None
    reason: str
    responsible_body: str
    budget_line: str
    due_on: date | None
    decided_at: datetime
    version: int
    commitment: tuple[int, str] | None


@dataclass(frozen=True)
class Result:
    """A winner and its destination, None while it waits for one."""

    winner: Winner
    destination: Decided | None


@dataclass(frozen=True)
class Overview:
    """All results of a process; `counted_at` is None before the count, and then there are none."""

    results: tuple[Result, ...]
    counted_at: datetime | None
    timezone: str

    @property
    def figures(self) -> Figures:
        """Count the results by destination."""
        return figures(r.destination.kind if r.destination else None for r in self.results)

    @property
    def term(self) -> date | None:
        """Give the last day for giving destinations."""
        return term(self.counted_at, self.timezone) if self.counted_at else None

    @property
    def is_overdue(self) -> bool:
        """Say whether results wait beyond the term."""
        late = self.counted_at is not None and is_overdue(self.counted_at, self.timezone, now())
        return late and self.figures.pending > 0


async def get_overview(process: ProcessView) -> Overview:
    """Read every result of a process with its destination."""
    counted = await find_results(process)
    if counted is None:
        return Overview((), None, process.timezone)
    known = await _decided([winner.project_id for winner in counted.winners])
    results = tuple(Result(winner, known.get(winner.project_id)) for winner in counted.winners)
    return Overview(results, counted.election.counted_at, process.timezone)


async def get_result(process: ProcessView, project_id: int) -> Result:
    """Find one result of a process."""
    for result in (await get_overview(process)).results:
        if result.winner.project_id == project_id:
            return result
    raise NotFound(_("This project is not among the results of the process."))


async def count_undecided(process_ids: Iterable[int]) -> int:
    """Count the results of these processes that have no destination yet."""
    waiting = 0
    for process_id in process_ids:
        overview = await get_overview(await get_process_by_id(process_id))
        waiting += overview.figures.pending
    return waiting


async def decide(
    visitor: Visitor, process: ProcessView, project_id: int, form: DestinationForm
) -> None:
    """Give a result its destination, or revise it while nothing of it is adopted."""
    process.demand(Action.FOLLOW_UP)
    await get_result(process, project_id)
    async with transaction():
        present = await Destination.select_for_update().get_or_none(project_id=project_id)
        if (present.version if present else 0) != form.version:
            raise DecidedMeanwhile(_MEANWHILE)
        _demand_way(present, form.kind)
        await drafts.unlink(project_id)
        commitment_id = None
        if form.kind is Kind.COMMITMENT:
            commitment_id = await drafts.link(
                visitor, process.id, project_id, form.joins, form.title, form.values
            )
        await _write(visitor, project_id, present, form)
        await audit.record(
            visitor.actor,
            "destination.revised" if present else "destination.decided",
            f"project:{project_id}",
            kind=form.kind,
            before=present.kind if present else None,
            commitment=commitment_id,
            reason=form.revision or form.reason,
        )


_MEANWHILE = _(
    "Somebody else gave this result a destination in the meantime. Reload the page to see which."
)


def _demand_way(present: Destination | None, kind: Kind) -> None:
    state: str = ResultState.REFERRED
    if present is not None:
        state = RESULT.after(present.kind, "revise", Part.CONTACT_POINT)
    RESULT.after(state, kind, Part.CONTACT_POINT)


async def _write(
    visitor: Visitor, project_id: int, present: Destination | None, form: DestinationForm
) -> None:
    """Write the decision. UNIQUE decides between two first ones at the same moment."""
    row = present or Destination(project_id=project_id)
    row.kind = form.kind
    row.cause = form.cause or ""
    row.reason = form.reason
    row.responsible_body = form.responsible_body
    row.budget_line = form.budget_line
    row.due_on = form.due_on
    row.version = form.version + 1
    row.decided_by_id = visitor.id
    row.decided_at = now()
    try:
        await row.save()
    except IntegrityError as error:
        raise DecidedMeanwhile(_MEANWHILE) from error


async def _decided(project_ids: list[int]) -> dict[int, Decided]:
    rows = await Destination.filter(project_id__in=project_ids)
    fed = {
        o.project_id: o.commitment
        for o in await Origin.filter(project_id__in=project_ids).select_related("commitment")
    }
    return {row.project_id: _view(row, fed.get(row.project_id)) for row in rows}


def _view(row: Destination, commitment: Commitment | None) -> Decided:
    return Decided(
        kind=row.kind,
        cause=Cause(row.cause) if row.cause else None,
        reason=row.reason,
        responsible_body=row.responsible_body or (commitment.lead_body if commitment else ""),
        budget_line=row.budget_line,
        due_on=row.due_on or (commitment.ends_on if commitment else None),
        decided_at=row.decided_at,
        version=row.version,
        commitment=(commitment.id, commitment.title) if commitment else None,
    )
