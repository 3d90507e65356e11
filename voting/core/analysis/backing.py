"""Backing: who supports what, as an analysis reads the ballots.

A voter supports the projects that the ballot gives more than nothing, by the scoring of the count.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from voting.core.outcome import Outcome
from voting.core.profile import Profile, Scoring, scores_of


@dataclass(frozen=True)
class Group:
    """Hold so many voters with equal ballots, and the points that each gives to what they support.

    A vote is one point.
    """

    voters: int
    points: Mapping[str, int]


def backing_of(profile: Profile, scoring: Scoring) -> tuple[Group, ...]:
    """Read the ballots that support something, equal ones together."""
    groups = (
        Group(voters, {code: value for code, value in scores_of(ballot, scoring) if value > 0})
        for ballot, voters in profile.groups
    )
    return tuple(group for group in groups if group.points)


def scoring_of(outcome: Outcome) -> Scoring:
    """Give what the count added up of a ballot."""
    return Scoring(str(outcome.rule.parameters.get("scoring", Scoring.VOTES)))


SomeGroup = TypeVar("SomeGroup", bound=Group)


def backers(groups: Iterable[SomeGroup]) -> dict[str, list[SomeGroup]]:
    """Give the groups that support each project that anybody supports."""
    found: dict[str, list[SomeGroup]] = {}
    for group in groups:
        for code in group.points:
            found.setdefault(code, []).append(group)
    return found
