"""Market: one run of the method of equal shares with a given amount for each voter.

Prices never fall within a run, so a price once found is a lower bound later on: only the projects
whose bound is least need to be looked at again, which is what makes an exact count quick.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heappush

from voting.core.profile import Profile, Scoring, Standing, scores_of
from voting.core.rules.purses import Purses, Supporters
from voting.core.steps import Bought, Step, Unaffordable
from voting.core.ties import TieOrder


@dataclass(frozen=True)
class Run:
    """Hold what one run bought; `is_over` means that it was broken off over the limit."""

    winners: tuple[str, ...]
    spent: int
    steps: tuple[Step, ...]
    is_over: bool = False


class Market:
    """Know who supports what; every run of a count starts from here."""

    def __init__(
        self,
        table: Sequence[Standing],
        profile: Profile,
        scoring: Scoring,
        order: TieOrder,
        counts_cost: bool,
    ) -> None:
        self.order = order
        self.counts_cost = counts_cost
        self.sizes = tuple(count for _ballot, count in profile.groups)
        self.standing = {standing.project: standing for standing in table}
        backers: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for group, (ballot, _count) in enumerate(profile.groups):
            for code, points in scores_of(ballot, scoring):
                backers[code].append((group, points))
        self.supporters: dict[str, Supporters] = {
            standing.project: tuple(backers[standing.project]) for standing in table
        }

    def supported(self) -> list[str]:
        """Give the projects that somebody supports, in published order."""
        return [code for code, supporters in self.supporters.items() if supporters]

    def rank(self, code: str, price: Fraction) -> Fraction:
        """Give the cost of a unit of satisfaction: the project that has the least is bought."""
        cost = self.standing[code].cost
        return price / cost if self.counts_cost and cost else price

    def run(self, per_voter: Fraction, limit: int | None = None) -> Run:
        """Let the voters buy, each with `per_voter`, until no project can be paid for.

        A run that spends more than the limit is broken off at once, for its caller wants no more.
        """
        purses = Purses(self.sizes, per_voter)
        bounds = [(self._bound(code), place, code) for place, code in enumerate(self.supported())]
        heapify(bounds)
        winners: list[str] = []
        steps: list[Step] = []
        spent = 0
        while equals := self._cheapest(bounds, purses):
            code, tie = self.order.first(sorted(equals))
            for other, (bound, place) in equals.items():
                if other != code:
                    heappush(bounds, (bound, place, other))
            steps += [*tie, self._buy(code, purses)]
            winners.append(code)
            spent += self.standing[code].cost
            if limit is not None and spent > limit:
                return Run(tuple(winners), spent, tuple(steps), is_over=True)
        steps += self._left_over(purses, set(winners))
        return Run(tuple(winners), spent, tuple(steps))

    def _bound(self, code: str) -> Fraction:
        standing = self.standing[code]
        return self.rank(code, Fraction(standing.cost, standing.score))

    def _cheapest(
        self, bounds: list[tuple[Fraction, int, str]], purses: Purses
    ) -> dict[str, tuple[Fraction, int]]:
        """Take all projects of the least rank off the heap; those that nobody can pay go too."""
        seen: list[tuple[Fraction, int, str]] = []
        best: Fraction | None = None
        while bounds and (best is None or bounds[0][0] <= best):
            _stale, place, code = heappop(bounds)
            price = purses.price(self.supporters[code], self.standing[code].cost)
            if price is not None:
                rank = self.rank(code, price)
                seen.append((rank, place, code))
                best = rank if best is None else min(best, rank)
        for entry in seen:
            if entry[0] != best:
                heappush(bounds, entry)
        return {code: (rank, place) for rank, place, code in seen if rank == best}

    def _buy(self, code: str, purses: Purses) -> Bought:
        standing, supporters = self.standing[code], self.supporters[code]
        price = purses.price(supporters, standing.cost)
        assert price is not None
        effective = standing.cost / price if price else Fraction(standing.score)
        in_full = purses.pay(supporters, price)
        return Bought(code, standing.cost, price, effective, standing.supporters, in_full)

    def _left_over(self, purses: Purses, winners: set[str]) -> list[Step]:
        return [
            Unaffordable(
                code, standing.cost, standing.supporters, purses.held(self.supporters[code])
            )
            for code, standing in self.standing.items()
            if code not in winners
        ]
