"""Runs: what one count of equal shares with a given amount for each voter bought, and its steps.

Two engines make runs, the reference (`market`) and a fast one (`voting.core.fast`). Both tell the
steps in the same way: by following the run once more with exact money.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from voting.core.limits import Limit, Room
from voting.core.profile import Standing
from voting.core.steps import Bought, Step, TieBroken, Unaffordable


@dataclass(frozen=True)
class Run:
    """Hold what one run bought; `is_over` means that it was broken off over the limit.

    Each tie comes with the number of purchases before it.
    """

    winners: tuple[str, ...]
    spent: int
    ties: tuple[tuple[int, TieBroken], ...]
    is_over: bool = False


class Till(Protocol):
    """Know exactly what voters have left, and take what they pay."""

    def price(self, code: str) -> Fraction | None:
        """Find the least price of a point at which the supporters pay the cost; None if never."""

    def buy(self, code: str, price: Fraction) -> int:
        """Take the price from each supporter and tell how many could pay it in full."""

    def held(self, code: str) -> int:
        """Add up what the supporters have left, rounded down to minor units."""


class Engine(Protocol):
    """Make runs."""

    def run(self, per_voter: Fraction, limit: int | None = None) -> Run:
        """Let the voters buy, each with `per_voter`, until no project can be paid for.

        A run that spends more than the limit is broken off at once, for its caller wants no more.
        """

    def ladder(
        self, run: Run, per_voter: Fraction, step: int, limit: int
    ) -> Iterator[tuple[int, Run]]:
        """Give the runs with a step more each time: how many shares in a row give it, and it.

        `run` is that with `per_voter`. More than one share at once give the run before once more.
        """

    def till(self, per_voter: Fraction) -> Till:
        """Give a till in which each voter has the amount."""


def tell(
    run: Run, candidates: Sequence[Standing], limits: Sequence[Limit], till: Till
) -> Iterator[Step]:
    """Follow a run from the start and give its steps: who paid what, and who could not."""
    standing = {candidate.project: candidate for candidate in candidates}
    room = Room(limits)
    waiting = dict(standing)
    yield from _shut_out(waiting, room) if limits else ()
    for bought, code in enumerate(run.winners):
        yield from (tie for before, tie in run.ties if before == bought)
        yield _purchase(standing[code], till)
        del waiting[code]
        room.take(code)
        yield from _shut_out(waiting, room) if limits else ()
    for code, candidate in waiting.items():
        yield Unaffordable(code, candidate.cost, candidate.supporters, till.held(code))


def _purchase(standing: Standing, till: Till) -> Bought:
    code, cost = standing.project, standing.cost
    price = till.price(code)
    assert price is not None, "it was bought"
    effective = cost / price if price else Fraction(standing.score)
    return Bought(code, cost, price, effective, standing.supporters, till.buy(code, price))


def _shut_out(waiting: dict[str, Standing], room: Room) -> list[Step]:
    """Forget the projects for which there is no room any more, and say why."""
    obstacles = {
        code: step
        for code, candidate in waiting.items()
        if (step := room.obstacle(code, candidate.score)) is not None
    }
    for code in obstacles:
        del waiting[code]
    return list(obstacles.values())
