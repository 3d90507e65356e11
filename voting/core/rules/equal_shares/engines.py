"""Engines: which one makes the runs. Both make the same ones, so only time and memory tell.

The fast engine is compiled and takes half a second to load, so a small count goes without it; and
it is imported here only when a count asks for it, so that the web process starts without it.
"""

from voting.core.rules.entry import Entry
from voting.core.rules.equal_shares.market import Market
from voting.core.rules.equal_shares.run import Engine

#: Looks at a choice on a ballot up to which the reference counts: of a hundred real elections nine
#: in ten were done in less than 0.4 s. To look at nobody takes as long as to look at so many.
_FEW_LOOKS, _OVERHEAD = 200_000, 30


def engine_for(start: Entry) -> Engine:
    """Give the engine that suits the number of ballots."""
    return reference(start) if is_small(start) else fast_if_fine(start)


def fast_if_fine(start: Entry) -> Engine:
    """Give the fast engine, or the reference where amounts are too large for it."""
    from voting.core.fast import fast

    return fast(start) or reference(start)


def reference(start: Entry) -> Market:
    """Give the engine that a citizen can read."""
    parameters = start.spec.parameters
    return Market(
        start.ballots.profile(start.instance),
        start.scoring,
        start.candidates,
        start.order,
        start.limits,
        parameters["satisfaction"] == "cost",
    )


def is_small(start: Entry) -> bool:
    """Tell whether the reference is done before the fast engine would be loaded."""
    return (start.ballots.choices + _OVERHEAD) * _runs(start) <= _FEW_LOOKS


def _runs(start: Entry) -> int:
    """Guess how many runs there are: by then everything could be paid for by its own supporters."""
    parameters = start.spec.parameters
    if parameters["completion"] not in ("add1", "add1u"):
        return 1
    step, budget = int(parameters["step"]), start.instance.budget
    return 1 + max(
        (
            item.cost // (item.supporters * step)
            for item in start.candidates
            if item.supporters and item.cost <= budget
        ),
        default=0,
    )
