"""Kernel: one run of the method of equal shares in compiled integer arithmetic.

A project is bought when the upper bound of its rank is below every other's lower bound (`grains`
has the bounds and their proof). Otherwise whole numbers tell, if nobody near the price is poor: it
is C/R then, exactly. And if somebody is, the run stops and says that it is unsure, and exact
arithmetic decides (`ledger`). No rounded number ever decides alone. Ranks are compared as floats,
each bound moved outward by more than a division can have rounded it.

Only the project with the least lower bound is looked at, again and again, until the least one is of
now: the others cannot have become cheaper.
"""

import numpy as np

from voting.core.fast.compiled import compiled
from voting.core.fast.grains import MOST_SLACK, UP, bracket, pay, sums, weigh
from voting.core.fast.state import BOUGHT, CLEAR, FAR, FOLLOWS, SLACK, SPENT, TIED

#: How a run ended: nothing more can be bought; over the limit; unsure which project is next.
DONE, OVER, UNSURE = 0, 1, 2
_UNKNOWN = 2
#: A price that is known better than this many grains is good enough.
_FINE = 256
_DOWN = 1 - 2.0**-50


@compiled
def rank_all(market, state):
    """Give every project the lower bound of its rank before anything is bought."""
    for project in range(state.low.size):
        state.low[project] = ranked(market, project, state.price[project]) * _DOWN


@compiled
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


@compiled
def _price_at(market, project, rank):
    """Give a price that is surely over the rank; one that no price is over where there is none."""
    cost = float(market.cost[project]) if market.counts_cost else 1.0
    price = rank * cost * UP + 1
    return np.int64(price) if price < 2.0**61 else np.int64(1) << 61


@compiled
def ranked(market, project, price):
    """Give the cost of a unit of satisfaction: the project with the least is bought."""
    if market.cost[project] == 0:
        return 0.0
    return float(price) / float(market.cost[project]) if market.counts_cost else float(price)


@compiled
def least(state):
    """Give the open project with the least lower bound, or -1."""
    best, bound = -1, FAR
    for project in range(state.low.size):
        if state.low[project] < bound:
            best, bound = project, state.low[project]
    return best


@compiled
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


@compiled
def _told_by_numbers(market, state, found):
    """Leave only the cheapest in `state.close` if whole numbers tell: how many, or 0 if not."""
    slack = state.at[SLACK]
    for at in range(found):
        project = state.close[at]
        if market.cost[project] == 0 or state.rise[project] < 0:
            return 0
        near = state.price[project] + state.rise[project] + 1
        _held, rich, poor = sums(market, state.money, project, near, slack)
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


@compiled
def _compared(market, state, one, other):
    """Compare the exact prices C/R of two projects, as ranked: -1, 0, 1, or _UNKNOWN."""
    left, right = state.richer[other], state.richer[one]
    if not market.counts_cost:
        if max(float(market.cost[one]) * left, float(market.cost[other]) * right) > 2.0**62:
            return _UNKNOWN
        left, right = market.cost[one] * left, market.cost[other] * right
    return np.int64(left > right) - np.int64(left < right)


@compiled
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


@compiled
def _high(market, state, project):
    """Give the upper bound of a rank, where one is known."""
    if project < 0 or not state.is_fresh[project] or state.rise[project] < 0:
        return FAR
    return ranked(market, project, state.price[project] + state.rise[project]) * UP


@compiled
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


@compiled
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


@compiled
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


@compiled
def _buy(market, state, project):
    price, rise = state.price[project], state.rise[project]
    if rise > _FINE:
        rise = _refined(market, state, project, rise)
    _in_full, _found, doubt = pay(
        market, state.money, state.doubts, project, price, rise, state.listed
    )
    state.at[SLACK] = max(state.at[SLACK], doubt)


@compiled
def _refined(market, state, project, rise):
    """Know a price better by adding up what is in doubt of each poor voter, not E for each."""
    price, cost = state.price[project], market.cost_in_grains[project]
    _held, rich, doubtful = weigh(market, state.money, state.doubts, project, price + rise)
    if rich == 0:
        return rise
    better = np.int64(float(doubtful) / rich * UP) + 2
    if better >= rise:
        return rise
    held, rich, doubtful = weigh(market, state.money, state.doubts, project, price + better)
    if rich == 0 or held + rich * (price + better) - doubtful < cost:
        return rise
    root = (cost - held) // rich
    return max(better, price - root + np.int64(float(doubtful) / rich * UP) + 1)


@compiled
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


@compiled
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


@compiled
def _leave(state, trail, project):
    """Note what is known before a purchase, for a run with less money to follow."""
    bought = state.at[BOUGHT]
    if bought < trail.order.size and bought == trail.at[0]:
        trail.lows[bought], trail.prices[bought] = state.low, state.price
        trail.order[bought] = project
        trail.at[0] = bought + 1


@compiled
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
        if market.cost[project]:
            _buy(market, state, project)
        close_off(market, state, project)
        if state.at[SPENT] > most:
            return OVER
