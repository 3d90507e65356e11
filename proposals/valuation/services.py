"""Value proposals, and say which go to the vote at what cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from concejo.accounts.core import Visitor
from concejo.audit import services as audit
from concejo.clock import now
from concejo.db import fetch, transaction
from concejo.errors import Forbidden, Refused
from concejo.notifications.services import notify
from concejo.processes.core import Action
from concejo.processes.services import ProcessView
from concejo.text import Money, _
from proposals.core.status import VALUABLE, Status, demand_move
from proposals.models import Proposal
from proposals.services import ProposalView, address, lock, read, subject
from proposals.support.services import count_supports
from proposals.valuation.forms import ValuationForm
from proposals.valuation.models import Valuation


class ValuedMeanwhile(Refused):
    """Another technician saved a valuation while this one was being written."""


@dataclass(frozen=True)
class ValuationView:
    """What the technical office found; `cost` is None where the proposal is not feasible."""

    is_competent: bool
    competent_body: str
    is_feasible: bool
    cost: Money | None
    reasons: str
    revision: int
    valued_at: datetime


@dataclass(frozen=True)
class Case:
    """A proposal on the technicians' list, with its supports and its valuation, if any."""

    proposal: ProposalView
    supports: int
    valuation: ValuationView | None


@dataclass(frozen=True)
class PricedProposal:
    """A feasible proposal as it goes to the vote; the cost is in minor units."""

    proposal_id: int
    area_id: int
    title: str
    summary: str
    cost: int


async def value(
    technician: Visitor, process: ProcessView, proposal_id: int, form: ValuationForm
) -> None:
    """Save a verdict, the first or a better one, while the process allows."""
    process.demand(Action.VALUE)
    async with transaction():
        row = await lock(process, proposal_id)
        if row.author_id == technician.id:
            raise Forbidden(_("Nobody values their own proposal."))
        if row.status not in VALUABLE:
            raise Refused(_("Only admitted proposals are valued."))
        await _write(technician, row, form)
        await _move(row, Status.FEASIBLE if form.is_feasible else Status.UNFEASIBLE)
        await _tell_author(process, row)
        await audit.record(
            technician.actor,
            "proposal.valued",
            subject(row.id),
            is_competent=form.is_competent,
            competent_body=form.competent_body,
            is_feasible=form.is_feasible,
            cost=form.cost.amount if form.cost else None,
            reasons=form.reasons,
            revision=form.revision + 1,
        )


async def find_valuation(process: ProcessView, proposal_id: int) -> ValuationView | None:
    """Give what the technical office found about a proposal, or None while it has not."""
    row = await Valuation.get_or_none(proposal_id=proposal_id)
    return None if row is None else _view(row, process)


async def list_cases(process: ProcessView) -> list[Case]:
    """List what there is to value, the most supported first, and what has been valued."""
    chosen = Proposal.filter(process_id=process.id, status__in=list(VALUABLE)).order_by("id")
    proposals = await read(chosen, process)
    supports = await count_supports([proposal.id for proposal in proposals])
    valued = await Valuation.filter(proposal__process_id=process.id)
    views = {row.proposal_id: _view(row, process) for row in valued}
    cases = [
        Case(proposal, supports.get(proposal.id, 0), views.get(proposal.id))
        for proposal in proposals
    ]
    return sorted(cases, key=lambda case: -case.supports)


async def count_to_value(process_ids: Sequence[int]) -> int:
    """Tell how many proposals of some processes await their valuation."""
    waiting = Proposal.filter(process_id__in=list(process_ids), status=Status.ADMITTED)
    return await waiting.count()


async def list_priced(process_id: int) -> list[PricedProposal]:
    """List what goes to the vote, always in the same order: by area, then as it came."""
    rows = await fetch(
        "SELECT p.id, p.area_id, p.title, p.summary, v.cost FROM proposal p"
        " JOIN valuation v ON v.proposal_id = p.id JOIN area a ON a.id = p.area_id"
        " WHERE p.process_id = ? AND p.status = ? ORDER BY a.position, a.code, p.id",
        *(process_id, Status.FEASIBLE.value),
    )
    return [
        PricedProposal(
            proposal_id=row.integer("id"),
            area_id=row.integer("area_id"),
            title=row.text("title"),
            summary=row.text("summary"),
            cost=row.integer("cost"),
        )
        for row in rows
    ]


async def _write(technician: Visitor, proposal: Proposal, form: ValuationForm) -> None:
    row = await Valuation.get_or_none(proposal_id=proposal.id)
    if (row.revision if row else 0) != form.revision:
        raise ValuedMeanwhile(
            _("Another technician saved a valuation in the meantime. Read it, then save yours.")
        )
    row = row or Valuation(proposal_id=proposal.id)
    row.technician_id = technician.id
    row.is_competent, row.competent_body = form.is_competent, form.competent_body
    row.is_feasible = form.is_feasible
    row.cost = form.cost.amount if form.cost else None
    row.reasons = form.reasons
    row.revision, row.valued_at = form.revision + 1, now()
    await row.save()


async def _move(row: Proposal, wanted: Status) -> None:
    if row.status is wanted:
        return
    demand_move(row.status, wanted)
    row.status = wanted
    await row.save(update_fields=["status"])


async def _tell_author(process: ProcessView, row: Proposal) -> None:
    is_feasible = row.status is Status.FEASIBLE
    await notify(
        row.author_id,
        _("“{title}” has been valued", title=row.title),
        _("The technical office found that your proposal is feasible. It goes to the vote.")
        if is_feasible
        else _("The technical office found that your proposal is not feasible."),
        _("Read the reasons at {address}", address=address(process, row.id)),
    )


def _view(row: Valuation, process: ProcessView) -> ValuationView:
    return ValuationView(
        is_competent=row.is_competent,
        competent_body=row.competent_body,
        is_feasible=row.is_feasible,
        cost=None if row.cost is None else Money(row.cost, process.currency),
        reasons=row.reasons,
        revision=row.revision,
        valued_at=row.valued_at,
    )
