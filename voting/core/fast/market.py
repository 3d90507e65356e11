"""The market in arrays: the runs of `rules.equal_shares.market`, a thousand times faster.

The same runs, ties and steps, to the last fraction: tests hold one against the other.
"""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import cache, partial

import numpy as np

from voting.core.fast import kernel
from voting.core.fast.arbiter import Arbiter
from voting.core.fast.columns import Columns
from voting.core.fast.grains import Floats, grains_of
from voting.core.fast.kernel import OVER, UNSURE
from voting.core.fast.ledger import Ledger
from voting.core.fast.scale import Scale
from voting.core.fast.state import (
    BOUGHT,
    CLEAR,
    FAR,
    FOLLOWS,
    SLACK,
    SPENT,
    Flags,
    Trail,
    state_of,
    trail_of,
)
from voting.core.limits import Limit, Room
from voting.core.profile import Standing
from voting.core.rules.equal_shares.run import Engine, Run, Till
from voting.core.steps import TieBroken
from voting.core.ties import TieOrder

_NO_FLOORS: Floats = np.empty(0, np.float64)
_ANY = 1 << 62
#: Runs that are made together, at most: those after the one that overspends are made in vain.
_LARGEST_BLOCK = 16


class FastMarket:
    """Let voters buy as the reference does; every run of a count starts from here."""

    def __init__(
        self,
        columns: Columns,
        scale: Scale,
        candidates: Sequence[Standing],
        order: TieOrder,
        limits: Sequence[Limit],
        spare: Callable[[], Engine],
    ) -> None:
        """Take what a market is made of; `spare` gives an engine for what 64 bits do not hold."""
        self._spare = spare
        self._columns, self._scale, self._limits = columns, scale, limits
        # The same projects are equal in round after round.
        self._first = cache(partial(_first_of, order, columns.codes))
        self._place = {code: at for at, code in enumerate(columns.codes)}
        self._open = self._find_open(candidates)
        self._state = state_of(columns, len(limits))
        self._trails = _Trails(len(columns.codes))

    def _find_open(self, candidates: Sequence[Standing]) -> Flags:
        room = Room(self._limits)
        found = np.zeros(len(self._columns.codes), np.bool_)
        for standing in candidates:
            if standing.supporters and room.obstacle(standing.project, standing.score) is None:
                found[self._place[standing.project]] = True
        return found

    def till(self, per_voter: Fraction) -> Till:
        """Give a till in which each voter has the amount."""
        if self._scale.shift(per_voter) < 0:
            return self._spare().till(per_voter)
        return FastTill(self._ledger(per_voter), self._place)

    def _ledger(self, per_voter: Fraction) -> Ledger:
        shift = self._scale.shift(per_voter)
        columns = self._columns
        return Ledger(self._scale.market(shift), columns.rows, columns.sizes.size, per_voter, shift)

    def run(self, per_voter: Fraction, limit: int | None = None) -> Run:
        """Let the voters buy, each with `per_voter`, until no project can be paid for.

        A run that spends more than the limit is broken off at once, for its caller wants no more.
        """
        self._trails.reset()
        return self._run(per_voter, limit)

    def ladder(
        self, run: Run, per_voter: Fraction, step: int, limit: int
    ) -> Iterator[tuple[int, Run]]:
        """Give the runs with a step more each time: how many shares in a row give it, and it.

        They are made in blocks from the highest share down. As long as the same was bought, nobody
        has more with a lower share, so that no project costs less: what one run knew before a
        purchase guides the next, whose lower bounds begin there.
        """
        size, highs, first, steps = 1, None, run, 0
        while True:
            for leap in self._leaps(run, per_voter, step, highs):
                per_voter += leap * step
                steps += leap
                yield leap, run
            block, highs = self._block(per_voter, step, size, limit)
            yield from ((1, one) for one in reversed(block))
            if any(one != run for one in block):
                highs = None
            run, per_voter, steps = block[0], per_voter + size * step, steps + size
            size = min(2 * size, _LARGEST_BLOCK, _half_way(first.spent, run.spent, steps, limit))

    def _block(
        self, per_voter: Fraction, step: int, size: int, limit: int
    ) -> tuple[list[Run], Floats]:
        """Make runs with up to so many steps more, the last first, and give its bounds too."""
        self._trails.reset()
        block = [self._run(per_voter + size * step, limit)]
        highs = self._state.high.copy()
        block += [self._run(per_voter + n * step, limit) for n in range(size - 1, 0, -1)]
        return block, highs

    def _leaps(
        self, run: Run, per_voter: Fraction, step: int, highs: Floats | None
    ) -> Iterator[int]:
        """Give numbers of steps that certainly leave the run as it is, without ties.

        With more for everybody, as long as the order of purchases is the same, nobody ever has less
        left and no project costs its supporters more: by induction over the purchases. So if with
        the higher share the same is bought in the same order, while every other project costs even
        then more than what was bought did with the lower share, then nothing changes in between.
        """
        leap = 2 * _LARGEST_BLOCK
        while highs is not None and not run.ties and leap >= _LARGEST_BLOCK:
            further = per_voter + leap * step
            if self._leads_to(run, further, highs[: len(run.winners)], per_voter):
                yield leap
                per_voter, highs, leap = further, self._state.high.copy(), 2 * leap
            else:
                leap //= 4

    def _leads_to(self, run: Run, further: Fraction, floors: Floats, per_voter: Fraction) -> bool:
        # Floors are in grains, and mean nothing where grains are of another size.
        if self._scale.shift(further) != self._scale.shift(per_voter):
            return False
        self._trails.reset()
        return self._run(further, None, floors) == run and bool(self._state.at[CLEAR])

    def _run(self, per_voter: Fraction, limit: int | None, floors: Floats = _NO_FLOORS) -> Run:
        shift = self._scale.shift(per_voter)
        if shift < 0:
            self._state.at[CLEAR] = 0
            return self._spare().run(per_voter, limit)
        market, state = self._scale.market(shift), self._state
        self._begin(per_voter, shift)
        guide, trail = self._trails.turn(shift)
        begin = partial(self._ledger, per_voter)
        arbiter = Arbiter(market, state, begin, self._first)
        most = _ANY if limit is None else limit
        status = kernel.run(market, state, most, floors, guide, trail)
        while status == UNSURE:
            status = arbiter.decide(most)
            if status == UNSURE:
                status = kernel.run(market, state, most, floors, guide, trail)
        arbiter.drain()
        winners = tuple(self._columns.codes[at] for at in state.order[: state.at[BOUGHT]])
        return Run(winners, int(state.at[SPENT]), tuple(arbiter.ties), is_over=status == OVER)

    def _begin(self, per_voter: Fraction, shift: int) -> None:
        market, state = self._scale.market(shift), self._state
        state.at[:] = 0
        state.at[SLACK] = state.at[CLEAR] = state.at[FOLLOWS] = 1
        state.money[:], state.doubts[:] = grains_of(per_voter, shift), 1
        state.price[:] = market.least_price
        kernel.rank_all(market, state)
        state.low[~self._open] = FAR
        state.is_fresh[:] = False
        state.room[:] = [limit.room for limit in self._limits]


