"""What a `.pb` file holds, with its amounts as minor units and its unknown columns kept.

Amounts in a file are decimal numbers of whole currency units. Here they are integers in the minor
unit of the file's currency (hundredths, where the file names none), so that cents stay exact.
Points are integers too: where a file has decimals, all of it is scaled by one power of ten.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from concejo.text import Text
from voting.core.ballots import Ballot, BallotForm, Kind, Project
from voting.core.malformed import at_line
from voting.core.pabulib.points import thousandths
from voting.core.pabulib.values import minor, split_list
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
    "scoring": Kind.SCORES,
}

#: Our own key of META for the kind of ballot, and the kinds that Pabulib has no name for.
FORM_KEY = "concejo_form"
_OUR_KINDS = {
    ("ordinal", Kind.WEAK_ORDER.value): Kind.WEAK_ORDER,
    ("choose-1", Kind.QUESTION.value): Kind.QUESTION,
}

#: The column in which a vote has a number for each of its projects.
NUMBERS = {
    Kind.CUMULATIVE: "points",
    Kind.SCORES: "points",
    Kind.WEAK_ORDER: "concejo_places",
}


@dataclass(frozen=True)
class PabulibProject:
    """Hold a line of PROJECTS: the project, and its other columns as they are written."""

    project: Project
    columns: Mapping[str, str] = field(default_factory=dict)

    def listed(self, column: str) -> tuple[str, ...]:
        """Give the values of a column that is a list."""
        return tuple(filter(None, split_list(self.columns.get(column, ""))))


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
    the points. A point of the file is `point_scale` points of the ballots. `warnings` say, with
    their lines, what was mended while reading or is doubtful.
    """

    meta: Mapping[str, str]
    projects: tuple[PabulibProject, ...]
    votes: tuple[PabulibVote, ...]
    project_columns: tuple[str, ...] = ()
    vote_columns: tuple[str, ...] = ()
    point_scale: int = 1
    warnings: tuple[tuple[int, Text], ...] = field(default=(), compare=False)

    @property
    def notes(self) -> tuple[Text, ...]:
        """Give the warnings as sentences."""
        return tuple(at_line(line, reason) for line, reason in self.warnings)

    @property
    def currency(self) -> str:
        """Name the currency, XXX where the file does not."""
        return self.meta.get("currency") or "XXX"

    @property
    def kind(self) -> Kind:
        """Tell which kind of ballot the votes are."""
        return kind_of(self.meta)

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
        one = self.meta["vote_type"] == "choose-1"
        return BallotForm(
            kind=self.kind,
            min_length=self._number("min_length") or 1,
            max_length=1 if one else self._number("max_length"),
            min_sum_cost=self._amount("min_sum_cost"),
            max_sum_cost=self._amount("max_sum_cost"),
            max_points=self._points("max_points"),
            min_sum_points=self._points("min_sum_points"),
            max_sum_points=self._points("max_sum_points"),
            currency=self.currency,
            min_points=self._points("min_points"),
            default_score=self._points("default_score") or 0,
        )

    def _number(self, key: str) -> int | None:
        return int(self.meta[key]) if self.meta.get(key) else None

    def _amount(self, key: str) -> int | None:
        return minor(self.meta[key], self.currency) if self.meta.get(key) else None

    def _points(self, key: str) -> int | None:
        if not self.meta.get(key) or self.kind not in (Kind.CUMULATIVE, Kind.SCORES):
            return None
        if key == "default_score" and self.kind is Kind.CUMULATIVE:
            return None
        return thousandths(self.meta[key]) * self.point_scale // 1000

    @property
    def threshold(self) -> int | None:
        """Give the score that a project needs, as scores are counted here; None if none is said."""
        least = self._number("min_project_score_threshold")
        return None if least is None else least * self.point_scale

    def selected(self, values: frozenset[str] = frozenset({"1"})) -> frozenset[str]:
        """Give the projects whose official outcome is one of the values: 1 is funded."""
        outcome = ((line.project.code, line.columns.get("selected")) for line in self.projects)
        return frozenset(code for code, value in outcome if value in values)

    @property
    def categories(self) -> dict[str, tuple[str, ...]]:
        """Give the categories of each project; many have none."""
        return {line.project.code: line.listed("category") for line in self.projects}

    @property
    def districts(self) -> dict[str, str]:
        """Give the district of each project, empty where the file names none."""
        return self._column("district")

    @property
    def neighborhoods(self) -> dict[str, str]:
        """Give the neighborhood of each project, empty where the file names none."""
        return self._column("neighborhood")

    def _column(self, name: str) -> dict[str, str]:
        return {line.project.code: line.columns.get(name, "").strip() for line in self.projects}

    @property
    def category_budgets(self) -> dict[str, int]:
        """Give the most that projects of each category may cost; nothing where none is said."""
        return self._budgets("categories", "budget_per_category")

    @property
    def neighborhood_budgets(self) -> dict[str, int]:
        """Give the most that projects of each neighborhood may cost; nothing where none is said."""
        return self._budgets("neighborhoods", "budget_per_neighborhood")

    def _budgets(self, names: str, budgets: str) -> dict[str, int]:
        if not (self.meta.get(names) and self.meta.get(budgets)):
            return {}
        amounts = (minor(part, self.currency) for part in split_list(self.meta[budgets]))
        return dict(zip(split_list(self.meta[names]), amounts, strict=True))


def kind_of(meta: Mapping[str, str]) -> Kind:
    """Tell which kind of ballot META announces."""
    ours = meta.get(FORM_KEY, "").partition("+")[0]
    return _OUR_KINDS.get((meta["vote_type"], ours), KINDS[meta["vote_type"]])


def reserved_columns(kind: Kind) -> tuple[str, ...]:
    """Name the columns of VOTES that are the ballot itself."""
    numbers = NUMBERS.get(kind)
    return ("voter_id", "vote") if numbers is None else ("voter_id", "vote", numbers)
