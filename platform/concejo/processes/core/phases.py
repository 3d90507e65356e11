"""The phases of a process and what each allows. No other module asks "which phase"."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from concejo.errors import Refused
from concejo.text import Text, _


class PhaseKind(StrEnum):
    """The phases, in the order in which a process goes through them."""

    ANNOUNCED = "announced"
    PROPOSING = "proposing"
    SUPPORTING = "supporting"
    VALUING = "valuing"
    VOTING = "voting"
    COUNTING = "counting"
    FOLLOWING = "following"


class Action(StrEnum):
    """What a phase may allow."""

    PROPOSE = "propose"
    MODERATE = "moderate"
    COMMENT = "comment"
    SUPPORT = "support"
    VALUE = "value"
    SET_RULE = "set_rule"
    VOTE = "vote"
    COUNT = "count"
    FOLLOW_UP = "follow_up"


ALLOWED: dict[PhaseKind, frozenset[Action]] = {
    PhaseKind.ANNOUNCED: frozenset({Action.SET_RULE}),
    PhaseKind.PROPOSING: frozenset(
        {Action.PROPOSE, Action.MODERATE, Action.COMMENT, Action.SUPPORT, Action.SET_RULE}
    ),
    PhaseKind.SUPPORTING: frozenset(
        {Action.MODERATE, Action.COMMENT, Action.SUPPORT, Action.SET_RULE}
    ),
    PhaseKind.VALUING: frozenset({Action.MODERATE, Action.COMMENT, Action.VALUE, Action.SET_RULE}),
    PhaseKind.VOTING: frozenset({Action.MODERATE, Action.COMMENT, Action.VOTE}),
    PhaseKind.COUNTING: frozenset({Action.MODERATE, Action.COUNT}),
    PhaseKind.FOLLOWING: frozenset(
        {Action.MODERATE, Action.COMMENT, Action.COUNT, Action.FOLLOW_UP}
    ),
}

NAMES: dict[PhaseKind, Text] = {
    PhaseKind.ANNOUNCED: _("Announced"),
    PhaseKind.PROPOSING: _("Proposals"),
    PhaseKind.SUPPORTING: _("Supports"),
    PhaseKind.VALUING: _("Valuation"),
    PhaseKind.VOTING: _("Voting"),
    PhaseKind.COUNTING: _("Count"),
    PhaseKind.FOLLOWING: _("Results and follow-up"),
}

REFUSALS: dict[Action, Text] = {
    Action.PROPOSE: _(
        "Proposals are not being taken now. The calendar of the process says when they are."
    ),
    Action.MODERATE: _("There is nothing to moderate before proposals are taken."),
    Action.COMMENT: _("Comments are closed in this phase."),
    Action.SUPPORT: _(
        "Supports are not being collected now. The calendar of the process says when they are."
    ),
    Action.VALUE: _("Proposals are valued in the valuation phase only."),
    Action.SET_RULE: _("The rule is locked: the vote has opened."),
    Action.VOTE: _("The vote is not open now. The calendar of the process says when it is."),
    Action.COUNT: _("The count begins when the vote is over."),
    Action.FOLLOW_UP: _("Results are not published yet."),
}

#: The phases that go on after their last day: results stay readable, and so does their delivery.
ENDLESS = frozenset({PhaseKind.FOLLOWING})


@dataclass(frozen=True)
class Phase:
    """One phase, from `starts_at` up to but not including `ends_at`; both know their zone."""

    kind: PhaseKind
    starts_at: datetime
    ends_at: datetime

    @property
    def is_endless(self) -> bool:
        """Say whether the phase goes on after `ends_at`."""
        return self.kind in ENDLESS


class PhaseClosed(Refused):
    """The present phase does not allow this."""


def phase_at(phases: Iterable[Phase], moment: datetime) -> Phase | None:
    """Give the phase that a process is in at a moment.

    Between two phases and before the first there is none. The last phase, of results and follow-up,
    does not end: what was decided stays readable and its delivery goes on.
    """
    ordered = sorted(phases, key=lambda phase: phase.starts_at)
    for phase in reversed(ordered):
        if phase.starts_at <= moment:
            is_open = moment < phase.ends_at or phase.is_endless
            return phase if is_open else None
    return None


def phase_after(phases: Iterable[Phase], moment: datetime) -> Phase | None:
    """Give the phase that begins next after a moment, if one is still to come."""
    coming = [phase for phase in phases if phase.starts_at > moment]
    return min(coming, key=lambda phase: phase.starts_at) if coming else None


def may(phases: Iterable[Phase], action: Action, moment: datetime) -> bool:
    """Say whether a process allows an action at a moment."""
    phase = phase_at(phases, moment)
    return phase is not None and action in ALLOWED[phase.kind]


def demand(phases: Iterable[Phase], action: Action, moment: datetime) -> None:
    """Refuse an action that the process does not allow at a moment, saying why."""
    if not may(phases, action, moment):
        raise PhaseClosed(REFUSALS[action])


def calendar_faults(phases: Sequence[Phase]) -> tuple[Text, ...]:
    """List all that is wrong with a calendar: a phase without a length, or two phases at once."""
    return tuple(text for _kind, _side, text in located_faults(phases))


def located_faults(phases: Sequence[Phase]) -> tuple[tuple[PhaseKind, str, Text], ...]:
    """List the faults of a calendar, each with its phase and the side, "starts" or "ends"."""
    faults: list[tuple[PhaseKind, str, Text]] = []
    order = list(PhaseKind)
    ordered = sorted(phases, key=lambda phase: order.index(phase.kind))
    for phase in ordered:
        if phase.ends_at <= phase.starts_at:
            text = _("{phase} must end after it starts.", phase=NAMES[phase.kind])
            faults.append((phase.kind, "ends", text))
    for before, after in pairwise(ordered):
        if after.starts_at < before.ends_at:
            names = {"before": NAMES[before.kind], "after": NAMES[after.kind]}
            text = _("{after} starts before {before} has ended.", **names)
            faults.append((after.kind, "starts", text))
    return tuple(faults)
