"""Hide a comment and show it again, in public."""

from concejo.accounts.core import Visitor
from concejo.audit import services as audit
from concejo.db import transaction
from concejo.errors import Forbidden, NotFound, Refused
from concejo.moderation.core import Verdict
from concejo.moderation.services import record_decision
from concejo.notifications.services import notify
from concejo.processes.core import Action
from concejo.processes.services import ProcessView
from concejo.text import _
from proposals.curation.forms import DecisionForm
from proposals.services import ProposalView, address
from proposals.threads.core import subject
from proposals.threads.models import Comment

VERDICTS = (Verdict.HIDDEN, Verdict.RESTORED)


async def decide(
    moderator: Visitor,
    process: ProcessView,
    proposal: ProposalView,
    comment_id: int,
    form: DecisionForm,
) -> None:
    """Put the reasons in the place of a comment's text, or show it again; its author is told."""
    process.demand(Action.MODERATE)
    async with transaction():
        locked = Comment.select_for_update(no_key=True)
        row = await locked.get_or_none(id=comment_id, proposal_id=proposal.id)
        if row is None:
            raise NotFound
        if row.author_id == moderator.id:
            raise Forbidden(_("Nobody decides about their own comment."))
        about = subject(row.id)
        await record_decision(
            moderator, process.id, about, form.number, proposal.title, form.verdict, form.reason
        )
        hides = form.verdict is Verdict.HIDDEN
        if row.is_hidden is hides:
            raise Refused(_("The comment is so already. Load the page again."))
        row.is_hidden = hides
        await row.save(update_fields=["is_hidden"])
        await _tell_author(process, proposal, row, form.reason)
        await audit.record(moderator.actor, f"comment.{form.verdict}", about, reason=form.reason)


async def _tell_author(
    process: ProcessView, proposal: ProposalView, row: Comment, reason: str
) -> None:
    await notify(
        row.author_id,
        _("Your comment on “{title}”", title=proposal.title),
        _("Your comment was hidden.") if row.is_hidden else _("Your comment is shown again."),
        _("Reasons: {reason}", reason=reason),
        _("Read it at {address}", address=address(process, proposal.id)),
    )
