"""Instances and profiles: what is voted on, and the ballots as a count needs them.

A profile holds each different ballot once with the number of voters who cast it. Nothing else
about the voters is known to a rule, so no rule can depend on who they are or when they voted.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from voting.core.ballots import Ballot, Kind, Project

#: The supporters of a project: (ballot group, points that each of its voters gives).
Supporters = tuple[tuple[int, int], ...]


class Scoring(StrEnum):
    """How much a ballot gives to a project that is on it.

    votes: one. points: the points written on the ballot. borda: the first of k gets k, the next
    k - 1, and the last one 1, as the official scores of Kraków are made.
    """

    VOTES = "votes"
    POINTS = "points"
    BORDA = "borda"


def scoring_of(kind: Kind) -> Scoring:
    """Tell what is added up of a kind of ballot, where nobody decided otherwise."""
    if kind in (Kind.CUMULATIVE, Kind.SCORES):
        return Scoring.POINTS
    return Scoring.BORDA if kind is Kind.ORDINAL else Scoring.VOTES


@dataclass(frozen=True)
class Quota:
    """Say what the projects of an area or a theme may cost together, in minor units.

    They never cost more than `most` (None: no such limit), and `reserved` of the budget is for
    nobody else: what they do not use of it stays unspent.
    """

    name: str
    projects: tuple[str, ...]
    most: int | None = None
    reserved: int = 0


@dataclass(frozen=True)
class Instance:
    """Hold the projects in published order, the budget in minor units, and what limits a choice.

    Each of the `conflicts` is a set of codes of which at most one can be carried out; `quotas`
    limit what groups of projects cost together, and reserve money for some.
    """

    projects: tuple[Project, ...]
    budget: int
    currency: str = "EUR"
    conflicts: tuple[tuple[str, ...], ...] = ()
    quotas: tuple[Quota, ...] = ()

    def __post_init__(self) -> None:
        codes = {project.code for project in self.projects}
        if len(codes) != len(self.projects):
            raise ValueError("two projects have the same code")
        if self.budget < 0:
            raise ValueError("the budget is negative")
        if not codes.issuperset(code for group in self.conflicts for code in group):
            raise ValueError("a conflict names a project that does not stand")
        if not codes.issuperset(code for quota in self.quotas for code in quota.projects):
            raise ValueError("a quota names a project that does not stand")
        if sum(quota.reserved for quota in self.quotas) > self.budget:
            raise ValueError("more is reserved than there is")


@dataclass(frozen=True)
class Standing:
    """Tell where a project stood before any was funded: cost, score and how many supported it.

    Who gave it points below zero lowers its score and is no supporter.
    """

    project: str
    cost: int
    score: int
    supporters: int


class Ballots(Protocol):
    """What a rule asks of the ballots, however they are held: as a profile or as arrays."""

    @property
    def voters(self) -> int:
        """Count everybody who cast a ballot, blank or not."""

    @property
    def filled(self) -> int:
        """Count those whose ballot chooses at least one project."""

    @property
    def blank(self) -> int:
        """Count those whose ballot chooses nothing."""

    @property
    def choices(self) -> int:
        """Count what is chosen on the different ballots: so much there is to look at."""

    def standings(self, instance: Instance, scoring: Scoring) -> tuple[Standing, ...]:
        """Add up every project's score and supporters, in published order."""

    def preferring(
        self,
        instance: Instance,
        these: Collection[str],
        those: Collection[str],
        at_most: int | None = None,
    ) -> tuple[int, int]:
        """Count the voters who support more of these projects than of those, and the reverse.

        `at_most` caps what a voter has of either: with 1, it is whether there is any.
        """

    def profile(self, instance: Instance) -> "Profile":
        """Give the ballots one by one, as a rule needs them that is counted by hand."""


@dataclass(frozen=True)
class Profile:
    """Hold the different ballots, each with how many cast it, and how many ballots were blank."""

    groups: tuple[tuple[Ballot, int], ...]
    blank: int = 0

    def profile(self, _instance: Instance) -> "Profile":
        """Give itself: a profile holds its ballots as a rule needs them."""
        return self

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

    @property
    def choices(self) -> int:
        """Count what is chosen on the different ballots."""
        return sum(len(ballot.choices) for ballot, _count in self.groups)

    def standings(self, instance: Instance, scoring: Scoring) -> tuple[Standing, ...]:
        """Add up every project's score and supporters, in published order."""
        score = dict.fromkeys((project.code for project in instance.projects), 0)
        supporters = dict(score)
        for ballot, count in self.groups:
            for code, value in scores_of(ballot, scoring):
                if code not in score:
                    raise ValueError(f"a ballot names the project {code}, which does not stand")
                score[code] += value * count
                supporters[code] += count if value > 0 else 0
        return tuple(
            Standing(project.code, project.cost, score[project.code], supporters[project.code])
            for project in instance.projects
        )

    def preferring(
        self,
        _instance: Instance,
        these: Collection[str],
        those: Collection[str],
        at_most: int | None = None,
    ) -> tuple[int, int]:
        """Count the voters who support more of these projects than of those, and the reverse."""
        for_these = for_those = 0
        for ballot, count in self.groups:
            named = set(ballot.choices)
            if ballot.points:
                pairs = zip(ballot.choices, ballot.points, strict=True)
                named = {code for code, points in pairs if points > 0}
            one, other = len(named.intersection(these)), len(named.intersection(those))
            if at_most is not None:
                one, other = min(one, at_most), min(other, at_most)
            for_these += count * (one > other)
            for_those += count * (other > one)
        return for_these, for_those


def scores_of(ballot: Ballot, scoring: Scoring) -> tuple[tuple[str, int], ...]:
    """Give what one ballot adds to each project it names; what it leaves at zero is left out."""
    if scoring is Scoring.VOTES:
        return tuple((code, 1) for code in ballot.choices)
    if scoring is Scoring.BORDA:
        length = len(ballot.choices)
        return tuple((code, length - place) for place, code in enumerate(ballot.choices))
    pairs = zip(ballot.choices, ballot.points, strict=True)
    return tuple((code, points) for code, points in pairs if points)


def supporters_of(
    profile: Profile, scoring: Scoring, standings: Iterable[Standing]
) -> dict[str, Supporters]:
    """Give for each project that stands there the groups of the profile that support it."""
    found: dict[str, list[tuple[int, int]]] = {standing.project: [] for standing in standings}
    for group, (ballot, _count) in enumerate(profile.groups):
        for code, points in scores_of(ballot, scoring):
            if points > 0 and code in found:
                found[code].append((group, points))
    return {code: tuple(groups) for code, groups in found.items()}
