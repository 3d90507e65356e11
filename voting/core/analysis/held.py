"""Held: the ballots in the forms in which they are read, and counted again quickly.

A margin takes hundreds of recounts. Equal shares make them from arrays with the fast engine, unless
all of them together would be done before it is loaded.
"""

from dataclasses import dataclass

from voting.core.analysis.work import rounds_of
from voting.core.outcome import Outcome, RuleSpec
from voting.core.profile import Ballots, Instance, Profile
from voting.core.rules import count, equal_shares
from voting.core.rules.equal_shares.engines import fast_if_fine
from voting.core.ties import Ties

#: Looks at a choice on a ballot in one count, up to which recounts are made without arrays.
_FEW_LOOKS = 3_000
#: With more choices than these, arrays are of use even to set a single count beside another.
_MANY_CHOICES = 20_000
#: Rules that read the ballots only by what they add up to, or from arrays.
_QUICK = ("greedy", "equal_shares")


@dataclass(frozen=True)
class Held:
    """Hold the ballots one by one, and in arrays where that is quicker for equal shares."""

    profile: Profile
    arrays: Ballots

    def ballots_for(self, rule: str) -> Ballots:
        """Give the form in which a rule counts the ballots quickest."""
        return self.arrays if rule in _QUICK else self.profile


def hold(instance: Instance, ballots: Ballots, outcome: Outcome) -> Held:
    """Read the ballots once, however they come."""
    profile = ballots.profile(instance)
    if not isinstance(ballots, Profile):
        return Held(profile, ballots)
    again = rounds_of(outcome) * ballots.choices if outcome.rule.name == "equal_shares" else 0
    if again <= _FEW_LOOKS and ballots.choices <= _MANY_CHOICES:
        return Held(profile, profile)
    from voting.core.table import BallotTable

    # Points by place need the order of each ballot; where they do not, keeping it is no loss.
    return Held(profile, BallotTable.of(instance, profile, is_ordered=True))


def count_again(rule: RuleSpec, instance: Instance, ballots: Ballots, ties: Ties) -> Outcome:
    """Count by a rule with all its parameters; from arrays, with the fast engine."""
    if rule.name != "equal_shares" or isinstance(ballots, Profile):
        return count(rule, instance, ballots, ties)
    return equal_shares.count(rule, instance, ballots, ties, fast_if_fine)
