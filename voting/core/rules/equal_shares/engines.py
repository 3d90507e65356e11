"""Engines: which one makes the runs. Both make the same ones, so only time and memory tell.

The fast engine is compiled and takes a third of a second to load, so a small count goes without it;
and it is imported here only when a count asks for it, so that the web process starts without it.
"""

from voting.core.profile import Profile, Scoring
from voting.core.rules.entry import Entry
from voting.core.rules.equal_shares.market import Market
from voting.core.rules.equal_shares.run import Engine

#: Choices on ballots up to which the reference counts, and projects times different ballots.
_FEW_CHOICES = 4_000


def engine_for(start: Entry) -> Engine:
    """Give the engine that suits the number of ballots."""
    if isinstance(start.ballots, Profile) and _is_small(start.ballots):
        return reference(start)
    from voting.core.fast import fast

    return fast(start) or reference(start)


def reference(start: Entry) -> Market:
    """Give the engine that a citizen can read."""
    parameters = start.spec.parameters
    return Market(
        start.ballots.profile(start.instance),
        Scoring(str(parameters["scoring"])),
        start.candidates,
        start.order,
        start.limits,
        parameters["satisfaction"] == "cost",
    )


def _is_small(profile: Profile) -> bool:
    return sum(len(ballot.choices) for ballot, _count in profile.groups) <= _FEW_CHOICES
