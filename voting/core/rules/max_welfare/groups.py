"""Groups: projects under one quota or reserve, with the choices among them that could matter.

A price of money tells what is worth having: at a price, a choice is worth its score less what its
cost would be worth elsewhere. With the right price for each group, whatever differs from what is
worth most at these prices loses something, and the best choice of all loses little. So each group
lists its choices that lose no more than a given amount, and the lists are put together; if nothing
fits, more may be lost.

A reserve is money that nobody else may spend: a group holds its reserve of the budget, or what its
projects cost if that is more. Projects that exclude each other are one element of a group, of which
there are several options.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from voting.core.rules.max_welfare.choices import NOTHING, Choice, Effort, minus, plus, undominated

#: An element: the choices there are among projects that exclude each other, or take or leave one.
Options = tuple[Choice, ...]


@dataclass(frozen=True)
class Group:
    """Hold the elements of a group, what they may cost together, and what is kept for them."""

    elements: tuple[Options, ...]
    most: int | None = None
    reserved: int = 0

    def is_possible(self) -> bool:
        """Tell whether there is any choice that keeps to what the group may cost."""
        if not all(self.elements):
            return False
        return self.most is None or sum(min(options)[0] for options in self.elements) <= self.most

    def least(self) -> int:
        """Tell how much of the budget the group holds at least."""
        return max(self.reserved, sum(min(options)[0] for options in self.elements))

    def prices(self, scale: int) -> Iterator[int]:
        """List the prices of money from which on some option is not worth what it costs more."""
        for options in self.elements:
            for less, more in pairwise(options):
                cost, _rank, score = minus(more, less)
                if cost and score > 0:
                    yield score * scale // cost + 1

    def cost_at(self, price: int, scale: int) -> int:
        """Tell what the options that are worth most at a price cost together."""
        return sum(_worth_most(options, price, scale)[0] for options in self.elements)

    def held_at(self, price: int, scale: int) -> int:
        """Tell how much of the budget the group would hold at a price."""
        cost = self.cost_at(price, scale)
        return max(self.reserved, cost if self.most is None else min(cost, self.most))


def _worth_most(options: Options, price: int, scale: int) -> Choice:
    if len(options) == 2:
        one, other = options
        ahead = (other[2] - one[2]) * scale - (other[0] - one[0]) * price
        return other if ahead > 0 else one
    return max(options, key=lambda option: option[2] * scale - option[0] * price)


@dataclass(frozen=True)
class Priced:
    """Hold a group with the price of money in it, beside the price `outside`.

    Money is dearer where a quota holds a group back, and cheaper where some is reserved for it.
    """

    group: Group
    price: int
    outside: int
    scale: int

    @classmethod
    def of(cls, group: Group, outside: int, scale: int) -> "Priced":
        """Find the price at which a group spends what it may, and what is reserved for it."""
        cost, most, price = group.cost_at(outside, scale), group.most, outside
        if most is not None and cost > most:
            dearer = _first(group, scale, lambda at: group.cost_at(at, scale) <= most)
            price = max(outside, dearer)
        elif cost < group.reserved:
            cheaper = _first(group, scale, lambda at: group.cost_at(at, scale) <= group.reserved)
            price = min(outside, cheaper)
        return cls(group, price, outside, scale)

    def ceiling(self) -> int:
        """Tell what no choice of the group can be worth more than at the price outside."""
        worth = sum(map(self._worth, self._usual()))
        if self.price > self.outside:
            return worth + (self.price - self.outside) * (self.group.most or 0)
        return worth - (self.outside - self.price) * self.group.reserved

    def choices(self, gap: int, effort: Effort) -> list[tuple[int, Choice]]:
        """List the choices that lose no more than the gap, with their loss, the least first.

        What stands for the cost of a choice is what it holds of the budget.
        """
        usual, group = self._usual(), self.group
        changes = [
            [
                (self._worth(base) - self._worth(option), minus(option, base))
                for option in options
                if option != base and self._worth(base) - self._worth(option) <= gap
            ]
            for base, options in zip(usual, group.elements, strict=True)
        ]
        # What loses most is changed first, so that choices become many at the end only.
        changes = sorted((change for change in changes if change), key=min, reverse=True)
        found = [plus_all(usual)]
        needed = self._worth(found[0]) - gap
        for place, change in enumerate(changes):
            spare = -sum(
                min(0, *(item[0] for _loss, item in items)) for items in changes[place + 1 :]
            )
            effort.hold(len(found) * len(change))
            effort.spend(len(found) * len(change))
            found = self._changed(found, change, needed, spare)
        return self._held(found, gap)

    def _usual(self) -> list[Choice]:
        price, scale = self.price, self.scale
        return [_worth_most(options, price, scale) for options in self.group.elements]

    def _worth(self, choice: Choice) -> int:
        return choice[2] * self.scale - choice[0] * self.price

    def _changed(
        self,
        found: Sequence[Choice],
        change: Sequence[tuple[int, Choice]],
        needed: int,
        spare: int,
    ) -> list[Choice]:
        """Add the choices with one more element changed; later ones can save what is to spare."""
        more = [
            plus(choice, difference)
            for choice in found
            for loss, difference in change
            if self._worth(choice) - loss >= needed
        ]
        most = self.group.most
        return undominated(
            choice for choice in (*found, *more) if most is None or choice[0] - spare <= most
        )

    def _held(self, found: Sequence[Choice], gap: int) -> list[tuple[int, Choice]]:
        """Give the choices that keep to the quota as what they hold of the budget."""
        ceiling, most, held = self.ceiling(), self.group.most, self.group.reserved
        kept = undominated(
            (max(cost, held), rank, score)
            for cost, rank, score in found
            if most is None or cost <= most
        )
        losses = (
            (ceiling - choice[2] * self.scale + choice[0] * self.outside, choice) for choice in kept
        )
        return sorted(pair for pair in losses if pair[0] <= gap)


def _first(group: Group, scale: int, is_enough: Callable[[int], bool]) -> int:
    return first_price(sorted({0, *group.prices(scale)}), is_enough)


def first_price(prices: Sequence[int], is_enough: Callable[[int], bool]) -> int:
    """Find the lowest of the prices that is high enough; the highest where none is."""
    return prices[min(bisect_left(prices, True, key=is_enough), len(prices) - 1)]


def plus_all(choices: Sequence[Choice]) -> Choice:
    """Put any number of choices together."""
    total = NOTHING
    for choice in choices:
        total = plus(total, choice)
    return total
