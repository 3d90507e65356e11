"""Scale: how fine a grain of money can be, and the market in that grain."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from voting.core.arrays import starts_of
from voting.core.fast.columns import Columns
from voting.core.fast.grains import Ints, Market, grains_of
from voting.core.limits import Limit
from voting.core.ties import TieOrder

#: Sums of money stay below 2 to this power of grains.
_BITS = 60
#: With fewer bits for a voter's share bounds are wide, and exact arithmetic is asked too often.
_LEAST_BITS = 20


class Scale:
    """Choose the finest grain for a share, and give the market in it."""

    def __init__(
        self,
        columns: Columns,
        costs: Sequence[int],
        order: TieOrder,
        limits: Sequence[Limit],
        counts_cost: bool,
    ) -> None:
        self._columns, self._costs, self._counts_cost = columns, costs, counts_cost
        self._most_points = int(columns.points.max(initial=1))
        self._voters = max(1, int(columns.sizes.sum()))
        ranked = sorted(range(len(costs)), key=lambda at: order.sort_key(columns.codes[at]))
        self._rank = np.argsort(np.array(ranked, np.int64))
        self._limits = _in_columns(columns, limits)
        self._kept: tuple[int, Market] | None = None

    def shift(self, per_voter: Fraction) -> int:
        """Tell that a grain is 2^-shift of a minor unit; below 0, there are too many of them."""
        most = max([self._voters * (int(per_voter) + 1), *self._costs])
        return _BITS - (most * self._most_points).bit_length()

    def is_fine(self, per_voter: Fraction) -> bool:
        """Say whether a share is enough grains, or nothing, for the fast engine to be of use."""
        shift = self.shift(per_voter)
        if shift < 0:
            return False
        return not per_voter or grains_of(per_voter, shift).bit_length() >= _LEAST_BITS

    def market(self, shift: int) -> Market:
        """Give the market with grains of 2^-shift."""
        if self._kept is None or self._kept[0] != shift:
            columns = self._columns
            costs = np.array(self._costs, np.int64)
            self._kept = (
                shift,
                Market(
                    costs,
                    costs << shift,
                    columns.points_of,
                    (costs << shift) // np.maximum(columns.points_of, 1),
                    self._rank,
                    columns.starts,
                    columns.voters,
                    columns.weights,
                    columns.points,
                    self._most_points,
                    *self._limits,
                    self._counts_cost,
                ),
            )
        return self._kept[1]


def _in_columns(columns: Columns, limits: Sequence[Limit]) -> tuple[Ints, Ints, Ints]:
    """Write limits as arrays: where each begins, the projects it concerns, and what they take."""
    place = {code: at for at, code in enumerate(columns.codes)}
    members = [place[code] for limit in limits for code in limit.takes]
    takes = [takes for limit in limits for takes in limit.takes.values()]
    lengths = np.array([len(limit.takes) for limit in limits], np.int64)
    return starts_of(lengths), np.array(members, np.int64), np.array(takes, np.int64)
