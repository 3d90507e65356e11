"""State: what a run of the kernel changes, and the trail that it leaves for the next one."""

from typing import NamedTuple

import numpy as np

from voting.core.arrays import Flags as Flags
from voting.core.fast.columns import Columns
from voting.core.fast.grains import Floats, Indexes, Ints

#: What `state.at` holds: purchases so far, slack E, minor units spent, how much of `state.ties` is
#: filled, whether every project but the bought one stayed above the floors, and whether the guide
#: bought the same so far.
BOUGHT, SLACK, SPENT, TIED, CLEAR, FOLLOWS = range(6)
#: The lower bound of a project that cannot be bought.
FAR = np.inf
#: With more projects than this no trail is kept, for it would be large.
_MOST_TRAILED = 1000


class State(NamedTuple):
    """What a run changes: what voters have, what is known of prices, what was bought."""

    at: Ints
    #: Of each row of voters: what each has, and by how much that may be wrong (E is the most).
    money: Ints
    doubts: Ints
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
    """Make room for a trail."""
    size = projects if projects <= _MOST_TRAILED else 0
    return Trail(
        at=np.zeros(1, np.int64),
        order=np.zeros(size, np.uint32),
        lows=np.zeros((size, projects)),
        prices=np.zeros((size, projects), np.int64),
    )


def state_of(columns: Columns, limits: int) -> State:
    """Make room for the runs of a market with so many limits."""
    projects = len(columns.codes)
    return State(
        at=np.zeros(6, np.int64),
        money=np.zeros(columns.sizes.size, np.int64),
        doubts=np.zeros(columns.sizes.size, np.int64),
        price=np.zeros(projects, np.int64),
        rise=np.zeros(projects, np.int64),
        richer=np.zeros(projects, np.int64),
        low=np.zeros(projects),
        is_fresh=np.zeros(projects, np.bool_),
        room=np.zeros(limits, np.int64),
        order=np.zeros(projects, np.uint32),
        high=np.zeros(projects + 1),
        close=np.zeros(projects, np.uint32),
        listed=np.zeros(int(np.diff(columns.starts).max(initial=0)), np.int64),
        ties=np.zeros(min(projects * projects, 1 << 20) + 2 * projects + 2, np.uint32),
    )
