"""Reach: how near a project that the voters did not buy came to being bought.

Before each purchase its supporters could have paid a part of its cost at the price at which the
purchase went, and at the end all that they had left. The greatest such part is its effective
support: at the whole cost it would have been bought. The same amounts tell at which price, or with
how many more supporters, it would have been bought in that very run.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from voting.core.analysis.replay import Replay, Spender
from voting.core.explain.kept import kept_steps
from voting.core.outcome import Outcome
from voting.core.steps import Bought, CompletedBy, ExcludedByConflict, Step


@dataclass(frozen=True)
class Moment:
    """Be a moment before a purchase, or the end: what supporters had, and what they would pay.

    Each of the `groups` (voters, points given) has so much `left` a voter, and they hold so much
    together, in units. They would pay up to `price` a point for a project of the cost `of`, and in
    proportion for another cost; where `of` is None, the same for any. At the end `price` is None:
    they would pay all.
    """

    groups: Sequence[tuple[int, int]]
    points: int
    left: Sequence[int]
    held: int
    price: int | None
    of: int | None

    def most(self, cost: int) -> Fraction:
        """Give an amount that the offer for the project at this cost cannot be over, in units."""
        price = self._price(cost)
        held = Fraction(self.held)
        return held if price is None else min(price * self.points, held)

    def offer(self, cost: int) -> Fraction:
        """Give what the supporters would pay together for the project at this cost, in units."""
        price = self._price(cost)
        if price is None:
            return Fraction(self.held)
        poor, rich = self._sorted(price)
        return poor + price * rich

    def one_more(self, cost: int, points: int, share: int) -> Fraction:
        """Give what somebody would pay for the project who supports nothing else, in units."""
        price = self._price(cost)
        return Fraction(share) if price is None else min(Fraction(share), price * points)

    def dearest(self, unit: int) -> Fraction:
        """Find the highest cost that the supporters would pay; a minor unit is so many units.

        What they would pay rises with the cost and bends down, so that tangents lead to it from
        above.
        """
        if self.price is None or self.of is None:
            return self.offer(0) / unit
        cost = Fraction(self.held, unit)
        while True:
            poor, rich = self._sorted(self.price * cost / self.of)
            slack = unit * self.of - self.price * rich
            if not rich or slack <= 0 or poor * self.of >= cost * slack:
                return cost
            cost = Fraction(poor * self.of, slack)

    def _price(self, cost: int) -> Fraction | None:
        if self.price is None or self.of is None:
            return None if self.price is None else Fraction(self.price)
        return Fraction(self.price * cost, self.of)

    def _sorted(self, price: Fraction) -> tuple[int, int]:
        """Give the money of those who have less than the price, and the points of the others."""
        # Less than a fraction is the same as less than the next whole number.
        wanted = {given: ceil(price * given) for given in {given for _n, given in self.groups}}
        poor = rich = 0
        for (voters, given), left in zip(self.groups, self.left, strict=True):
            if left < wanted[given]:
                poor += voters * left
            else:
                rich += voters * given
        return poor, rich


def moments(
    outcome: Outcome, replay: Replay, project: str, spenders: Sequence[Spender]
) -> Iterator[Moment]:
    """Give the moments at which the project could have been bought, from the last to the first."""
    paid: list[list[tuple[int, int]]] = [[] for _code in replay.projects]
    left = []
    for place, spender in enumerate(spenders):
        for at, amount, _in_full in spender.payments:
            paid[at].append((place, amount))
        left.append(replay.share - sum(payment.amount for payment in spender.payments))
    backing = [(spender.voters, spender.points[project]) for spender in spenders]
    points = sum(voters * given for voters, given in backing)
    held = sum(voters * money for (voters, _given), money in zip(backing, left, strict=True))
    last = _open_for(project, kept_steps(outcome.steps))
    if last is None:
        yield Moment(backing, points, tuple(left), held, None, None)
    costs = _costs(outcome, replay)
    for at in range(len(replay.projects) - 1, -1, -1):
        for place, amount in paid[at]:
            left[place] += amount
            held += amount * backing[place][0]
        if last is None or at < last:
            yield Moment(backing, points, tuple(left), held, replay.prices[at], costs[at])


def _costs(outcome: Outcome, replay: Replay) -> list[int | None]:
    """Give for each purchase the cost that its price stands for; None where that plays no part."""
    by_cost = outcome.rule.parameters.get("satisfaction") == "cost"
    cost = outcome.costs
    return [cost[code] or None if by_cost else None for code in replay.projects]


def _open_for(project: str, steps: Sequence[Step]) -> int | None:
    """Tell after how many purchases the project was excluded by one; None if it never was."""
    bought = 0
    for step in steps:
        if isinstance(step, CompletedBy):
            break
        bought += isinstance(step, Bought)
        if isinstance(step, ExcludedByConflict) and step.project == project:
            return bought
    return None


def effective_support(moments: Iterable[Moment], unit: int, cost: int) -> int:
    """Give the effective support in thousandths of the cost, rounded down."""
    best = Fraction(0)
    # The most promising first: what cannot be more than what was found needs no adding up.
    for most, moment in sorted(
        ((moment.most(cost), moment) for moment in moments), key=lambda one: -one[0]
    ):
        if most <= best:
            break
        best = max(best, moment.offer(cost))
    return int(best * 1000 / (max(cost, 1) * unit))
