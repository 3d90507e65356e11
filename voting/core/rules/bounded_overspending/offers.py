"""Offers: the share of a project that its supporters would pay for, and at which price.

Supporters who pay up to a price y for each point collect C(y), a concave function with a bend at
each y at which one of them has just enough. With a share of alpha = C(y)/cost, rho/alpha is least
at a bend or at the y that collects the whole cost: between bends, y/C(y)² first rises and then
falls. So no root has to be found, and amounts stay fractions.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import lcm

from voting.core.profile import Supporters
from voting.core.rules.bounded_overspending.accounts import Accounts, Amount, Kinds

#: Voters of a kind who give so many points, and how many they are.
_Weight = tuple[int, int, int]


@dataclass(frozen=True)
class Offer:
    """Be what supporters can pay: the `poor` all that they have, the others for `rest` points.

    The price that is collected is what voters of the kind `at` have for each of the `points` that
    they give; without points, it is the one that collects the whole cost. `doubt` bounds the error
    of what is collected.
    """

    accounts: Accounts
    cost: int
    poor: Kinds
    rest: int
    at: int
    points: int
    doubt: int

    def share(self) -> Amount:
        """Tell which part of the cost is collected: alpha."""
        if not self.points:
            return self.accounts.pinned(Fraction(1))
        low, high = self._collected()
        whole = self.points * self.cost
        return Amount(low // whole, high // whole + 1, self._exact_share)

    def price(self) -> Amount:
        """Tell what is paid for a point where a supporter has as much: rho."""
        if not self.points:
            return self._whole(1)
        return self._ratio(self.cost << self.accounts.bits, 1, self._exact_price)

    def rank(self, unit: int) -> Amount:
        """Tell what a unit of satisfaction costs for the share that is paid: rho/alpha."""
        if not self.points:
            return self._whole(unit)
        scale = self.points * (self.cost**2 // unit) << 2 * self.accounts.bits
        return self._ratio(scale, 2, lambda: self._exact_price() / self._exact_share() / unit)

    def rests_on(self) -> Kinds:
        """Give the kinds of voters from whose amounts the price is made."""
        return {**self.poor, self.at: 1} if self.points else self.poor

    def _whole(self, unit: int) -> Amount:
        accounts, over = self.accounts, self.rest * unit
        held = sum(accounts.amounts[kind] * number for kind, number in self.poor.items())
        owed = (self.cost << accounts.bits) - held
        return Amount(
            (owed - self.doubt) // over,
            (owed + self.doubt) // over + 1,
            lambda: (self.cost - accounts.exact(self.poor)) / over,
        )

    def _ratio(self, scale: int, power: int, exact: Callable[[], Fraction]) -> Amount:
        """Bound what a voter of the kind has, times the scale, by a power of what is collected."""
        low, high = self._collected()
        if low <= 0:
            return self.accounts.pinned(exact())
        held, error = self.accounts.amounts[self.at], self.accounts.error
        return Amount(
            (held - error) * scale // high**power, (held + error) * scale // low**power + 1, exact
        )

    def _collected(self) -> tuple[int, int]:
        """Bound what is collected, times points."""
        amounts = self.accounts.amounts
        held = sum(amounts[kind] * number for kind, number in self.poor.items())
        collected = self.points * held + self.rest * amounts[self.at]
        return collected - self.points * self.doubt, collected + self.points * self.doubt

    def _exact_share(self) -> Fraction:
        accounts = self.accounts
        each = accounts.exact({self.at: 1}) / self.points
        return (accounts.exact(self.poor) + self.rest * each) / self.cost

    def _exact_price(self) -> Fraction:
        return self.accounts.exact({self.at: 1}) / self.points / self._exact_share()


class Offers:
    """Know who supports what, and find the best offer for a project."""

    def __init__(self, accounts: Accounts, counts_cost: bool) -> None:
        self._accounts, self._counts_cost = accounts, counts_cost

    def best(self, supporters: Supporters, cost: int) -> tuple[Offer, Amount] | None:
        """Find the offer of the least rho/alpha, with it; None where nobody has anything left.

        Of two shares of the same rho/alpha, the greater is taken.
        """
        if not cost:
            free = Offer(self._accounts, 0, {}, 1, 0, 0, 0)
            return free, free.rank(1)
        unit = cost if self._counts_cost else 1
        best: tuple[Offer, Amount] | None = None
        for offer in self._bends(supporters, cost):
            rank = offer.rank(unit)
            if best is None or rank.compare(best[1]) <= 0:
                best = offer, rank
        return best

    def _bends(self, supporters: Supporters, cost: int) -> Iterator[Offer]:
        """Give the offers that may be best, from the least share up."""
        accounts = self._accounts
        weights = self._in_order(supporters)
        rest = sum(points * number for _kind, points, number in weights)
        doubt = 4 * accounts.error * rest
        fixed, needed = 0, cost << accounts.bits
        for place, (kind, points, number) in enumerate(weights):
            held = accounts.amounts[kind]
            collected, slack = points * fixed + rest * held, 2 * points * doubt
            further = rest - points * number
            # Elsewhere the offer before or the one after is better.
            may_be_best = 2 * further * held <= collected + slack <= 2 * (rest * held + slack)
            if may_be_best or collected + slack >= points * needed:
                poor = _kinds(weights[:place])
                offer = Offer(accounts, cost, poor, rest, kind, points, doubt)
                if self._is_whole(offer, collected, slack, needed):
                    yield Offer(accounts, cost, poor, rest, kind, 0, doubt)
                    return
                yield offer
            fixed, rest = fixed + held * number, further

    def _is_whole(self, offer: Offer, collected: int, slack: int, needed: int) -> bool:
        if abs(collected - offer.points * needed) > slack:
            return collected > offer.points * needed
        return offer.share().compare(self._accounts.pinned(Fraction(1))) >= 0

    def _in_order(self, supporters: Supporters) -> list[_Weight]:
        """Sort the supporters by what they have for each point that they give."""
        accounts = self._accounts
        weights = [(*key, number) for key, number in accounts.weigh(supporters).items()]
        scale = lcm(*{points for _kind, points, _number in weights})
        weights.sort(key=lambda weight: accounts.amounts[weight[0]] * (scale // weight[1]))
        if any(self._are_close(*pair) for pair in pairwise(weights)):
            weights.sort(key=lambda weight: accounts.exact({weight[0]: 1}) / weight[1])
        return weights

    def _are_close(self, less: _Weight, more: _Weight) -> bool:
        amounts = self._accounts.amounts
        apart = amounts[more[0]] * less[1] - amounts[less[0]] * more[1]
        return apart <= self._accounts.error * (less[1] + more[1])


def _kinds(weights: Sequence[_Weight]) -> Kinds:
    kinds: dict[int, int] = {}
    for kind, _points, number in weights:
        kinds[kind] = kinds.get(kind, 0) + number
    return kinds
