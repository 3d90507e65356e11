"""Proportionality: whether a large enough group got what its equal share would have paid for.

EJR+ (Brill and Peters, "Robust and Verifiable Proportionality Axioms for Multiwinner Voting", 2023)
for projects with costs, in two forms. They ask of every project that was not funded and of every
group of k of its supporters, whose shares together come to k·b:

* up to any project, by cost: some member has winners that cost more than k·b less the project's
  cost. The method of equal shares with satisfaction by cost always gives that.
* up to one project, by number: some member has more winners than k·b buys of such projects, less
  one. The method of equal shares with satisfaction by number always gives that.

The worst group of any size are the supporters who have the least, so that sorting them finds it.
What the rule does not consider at all is left out: what has too little support, and what cannot
stand beside a winner or over a quota.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from voting.core.analysis.backing import Group, backers
from voting.core.explain.kept import kept_steps
from voting.core.outcome import Outcome
from voting.core.profile import Standing
from voting.core.steps import (
    BelowThreshold,
    ExcludedByConflict,
    ExcludedByQuota,
    SharesSet,
    TooFewSupporters,
)


class Axiom(StrEnum):
    """Which of the two forms of EJR+ was checked."""

    ANY_BY_COST = "ejr_plus_up_to_any_by_cost"
    ONE_BY_NUMBER = "ejr_plus_up_to_one_by_number"


@dataclass(frozen=True)
class Neglected:
    """Be a counter-example: so many supporters of a project each have no more than `has`.

    Their shares together come to `shares`, rounded down, and the project costs `cost`. `has` is
    what their winners cost, or how many they are; `deserved` is what it would have to be more than,
    or at least.
    """

    project: str
    cost: int
    voters: int
    shares: int
    has: int
    deserved: int


@dataclass(frozen=True)
class Check:
    """Tell whether an axiom holds, of how many projects it was checked, and where it fails.

    There is one counter-example for each project that has one, the strongest first.
    """

    axiom: Axiom
    projects: int
    counterexamples: tuple[Neglected, ...]

    @property
    def holds(self) -> bool:
        """Say whether there is no counter-example."""
        return not self.counterexamples


def checks_of(outcome: Outcome, groups: Sequence[Group]) -> tuple[Check, ...]:
    """Check both forms."""
    losers, supported, share = considered(outcome), backers(groups), share_of(outcome)
    found = []
    for axiom, value, neglected in (
        (Axiom.ANY_BY_COST, _cost_of(outcome), _by_cost),
        (Axiom.ONE_BY_NUMBER, dict.fromkeys(outcome.winners, 1), _by_number),
    ):
        examples = [
            (strength, example)
            for loser in losers
            for strength, example in neglected(
                loser, share, _having(supported.get(loser.project, []), value)
            )
        ]
        examples.sort(key=lambda item: -item[0])
        found.append(Check(axiom, len(losers), tuple(example for _strength, example in examples)))
    return tuple(found)


def considered(outcome: Outcome) -> list[Standing]:
    """Give the projects that could have been funded and were not.

    The rule leaves out others before or besides its choice, and nothing over the budget can be had.
    """
    barred = {
        step.project
        for step in kept_steps(outcome.steps)
        if isinstance(
            step, BelowThreshold | TooFewSupporters | ExcludedByConflict | ExcludedByQuota
        )
    }
    barred.update(outcome.winners)
    return [
        standing
        for standing in outcome.standings
        if standing.project not in barred and standing.cost <= outcome.budget
    ]


def share_of(outcome: Outcome) -> Fraction:
    """Give the equal share of a voter: of the count, or of all who chose something."""
    for step in outcome.steps:
        if isinstance(step, SharesSet):
            return step.per_voter
    return Fraction(outcome.budget, max(outcome.voters - outcome.blank, 1))


def _cost_of(outcome: Outcome) -> dict[str, int]:
    cost = {standing.project: standing.cost for standing in outcome.standings}
    return {code: cost[code] for code in outcome.winners}


def _having(groups: Sequence[Group], value: dict[str, int]) -> list[tuple[int, int]]:
    """Count how many have winners of no more than each value: (value, voters up to there)."""
    voters: Counter[int] = Counter()
    for group in groups:
        voters[sum(value.get(code, 0) for code in group.points)] += group.voters
    reached, found = 0, []
    for worth in sorted(voters):
        reached += voters[worth]
        found.append((worth, reached))
    return found


_Found = Iterator[tuple[Fraction, Neglected]]


def _by_cost(loser: Standing, share: Fraction, having: list[tuple[int, int]]) -> _Found:
    def strength(worth: int, voters: int) -> Fraction:
        return voters * share - worth - loser.cost

    yield from _strongest(loser, share, having, strength, lambda shares: int(shares) - loser.cost)


def _by_number(loser: Standing, share: Fraction, having: list[tuple[int, int]]) -> _Found:
    def strength(worth: int, voters: int) -> Fraction:
        return voters * share - (worth + 1) * loser.cost

    # Of what costs nothing, any number could be paid for.
    cost = loser.cost or Fraction(1, 10**18)
    yield from _strongest(loser, share, having, strength, lambda shares: int(shares / cost))


def _strongest(
    loser: Standing,
    share: Fraction,
    having: list[tuple[int, int]],
    strength: Callable[[int, int], Fraction],
    deserved: Callable[[Fraction], int],
) -> _Found:
    """Give the group that misses the most, if there is one that misses anything."""
    if not having:
        return
    worth, voters = max(having, key=lambda one: (strength(*one), one[1]))
    if strength(worth, voters) >= 0:
        shares = voters * share
        yield (
            strength(worth, voters),
            Neglected(loser.project, loser.cost, voters, int(shares), worth, deserved(shares)),
        )
