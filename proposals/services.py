"""Find proposals, for those who may read them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from tortoise.queryset import QuerySet

from concejo import settings
from concejo.accounts.core import Role, Visitor
from concejo.clock import now
from concejo.errors import NotFound
from concejo.processes.services import Envelope, ProcessView
from concejo.roll.services import NotEligible, eligible_entry
from concejo.text import Money, Text, _
from proposals.core.content import Content, faults
from proposals.core.status import EDITABLE, NAMES, NEXT, PUBLIC, Status, is_public, may_read
from proposals.models import Proposal

#: The duties that let somebody read what is submitted and not yet public.
STAFF = (Role.MODERATOR, Role.TECHNICIAN, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class ImageView:
    """A picture of a proposal."""

    id: int
    content_hash: str
    width: int
    height: int
    description: str


@dataclass(frozen=True)
class ProposalView:
    """A proposal as a page shows it."""

    id: int
    process_id: int
    author_id: int
    author: str
    area: Envelope
    status: Status
    title: str
    summary: str
    text: str
    place: str
    cost_guess: Money | None
    submitted_at: datetime | None
    was_admitted: bool
    images: tuple[ImageView, ...]

    @property
    def status_name(self) -> Text:
        """Give the status in words."""
        return NAMES[self.status]

    @property
    def next(self) -> Text:
        """Say what happens next."""
        return NEXT[self.status]

    @property
    def is_public(self) -> bool:
        """Say whether anybody may read it."""
        return is_public(self.status, was_admitted=self.was_admitted)

    @property
    def is_editable(self) -> bool:
        """Say whether its author may still change it."""
        return self.status in EDITABLE

    @property
    def faults(self) -> dict[str, Text]:
        """List what is missing before it can be submitted."""
        descriptions = [image.description for image in self.images]
        return faults(Content(self.title, self.summary, self.text, descriptions))


async def find_proposal(
    process: ProcessView, proposal_id: int, visitor: Visitor | None
) -> ProposalView:
    """Give a proposal to somebody who may read it; for anybody else there is none."""
    found = Proposal.filter(id=proposal_id, process_id=process.id)
    for proposal in await read(found, process):
        if _may_read(proposal, visitor):
            return proposal
    raise NotFound


async def read(chosen: QuerySet[Proposal], process: ProcessView) -> list[ProposalView]:
    """Read chosen proposals of a process, in the order in which they were asked for."""
    return [_view(row, process) for row in await chosen.prefetch_related("author", "images")]


def public_sql(statuses: Collection[Status] = PUBLIC) -> tuple[str, list[str]]:
    """Give the condition in SQL that anybody may read proposal `p`, as `is_public` has it.

    Its values come with it. `statuses` are all that are public, or some of them.
    """
    marks = ", ".join("?" for _status in statuses)
    condition = f"p.status IN ({marks}) AND (p.status <> ? OR p.admitted_at IS NOT NULL)"
    return condition, [*sorted(statuses), Status.WITHDRAWN.value]


async def count_awaiting(process_ids: Sequence[int]) -> int:
    """Tell how many proposals await moderation in some processes."""
    waiting = Proposal.filter(process_id__in=list(process_ids), status=Status.SUBMITTED)
    return await waiting.count()


async def lock(process: ProcessView, proposal_id: int) -> Proposal:
    """Find a proposal to change it, and keep others from doing so until the transaction ends.

    Without its key: comments and supports, which only name the proposal, do not wait for it.
    """
    locked = Proposal.select_for_update(no_key=True)
    row = await locked.get_or_none(id=proposal_id, process_id=process.id)
    if row is None:
        raise NotFound
    return row


async def demand_on_roll(visitor: Visitor, process: ProcessView) -> int:
    """Give the person that somebody is on the roll of a process; refuse who is not entitled."""
    if visitor.person_id is None:
        raise NotEligible(
            _("Only verified residents can do this. Verify your account first: it takes a minute.")
        )
    today = now().astimezone(ZoneInfo(process.timezone)).date()
    person_id, age = visitor.person_id, process.minimum_age
    return (await eligible_entry(person_id, process.roll_id, today, age)).id


def subject(proposal_id: int) -> str:
    """Name a proposal in the audit log and among the decisions."""
    return f"proposal:{proposal_id}"


def address(process: ProcessView, proposal_id: int) -> str:
    """Give the address of a proposal for a letter."""
    return f"{settings.BASE_URL}/processes/{process.slug}/proposals/{proposal_id}"


def _may_read(proposal: ProposalView, visitor: Visitor | None) -> bool:
    return may_read(
        proposal.status,
        was_admitted=proposal.was_admitted,
        is_author=visitor is not None and visitor.id == proposal.author_id,
        is_staff=visitor is not None
        and any(visitor.has_role(role, proposal.process_id) for role in STAFF),
    )


def _view(row: Proposal, process: ProcessView) -> ProposalView:
    pictures = sorted(row.images, key=lambda image: (image.position, image.id))
    guess = row.cost_guess
    return ProposalView(
        id=row.id,
        process_id=row.process_id,
        author_id=row.author_id,
        author=row.author.name,
        area=process.area(row.area_id),
        status=row.status,
        title=row.title,
        summary=row.summary,
        text=row.text,
        place=row.place,
        cost_guess=None if guess is None else Money(guess, process.currency),
        submitted_at=row.submitted_at,
        was_admitted=row.admitted_at is not None,
        images=tuple(
            ImageView(i.id, i.content_hash, i.width, i.height, i.description) for i in pictures
        ),
    )
