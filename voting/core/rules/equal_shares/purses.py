"""Purses: the money that voters still have, exactly, in few classes.

In the method of equal shares all voters with the same ballot always have the same left, and many
with different ballots too. Those who have the same form a class; its money is one integer over a
denominator that all classes share, so that exactness costs little.
"""

from collections.abc import Iterable
from fractions import Fraction
from math import gcd, lcm

from voting.core.profile import Supporters


class Purses:
    """Hold what the voters of each ballot group have left."""

    def __init__(self, sizes: tuple[int, ...], start: Fraction) -> None:
        self._sizes = sizes
        self._denominator = start.denominator
        self._class_of = [0] * len(sizes)
        self._money = {0: start.numerator}
        self._members = {0: len(sizes)}
        self._next = 1

    def left(self, group: int) -> Fraction:
        """Tell what each voter of the group has left."""
        return Fraction(self._money[self._class_of[group]], self._denominator)

    def held(self, supporters: Supporters) -> Fraction:
        """Add up what the supporters have left."""
        money, class_of, sizes = self._money, self._class_of, self._sizes
        total = sum(money[class_of[group]] * sizes[group] for group, _points in supporters)
        return Fraction(total, self._denominator)

    def price(self, supporters: Supporters, cost: int) -> Fraction | None:
        """Find the least price of a point at which the supporters pay the cost; None if never.

        Whoever has less than the price of the points given pays all that is left.
        """
        weights = self._weigh(supporters)
        owed = cost * self._denominator
        points_left = sum(points * voters for _money, points, voters in weights)
        for money, points, voters in weights:
            if money * points_left >= owed * points:
                return Fraction(owed, points_left * self._denominator)
            owed -= money * voters
            points_left -= points * voters
        return None

    def _weigh(self, supporters: Supporters) -> list[tuple[int, int, int]]:
        voters: dict[tuple[int, int], int] = {}
        class_of, sizes = self._class_of, self._sizes
        for group, points in supporters:
            key = class_of[group], points
            voters[key] = voters.get(key, 0) + sizes[group]
        weights = [(self._money[kind], points, size) for (kind, points), size in voters.items()]
        scale = lcm(*{points for _money, points, _size in weights})
        weights.sort(key=lambda weight: weight[0] * (scale // weight[1]))
        return weights

    def pay(self, supporters: Supporters, price: Fraction) -> int:
        """Take the price from each supporter and tell how many could pay it in full."""
        self._refine(price.denominator)
        per_point = price.numerator * (self._denominator // price.denominator)
        moved: dict[tuple[int, int], int] = {}
        in_full = 0
        for group, points in supporters:
            old = self._class_of[group]
            if self._money[old] >= per_point * points:
                in_full += self._sizes[group]
            if (old, points) not in moved:
                moved[old, points] = self._open(max(0, self._money[old] - per_point * points))
            self._class_of[group] = moved[old, points]
            self._members[moved[old, points]] += 1
            self._members[old] -= 1
        self._close(old for old, _points in moved)
        return in_full

    def _refine(self, denominator: int) -> None:
        factor = denominator // gcd(denominator, self._denominator)
        if factor > 1:
            self._denominator *= factor
            self._money = {kind: money * factor for kind, money in self._money.items()}

    def _open(self, money: int) -> int:
        self._money[self._next], self._members[self._next] = money, 0
        self._next += 1
        return self._next - 1

    def _close(self, kinds: Iterable[int]) -> None:
        for kind in set(kinds):
            if not self._members[kind]:
                del self._money[kind], self._members[kind]
