"""Decide about proposals, in public."""

from concejo.accounts.core import Visitor
from concejo.audit import services as audit
from concejo.clock import now
from concejo.db import transaction
from concejo.errors import Forbidden
from concejo.moderation.core import Verdict
from concejo.moderation.services import record_decision
from concejo.notifications.services import notify
from concejo.processes.core import Action
from concejo.processes.services import ProcessView
from concejo.text import _
from proposals.core.status import Status, demand_move
from proposals.curation.forms import DecisionForm
from proposals.models import Proposal
from proposals.services import ProposalView, address, lock, read, subject

BECOMES = {
    Verdict.ADMITTED: Status.ADMITTED,
    Verdict.RETURNED: Status.RETURNED,
    Verdict.REJECTED: Status.REJECTED,
}

LETTERS = {
    Verdict.ADMITTED: _("Your proposal was admitted. Residents can read and discuss it."),
    Verdict.RETURNED: _("Your proposal was returned. Correct it and submit it again."),
    Verdict.REJECTED: _("Your proposal was not admitted. It goes no further."),
}


async def list_queue(process: ProcessView) -> list[ProposalView]:
    """List the proposals that await moderation, the one that has waited longest first."""
    waiting = Proposal.filter(process_id=process.id, status=Status.SUBMITTED)
    return await read(waiting.order_by("submitted_at", "id"), process)


async def decide(
    moderator: Visitor, process: ProcessView, proposal_id: int, form: DecisionForm
) -> None:
    """Admit, return or reject a proposal; of two moderators at once the second is told."""
    process.demand(Action.MODERATE)
    async with transaction():
        row = await lock(process, proposal_id)
        if row.author_id == moderator.id:
            raise Forbidden(_("Nobody decides about their own proposal."))
        about = subject(row.id)
        await record_decision(
            moderator, process.id, about, form.number, row.title, form.verdict, form.reason
        )
        demand_move(row.status, BECOMES[form.verdict])
        row.status = BECOMES[form.verdict]
        if row.status is Status.ADMITTED:
            row.admitted_at = now()
        await row.save(update_fields=["status", "admitted_at"])
        await _tell_author(process, row, form)
        await audit.record(moderator.actor, f"proposal.{form.verdict}", about, reason=form.reason)


async def _tell_author(process: ProcessView, row: Proposal, form: DecisionForm) -> None:
    why = [_("Reasons: {reason}", reason=form.reason)] if form.reason else []
    await notify(
        row.author_id,
        _("What was decided about “{title}”", title=row.title),
        LETTERS[form.verdict],
        *why,
        _("Read it at {address}", address=address(process, row.id)),
    )
