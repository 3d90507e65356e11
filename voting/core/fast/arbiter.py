"""Arbiter: decide a purchase exactly where the kernel is unsure, and let the run go on."""

from collections.abc import Callable
from fractions import Fraction
from functools import cached_property

from voting.core.fast import kernel
from voting.core.fast.grains import UP, Market
from voting.core.fast.kernel import DONE, OVER, UNSURE
from voting.core.fast.ledger import Ledger
from voting.core.fast.state import BOUGHT, CLEAR, FAR, FOLLOWS, SLACK, SPENT, TIED, State
from voting.core.steps import TieBroken


class Arbiter:
    """Know one run exactly, up to the last purchase that had to be decided."""

    def __init__(
        self,
        market: Market,
        state: State,
        begin: Callable[[], Ledger],
        first: Callable[[tuple[int, ...]], tuple[int, tuple[TieBroken, ...]]],
    ) -> None:
        """Begin an exact account when it is needed; `first` tells which of equals goes first."""
        self.market, self.state, self._begin, self._first = market, state, begin, first
        self.ties: list[tuple[int, TieBroken]] = []

    @cached_property
    def ledger(self) -> Ledger:
        """Give the exact account of the run, opened when it is first needed."""
        return self._begin()

    def decide(self, most: int) -> int:
        """Buy what is next, exactly, and tell as the kernel does whether that ended the run."""
        self.drain()
        self._catch_up()
        offers = self._offers()
        if not offers:
            return DONE
        state = self.state
        least = min(rank for rank, _price in offers.values())
        equals = tuple(at for at, (rank, _price) in offers.items() if rank == least)
        project, steps = self._first(equals)
        self.ties += [(int(state.at[BOUGHT]), step) for step in steps]
        self.ledger.buy(project, offers[project][1])
        state.high[state.at[BOUGHT]] = self._bound(least)
        state.at[CLEAR] = state.at[FOLLOWS] = 0
        kernel.close_off(self.market, state, project)
        self._hand_over()
        return OVER if state.at[SPENT] > most else UNSURE

    def drain(self) -> None:
        """Take over the ties that the kernel noted."""
        noted, end, at = self.state.ties, int(self.state.at[TIED]), 0
        while at < end:
            bought, found = int(noted[at]), int(noted[at + 1])
            _project, steps = self._first(tuple(noted[at + 2 : at + 2 + found].tolist()))
            self.ties += [(bought, step) for step in steps]
            at += 2 + found
        self.state.at[TIED] = 0

    def _catch_up(self) -> None:
        """Follow what the kernel was sure of, and hand exact money over to it."""
        ledger, state = self.ledger, self.state
        for project in state.order[ledger.purchases : state.at[BOUGHT]]:
            price = ledger.price(int(project))
            assert price is not None, "it was bought"
            ledger.buy(int(project), price)
        self._hand_over()

    def _hand_over(self) -> None:
        # What voters have is rounded anew, so that prices begin again from where they surely are.
        state = self.state
        state.money[:], state.doubts[:] = self.ledger.money, self.ledger.doubts
        state.at[SLACK] = self.ledger.slack
        state.price[:] = self.market.least_price
        state.is_fresh[:] = False

    def _offers(self) -> dict[int, tuple[Fraction, Fraction]]:
        """Give rank and price of the cheapest project, and of all that may be as cheap."""
        state, ledger = self.state, self.ledger
        while (best := kernel.least(state)) >= 0:
            price = ledger.price(best)
            if price is None:
                state.low[best] = FAR
                continue
            high = self._bound(self._rank(best, price))
            found = kernel.gather(self.market, state, high)
            prices = {int(at): ledger.price(int(at)) for at in state.close[:found]}
            for project, offered in prices.items():
                if offered is None:
                    state.low[project] = FAR
            return {
                project: (self._rank(project, offered), offered)
                for project, offered in prices.items()
                if offered is not None
            }
        return {}

    def _rank(self, project: int, price: Fraction) -> Fraction:
        """Give the cost of a unit of satisfaction: the project with the least is bought."""
        cost = int(self.market.cost[project])
        return price / cost if self.market.counts_cost and cost else price

    def _bound(self, rank: Fraction) -> float:
        """Give a number that is surely above a rank, in grains as the kernel has them."""
        return float(rank * (1 << self.ledger.shift)) * UP
