"""Kernel: one run of the method of equal shares in compiled integer arithmetic.

A project is bought when the upper bound of its rank is below every other's lower bound (`grains`
has the bounds and their proof). Otherwise whole numbers tell, if nobody near the price is poor: it
is C/R then, exactly. And if somebody is, the run stops and says that it is unsure, and exact
arithmetic decides (`ledger`). No rounded number ever decides alone. Ranks are compared as floats,
each bound moved outward by more than a division can have rounded it.

Only the project with the least lower bound is looked at, again and again, until the least one is of
now: the others cannot have become cheaper.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from voting.core.fast.columns import Columns
from voting.core.fast.grains import (
    MOST_SLACK,
    Floats,
    Indexes,
    Ints,
    bracket,
    pay,
    sums,
)

Flags = NDArray[np.bool_]

#: How a run ended: nothing more can be bought; over the limit; unsure which project is next.
DONE, OVER, UNSURE = 0, 1, 2
#: What `state.at` holds: purchases so far, slack E, minor units spent, how much of `state.ties` is
#: filled, whether every project but the bought one stayed above the floors, and whether the guide
#: bought the same so far.
BOUGHT, SLACK, SPENT, TIED, CLEAR, FOLLOWS = range(6)
#: The lower bound of a project that cannot be bought.
FAR = np.inf
_UNKNOWN, _MOST_TRAILED = 2, 1000
_UP, _DOWN = 1 + 2.0**-50, 1 - 2.0**-50


class State(NamedTuple):
    """What a run changes: what voters have, what is known of prices, what was bought."""

    at: Ints
    money: Ints
    #: Of each project: a price, by how much the true one may be higher (or lower), the points of
    #: those who can pay it, the lower bound of the rank, and whether all this is of now.
    price: Ints
    rise: Ints
    richer: Ints
    low: Floats
    is_fresh: Flags
    room: Ints
    #: Of each purchase: the project, and the upper bound of its rank.
    order: Indexes
    high: Floats
    #: Scratch: projects that are close to one another, voters who are close to the price.
    close: Indexes
    listed: Ints
    #: Of each tie: the purchase, how many were equal, and they.
    ties: Indexes


class Trail(NamedTuple):
    """What a run knew before each purchase, for a run with less money to begin with."""

    #: How many purchases it has.
    at: Ints
    order: Indexes
    lows: Floats
    prices: Ints


def trail_of(projects: int) -> Trail:
    """Make room for a trail; with very many projects none is kept, for it would be large."""
    size = projects if projects <= _MOST_TRAILED else 0
    return Trail(
        at=np.zeros(1, np.int64),
        order=np.zeros(size, np.uint32),
        lows=np.zeros((size, projects)),
        prices=np.zeros((size, projects), np.int64),
    )


def state_of(columns: Columns, limits: int) -> State:
    """Make room for the runs of a market with so many limits."""
    projects, entries = len(columns.codes), columns.voters.size
    return State(
        at=np.zeros(6, np.int64),
        money=np.zeros(columns.sizes.size, np.int64),
        price=np.zeros(projects, np.int64),
        rise=np.zeros(projects, np.int64),
        richer=np.zeros(projects, np.int64),
        low=np.zeros(projects),
        is_fresh=np.zeros(projects, np.bool_),
        room=np.zeros(limits, np.int64),
        order=np.zeros(projects, np.uint32),
        high=np.zeros(projects + 1),
        close=np.zeros(projects, np.uint32),
        listed=np.zeros(entries, np.int64),
        ties=np.zeros(min(projects * projects, 1 << 20) + 2 * projects + 2, np.uint32),
    )


@njit(cache=True)
def rank_all(market, state):
    """Give every project the lower bound of its rank before anything is bought."""
    for project in range(state.low.size):
        state.low[project] = ranked(market, project, state.price[project]) * _DOWN


@njit(cache=True)
def _look(market, state, project, high):
    """Find by now between what the rank of a project lies, unless it is certainly over `high`."""
    slack = state.at[SLACK]
    enough = _price_at(market, project, high)
    price, rise, dip = bracket(market, state.money, project, state.price[project], slack, enough)
    state.price[project], state.rise[project] = price, rise
    if rise == -2 and dip == 0:
        state.low[project] = FAR
        return
    if rise >= 0:
        state.rise[project] = max(rise, dip)
    state.is_fresh[project] = rise != -2
    if dip:
        low = ranked(market, project, price - dip) * _DOWN
        state.low[project] = max(state.low[project], low)


@njit(cache=True)
def _price_at(market, project, rank):
    """Give a price that is surely over the rank; one that no price is over where there is none."""
    cost = float(market.cost[project]) if market.counts_cost else 1.0
    price = rank * cost * _UP + 1
    return np.int64(price) if price < 2.0**61 else np.int64(1) << 61


@njit(cache=True)
def ranked(market, project, price):
    """Give the cost of a unit of satisfaction: the project with the least is bought."""
    if market.cost[project] == 0:
        return 0.0
    return float(price) / float(market.cost[project]) if market.counts_cost else float(price)


@njit(cache=True)
def least(state):
    """Give the open project with the least lower bound, or -1."""
    best, bound = -1, FAR
    for project in range(state.low.size):
        if state.low[project] < bound:
            best, bound = project, state.low[project]
    return best


@njit(cache=True)
def gather(market, state, high):
    """List in `state.close` the projects that may be as cheap as `high`, each looked at afresh."""
    found = 0
    for project in range(state.low.size):
        if state.low[project] <= high and not state.is_fresh[project]:
            _look(market, state, project, high)
        if state.low[project] <= high:
            state.close[found] = project
            found += 1
    return found


@njit(cache=True)
def _told_by_numbers(market, state, found):
    """Leave only the cheapest in `state.close` if whole numbers tell: how many, or 0 if not."""
    slack = state.at[SLACK]
    for at in range(found):
        project = state.close[at]
        if market.cost[project] == 0 or state.rise[project] < 0:
            return 0
        near = state.price[project] + state.rise[project] + slack + 1
        _held, rich, poor = sums(market, state.money, project, near)
        if poor:
            return 0
        state.richer[project] = rich
    kept = 1
    for at in range(1, found):
        sign = _compared(market, state, state.close[at], state.close[0])
        if sign == _UNKNOWN:
            return 0
        if sign < 0:
            kept = 0
        if sign <= 0:
            state.close[kept] = state.close[at]
            kept += 1
    return kept


@njit(cache=True)
def _compared(market, state, one, other):
    """Compare the exact prices C/R of two projects, as ranked: -1, 0, 1, or _UNKNOWN."""
    left, right = state.richer[other], state.richer[one]
    if not market.counts_cost:
        if max(float(market.cost[one]) * left, float(market.cost[other]) * right) > 2.0**62:
            return _UNKNOWN
        left, right = market.cost[one] * left, market.cost[other] * right
    return np.int64(left > right) - np.int64(left < right)


@njit(cache=True)
def _find_best(market, state, guess):
    """Look at projects until the one with the least lower bound is of now, and give it; or -1."""
    if guess >= 0 and state.low[guess] < FAR:
        _look(market, state, guess, FAR)
    high = _high(market, state, guess)
    best = least(state)
    while best >= 0 and not state.is_fresh[best]:
        _look(market, state, best, high)
        high = min(high, _high(market, state, best))
        best = least(state)
    return best


@njit(cache=True)
def _high(market, state, project):
    """Give the upper bound of a rank, where one is known."""
    if project < 0 or not state.is_fresh[project] or state.rise[project] < 0:
        return FAR
    return ranked(market, project, state.price[project] + state.rise[project]) * _UP


@njit(cache=True)
def _choose(market, state, floor, guess):
    """Give the project that is bought next; -1 if there is none, -2 if it is unsure."""
    best = _find_best(market, state, guess)
    if best < 0:
        return -1
    high = _high(market, state, best)
    if high == FAR or state.at[SLACK] > MOST_SLACK:
        return -2
    state.high[state.at[BOUGHT]] = high
    found = gather(market, state, max(high, floor))
    if found > 1:
        found = _still_close(market, state, best, high, found)
    if found > 1:
        found = _told_by_numbers(market, state, found)
    if found == 0 or state.at[TIED] + 2 + found > state.ties.size:
        return -2
    return _first(market, state, found)


@njit(cache=True)
def _still_close(market, state, best, high, found):
    """Keep those that may be as cheap as `high`; the others were only below the floor."""
    state.at[CLEAR] = 0
    kept = 0
    for at in range(found):
        project = state.close[at]
        if state.low[project] <= high or project == best:
            state.close[kept] = project
            kept += 1
    return kept


@njit(cache=True)
def _first(market, state, found):
    """Give the one of equals that goes first, and note the tie."""
    best = state.close[0]
    for at in range(1, found):
        if market.rank[state.close[at]] < market.rank[best]:
            best = state.close[at]
    if found > 1:
        end = state.at[TIED]
        state.ties[end], state.ties[end + 1] = state.at[BOUGHT], found
        for at in range(found):
            state.ties[end + 2 + at] = state.close[at]
        state.at[TIED] = end + 2 + found
    return best


@njit(cache=True)
def close_off(market, state, project):
    """Note a purchase, take its room, and close what does not fit beside it."""
    state.order[state.at[BOUGHT]] = project
    state.at[BOUGHT] += 1
    state.at[SPENT] += market.cost[project]
    state.low[project] = FAR
    state.is_fresh[:] = False
    for limit in range(state.room.size):
        a, b = market.limit_starts[limit], market.limit_starts[limit + 1]
        for k in range(a, b):
            if market.members[k] == project:
                state.room[limit] -= market.takes[k]
        for k in range(a, b):
            if market.takes[k] > state.room[limit]:
                state.low[market.members[k]] = FAR


@njit(cache=True)
def _follow(state, guide):
    """Take over what is known where the same was bought with more money; give what came next there.

    Nobody has more here, so that a lower bound there is one here; a price is a good first guess.
    """
    bought = state.at[BOUGHT]
    if not state.at[FOLLOWS] or bought >= guide.at[0]:
        return -1
    for project in range(state.low.size):
        state.low[project] = max(state.low[project], guide.lows[bought, project])
        state.price[project] = max(state.price[project], guide.prices[bought, project])
    return guide.order[bought]


@njit(cache=True)
def _leave(state, trail, project):
    """Note what is known before a purchase, for a run with less money to follow."""
    bought = state.at[BOUGHT]
    if bought < trail.order.size and bought == trail.at[0]:
        trail.lows[bought], trail.prices[bought] = state.low, state.price
        trail.order[bought] = project
        trail.at[0] = bought + 1


@njit(cache=True)
def run(market, state, most, floors, guide, trail):
    """Buy until nothing can be bought, over `most` is spent, or it is unsure what is next.

    With `floors`, note whether every purchase beyond doubt was the only one below its floor.
    """
    while True:
        bought = state.at[BOUGHT]
        floor = floors[bought] if bought < floors.size else -1.0
        guess = _follow(state, guide)
        project = _choose(market, state, floor, guess)
        if project < 0:
            return DONE if project == -1 else UNSURE
        _leave(state, trail, project)
        if project != guess:
            state.at[FOLLOWS] = 0
        doubt = state.at[SLACK] + state.rise[project] * market.most_points
        if market.cost[project]:
            price = state.price[project]
            pay(market, state.money, project, price, doubt, state.listed)
            state.at[SLACK] = doubt + 1
        close_off(market, state, project)
        if state.at[SPENT] > most:
            return OVER
