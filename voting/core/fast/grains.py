"""Grains: what the supporters of one project can pay, in integers with proven bounds.

Money is counted in *grains*, 2^-s of a minor unit, as 64-bit integers. What a voter has left is
known to within that voter's doubt, at most E grains (`slack`), and is 0 only where it is 0 exactly.
Sums over supporters are exact integer sums, so that all error comes from the doubts and from
rounding prices to grains.

The proof. Let f(x) = Σ w·min(β, x·p) over the supporters of a project, w voters giving p points
each and having β left, kept as β' with |β' - β| ≤ E: what they pay at price x. The true price x
solves f(x) = C, the cost. Part the supporters at any price z: whoever has β' < z·p + E is poor, and
the others are surely rich, β ≥ z·p. Let S be the money β' of the poor, P how many of them have
something, R the points of the rich, and y = (C - S)/R.

* From below. However they are parted, the poor pay no more than they have and the rich no more than
  x·p, so that C = f(x) ≤ S + E·P + R·x: the true price is not lower than y - E·P/R. Rounding y
  down is safe, and so is `dip`, ⌈E·P/R⌉.
* From above. The poor pay at least what they have or, if that is more, z·p, which is over β' - E:
  f(z) ≥ S - E·P + R·z. If that is no less than C, the project can be paid for at no more than z.
* In both, E·P may be the sum of the doubts of the poor instead (`weigh`): nobody else's matter.
* A purchase takes y from everybody for each point. The true price is within the greater of rise
  and dip of y, so that a voter's doubt grows by p times that. Whoever had clearly less than the
  price has nothing left, exactly; whoever is too close to tell keeps at least one grain.
* Prices never fall within a run, since money is only spent, so a bound that once held holds on.
"""

from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from voting.core.arrays import Ints as Ints
from voting.core.fast.compiled import compiled

Indexes = NDArray[np.uint32]
Floats = NDArray[np.float64]

#: Above this slack nothing is sure any more, and sums could overflow.
MOST_SLACK = 1 << 31
#: After so many steps it is left to exact arithmetic, as it is where a price is not known better.
_ATTEMPTS, _MOST_RISE = 40, 1 << 44
#: More than what a division or a conversion can round away.
UP = 1 + 2.0**-50


class Market(NamedTuple):
    """What stays the same: projects with their supporters, column by column, and the limits.

    The supporters of project c are `voters[starts[c]:starts[c+1]]` (places in `money`), so many
    `weights` each, giving so many `points` each (of length 0 where every point is 1). `limits` are
    columns too: limit l concerns `members[limit_starts[l]:limit_starts[l+1]]`, which take so much.
    """

    cost: Ints
    cost_in_grains: Ints
    points_of: Ints
    least_price: Ints
    rank: Ints
    starts: Ints
    voters: Indexes
    weights: Indexes
    points: Ints
    most_points: int
    limit_starts: Ints
    members: Ints
    takes: Ints
    counts_cost: bool


def grains_of(amount: Fraction, shift: int) -> int:
    """Round an amount in minor units down to grains, but what is there to no less than one."""
    grains = (amount.numerator << shift) // amount.denominator
    return max(grains, 1) if amount else 0


@compiled
def _sum_units(voters, weights, money, least):
    held, poor, empty = np.int64(0), np.int64(0), np.int64(0)
    for k in range(voters.size):
        has, weight = money[voters[k]], np.int64(weights[k])
        is_poor = has < least
        held += weight * has * is_poor
        poor += weight * is_poor
        empty += weight * (has == 0)
    return held, poor, poor - empty


@compiled
def _sum_points(voters, weights, points, money, price, slack):
    held, poor, count = np.int64(0), np.int64(0), np.int64(0)
    for k in range(voters.size):
        has, weight = money[voters[k]], np.int64(weights[k])
        is_poor = has < price * points[k] + slack
        held += weight * has * is_poor
        poor += weight * points[k] * is_poor
        count += weight * (is_poor and has > 0)
    return held, poor, count


