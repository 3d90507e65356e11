"""Write a proposal, hand it in, take it back: what its author does with it."""

from concejo.accounts.core import Visitor
from concejo.accounts.models import Account
from concejo.audit import services as audit
from concejo.audit.core import nameless
from concejo.clock import now
from concejo.db import transaction
from concejo.errors import Forbidden, Invalid, Refused
from concejo.processes.core import Action
from concejo.processes.services import ProcessView
from concejo.text import _
from concejo.typed import fold
from proposals.core.content import IMAGES_MAX
from proposals.core.status import COUNTED, EDITABLE, Status, demand_move
from proposals.drafts.forms import ProposalForm
from proposals.images import services as images
from proposals.models import Proposal, ProposalImage
from proposals.services import ProposalView, demand_on_roll, find_proposal, lock, read, subject

#: How many proposals one person may have on their way in one process, drafts included.
PROPOSALS_MAX = 5


class TooManyProposals(Refused):
    """The author has as many proposals on their way as one person may have."""


async def find_own(process: ProcessView, proposal_id: int, author: Visitor) -> ProposalView:
    """Give a proposal to its author, who wants to change it; nobody else may."""
    proposal = await find_proposal(process, proposal_id, author)
    _demand_author(proposal.author_id, author)
    return proposal


async def find_editable(process: ProcessView, proposal_id: int, author: Visitor) -> ProposalView:
    """Give a proposal that its author may change now."""
    proposal = await find_own(process, proposal_id, author)
    _demand_editable(process, proposal.status)
    return proposal


async def list_own(process: ProcessView, author: Visitor) -> list[ProposalView]:
    """List what somebody has proposed in a process, drafts too, what was touched last first."""
    mine = Proposal.filter(process_id=process.id, author_id=author.id)
    return await read(mine.order_by("-updated_at", "-id"), process)


async def start_draft(
    author: Visitor, process: ProcessView, form: ProposalForm, draft_key: str
) -> int:
    """Keep a new draft and give its number; the same form sent again changes the same draft."""
    process.demand(Action.PROPOSE)
    async with transaction():
        await demand_on_roll(author, process)
        # One after the other: two forms sent at once would both find room for one more.
        await Account.select_for_update(no_key=True).get(id=author.id)
        locked = Proposal.select_for_update(no_key=True)
        row = await locked.get_or_none(author_id=author.id, draft_key=draft_key)
        if row is None:
            await _demand_room(author, process)
            row = _draft(author, process, draft_key)
        elif row.process_id != process.id or row.status not in EDITABLE:
            raise Refused(_("This form was sent before. The proposal is in your list."))
        await _write(row, form)
        return int(row.id)


async def change(
    author: Visitor, process: ProcessView, proposal_id: int, form: ProposalForm
) -> None:
    """Change a proposal that is a draft or was returned."""
    async with transaction():
        row = await _locked_own(process, proposal_id, author)
        _demand_editable(process, row.status)
        await _write(row, form)
    await images.forget_files(proposal_id)


async def submit(author: Visitor, process: ProcessView, proposal_id: int) -> None:
    """Hand a proposal in for moderation; the second of two submits finds it done."""
    async with transaction():
        row = await _locked_own(process, proposal_id, author)
        if row.status is Status.SUBMITTED:
            return
        _demand_may_submit(process, row.status)
        await demand_on_roll(author, process)
        demand_move(row.status, Status.SUBMITTED)
        faults = (await find_proposal(process, proposal_id, author)).faults
        if faults:
            raise Invalid(faults)
        row.status, row.submitted_at = Status.SUBMITTED, now()
        await row.save(update_fields=["status", "submitted_at"])
        await audit.record(nameless(author.id), "proposal.submitted", subject(row.id))


async def withdraw(author: Visitor, process: ProcessView, proposal_id: int) -> None:
    """Take a proposal back for good; a draft, which nobody else has seen, is deleted."""
    async with transaction():
        row = await _locked_own(process, proposal_id, author)
        if row.status is Status.WITHDRAWN:
            return
        if row.status is Status.DRAFT:
            await row.delete()
        else:
            demand_move(row.status, Status.WITHDRAWN)
            row.status = Status.WITHDRAWN
            await row.save(update_fields=["status"])
            await audit.record(nameless(author.id), "proposal.withdrawn", subject(row.id))
    await images.forget_files(proposal_id)


async def _locked_own(process: ProcessView, proposal_id: int, author: Visitor) -> Proposal:
    row = await lock(process, proposal_id)
    _demand_author(row.author_id, author)
    return row


def _demand_author(author_id: int, visitor: Visitor) -> None:
    if author_id != visitor.id:
        raise Forbidden(_("Only its author can change a proposal."))


def _demand_may_submit(process: ProcessView, status: Status) -> None:
    """Refuse what comes too late; what a moderator returned may come back while supports last."""
    if status is Status.RETURNED and process.may(Action.SUPPORT):
        return
    process.demand(Action.PROPOSE)


def _demand_editable(process: ProcessView, status: Status) -> None:
    if status not in EDITABLE:
        raise Refused(_("A proposal cannot be changed any more once it was submitted."))
    _demand_may_submit(process, status)


async def _demand_room(author: Visitor, process: ProcessView) -> None:
    mine = Proposal.filter(process_id=process.id, author_id=author.id, status__in=list(COUNTED))
    if await mine.count() >= PROPOSALS_MAX:
        raise TooManyProposals(
            _(
                "You have {most} proposals on their way, and more is not possible. "
                "Withdraw one first.",
                most=PROPOSALS_MAX,
            )
        )


def _draft(author: Visitor, process: ProcessView, draft_key: str) -> Proposal:
    return Proposal(
        process_id=process.id,
        author_id=author.id,
        status=Status.DRAFT,
        draft_key=draft_key,
        created_at=now(),
    )


async def _write(row: Proposal, form: ProposalForm) -> None:
    row.title, row.summary, row.text = form.title, form.summary, form.text
    row.area_id, row.place = form.area_id, form.place
    row.cost_guess = form.cost_guess.amount if form.cost_guess else None
    row.sought = fold(f"{form.title} {form.summary}")
    row.updated_at = now()
    await row.save()
    mine = ProposalImage.filter(proposal_id=row.id)
    await mine.filter(id__in=sorted(form.removed)).delete()
    for image_id, description in form.descriptions.items():
        await mine.filter(id=image_id).update(description=description)
    first = await mine.count()
    for position, new in enumerate(form.new_images[: IMAGES_MAX - first], first):
        await images.add_image(row.id, new.picture, new.description, position)
