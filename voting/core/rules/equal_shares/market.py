"""Market: one run of the method of equal shares with a given amount for each voter.

The reference. Prices never fall within a run, so a price once found is a lower bound later on: only
the projects whose bound is least need to be looked at again, which makes an exact count quick
enough for a town.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from heapq import heapify, heappop, heappush

from voting.core.limits import Limit, Room
from voting.core.profile import Profile, Scoring, Standing, supporters_of
from voting.core.rules.equal_shares.purses import Purses
from voting.core.rules.equal_shares.run import Run, Till
from voting.core.steps import TieBroken
from voting.core.ties import TieOrder

_Bounds = list[tuple[Fraction, int, str]]


class Market:
    """Know who supports what; every run of a count starts from here."""

    def __init__(
        self,
        profile: Profile,
        scoring: Scoring,
        candidates: Sequence[Standing],
        order: TieOrder,
        limits: Sequence[Limit],
        counts_cost: bool,
    ) -> None:
        self.order, self.limits, self.counts_cost = order, limits, counts_cost
        self.standing = {standing.project: standing for standing in candidates}
        self.sizes = tuple(count for _ballot, count in profile.groups)
        self.supporters = supporters_of(profile, scoring, candidates)

    def till(self, per_voter: Fraction) -> Till:
        """Give a till in which each voter has the amount."""
        return _Till(self, Purses(self.sizes, per_voter))

    def ladder(
        self, _run: Run, per_voter: Fraction, step: int, limit: int
    ) -> Iterator[tuple[int, Run]]:
        """Give the runs with a step more each time, one by one."""
        while True:
            per_voter += step
            yield 1, self.run(per_voter, limit)

    def rank(self, code: str, price: Fraction) -> Fraction:
        """Give the cost of a unit of satisfaction: the project that has the least is bought."""
        cost = self.standing[code].cost
        return price / cost if self.counts_cost and cost else price

    def run(self, per_voter: Fraction, limit: int | None = None) -> Run:
        """Let the voters buy, each with `per_voter`, until no project can be paid for.

        A run that spends more than the limit is broken off at once, for its caller wants no more.
        """
        till, room = self.till(per_voter), Room(self.limits)
        bounds = self._bounds()
        winners: list[str] = []
        ties: list[tuple[int, TieBroken]] = []
        spent = 0
        while equals := self._cheapest(bounds, till, room):
            code, tie = self.order.first(sorted(equals))
            ties += [(len(winners), step) for step in tie]
            for other, (bound, place, _price) in equals.items():
                if other != code:
                    heappush(bounds, (bound, place, other))
            till.buy(code, equals[code][2])
            room.take(code)
            winners.append(code)
            spent += self.standing[code].cost
            if limit is not None and spent > limit:
                return Run(tuple(winners), spent, tuple(ties), is_over=True)
        return Run(tuple(winners), spent, tuple(ties))

    def _bounds(self) -> _Bounds:
        bounds = [
            (self.rank(code, self._least_price(code)), place, code)
            for place, (code, supporters) in enumerate(self.supporters.items())
            if supporters
        ]
        heapify(bounds)
        return bounds

    def _least_price(self, code: str) -> Fraction:
        """Give the price of a point if every supporter could pay it."""
        sizes = self.sizes
        given = sum(points * sizes[group] for group, points in self.supporters[code])
        return Fraction(self.standing[code].cost, given)

    def _cheapest(
        self, bounds: _Bounds, till: Till, room: Room
    ) -> dict[str, tuple[Fraction, int, Fraction]]:
        """Take all projects of the least rank off the heap, with rank, place and price.

        Those that nobody can pay for any more go too, and those for which there is no room.
        """
        seen: list[tuple[Fraction, int, str, Fraction]] = []
        best: Fraction | None = None
        while bounds and (best is None or bounds[0][0] <= best):
            _stale, place, code = heappop(bounds)
            price = None if room.obstacle(code, 0) else till.price(code)
            if price is not None:
                rank = self.rank(code, price)
                seen.append((rank, place, code, price))
                best = rank if best is None else min(best, rank)
        for rank, place, code, _price in seen:
            if rank != best:
                heappush(bounds, (rank, place, code))
        return {code: (rank, place, price) for rank, place, code, price in seen if rank == best}


class _Till:
    """Keep the purses of the voters, and know who supports what."""

    def __init__(self, market: Market, purses: Purses) -> None:
        self._market, self._purses = market, purses

    def price(self, code: str) -> Fraction | None:
        """Give the price a point at which the supporters can pay, None where they cannot."""
        market = self._market
        return self._purses.price(market.supporters[code], market.standing[code].cost)

    def buy(self, code: str, price: Fraction) -> int:
        """Let the supporters pay a price a point; gives how many could pay it in full."""
        return self._purses.pay(self._market.supporters[code], price)

    def held(self, code: str) -> int:
        """Give what the supporters have left, in whole minor units rounded down."""
        return int(self._purses.held(self._market.supporters[code]))
