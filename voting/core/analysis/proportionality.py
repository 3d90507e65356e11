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
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import accumulate

from voting.core.analysis.backing import Group
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
    losers, share = considered(outcome), share_of(outcome)
    found = []
    for axiom, value, neglected in (
        (Axiom.ANY_BY_COST, _cost_of(outcome), _by_cost),
        (Axiom.ONE_BY_NUMBER, dict.fromkeys(outcome.winners, 1), _by_number),
    ):
        having = _having([loser.project for loser in losers], groups, value)
        examples = [
            example
            for loser in losers
            for example in neglected(loser, share, having[loser.project])
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
    cost = outcome.costs
    return {code: cost[code] for code in outcome.winners}


#: A counter-example, and by how much the shares are over what they would pay for.
_Found = tuple[int, Neglected]


def _having(
    losers: Sequence[str], groups: Sequence[Group], value: Mapping[str, int]
) -> dict[str, list[tuple[int, int]]]:
    """Count for each project the supporters whose winners are worth no more than each value.

    Each list rises: (value, voters up to there).
    """
    voters: dict[str, Counter[int]] = {code: Counter() for code in losers}
    for group in groups:
        worth = sum(value.get(code, 0) for code in group.points)
        for code in group.points:
            if code in voters:
                voters[code][worth] += group.voters
    return {code: _reached(found) for code, found in voters.items()}


def _reached(voters: Counter[int]) -> list[tuple[int, int]]:
    rising = sorted(voters)
    return list(zip(rising, accumulate(voters[worth] for worth in rising), strict=True))


_Having = list[tuple[int, int]]


def _by_cost(loser: Standing, share: Fraction, having: _Having) -> Iterator[_Found]:
    for excess, worth, voters in _strongest(share, having, lambda has: has + loser.cost):
        shares = int(voters * share)
        deserved = shares - loser.cost
        yield excess, Neglected(loser.project, loser.cost, voters, shares, worth, deserved)


def _by_number(loser: Standing, share: Fraction, having: _Having) -> Iterator[_Found]:
    for excess, worth, voters in _strongest(share, having, lambda has: (has + 1) * loser.cost):
        shares = int(voters * share)
        # Of what costs nothing any number could be had; one more than there is says enough.
        deserved = shares // loser.cost if loser.cost else worth + 1
        yield excess, Neglected(loser.project, loser.cost, voters, shares, worth, deserved)


def _strongest(
    share: Fraction, having: _Having, would_pay: Callable[[int], int]
) -> Iterator[tuple[int, int, int]]:
    """Give the group whose shares are most over what they would pay for, if any reach that.

    The excess is in parts of a minor unit that are the same for all.
    """

    def excess(worth: int, voters: int) -> int:
        return voters * share.numerator - would_pay(worth) * share.denominator

    found = max(
        ((excess(worth, voters), voters, worth) for worth, voters in having), default=(-1, 0, 0)
    )
    if found[0] >= 0:
        yield found[0], found[2], found[1]
