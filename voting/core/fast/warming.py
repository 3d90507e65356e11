"""Warming: have the compiled kernel loaded, before a count is in a hurry.

Where it was never compiled, or is another one now, it is compiled: that takes about ten seconds,
once, and what comes of it is kept on disk.
"""

from voting.core.ballots import Ballot, Project
from voting.core.outcome import RuleSpec
from voting.core.profile import Instance, Profile
from voting.core.rules import settled
from voting.core.rules.equal_shares import count
from voting.core.rules.equal_shares.engines import fast_if_fine
from voting.core.ties import TieKey, Ties

_TIES = Ties((TieKey.PUBLISHED_ORDER,))
#: Two that cost the same to supporters who are poor by then: what only exact arithmetic decides.
_CLOSE = Instance((Project("a", 400), Project("b", 700), Project("c", 700)), 1800)
_BALLOTS = Profile(
    ((Ballot(("a", "b")), 1), (Ballot(("a", "c")), 1), (Ballot(("b",)), 1), (Ballot(("c",)), 1))
)


def warm() -> None:
    """Count a tiny election, so that all of the kernel is at hand."""
    spec = settled(RuleSpec("equal_shares", {"completion": "add1", "exhaustive_stop": False}))
    count(spec, _CLOSE, _BALLOTS, _TIES, fast_if_fine)
