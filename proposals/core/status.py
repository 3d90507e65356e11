"""The statuses of a proposal, the moves between them, and who may see it in each."""

from enum import StrEnum

from concejo.errors import Refused
from concejo.text import Text, _


class Status(StrEnum):
    """Where a proposal is on its way."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ADMITTED = "admitted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    FEASIBLE = "feasible"
    UNFEASIBLE = "unfeasible"


NAMES: dict[Status, Text] = {
    Status.DRAFT: _("Draft"),
    Status.SUBMITTED: _("Awaiting moderation"),
    Status.RETURNED: _("Returned to its author"),
    Status.ADMITTED: _("Admitted"),
    Status.REJECTED: _("Not admitted"),
    Status.WITHDRAWN: _("Withdrawn by its author"),
    Status.FEASIBLE: _("Feasible"),
    Status.UNFEASIBLE: _("Not feasible"),
}

#: What happens next, for whoever reads the proposal.
NEXT: dict[Status, Text] = {
    Status.DRAFT: _("Only its author sees it. It counts once it is submitted."),
    Status.SUBMITTED: _(
        "A moderator reads it and admits it, returns it or rejects it, with reasons."
    ),
    Status.RETURNED: _("Its author can correct it and submit it again."),
    Status.ADMITTED: _("Residents can read and discuss it. The technical office will value it."),
    Status.REJECTED: _("It goes no further. The reasons are on this page."),
    Status.WITHDRAWN: _("It goes no further."),
    Status.FEASIBLE: _("It goes to the vote at the cost that the technical office found."),
    Status.UNFEASIBLE: _("It does not go to the vote. The reasons are on this page."),
}

MOVES: dict[Status, frozenset[Status]] = {
    Status.DRAFT: frozenset({Status.SUBMITTED}),
    Status.SUBMITTED: frozenset(
        {Status.ADMITTED, Status.RETURNED, Status.REJECTED, Status.WITHDRAWN}
    ),
    Status.RETURNED: frozenset({Status.SUBMITTED, Status.WITHDRAWN}),
    Status.ADMITTED: frozenset({Status.FEASIBLE, Status.UNFEASIBLE, Status.WITHDRAWN}),
    Status.REJECTED: frozenset(),
    Status.WITHDRAWN: frozenset(),
    Status.FEASIBLE: frozenset({Status.UNFEASIBLE}),
    Status.UNFEASIBLE: frozenset({Status.FEASIBLE}),
}

#: What anybody may read; a withdrawn proposal only where it had been admitted before.
PUBLIC = frozenset(
    {Status.ADMITTED, Status.FEASIBLE, Status.UNFEASIBLE, Status.WITHDRAWN, Status.REJECTED}
)
#: What is still on its way to the vote, or is at it.
GOING_ON = frozenset({Status.ADMITTED, Status.FEASIBLE})
#: What counts towards the number of proposals that one person may have in a process.
COUNTED = GOING_ON | {Status.DRAFT, Status.SUBMITTED, Status.RETURNED}
#: What its author may still change.
EDITABLE = frozenset({Status.DRAFT, Status.RETURNED})
#: What the technical office values, or has valued.
VALUABLE = frozenset({Status.ADMITTED, Status.FEASIBLE, Status.UNFEASIBLE})


class WrongMove(Refused):
    """A proposal in this status cannot become that."""


def demand_move(present: Status, wanted: Status) -> None:
    """Refuse a move that the table above does not have."""
    if wanted not in MOVES[present]:
        raise WrongMove(
            _(
                "A proposal that is “{present}” cannot become “{wanted}”.",
                present=NAMES[present],
                wanted=NAMES[wanted],
            )
        )


def is_public(status: Status, *, was_admitted: bool) -> bool:
    """Say whether anybody may read a proposal.

    One that its author withdrew before a moderator had admitted it was never public and stays so.
    """
    return status in PUBLIC and (was_admitted or status is not Status.WITHDRAWN)


def may_read(status: Status, *, was_admitted: bool, is_author: bool, is_staff: bool) -> bool:
    """Say whether somebody may read a proposal: its author always, staff once it was submitted."""
    was_submitted = status is not Status.DRAFT
    return is_public(status, was_admitted=was_admitted) or is_author or (is_staff and was_submitted)
