"""Instances and profiles: what is voted on, and the ballots as a count needs them.

A profile holds each different ballot once with the number of voters who cast it. Nothing else
about the voters is known to a rule, so no rule can depend on who they are or when they voted.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from voting.core.ballots import Ballot, Project


class Scoring(StrEnum):
    """How much a ballot gives to a project that is on it.

    votes: one. points: the points written on the ballot. borda: the first of k gets k, the next
    k - 1, and the last one 1, as the official scores of Kraków are made.
    """

    VOTES = "votes"
    POINTS = "points"
    BORDA = "borda"


@dataclass(frozen=True)
class Instance:
    """Hold the projects in published order, the budget in minor units, and which exclude others.

    Each of the `conflicts` is a set of codes of which at most one can be carried out.
    """

    projects: tuple[Project, ...]
    budget: int
    currency: str = "EUR"
    conflicts: tuple[tuple[str, ...], ...] = ()

    def __post_init__(self) -> None:
        codes = {project.code for project in self.projects}
        if len(codes) != len(self.projects):
            raise ValueError("two projects have the same code")
        if self.budget < 0:
            raise ValueError("the budget is negative")
        if not codes.issuperset(code for group in self.conflicts for code in group):
            raise ValueError("a conflict names a project that does not stand")

    def rivals(self, code: str) -> frozenset[str]:
        """Give the projects that cannot be carried out beside this one."""
        groups = (group for group in self.conflicts if code in group)
        return frozenset(other for group in groups for other in group if other != code)


@dataclass(frozen=True)
class Profile:
    """Hold the different ballots, each with how many cast it, and how many ballots were blank."""

    groups: tuple[tuple[Ballot, int], ...]
    blank: int = 0

    @classmethod
    def of(cls, ballots: Iterable[Ballot]) -> "Profile":
        """Group the ballots; in which order they come makes no difference."""
        return cls.merged((ballot, 1) for ballot in ballots)

    @classmethod
    def merged(cls, groups: Iterable[tuple[Ballot, int]]) -> "Profile":
        """Add up groups of ballots, such as those of several polling stations."""
        times: Counter[Ballot] = Counter()
        for ballot, count in groups:
            times[ballot] += count
        filled = sorted((ballot, n) for ballot, n in times.items() if not ballot.is_blank)
        return cls(tuple(filled), sum(n for ballot, n in times.items() if ballot.is_blank))

    @property
    def voters(self) -> int:
        """Count everybody who cast a ballot, blank or not."""
        return self.filled + self.blank

    @property
    def filled(self) -> int:
        """Count those whose ballot chooses at least one project."""
        return sum(count for _ballot, count in self.groups)


@dataclass(frozen=True)
class Standing:
    """Tell where a project stood before any was funded: cost, score and who supported it."""

    project: str
    cost: int
    score: int
    supporters: int


def scores_of(ballot: Ballot, scoring: Scoring) -> tuple[tuple[str, int], ...]:
    """Give what one ballot adds to each project it names; what it leaves at zero is left out."""
    if scoring is Scoring.VOTES:
        return tuple((code, 1) for code in ballot.choices)
    if scoring is Scoring.BORDA:
        length = len(ballot.choices)
        return tuple((code, length - place) for place, code in enumerate(ballot.choices))
    pairs = zip(ballot.choices, ballot.points, strict=True)
    return tuple((code, points) for code, points in pairs if points > 0)


def standings(instance: Instance, profile: Profile, scoring: Scoring) -> tuple[Standing, ...]:
    """Add up every project's score and supporters, in published order."""
    score = dict.fromkeys((project.code for project in instance.projects), 0)
    supporters = dict(score)
    for ballot, count in profile.groups:
        for code, value in scores_of(ballot, scoring):
            if code not in score:
                raise ValueError(f"a ballot names the project {code}, which does not stand")
            score[code] += value * count
            supporters[code] += count
    return tuple(
        Standing(project.code, project.cost, score[project.code], supporters[project.code])
        for project in instance.projects
    )
