"""Ledger: what a run paid, exactly, whatever the number of voters.

In the method of equal shares whoever still has money has paid the full price of everything that
was bought and that they support; whoever could not is left with nothing. So what a voter has is the
start less the prices of the supported winners, and a new price is the cost less the money of the
poor, divided by the points of the others: whole-number counts of voters, and only as many fractions
as there are purchases. Arrays tell who is poor and who is not, and the few voters who are too close
to the price are compared one by one with exact amounts.

Prices are kept as integers over one common denominator, so that fractions cost little.
"""

from fractions import Fraction
from math import gcd
from typing import NamedTuple

import numpy as np

from voting.core.fast.compiled import compiled
from voting.core.fast.grains import Indexes, Ints, Market, bracket, grains_of, pay, weigh

_ENDLESS = 1 << 61


class Rows(NamedTuple):
    """Hold the ballots row by row: the projects on each, and the points given to them."""

    starts: Ints
    projects: Indexes
    points: Ints


@compiled
def _sort(market, rows, money, place, project, lower, upper, slack, paid, listed):
    """Sort the supporters: who is surely poor or rich at a price between the two, and who is close.

    `paid` counts, for each purchase, the points that the poor bought of it. Gives the points of the
    rich, the number of the poor, and how many places (in `voters`) are listed as close.
    """
    rich, poor, found = np.int64(0), np.int64(0), 0
    for k in range(market.starts[project], market.starts[project + 1]):
        has = money[market.voters[k]]
        points = market.points[k] if market.points.size else 1
        if has == 0:
            continue
        if has + slack < lower * points:
            poor += market.weights[k]
            _count_paid(rows, place, market.voters[k], market.weights[k], paid)
        elif upper >= 0 and has - slack >= upper * points:
            rich += market.weights[k] * points
        else:
            listed[found] = k
            found += 1
    return rich, poor, found


@compiled
def _count_paid(rows, place, voter, weight, paid):
    for k in range(rows.starts[voter], rows.starts[voter + 1]):
        bought = place[rows.projects[k]]
        if bought >= 0:
            paid[bought] += weight * (rows.points[k] if rows.points.size else 1)


class Ledger:
    """Follow a run: exact prices of what was bought, and of what could be bought next."""

    def __init__(
        self, market: Market, rows: Rows, voters: int, start: Fraction, shift: int
    ) -> None:
        """Begin with `start` for each of the voters; a grain is 2^-shift of a minor unit."""
        self.market, self.rows, self.shift = market, rows, shift
        self._most = grains_of(start, shift)
        self.money = np.full(voters, self._most, np.int64)
        self.doubts = np.ones(voters, np.int64)
        self.slack = 1
        self._start, self._denominator = start.numerator, start.denominator
        self._prices: list[int] = []
        self._place = np.full(market.cost.size, -1, np.int64)
        self._listed = np.empty(int(np.diff(market.starts).max(initial=0)), np.int64)

    @property
    def purchases(self) -> int:
        """Count what was bought."""
        return len(self._prices)

    def price(self, project: int) -> Fraction | None:
        """Give the least price of a point at which the supporters pay the cost; None if never."""
        if not self.market.cost[project]:
            return Fraction(0) if self.market.points_of[project] else None
        lower, upper = self._between(project)
        rich, held, found = self._sorted(project, lower, upper)
        close = self._close(found)
        owed = int(self.market.cost[project]) * self._denominator - held
        rich += sum(points * voters for (_has, points), voters in close.items())
        for has, points in sorted(close, key=lambda one: Fraction(*one)):
            if has * rich >= owed * points:
                break
            owed -= has * close[has, points]
            rich -= points * close[has, points]
        return Fraction(owed, rich * self._denominator) if rich else None

    def held(self, project: int) -> int:
        """Add up what the supporters have left, rounded down to minor units."""
        beyond = self._most + self.slack + 1
        about, _rich, doubtful = weigh(self.market, self.money, self.doubts, project, beyond)
        least, most = (int(about - doubtful) >> self.shift, int(about + doubtful) >> self.shift)
        if least == most:
            return least
        _rich, held, _found = self._sorted(project, beyond, -1)
        return held // self._denominator

    def buy(self, project: int, price: Fraction) -> int:
        """Take the price from each supporter and tell how many could pay it in full."""
        self._enter(project, price)
        market = self.market
        a, b = market.starts[project], market.starts[project + 1]
        if not price:
            return int(market.weights[a:b].sum())
        rounded = grains_of(price, self.shift)
        paid, found, doubt = pay(market, self.money, self.doubts, project, rounded, 1, self._listed)
        self.slack = max(self.slack, int(doubt))
        in_full = int(paid)
        for place in self._listed[:found]:
            has, points = self._purse(place, before=len(self._prices) - 1)
            if has >= self._prices[-1] * points:
                in_full += int(market.weights[place])
            if has <= self._prices[-1] * points:
                self.money[market.voters[place]] = 0
                self.doubts[market.voters[place]] = 0
        return in_full

    def _enter(self, project: int, price: Fraction) -> None:
        """Bring the price and all others over one denominator."""
        factor = price.denominator // gcd(self._denominator, price.denominator)
        self._denominator *= factor
        self._start *= factor
        self._prices = [paid * factor for paid in self._prices]
        self._place[project] = len(self._prices)
        self._prices.append(price.numerator * (self._denominator // price.denominator))

    def _between(self, project: int) -> tuple[int, int]:
        """Give prices between which the true one lies, if there is one; -1: as high as may be."""
        least = self.market.least_price[project]
        price, rise, dip = bracket(self.market, self.money, project, least, self.slack, _ENDLESS)
        return int(price - dip), int(price + rise) if rise >= 0 else -1

    def _sorted(self, project: int, lower: int, upper: int) -> tuple[int, int, int]:
        """Give the points of the rich, the money of the poor, and how many are listed as close."""
        bought = np.zeros(len(self._prices), np.int64)
        rich, poor, found = _sort(
            self.market,
            self.rows,
            self.money,
            self._place,
            project,
            lower,
            upper,
            self.slack,
            bought,
            self._listed,
        )
        spent = sum(int(n) * price for n, price in zip(bought, self._prices, strict=True) if n)
        return int(rich), int(poor) * self._start - spent, int(found)

    def _close(self, found: int) -> dict[tuple[int, int], int]:
        """Count those who are listed by what they have, exactly, and the points that they give."""
        close: dict[tuple[int, int], int] = {}
        for place in self._listed[:found]:
            purse = self._purse(place, before=len(self._prices))
            close[purse] = close.get(purse, 0) + int(self.market.weights[place])
        return close

    def _purse(self, place: int, before: int) -> tuple[int, int]:
        """Give what a voter who has money had before a purchase, and the points given now."""
        rows, voter = self.rows, self.market.voters[place]
        has = self._start
        for k in range(rows.starts[voter], rows.starts[voter + 1]):
            bought = self._place[rows.projects[k]]
            if 0 <= bought < before:
                has -= self._prices[bought] * (int(rows.points[k]) if rows.points.size else 1)
        return has, int(self.market.points[place]) if self.market.points.size else 1
