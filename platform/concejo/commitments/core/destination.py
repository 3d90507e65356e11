"""Where a result goes: the three destinations, the figures that add up, the term."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from concejo.text import Text, _

#: How long the town hall has, from the count, to give every result a destination.
TERM_DAYS = 60
LEAST_DECLINE = 200
LEAST_VALUE = 80
LEAST_REVISION = 20


class Kind(StrEnum):
    """Where a result goes."""

    PORTFOLIO = "portfolio"
    COMMITMENT = "commitment"
    DECLINED = "declined"


KINDS: dict[Kind, Text] = {
    Kind.PORTFOLIO: _("Project in the portfolio"),
    Kind.COMMITMENT: _("Open-government commitment"),
    Kind.DECLINED: _("Declined"),
}


class Cause(StrEnum):
    """Why a result is declined."""

    LAW = "law"
    COMPETENCE = "competence"
    TECHNICAL = "technical"
    COST = "cost"
    DUPLICATE = "duplicate"
    AGREED = "agreed"


CAUSES: dict[Cause, Text] = {
    Cause.LAW: _("A law or a ruling stands against it"),
    Cause.COMPETENCE: _("It turned out to be for another administration"),
    Cause.TECHNICAL: _("A technical report shows that it cannot be done there"),
    Cause.COST: _("It costs far more than what was voted on"),
    Cause.DUPLICATE: _("It is already being done by other means"),
    Cause.AGREED: _("Those who proposed it asked for it"),
}


class Value(StrEnum):
    """The values of open government: a commitment serves at least one."""

    TRANSPARENCY = "transparency"
    PARTICIPATION = "participation"
    ACCOUNTABILITY = "accountability"


VALUES: dict[Value, Text] = {
    Value.TRANSPARENCY: _("Transparency"),
    Value.PARTICIPATION: _("Participation"),
    Value.ACCOUNTABILITY: _("Accountability"),
}

VALUE_HINTS: dict[Value, Text] = {
    Value.TRANSPARENCY: _("More or better information that residents could not get before."),
    Value.PARTICIPATION: _("Residents take part in a decision or watch over it, with effect."),
    Value.ACCOUNTABILITY: _(
        "Somebody has to answer in public for what was done, and something follows if not."
    ),
}


@dataclass(frozen=True)
class Figures:
    """The numbers that add up: definitive = portfolio + commitment + declined + pending."""

    definitive: int
    portfolio: int
    commitment: int
    declined: int

    @property
    def pending(self) -> int:
        """Count the results that still have no destination."""
        return self.definitive - self.portfolio - self.commitment - self.declined


def figures(destinations: Iterable[Kind | None]) -> Figures:
    """Count results by their destination; None is a result that has none yet."""
    counted = Counter(destinations)
    return Figures(
        definitive=counted.total(),
        portfolio=counted[Kind.PORTFOLIO],
        commitment=counted[Kind.COMMITMENT],
        declined=counted[Kind.DECLINED],
    )


def term(counted_at: datetime, timezone: str) -> date:
    """Give the last day on which a destination is in time, by the town's own calendar."""
    return counted_at.astimezone(ZoneInfo(timezone)).date() + timedelta(days=TERM_DAYS)


def is_overdue(counted_at: datetime, timezone: str, moment: datetime) -> bool:
    """Say whether the term for giving destinations is over."""
    return moment.astimezone(ZoneInfo(timezone)).date() > term(counted_at, timezone)
