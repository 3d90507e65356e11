"""Give a support, take it back, count them."""

from collections.abc import Sequence
from dataclasses import dataclass

from concejo.accounts.core import Visitor
from concejo.db import execute, fetch
from concejo.errors import Refused
from concejo.processes.core import Action
from concejo.processes.services import ProcessView
from concejo.text import _
from proposals.core.status import GOING_ON
from proposals.services import demand_on_roll, find_proposal
from proposals.support.models import Support


@dataclass(frozen=True)
class Standing:
    """How a proposal stands with residents, and what the reader can do about it."""

    count: int
    is_given: bool
    is_open: bool


async def give(visitor: Visitor, process: ProcessView, proposal_id: int) -> None:
    """Back a proposal; who does already, still does. Each person counts once.

    Not in the audit log, which names who did what: nobody is to read there who backs what.
    """
    process.demand(Action.SUPPORT)
    person_id = await demand_on_roll(visitor, process)
    proposal = await find_proposal(process, proposal_id, visitor)
    if proposal.status not in GOING_ON:
        raise Refused(_("Only admitted proposals can be supported."))
    await execute(
        "INSERT INTO support (proposal_id, person_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
        *(proposal.id, person_id),
    )


async def take_back(visitor: Visitor, process: ProcessView, proposal_id: int) -> None:
    """Back a proposal no longer; who never did, still does not."""
    process.demand(Action.SUPPORT)
    person_id = await demand_on_roll(visitor, process)
    proposal = await find_proposal(process, proposal_id, visitor)
    await Support.filter(proposal_id=proposal.id, person_id=person_id).delete()


async def standing(process: ProcessView, proposal_id: int, visitor: Visitor | None) -> Standing:
    """Tell how a proposal stands, as a visitor sees it."""
    all_supports = Support.filter(proposal_id=proposal_id)
    person_id = visitor.person_id if visitor else None
    return Standing(
        count=await all_supports.count(),
        is_given=person_id is not None and await all_supports.filter(person_id=person_id).exists(),
        is_open=process.may(Action.SUPPORT),
    )


async def count_supports(proposal_ids: Sequence[int]) -> dict[int, int]:
    """Tell how many residents back each of some proposals; who has none is left out."""
    if not proposal_ids:
        return {}
    marks = ", ".join("?" for _one in proposal_ids)
    rows = await fetch(
        "SELECT proposal_id, COUNT(*) AS n FROM support"
        f" WHERE proposal_id IN ({marks}) GROUP BY proposal_id",
        *proposal_ids,
    )
    return {row.integer("proposal_id"): row.integer("n") for row in rows}
