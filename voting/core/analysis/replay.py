"""Replay: follow the money of single ballots through the purchases that a count recorded.

In equal shares a voter pays the price of each point given, or all that is left. In Phragmén's rule
a voter's load rises to that of the project, and the rise is what the voter pays. Either way what a
voter pays depends on the ballot and on the recorded prices alone, so that exact amounts need no new
count. They are integers over one denominator.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import NamedTuple

from voting.core.analysis.backing import Group
from voting.core.explain.kept import kept_steps
from voting.core.outcome import Outcome
from voting.core.steps import (
    Bought,
    BoughtOnCredit,
    Carried,
    CompletionRound,
    SharesSet,
    Step,
)


class Payment(NamedTuple):
    """Tell what a voter paid in the purchase `at`, and whether that was the full price."""

    at: int
    amount: int
    in_full: bool


@dataclass(frozen=True)
class Spender(Group):
    """Be a group of voters with what each of them paid, purchase by purchase."""

    payments: tuple[Payment, ...]


@dataclass(frozen=True)
class Replay:
    """Hold the purchases of a count in order, with their price, and what each voter had to spend.

    Amounts are in units of 1/`denominator` of a minor unit. Where `carries`, prices are loads, and
    what a voter had is the highest load. Where the budget `lends`, long prices are recorded to
    thirty decimals, so that whoever has less than a `grain` left has nothing.
    """

    projects: tuple[str, ...]
    prices: tuple[int, ...]
    share: int
    denominator: int
    carries: bool = False
    lends: bool = False

    @property
    def grain(self) -> int:
        """Give an amount too small to be there, in units."""
        return self.denominator // 10**20 if self.lends else 0

    @classmethod
    def of(cls, outcome: Outcome) -> "Replay | None":
        """Read the purchases that hold; None where the winners were not paid for by voters."""
        steps = kept_steps(outcome.steps)
        loads = [step for step in steps if isinstance(step, Carried)]
        if loads:
            prices = [(step.project, step.load) for step in loads]
            return cls._of(prices, max(load for _project, load in prices), carries=True)
        share = _share(steps)
        if share is None:
            return None
        bought = [step for step in steps if isinstance(step, Bought | BoughtOnCredit)]
        prices = [(step.project, step.price) for step in bought]
        return cls._of(prices, share, lends=any(isinstance(s, BoughtOnCredit) for s in bought))

    @classmethod
    def _of(
        cls,
        prices: list[tuple[str, Fraction]],
        share: Fraction,
        *,
        carries: bool = False,
        lends: bool = False,
    ) -> "Replay":
        denominator = lcm(share.denominator, *(price.denominator for _code, price in prices))
        return cls(
            tuple(code for code, _price in prices),
            tuple(int(price * denominator) for _code, price in prices),
            int(share * denominator),
            denominator,
            carries,
            lends,
        )

    def follow(self, groups: Iterable[Group]) -> tuple[Spender, ...]:
        """Find what the voters of each group paid."""
        return tuple(
            Spender(group.voters, group.points, tuple(self._payments(group.points)))
            for group in groups
        )

    def _payments(self, points: Mapping[str, int]) -> Iterator[Payment]:
        left, load = self.share, 0
        own = ((self._place[code], given) for code, given in points.items() if code in self._place)
        for at, given in sorted(own):
            price = self.prices[at]
            wanted = price - load if self.carries else price * given
            amount = left if left - wanted <= self.grain else wanted
            left, load = left - amount, price
            yield Payment(at, amount, amount + self.grain >= wanted)

    @cached_property
    def _place(self) -> Mapping[str, int]:
        return {code: at for at, code in enumerate(self.projects)}


def _share(steps: tuple[Step, ...]) -> Fraction | None:
    """Find what each voter had to spend in the round that holds."""
    kept = [step.per_voter for step in steps if isinstance(step, CompletionRound)]
    begun = [step.per_voter for step in steps if isinstance(step, SharesSet)]
    return next(iter(kept or begun), None)