def _first_of(
    order: TieOrder, codes: tuple[str, ...], equals: tuple[int, ...]
) -> tuple[int, tuple[TieBroken, ...]]:
    """Tell which of equals goes first, with the step that says so when there was a choice."""
    first, steps = order.first([codes[project] for project in equals])
    return next(project for project in equals if codes[project] == first), steps


def _half_way(first: int, spent: int, steps: int, limit: int) -> int:
    """Guess half the number of steps until the limit is spent, going on as before; one at least."""
    if spent <= first:
        return _LARGEST_BLOCK
    return max(1, (limit - spent) * steps // (spent - first) // 2)


class _Trails:
    """Keep the trail of the last run, for the next one to follow."""

    def __init__(self, projects: int) -> None:
        self._pair = trail_of(projects), trail_of(projects)
        self._shift = 0

    def reset(self) -> None:
        """Let the next run follow none."""
        self._pair[0].at[0] = 0

    def turn(self, shift: int) -> tuple[Trail, Trail]:
        """Give the trail to follow, and the one to leave; they change places each time."""
        guide, trail = self._pair
        if shift != self._shift:
            guide.at[0], self._shift = 0, shift
        trail.at[0] = 0
        self._pair = trail, guide
        return guide, trail


class FastTill:
    """A ledger that knows projects by their codes."""

    def __init__(self, ledger: Ledger, place: dict[str, int]) -> None:
        self._ledger, self._place = ledger, place

    def price(self, code: str) -> Fraction | None:
        """Find the least price of a point at which the supporters pay the cost; None if never."""
        return self._ledger.price(self._place[code])

    def buy(self, code: str, price: Fraction) -> int:
        """Take the price from each supporter and tell how many could pay it in full."""
        return self._ledger.buy(self._place[code], price)

    def held(self, code: str) -> int:
        """Add up what the supporters have left, rounded down to minor units."""
        return self._ledger.held(self._place[code])
