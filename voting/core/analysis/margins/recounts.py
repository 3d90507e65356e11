"""Recounts: count again with one thing changed, as often as is allowed.

A margin is never estimated. Whatever is said of it was counted, with the rule and the order for
ties that were locked.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from voting.core.analysis.backing import Group, scoring_of
from voting.core.analysis.held import Held, count_again
from voting.core.analysis.work import recount_work
from voting.core.ballots import Ballot
from voting.core.outcome import Outcome
from voting.core.profile import Ballots, Instance, Profile, Scoring
from voting.core.rules.max_welfare import TooHard


class NoMoreRecounts(Exception):
    """As many recounts as are allowed were made, or this one is too hard to make."""


class Recounts:
    """Make recounts of one outcome; a recount with the same change is made once."""

    def __init__(
        self,
        outcome: Outcome,
        instance: Instance,
        held: Held,
        groups: Sequence[Group],
        most: int,
    ) -> None:
        """Begin with `most` recounts of the usual length; the groups are what ballots support."""
        self.outcome, self.instance = outcome, instance
        self.ballots = held.ballots_for(outcome.rule.name)
        self.made, self._left, self._usual = 0, most, recount_work(outcome, self.ballots)
        scoring = scoring_of(outcome)
        #: Who supports one project only gives it as many points as any voter gave to one.
        self.points = (
            max((max(group.points.values()) for group in groups), default=1)
            if scoring is Scoring.POINTS
            else 1
        )
        self._has_points = scoring is Scoring.POINTS
        self._known = {
            (standing.project, standing.cost, 0): outcome for standing in outcome.standings
        }

    def at(self, project: str, *, cost: int, more: int = 0) -> Outcome:
        """Count with another cost of the project, or with more voters who support only it."""
        key = (project, cost, more)
        if key not in self._known:
            self.demand()
            self.made += 1
            self._left -= 1
            self._known[key] = found = self._count(project, cost, more)
            # A change can make many rounds of few: such a recount is as much as several.
            self._left -= max(0, recount_work(found, self.ballots) // self._usual - 1)
        return self._known[key]

    def _count(self, project: str, cost: int, more: int) -> Outcome:
        instance = priced(self.instance, project, cost)
        ballots = joined(self.ballots, self.instance, self.ballot(project), more)
        try:
            return count_again(self.outcome.rule, instance, ballots, self.outcome.ties)
        except TooHard as too_hard:
            raise NoMoreRecounts from too_hard

    def demand(self) -> None:
        """Refuse when there are no recounts left to make."""
        if self._left <= 0:
            raise NoMoreRecounts

    def ballot(self, project: str) -> Ballot:
        """Give the ballot of somebody who supports the project and nothing else."""
        return Ballot((project,), (self.points,) if self._has_points else ())


def priced(instance: Instance, project: str, cost: int) -> Instance:
    """Give the instance with another cost of one project."""
    return replace(
        instance,
        projects=tuple(
            replace(one, cost=cost) if one.code == project else one for one in instance.projects
        ),
    )


def joined(ballots: Ballots, instance: Instance, ballot: Ballot, voters: int) -> Ballots:
    """Give the ballots with those of more voters, who support one project and nothing else."""
    if not voters:
        return ballots
    if isinstance(ballots, Profile):
        return _with(ballots, ballot, voters)
    from voting.core.analysis.margins.rows import with_row
    from voting.core.table import BallotTable

    if isinstance(ballots, BallotTable):
        return with_row(ballots, instance, ballot, voters)
    return _with(ballots.profile(instance), ballot, voters)


def _with(profile: Profile, ballot: Ballot, voters: int) -> Profile:
    groups = list(profile.groups)
    at = bisect_left(groups, (ballot, 0))
    if at < len(groups) and groups[at][0] == ballot:
        groups[at] = (ballot, groups[at][1] + voters)
    else:
        groups.insert(at, (ballot, voters))
    return Profile(tuple(groups), profile.blank)
