"""Accounts: what voters have left, to within a known error, and exactly where that is asked for.

Who pays on credit pays a price that divides by what others had, so that exact amounts get nearly
twice as long with each such purchase: hundred thousands of digits in a city. All amounts are kept
as integers of tiny units therefore, with a bound of how far they are from the truth. Where the
bound leaves a question open, the exact amounts decide; they are found from what a voter paid for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from voting.core.profile import Supporters

#: So many voters of a kind.
Kinds = Mapping[int, int]

#: Fractions whose denominator has more digits than this are long: they are told to `_DECIMALS`.
_SHORT = 10**60
_DECIMALS = 10**30


@dataclass(frozen=True)
class Amount:
    """Be an amount between two numbers of tiny units, which `exact` finds where that matters."""

    low: int
    high: int
    exact: Callable[[], Fraction]

    def compare(self, other: "Amount") -> int:
        """Tell whether this is less (-1) than the other, equal (0) or more (1), exactly."""
        if self is other:
            return 0
        if self.low > other.high or self.high < other.low:
            return 1 if self.low > other.high else -1
        mine, theirs = self.exact(), other.exact()
        return (mine > theirs) - (mine < theirs)


class Accounts:
    """Hold what the voters of each ballot group have left; voters with the same left are a kind.

    `amounts` are in units of 2 to the power of minus `bits`, and no true amount is farther than
    `error` from what stands there. Voters of kind 0 have nothing left.
    """

    def __init__(self, sizes: tuple[int, ...], share: Fraction, bits: int) -> None:
        """Give each voter the share; the more bits, the less is left to the exact amounts."""
        self.bits = bits
        self.amounts = [0, self.pinned(share).low]
        self.error = 1
        self._sizes, self._share = sizes, share
        self._kind_of = [1 if share else 0] * len(sizes)
        self._paid: list[tuple[tuple[int, int], ...]] = [(), ()]
        self._exact: list[Fraction | None] = [Fraction(0), share]
        self._kinds: dict[Fraction | tuple[tuple[int, int], ...], int] = {Fraction(0): 0, share: 1}
        self._prices: list[Amount] = []
        self._known: dict[int, Fraction] = {}
        self._shorts: set[int] = set()

    def pinned(self, exact: Fraction) -> Amount:
        """Give an amount that is known exactly."""
        low = (exact.numerator << self.bits) // exact.denominator
        return Amount(low, low + 1, lambda: exact)

    def weigh(self, supporters: Supporters) -> dict[tuple[int, int], int]:
        """Count the supporters who have something left, by kind and points."""
        weights: dict[tuple[int, int], int] = {}
        kind_of, sizes = self._kind_of, self._sizes
        for group, points in supporters:
            if kind_of[group]:
                key = kind_of[group], points
                weights[key] = weights.get(key, 0) + sizes[group]
        return weights

    def exact(self, kinds: Kinds) -> Fraction:
        """Add up exactly what so many voters of each kind have left."""
        paid = self._paid_for(kinds)
        # One after the other, so that no price has to look for another one's.
        for at in range(max(paid, default=-1) + 1):
            if at not in self._known:
                self._known[at] = self._prices[at].exact()
        spent = sum((self._known[at] * times for at, times in paid.items()), Fraction(0))
        return self._share * sum(number for kind, number in kinds.items() if kind) - spent

    def _paid_for(self, kinds: Kinds) -> dict[int, int]:
        paid: dict[int, int] = {}
        for kind, number in kinds.items():
            for at, points in self._paid[kind]:
                paid[at] = paid.get(at, 0) + points * number
        return paid

    def short(self, kinds: Kinds, amount: Amount) -> Fraction | None:
        """Give the exact amount if it is short, and so are the prices paid by whom it rests on."""
        if self._shorts.issuperset(self._paid_for(kinds)):
            exact = amount.exact()
            return exact if exact.denominator < _SHORT else None
        return None

    def told(self, amount: Amount, short: Fraction | None) -> Fraction:
        """Give an amount as it is published: exactly if that is short, or else rounded down."""
        if short is not None:
            return short
        low, high = (value * _DECIMALS >> self.bits for value in (amount.low, amount.high))
        if low != high:
            exact = amount.exact()
            low = exact.numerator * _DECIMALS // exact.denominator
        return Fraction(low, _DECIMALS)

    def pay(
        self, supporters: Supporters, price: Amount, short: Fraction | None
    ) -> tuple[Fraction, int]:
        """Take the price for each point from the supporters, or all that they have left.

        Tell what they paid in all, as it is published, and how many could pay the whole price.
        """
        if short is not None:
            self._known[len(self._prices)] = short
            self._shorts.add(len(self._prices))
        weights = self.weigh(supporters)
        spare = {key: self._compare(*key, price) for key in weights}
        in_full = {key for key, sign in spare.items() if sign >= 0}
        paid = self._total(weights, in_full, price, short)
        moved = {key: self._open(*key, price, short) if spare[key] > 0 else 0 for key in weights}
        for group, points in supporters:
            if self._kind_of[group]:
                self._kind_of[group] = moved[self._kind_of[group], points]
        points = max((points for key, points in weights if spare[key, points] > 0), default=0)
        self.error += points * (price.high - price.low)
        self._prices.append(price)
        return paid, sum(weights[key] for key in in_full)

    def _compare(self, kind: int, points: int, price: Amount) -> int:
        """Tell whether a voter has more than the price, as much, or less."""
        held = self.amounts[kind]
        if held - self.error > price.high * points:
            return 1
        if held + self.error < price.low * points:
            return -1
        mine, wanted = self.exact({kind: 1}), price.exact() * points
        return (mine > wanted) - (mine < wanted)

    def _open(self, kind: int, points: int, price: Amount, short: Fraction | None) -> int:
        """Give the kind of those who have paid; who has the same left is of the same kind."""
        paid = tuple(sorted((*self._paid[kind], (len(self._prices), points))))
        before = self._exact[kind]
        left = None if before is None or short is None else before - short * points
        if left is not None and left.denominator >= _SHORT:
            left = None
        key = paid if left is None else left
        if key not in self._kinds:
            self._kinds[key] = len(self.amounts)
            self.amounts.append(self.amounts[kind] - price.low * points)
            self._paid.append(paid)
            self._exact.append(left)
        return self._kinds[key]

    def _total(
        self,
        weights: Mapping[tuple[int, int], int],
        in_full: set[tuple[int, int]],
        price: Amount,
        short: Fraction | None,
    ) -> Fraction:
        points = sum(weights[key] * key[1] for key in in_full)
        poor: dict[int, int] = {}
        for key, number in weights.items():
            if key not in in_full:
                poor[key[0]] = poor.get(key[0], 0) + number
        held = sum(self.amounts[kind] * number for kind, number in poor.items())
        doubt = self.error * sum(poor.values())
        total = Amount(
            points * price.low + held - doubt,
            points * price.high + held + doubt,
            lambda: points * price.exact() + self.exact(poor),
        )
        return self.told(total, None if short is None else self.short(poor, total))
