"""What a `.pb` file holds, with its amounts as minor units and its unknown columns kept.

Amounts in a file are decimal numbers of whole currency units. Here they are integers in the minor
unit of the file's currency (hundredths, where the file names none), so that cents stay exact.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from concejo.text import Money, Text
from voting.core.ballots import Ballot, BallotForm, Kind, Project
from voting.core.profile import Instance, Profile

#: The keys that META must have, in the order in which they are written.
REQUIRED = (
    "description",
    "country",
    "unit",
    "instance",
    "num_projects",
    "num_votes",
    "budget",
    "vote_type",
    "rule",
    "date_begin",
    "date_end",
)

#: The ballot that each vote type is.
KINDS = {
    "approval": Kind.APPROVAL,
    "choose-1": Kind.APPROVAL,
    "ordinal": Kind.ORDINAL,
    "cumulative": Kind.CUMULATIVE,
    "scoring": Kind.CUMULATIVE,
}


class Malformed(ValueError):
    """The text is not a `.pb` file: which line is wrong, and why."""

    def __init__(self, line: int, reason: Text) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


@dataclass(frozen=True)
class PabulibProject:
    """Hold a line of PROJECTS: the project, and its other columns as they are written."""

    project: Project
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PabulibVote:
    """Hold a line of VOTES: the ballot, and its other columns as they are written."""

    voter: str
    ballot: Ballot
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PabulibFile:
    """Hold an election: META as it is written, projects in published order, and votes.

    The column names are those beside `project_id` and `cost`, and beside `voter_id`, `vote` and
    `points`. `warnings` say, with their lines, what was mended while reading.
    """

    meta: Mapping[str, str]
    projects: tuple[PabulibProject, ...]
    votes: tuple[PabulibVote, ...]
    project_columns: tuple[str, ...] = ()
    vote_columns: tuple[str, ...] = ()
    warnings: tuple[tuple[int, Text], ...] = field(default=(), compare=False)

    @property
    def currency(self) -> str:
        """Name the currency, XXX where the file does not."""
        return self.meta.get("currency") or "XXX"

    @property
    def kind(self) -> Kind:
        """Tell which kind of ballot the votes are."""
        return KINDS[self.meta["vote_type"]]

    @property
    def instance(self) -> Instance:
        """Give what was voted on, ready to be counted."""
        projects = tuple(line.project for line in self.projects)
        return Instance(projects, minor(self.meta["budget"], self.currency), self.currency)

    @property
    def profile(self) -> Profile:
        """Give the ballots grouped, ready to be counted."""
        return Profile.of(line.ballot for line in self.votes)

    @property
    def form(self) -> BallotForm:
        """Give the limits that the file states for a ballot."""

        def number(key: str) -> int | None:
            return int(self.meta[key]) if self.meta.get(key) else None

        def amount(key: str) -> int | None:
            return minor(self.meta[key], self.currency) if self.meta.get(key) else None

        one = self.meta["vote_type"] == "choose-1"
        return BallotForm(
            kind=self.kind,
            min_length=number("min_length") or 1,
            max_length=1 if one else number("max_length"),
            min_sum_cost=amount("min_sum_cost"),
            max_sum_cost=amount("max_sum_cost"),
            max_points=number("max_points"),
            min_sum_points=number("min_sum_points"),
            max_sum_points=number("max_sum_points"),
            currency=self.currency,
        )

    def selected(self, values: frozenset[str] = frozenset({"1"})) -> frozenset[str]:
        """Give the projects whose official outcome is one of the values: 1 is funded."""
        return frozenset(self._with_outcome(values))

    def _with_outcome(self, values: frozenset[str]) -> Iterator[str]:
        for line in self.projects:
            if line.columns.get("selected") in values:
                yield line.project.code


def minor(number: str, currency: str) -> int:
    """Turn an amount as a file writes it into minor units, or raise ValueError if it is none."""
    whole, _point, decimals = number.partition(".")
    exponent = Money(0, currency).exponent
    digits = decimals.rstrip("0")
    if not (whole + decimals).isdecimal() or not number.isascii() or len(digits) > exponent:
        raise ValueError(f"{number!r} is not an amount of {currency}")
    return int((whole or "0") + digits.ljust(exponent, "0"))


def major(amount: int, currency: str) -> str:
    """Write minor units as a file does: 1200 cents are 12, and 1250 are 12.50."""
    value: Decimal = Money(amount, currency).decimal
    return str(int(value)) if value == int(value) else str(value)
