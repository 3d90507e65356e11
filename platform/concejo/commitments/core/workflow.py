"""The ways of a result and of a commitment: which state follows which, and by whose act.

The tables hold the whole way, so that no state is a dead end. A result goes from `referred` to its
destination; a commitment is `draft`. What comes after the draft (consultation, forum, adoption,
delivery, review) is in the table, and no page leads there yet.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from concejo.errors import Refused
from concejo.text import _


class Part(StrEnum):
    """Who acts: a duty, a body, or the clock; `contact_point` and `board` are roles too."""

    SYSTEM = "system"
    BOARD = "board"
    CONTACT_POINT = "contact_point"
    AREA = "area"
    AUTHORITY = "authority"
    FORUM = "forum"
    LEAD_BODY = "lead_body"
    REVIEWER = "reviewer"


class ResultState(StrEnum):
    """Where a result is, from the count to its destination."""

    PROVISIONAL = "provisional"
    UNDER_CLAIM = "under_claim"
    DEFINITIVE = "definitive"
    REFERRED = "referred"
    ANNULLED = "annulled"
    COMMITMENT = "commitment"
    PORTFOLIO = "portfolio"
    DECLINED = "declined"


class State(StrEnum):
    """Where a commitment is, from draft to closed."""

    DRAFT = "draft"
    IN_CONSULTATION = "in_consultation"
    BEING_ANSWERED = "being_answered"
    BEFORE_FORUM = "before_forum"
    SENT_BACK = "sent_back"
    VALIDATED = "validated"
    ADOPTED = "adopted"
    IN_DELIVERY = "in_delivery"
    BEING_CHANGED = "being_changed"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"
    CONCLUDED = "concluded"
    SELF_ASSESSED = "self_assessed"
    REVIEWED = "reviewed"
    WITHDRAWN = "withdrawn"
    NOT_VALIDATED = "not_validated"
    TURNED_DOWN = "turned_down"
    CLOSED = "closed"


@dataclass(frozen=True)
class Move:
    """One act: from which states, to which, and who may do it."""

    before: tuple[str, ...]
    act: str
    after: str
    by: frozenset[Part]


@dataclass(frozen=True)
class Workflow:
    """A table of moves, with where it starts and where it may end."""

    start: str
    ends: frozenset[str]
    moves: tuple[Move, ...]

    def allowed(self, state: str, act: str, part: str) -> bool:
        """Say whether someone may do this act in this state."""
        return any(state in m.before and m.act == act and part in m.by for m in self.moves)

    def acts(self, state: str, part: str) -> tuple[str, ...]:
        """List what someone may do in this state."""
        return tuple(m.act for m in self.moves if state in m.before and part in m.by)

    def after(self, state: str, act: str, part: str) -> str:
        """Give the state that an act leads to; refuse what the table does not have."""
        for move in self.moves:
            if state in move.before and move.act == act and part in move.by:
                return move.after
        raise WrongMove(_("This cannot be done now. Reload the page to see what can be."))

    def reachable(self, state: str) -> frozenset[str]:
        """List every state that can come of this one, itself included."""
        found, waiting = {state}, [state]
        while waiting:
            here = waiting.pop()
            fresh = {m.after for m in self.moves if here in m.before} - found
            found |= fresh
            waiting += fresh
        return frozenset(found)


class WrongMove(Refused):
    """The table of moves does not have this one for this state and this person."""


def _move(before: str | Iterable[str], act: str, after: str, *by: Part) -> Move:
    return Move((before,) if isinstance(before, str) else tuple(before), act, after, frozenset(by))


#: The contact point writes down what the area and the authority decide.
RESULT = Workflow(
    start=ResultState.PROVISIONAL,
    ends=frozenset(
        {ResultState.ANNULLED, ResultState.COMMITMENT, ResultState.PORTFOLIO, ResultState.DECLINED}
    ),
    moves=(
        _move(ResultState.PROVISIONAL, "open_claims", ResultState.UNDER_CLAIM, Part.SYSTEM),
        _move(ResultState.UNDER_CLAIM, "declare_definitive", ResultState.DEFINITIVE, Part.BOARD),
        _move(ResultState.UNDER_CLAIM, "annul", ResultState.ANNULLED, Part.BOARD),
        _move(ResultState.DEFINITIVE, "refer", ResultState.REFERRED, Part.SYSTEM),
        _move(ResultState.REFERRED, "commitment", ResultState.COMMITMENT, Part.CONTACT_POINT),
        _move(
            ResultState.REFERRED, "portfolio", ResultState.PORTFOLIO, Part.AREA, Part.CONTACT_POINT
        ),
        _move(
            ResultState.REFERRED,
            "declined",
            ResultState.DECLINED,
            Part.AUTHORITY,
            Part.CONTACT_POINT,
        ),
        _move(
            (ResultState.COMMITMENT, ResultState.PORTFOLIO, ResultState.DECLINED),
            "revise",
            ResultState.REFERRED,
            Part.CONTACT_POINT,
        ),
    ),
)

COMMITMENT = Workflow(
    start=State.DRAFT,
    ends=frozenset({State.WITHDRAWN, State.NOT_VALIDATED, State.TURNED_DOWN, State.CLOSED}),
    moves=(
        _move(State.DRAFT, "write", State.DRAFT, Part.CONTACT_POINT),
        _move(State.DRAFT, "open_consultation", State.IN_CONSULTATION, Part.CONTACT_POINT),
        _move(State.DRAFT, "withdraw", State.WITHDRAWN, Part.CONTACT_POINT),
        _move(State.IN_CONSULTATION, "close_consultation", State.BEING_ANSWERED, Part.SYSTEM),
        _move(State.BEING_ANSWERED, "rewrite", State.DRAFT, Part.CONTACT_POINT),
        _move(State.BEING_ANSWERED, "send_to_forum", State.BEFORE_FORUM, Part.CONTACT_POINT),
        _move(State.BEFORE_FORUM, "validate", State.VALIDATED, Part.FORUM),
        _move(State.BEFORE_FORUM, "send_back", State.SENT_BACK, Part.FORUM),
        _move(State.BEFORE_FORUM, "refuse", State.NOT_VALIDATED, Part.FORUM),
        _move(State.SENT_BACK, "reopen", State.DRAFT, Part.CONTACT_POINT),
        _move(State.VALIDATED, "adopt", State.ADOPTED, Part.AUTHORITY),
        _move(State.VALIDATED, "turn_down", State.TURNED_DOWN, Part.AUTHORITY),
        _move(State.ADOPTED, "begin", State.IN_DELIVERY, Part.LEAD_BODY),
        _move(State.IN_DELIVERY, "ask_for_change", State.BEING_CHANGED, Part.LEAD_BODY),
        _move(State.BEING_CHANGED, "settle_change", State.IN_DELIVERY, Part.FORUM),
        _move(State.IN_DELIVERY, "suspend", State.SUSPENDED, Part.AUTHORITY),
        _move(State.SUSPENDED, "resume", State.IN_DELIVERY, Part.AUTHORITY),
        _move((State.IN_DELIVERY, State.SUSPENDED), "cancel", State.CANCELLED, Part.AUTHORITY),
        _move(State.IN_DELIVERY, "conclude", State.CONCLUDED, Part.LEAD_BODY),
        _move(
            (State.ADOPTED, State.BEING_CHANGED, State.SUSPENDED),
            "end_of_plan",
            State.CONCLUDED,
            Part.SYSTEM,
        ),
        _move(
            (State.CONCLUDED, State.CANCELLED),
            "assess_itself",
            State.SELF_ASSESSED,
            Part.CONTACT_POINT,
        ),
        _move(State.SELF_ASSESSED, "review", State.REVIEWED, Part.REVIEWER),
        _move(State.REVIEWED, "close", State.CLOSED, Part.CONTACT_POINT),
    ),
)


def allowed(state: State, act: str, part: str) -> bool:
    """Say whether someone may do this to a commitment in this state."""
    return COMMITMENT.allowed(state, act, part)
