"""What a phase means for a resident: in words, as a button, and as a place on the timeline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from concejo.processes.core.phases import (
    ALLOWED,
    NAMES,
    Action,
    Phase,
    PhaseKind,
    phase_after,
    phase_at,
)
from concejo.text import Text, _


class Standing(StrEnum):
    """Where a process is for somebody who looks at the town's front page."""

    TODAY = "today"
    COMING = "coming"
    DECIDED = "decided"
    OVER = "over"


@dataclass(frozen=True)
class Offer:
    """What can be done in a phase, in words, and the one button that leads there.

    `route` takes the process's address.
    """

    words: Text
    button: Text
    route: str


OFFERS: dict[PhaseKind, Offer] = {
    PhaseKind.ANNOUNCED: Offer(
        _("Read what it is about and when it begins. Nothing can be sent yet."),
        _("Read about the process"),
        "processes:show",
    ),
    PhaseKind.PROPOSING: Offer(
        _("Propose what the neighbourhood needs, and comment on and support what others propose."),
        _("Make a proposal"),
        "proposals:new",
    ),
    PhaseKind.SUPPORTING: Offer(
        _("Read the proposals, comment on them and support those that should go on."),
        _("Read and support proposals"),
        "proposals:index",
    ),
    PhaseKind.VALUING: Offer(
        _("The technical office says what can be done and what it costs. Its reasons are public."),
        _("Read the proposals"),
        "proposals:index",
    ),
    PhaseKind.VOTING: Offer(
        _("Vote in secret for the projects that should be paid. It takes some five minutes."),
        _("Vote"),
        "voting:booth",
    ),
    PhaseKind.COUNTING: Offer(
        _("The vote is over and is being counted. Results are published when this phase ends."),
        _("See what was voted on"),
        "proposals:index",
    ),
    PhaseKind.FOLLOWING: Offer(
        _("See what was chosen and why, recount it, and follow what is being built."),
        _("See the results"),
        "voting:results",
    ),
}


_ALL = frozenset(PhaseKind)
_AFTER_THE_VOTE = frozenset({PhaseKind.FOLLOWING})
_AROUND_THE_VOTE = _AFTER_THE_VOTE | {PhaseKind.VALUING, PhaseKind.VOTING, PhaseKind.COUNTING}

#: The rooms of a process that hold something to read, and the phases in which they do.
ROOMS: tuple[tuple[Text, str, frozenset[PhaseKind]], ...] = (
    (_("Proposals"), "proposals:index", _ALL - {PhaseKind.ANNOUNCED}),
    (_("The vote"), "voting:booth", frozenset({PhaseKind.VOTING})),
    (_("Results"), "voting:results", _AFTER_THE_VOTE),
    (_("What this vote guarantees"), "voting:guarantees", _AROUND_THE_VOTE),
    (_("Commitments and follow-up"), "commitments:index", _AFTER_THE_VOTE),
    (_("Open data"), "opendata:process", _ALL),
)

#: What closes with its phase: residents have to do it while it lasts.
_FOR_RESIDENTS = frozenset({Action.PROPOSE, Action.SUPPORT, Action.VOTE})


@dataclass(frozen=True)
class Stage:
    """A phase on the timeline of its process: past, current or future at the moment of looking."""

    phase: Phase
    state: str

    @property
    def name(self) -> Text:
        """Give the phase's name."""
        return NAMES[self.phase.kind]

    @property
    def starts(self) -> datetime:
        """Give the first moment."""
        return self.phase.starts_at

    @property
    def ends(self) -> datetime | None:
        """Give the last moment, so that midnight is the day before; None where there is no end."""
        return None if self.phase.is_endless else self.phase.ends_at - timedelta(microseconds=1)


def stages(phases: Sequence[Phase], moment: datetime) -> tuple[Stage, ...]:
    """Put every phase of a process on its timeline."""
    present = phase_at(phases, moment)
    ordered = sorted(phases, key=lambda phase: phase.starts_at)
    return tuple(Stage(phase, _state(phase, present, moment)) for phase in ordered)


def standing(phases: Sequence[Phase], moment: datetime) -> tuple[Standing, datetime]:
    """Say where a process stands, and the moment that this turns (or, once decided, has turned)."""
    present, coming = phase_at(phases, moment), phase_after(phases, moment)
    if present is not None and present.is_endless:
        return Standing.DECIDED, present.starts_at
    if present is not None and present.kind is not PhaseKind.ANNOUNCED:
        return Standing.TODAY, present.ends_at
    if coming is not None:
        return Standing.COMING, coming.starts_at
    return Standing.OVER, max((phase.ends_at for phase in phases), default=moment)


@dataclass(frozen=True)
class Glance:
    """What a reader wants to know of a process at once.

    `stage` and `offer` are None between two phases; `days` are the whole days that are left, None
    where there is no end; `rooms` are (name, route); `coming` is the stage that begins next.
    """

    stages: tuple[Stage, ...]
    stage: Stage | None
    offer: Offer | None
    rooms: tuple[tuple[Text, str], ...]
    days: int | None
    coming: Stage | None


def needs_residents(phases: Sequence[Phase], moment: datetime) -> bool:
    """Say whether residents can do something now that they could not do later."""
    present = phase_at(phases, moment)
    return present is not None and bool(ALLOWED[present.kind] & _FOR_RESIDENTS)


def glance(phases: Sequence[Phase], moment: datetime) -> Glance:
    """Say where a process is at a moment, what can be done in it, and what comes next."""
    present, coming = phase_at(phases, moment), phase_after(phases, moment)
    has_end = present is not None and not present.is_endless
    return Glance(
        stages=stages(phases, moment),
        stage=Stage(present, "current") if present else None,
        offer=OFFERS[present.kind] if present else None,
        rooms=_rooms(present),
        days=(present.ends_at - moment).days if present and has_end else None,
        coming=Stage(coming, "future") if coming else None,
    )


def _rooms(present: Phase | None) -> tuple[tuple[Text, str], ...]:
    """Give the rooms that hold something; between two phases, those that always do."""
    return tuple(
        (words, route)
        for words, route, kinds in ROOMS
        if (present.kind in kinds if present else len(kinds) > 1)
    )


def _state(phase: Phase, present: Phase | None, moment: datetime) -> str:
    if phase == present:
        return "current"
    return "past" if phase.starts_at <= moment else "future"
