"""Say something about a proposal, and read what others said."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from concejo.accounts.core import Role, Visitor
from concejo.accounts.models import Account, RoleGrant
from concejo.clock import now
from concejo.db import fetch, transaction
from concejo.errors import NotFound, Refused, TooManyAttempts
from concejo.moderation.services import decisions_on, latest_by_subject
from concejo.processes.core import Action
from concejo.processes.services import ProcessView
from concejo.text import _
from proposals.services import demand_on_roll, find_proposal
from proposals.threads.core import COMMENTS_MAX, DEPTH_MAX, MINUTES, Stance, subject
from proposals.threads.forms import CommentForm
from proposals.threads.models import Comment

#: How many comments a page shows, not counting the answers to them.
PAGE_SIZE = 20


@dataclass(frozen=True)
class CommentView:
    """A comment with its answers; of a hidden one the reasons are shown instead of the text."""

    id: int
    author: str
    is_official: bool
    stance: Stance
    text: str
    created_at: datetime
    is_hidden: bool
    why_hidden: str
    may_be_answered: bool
    answers: tuple["CommentView", ...]


@dataclass(frozen=True)
class Thread:
    """A page of what is said about a proposal; `total` counts the comments of the chosen stance."""

    comments: tuple[CommentView, ...]
    counts: dict[Stance, int]
    total: int


async def say(
    visitor: Visitor,
    process: ProcessView,
    proposal_id: int,
    form: CommentForm,
    parent_id: int | None = None,
) -> int:
    """Put a comment under a proposal, or an answer under a comment, and give its number."""
    process.demand(Action.COMMENT)
    await demand_voice(visitor, process)
    proposal = await find_proposal(process, proposal_id, visitor)
    if not proposal.is_public:
        raise Refused(_("Comments open once the proposal is admitted."))
    if parent_id is not None:
        await _demand_room_below(await find_comment(proposal.id, parent_id))
    return await _keep(visitor, proposal.id, form, parent_id)


async def demand_voice(visitor: Visitor, process: ProcessView) -> None:
    """Refuse who may not comment: neither on the roll of the process nor with a duty in it."""
    if not any(visitor.has_role(role, process.id) for role in Role):
        await demand_on_roll(visitor, process)


async def find_comment(proposal_id: int, comment_id: int) -> Comment:
    """Find a comment on a proposal."""
    found = Comment.get_or_none(id=comment_id, proposal_id=proposal_id)
    row = await found.select_related("author")
    if row is None:
        raise NotFound
    return row


async def read_thread(
    process: ProcessView, proposal_id: int, stance: Stance | None, page: int = 1
) -> Thread:
    """Read a page of what is said about a proposal: comments newest first, answers oldest first."""
    counted = await fetch(
        "SELECT stance, COUNT(*) AS n FROM comment"
        " WHERE proposal_id = ? AND parent_id IS NULL GROUP BY stance",
        proposal_id,
    )
    counts = {Stance(row.text("stance")): row.integer("n") for row in counted}
    chosen = Comment.filter(proposal_id=proposal_id, parent_id=None)
    if stance is not None:
        chosen = chosen.filter(stance=stance)
    cut = chosen.order_by("-created_at", "-id").offset((page - 1) * PAGE_SIZE).limit(PAGE_SIZE)
    levels = [await cut.select_related("author")]
    while levels[-1] and len(levels) <= DEPTH_MAX:
        above = [row.id for row in levels[-1]]
        below = Comment.filter(parent_id__in=above).order_by("created_at", "id")
        levels.append(await below.select_related("author"))
    total = sum(counts.values()) if stance is None else counts.get(stance, 0)
    return Thread(await _views(process, levels), counts, total)


async def _keep(
    visitor: Visitor, proposal_id: int, form: CommentForm, parent_id: int | None
) -> int:
    async with transaction():
        # One after the other: a button pressed twice makes one comment.
        await Account.select_for_update(no_key=True).get(id=visitor.id)
        moment = now()
        since = moment - timedelta(minutes=MINUTES)
        lately = Comment.filter(author_id=visitor.id, created_at__gt=since)
        twins = lately.filter(proposal_id=proposal_id, parent_id=parent_id, text=form.text)
        for twin in await twins.limit(1):
            return int(twin.id)
        if await lately.count() >= COMMENTS_MAX:
            raise TooManyAttempts(
                _("You have written much in a short time. Wait a few minutes."), MINUTES * 60
            )
        made = await Comment.create(
            proposal_id=proposal_id,
            author_id=visitor.id,
            parent_id=parent_id,
            stance=form.stance,
            text=form.text,
            created_at=moment,
        )
        return int(made.id)


async def _views(process: ProcessView, levels: list[list[Comment]]) -> tuple[CommentView, ...]:
    """Hang answers under what they answer, from the deepest level upwards."""
    rows = [row for level in levels for row in level]
    official = await _officials(process, {row.author_id for row in rows})
    hidden = await decisions_on(*(subject(row.id) for row in rows if row.is_hidden))
    reasons = {about: found.reason for about, found in latest_by_subject(hidden).items()}
    answers: dict[int | None, list[CommentView]] = {}
    for depth, level in reversed(list(enumerate(levels))):
        for row in level:
            view = CommentView(
                id=row.id,
                author=row.author.name,
                is_official=row.author_id in official,
                stance=row.stance,
                text="" if row.is_hidden else row.text,
                created_at=row.created_at,
                is_hidden=row.is_hidden,
                why_hidden=reasons.get(subject(row.id), ""),
                may_be_answered=depth < DEPTH_MAX and not row.is_hidden,
                answers=tuple(answers.get(row.id, ())),
            )
            answers.setdefault(row.parent_id, []).append(view)
    return tuple(answers.get(None, ()))


async def _officials(process: ProcessView, account_ids: set[int]) -> set[int]:
    """Find out which of some authors have a duty in the process."""
    grants = RoleGrant.filter(account_id__in=sorted(account_ids), process_id__in=[0, process.id])
    return {grant.account_id for grant in await grants}


async def _demand_room_below(parent: Comment) -> None:
    if parent.is_hidden:
        raise Refused(_("A hidden comment cannot be answered."))
    depth, above = 1, parent
    while above.parent_id is not None:
        depth, above = depth + 1, await Comment.get(id=above.parent_id)
    if depth > DEPTH_MAX:
        raise Refused(_("Answers go no deeper. Answer the comment above instead."))