@compiled
def sums(market, money, project, price, slack):
    """Sort the supporters by a price: who does not surely have what it asks is poor.

    Gives the money of the poor, the points of the others, and how many of the poor have something.
    """
    a, b = market.starts[project], market.starts[project + 1]
    voters, weights = market.voters[a:b], market.weights[a:b]
    if market.points.size:
        held, poor, count = _sum_points(voters, weights, market.points[a:b], money, price, slack)
    else:
        held, poor, count = _sum_units(voters, weights, money, price + slack)
    return held, market.points_of[project] - poor, count


@compiled
def is_beyond(market, money, project, slack):
    """Say whether the supporters certainly cannot pay the cost, whatever the price."""
    total, count = np.int64(0), np.int64(0)
    for k in range(market.starts[project], market.starts[project + 1]):
        has = money[market.voters[k]]
        total += market.weights[k] * has
        count += market.weights[k] * (has > 0)
    return total + slack * count < market.cost_in_grains[project]


@compiled
def dip_of(rich, poor, slack):
    """Give by how much the true price may be lower than y: E·P/R, rounded up."""
    return np.int64(float(slack) * poor / rich * UP) + 1


@compiled
def bracket(market, money, project, price, slack, enough):
    """Find prices between which the true one surely lies: the lower, the rise to the upper, a dip.

    The true price is from lower - dip to lower + rise. It is not looked for any further once it is
    known to be over `enough`. A rise of -1: it is not known whether there is such a price at all;
    of -2: there is none, or it is over `enough`.
    """
    cost, least = market.cost_in_grains[project], market.least_price[project]
    for _attempt in range(_ATTEMPTS):
        held, rich, poor = sums(market, money, project, price, slack)
        if rich == 0:
            if price == least or is_beyond(market, money, project, slack):
                break
            price = least
            continue
        root, dip = (cost - held) // rich, dip_of(rich, poor, slack)
        if held + rich * price - slack * poor >= cost:
            return root, price - root, dip
        if root - dip > enough:
            return root, np.int64(-2), dip
        price = root + 1 + (dip if root > price else min(4 * (price - root + dip), _MOST_RISE))
    if is_beyond(market, money, project, slack):
        return least, np.int64(-2), np.int64(0)
    return least, np.int64(-1), np.int64(0)


@compiled
def weigh(market, money, doubts, project, price):
    """Give the money of the poor, the points of the rich, and all that is in doubt of the poor."""
    held, rich, doubtful = np.int64(0), np.int64(0), np.int64(0)
    for k in range(market.starts[project], market.starts[project + 1]):
        voter, weight = market.voters[k], np.int64(market.weights[k])
        points = market.points[k] if market.points.size else 1
        if money[voter] < price * points + doubts[voter]:
            held += weight * money[voter]
            doubtful += weight * doubts[voter]
        else:
            rich += weight * points
    return held, rich, doubtful


@compiled
def pay(market, money, doubts, project, price, rise, close):
    """Take the price from each supporter and list those who may or may not have had it all.

    The true price is within `rise` of this one. Gives the number of voters who clearly paid in
    full, how many places (in `voters`) are listed, and the most that is in doubt of anybody here.
    """
    in_full, found, most = np.int64(0), 0, np.int64(0)
    for k in range(market.starts[project], market.starts[project + 1]):
        voter = market.voters[k]
        points = market.points[k] if market.points.size else 1
        has, doubt = money[voter], doubts[voter] + rise * points
        left = has - price * points
        is_close = has > 0 and abs(left) <= doubt
        if is_close:
            close[found] = k
            found += 1
            left, doubt = max(left, 1), doubt + 1
        in_full += market.weights[k] * (left > doubt)
        money[voter] = max(left, 0)
        doubts[voter] = doubt if left > 0 else 0
        most = max(most, doubts[voter])
    return in_full, found, most
