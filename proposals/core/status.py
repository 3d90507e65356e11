"""The statuses of a proposal and the moves between them."""

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

MOVES: dict[Status, frozenset[Status]] = {
    Status.DRAFT: frozenset({Status.SUBMITTED, Status.WITHDRAWN}),
    Status.SUBMITTED: frozenset({Status.ADMITTED, Status.RETURNED, Status.REJECTED, Status.WITHDRAWN}),
    Status.RETURNED: frozenset({Status.SUBMITTED, Status.WITHDRAWN}),
    Status.ADMITTED: frozenset({Status.FEASIBLE, Status.UNFEASIBLE, Status.WITHDRAWN}),
    Status.REJECTED: frozenset(),
    Status.WITHDRAWN: frozenset(),
    Status.FEASIBLE: frozenset({Status.UNFEASIBLE, Status.ADMITTED}),
    Status.UNFEASIBLE: frozenset({Status.FEASIBLE, Status.ADMITTED}),
}

#: What anybody may read.
PUBLIC = frozenset({Status.ADMITTED, Status.FEASIBLE, Status.UNFEASIBLE, Status.WITHDRAWN, Status.REJECTED})


class WrongMove(Refused):
    """A proposal in this status cannot become that."""


def demand_move(present: Status, wanted: Status) -> None:
    """Refuse a move that the table above does not have."""
    if wanted not in MOVES[present]:
        raise WrongMove(
            _("A proposal that is “{present}” cannot become “{wanted}”.", present=NAMES[present], wanted=NAMES[wanted])
        )
