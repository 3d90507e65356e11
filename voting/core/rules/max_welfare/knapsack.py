"""The best choice within a budget and no other limit, by dynamic programming on a core.

Pisinger, "A Minimal Algorithm for the 0-1 Knapsack Problem" (Operations Research 45, 1997): all
projects with the most score for their cost are taken, to the first that does not fit; then one more
project after the other is allowed to be added or removed, outwards from there. Of all choices so
made those are kept that could still become the best one. Few projects matter, so it is quick, and
equal choices are one, so many equal projects do no harm. What does harm is many projects with the
very same score for their cost and costs without a common unit; few of those are no harm either.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cmp_to_key
from itertools import accumulate

from voting.core.rules.max_welfare.choices import NOTHING, Choice, Effort, minus, plus, undominated

#: Among so few items a best choice is always found, with no more than 2 to the power of half.
_FEW_ITEMS = 36
#: With more choices than these, that is the better way.
_MANY_CHOICES = 20_000


class Knapsack:
    """Know the projects by score for cost; find the best choice for any budget."""

    def __init__(self, items: Iterable[Choice], effort: Effort) -> None:
        """Sort the projects; what costs nothing is always taken, and what adds nothing never."""
        self._effort, given = effort, list(items)
        free = [item for item in given if not item[0]]
        self._items = sorted(
            (item for item in given if item[0] and item[2]), key=cmp_to_key(_by_efficiency)
        )
        self._sums = list(accumulate(self._items, plus, initial=sum_of(free)))
        self._costs = [cost for cost, _rank, _score in self._sums]
        self._places = {item: at for at, item in enumerate(self._items)}

    def best(self, budget: int, forced: Choice | None = None) -> Choice | None:
        """Find the best choice within the budget, or the best of those that hold a project.

        None where that project alone costs more.
        """
        if forced is not None and forced[0] > budget:
            return None
        end = bisect_right(self._costs, budget) - 1
        start, at = self._sums[end], -1
        if forced is not None and forced[0]:
            at = self._places.get(forced, len(self._items))
            if at >= end:
                end = bisect_right(self._costs, budget - forced[0]) - 1
                start = plus(self._sums[end], forced)
        return _Core(self._items, end, start, budget, at).best(self._effort)


class _Core:
    """Hold the choices that could become the best, and widen the core in which they differ."""

    def __init__(
        self, items: Sequence[Choice], end: int, start: Choice, budget: int, forced: int
    ) -> None:
        """Begin with all items before the end, and never change the one at `forced`."""
        self._items, self._end, self._start, self._budget = items, end, start, budget
        self._forced = forced
        self._choices = [start]
        self._best = start

    def best(self, effort: Effort) -> Choice:
        """Let items in and out, from the end outwards, and give the best choice there is."""
        self._fill()
        ahead, behind = self._ahead(), self._behind()
        is_small = len(ahead) + len(behind) <= _FEW_ITEMS
        for step in range(max(len(ahead), len(behind))):
            if is_small and len(self._choices) > _MANY_CHOICES:
                return self._best_of_halves(ahead, behind, effort)
            effort.hold(len(self._choices))
            effort.spend(len(self._choices))
            if step < len(ahead):
                item = ahead[step]
                self._extend([plus(choice, item) for choice in self._choices])
            self._forget(ahead[step + 1 : step + 2], behind[step : step + 1])
            if step < len(behind):
                item = behind[step]
                self._extend([minus(choice, item) for choice in self._choices])
            self._forget(ahead[step + 1 : step + 2], behind[step + 1 : step + 2])
        return self._best

    def _best_of_halves(
        self, ahead: Sequence[Choice], behind: Sequence[Choice], effort: Effort
    ) -> Choice:
        """Find the best choice in another way: all of one half of the changes, and of the other.

        Horowitz and Sahni, "Computing Partitions with Applications to the Knapsack Problem" (1974).
        """
        changes = [*ahead, *(minus(NOTHING, item) for item in behind)]
        first, second = _all_of(changes[::2], effort), _all_of(changes[1::2], effort)
        left, at = self._budget - self._start[0], len(second) - 1
        for one in first:
            while at >= 0 and one[0] + second[at][0] > left:
                at -= 1
            if at < 0:
                break
            self._best = min(
                self._best, plus(self._start, plus(one, second[at])), key=lambda choice: choice[1]
            )
        return self._best

    def _fill(self) -> None:
        """Find a good choice to begin with: add what still fits, by score for cost."""
        choice = self._start
        left = self._budget - choice[0]
        for at in range(self._end, len(self._items)):
            if self._items[at][0] <= left and at != self._forced:
                choice = plus(choice, self._items[at])
                left = self._budget - choice[0]
        self._best = choice

    def _ahead(self) -> list[Choice]:
        """List the items that a choice as good as the best so far could have besides."""
        left, lacking, part_cost, part = self._bound()
        return [
            item
            for at, item in enumerate(self._items[self._end :], self._end)
            if (left - item[0]) * part >= (lacking - item[2]) * part_cost and at != self._forced
        ]

    def _behind(self) -> list[Choice]:
        """List the items that a choice as good as the best so far could lack, the last first."""
        left, lacking, part_cost, part = self._bound()
        found = [
            item
            for at, item in enumerate(self._items[: self._end])
            if (left + item[0]) * part >= (lacking + item[2]) * part_cost and at != self._forced
        ]
        return found[::-1]

    def _bound(self) -> tuple[int, int, int, int]:
        """Tell what is left, what lacks to the best, and what the first item that is out gives.

        With a part of that item in or out, no choice comes to less than with any other.
        """
        cost, _rank, score = self._items[self._end] if self._end < len(self._items) else (1, 0, 0)
        left = self._budget - self._start[0]
        return left, self._best[2] - self._start[2], cost, score

    def _extend(self, changed: list[Choice]) -> None:
        self._choices = undominated([*self._choices, *changed])
        fitting = bisect_right(self._choices, self._budget, key=lambda choice: choice[0])
        if fitting and self._choices[fitting - 1][1] < self._best[1]:
            self._best = self._choices[fitting - 1]

    def _forget(self, ahead: Sequence[Choice], behind: Sequence[Choice]) -> None:
        """Keep only what parts of the next items could still make as good as the best."""
        add_cost, _rank, add = ahead[0] if ahead else (1, 0, 0)
        drop_cost, _rank, drop = behind[0] if behind else (0, 0, 1)
        budget, best = self._budget, self._best[2]
        self._choices = [
            choice
            for choice in self._choices
            if (
                (budget - choice[0]) * add >= (best - choice[2]) * add_cost
                if choice[0] <= budget
                else (budget - choice[0]) * drop >= (best - choice[2]) * drop_cost
            )
        ]


def _all_of(changes: Sequence[Choice], effort: Effort) -> list[Choice]:
    """List what any of the changes make together, as far as none is preferred to it."""
    choices = [NOTHING]
    for change in changes:
        effort.spend(len(choices))
        choices = undominated([*choices, *(plus(choice, change) for choice in choices)])
    return choices


def sum_of(items: Iterable[Choice]) -> Choice:
    """Put any number of choices together."""
    total = NOTHING
    for item in items:
        total = plus(total, item)
    return total


def _by_efficiency(one: Choice, other: Choice) -> int:
    difference = other[2] * one[0] - one[2] * other[0]
    return (difference > 0) - (difference < 0)
