"""Draft commitments: opened by a result, joined by others, written little by little."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from concejo.accounts.core import Visitor
from concejo.audit import services as audit
from concejo.clock import now
from concejo.commitments.core.destination import Value
from concejo.commitments.core.draft import Draft, Step, missing, warnings
from concejo.commitments.core.workflow import COMMITMENT, Part, State
from concejo.commitments.drafts.forms import DraftForm
from concejo.commitments.models import Commitment, Milestone, Origin
from concejo.db import transaction
from concejo.errors import NotFound, Refused
from concejo.processes.core import Action
from concejo.processes.services import ProcessView
from concejo.text import Text, _


class Edited(Refused):
    """Somebody else saved the draft in the meantime."""


class NoDraftAnyMore(Refused):
    """The commitment has left the draft: its text changes by other ways."""


@dataclass(frozen=True)
class DraftView:
    """A draft, with the project ids of the results that it comes from."""

    id: int
    state: State
    version: int
    draft: Draft
    origins: tuple[int, ...]
    updated_at: datetime

    @property
    def missing(self) -> tuple[Text, ...]:
        """List what is missing for consultation."""
        return missing(self.draft, len(self.origins))

    @property
    def warnings(self) -> tuple[Text, ...]:
        """List what would count against it when it is reviewed."""
        return warnings(self.draft)


async def list_drafts(process_id: int) -> list[DraftView]:
    """List the commitments of a process, the oldest first."""
    rows = (
        await Commitment.filter(process_id=process_id)
        .order_by("id")
        .prefetch_related("milestones", "origins")
    )
    return [_view(row) for row in rows]


async def get_draft(process_id: int, commitment_id: int) -> DraftView:
    """Find a commitment of this process."""
    found = Commitment.get_or_none(id=commitment_id, process_id=process_id)
    row = await found.prefetch_related("milestones", "origins")
    if row is None:
        raise NotFound(_("This process has no such commitment."))
    return _view(row)


async def link(
    visitor: Visitor,
    process_id: int,
    project_id: int,
    joins: int | None,
    title: str,
    values: Mapping[Value, str],
) -> int:
    """Let a result open a new draft, or join one, and give the draft's id.

    Its reasons for a value become the draft's where the draft gives none; nothing else is copied.
    """
    async with transaction():
        if joins is None:
            row = await _open(visitor, process_id, title, values)
        else:
            row = await _locked(process_id, joins)
            for value, reason in values.items():
                if not getattr(row, value):
                    setattr(row, value, reason)
            await row.save(update_fields=[*Value])
        await Origin.get_or_create(commitment_id=row.id, project_id=project_id)
        return int(row.id)


async def unlink(project_id: int) -> None:
    """Take a result out of the draft that it fed; refused once that is no draft any more."""
    async with transaction():
        for origin in await Origin.filter(project_id=project_id).select_related("commitment"):
            _demand_draft(origin.commitment)
            await origin.delete()


async def save(visitor: Visitor, process: ProcessView, commitment_id: int, form: DraftForm) -> None:
    """Keep what is written so far; refused when somebody else saved in the meantime."""
    process.demand(Action.FOLLOW_UP)
    async with transaction():
        row = await _locked(process.id, commitment_id)
        if row.version != form.version:
            raise Edited(
                _(
                    "Somebody else saved this draft while you were writing. Copy what you wrote,"
                    " reload the page and put the two together."
                )
            )
        _fill(row, form.draft)
        row.version += 1
        row.updated_at = now()
        await row.save()
        await Milestone.filter(commitment_id=row.id).delete()
        for place, step in enumerate(form.draft.steps):
            await Milestone.create(commitment_id=row.id, position=place, **vars(step))
        await audit.record(
            visitor.actor,
            "commitment.written",
            f"commitment:{row.id}",
            title=row.title,
            version=row.version,
        )


async def _open(
    visitor: Visitor, process_id: int, title: str, values: Mapping[Value, str]
) -> Commitment:
    moment = now()
    row = Commitment(
        process_id=process_id,
        title=title,
        created_at=moment,
        updated_at=moment,
        **{value.value: reason for value, reason in values.items()},
    )
    await row.save()
    await audit.record(visitor.actor, "commitment.opened", f"commitment:{row.id}", title=title)
    return row


async def _locked(process_id: int, commitment_id: int) -> Commitment:
    row = await Commitment.select_for_update().get_or_none(id=commitment_id, process_id=process_id)
    if row is None:
        raise NotFound(_("This process has no such commitment."))
    _demand_draft(row)
    return row


def _demand_draft(row: Commitment) -> None:
    if not COMMITMENT.allowed(row.state, "write", Part.CONTACT_POINT):
        raise NoDraftAnyMore(
            _(
                "“{title}” is no draft any more: what it says and comes from is settled.",
                title=row.title,
            )
        )


def _fill(row: Commitment, draft: Draft) -> None:
    for name, value in vars(draft).items():
        if name != "steps":
            setattr(row, name, value)


def _view(row: Commitment) -> DraftView:
    steps = [
        Step(m.title, m.product, m.responsible, m.starts_on, m.due_on)
        for m in sorted(row.milestones, key=lambda milestone: milestone.position)
    ]
    draft = Draft(
        title=row.title,
        problem=row.problem,
        solution=row.solution,
        expected_results=row.expected_results,
        lead_body=row.lead_body,
        contact=row.contact,
        transparency=row.transparency,
        participation=row.participation,
        accountability=row.accountability,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        steps=tuple(steps),
    )
    origins = tuple(sorted(origin.project_id for origin in row.origins))
    return DraftView(row.id, row.state, row.version, draft, origins, row.updated_at)
