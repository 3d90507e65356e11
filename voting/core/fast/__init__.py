"""The fast engine of equal shares: integers in arrays, and exact arithmetic where they are close.

Nothing here is imported before a count needs it, so that the web process starts without it.
"""

from fractions import Fraction
from functools import partial

from voting.core.fast.columns import columns_of
from voting.core.fast.market import FastMarket
from voting.core.fast.scale import Scale
from voting.core.rules.entry import Entry
from voting.core.rules.equal_shares.engines import reference

__all__ = ["FastMarket", "fast"]


def fast(start: Entry) -> FastMarket | None:
    """Give the fast engine; None where amounts are so large that 64 bits do not divide them."""
    parameters, instance = start.spec.parameters, start.instance
    columns = columns_of(instance, start.ballots, start.scoring)
    scale = Scale(
        columns,
        [project.cost for project in instance.projects],
        start.order,
        start.limits,
        parameters["satisfaction"] == "cost",
    )
    if not scale.is_fine(Fraction(instance.budget, max(start.ballots.voters, 1))):
        return None
    spare = partial(reference, start)
    return FastMarket(columns, scale, start.candidates, start.order, start.limits, spare)
