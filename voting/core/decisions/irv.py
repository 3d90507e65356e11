"""Instant runoff: the last is eliminated, round by round, until one has a majority.

A majority is more than half of the ballots that still name somebody who is in. One option is
eliminated at a time. Of equals the one goes out that had fewer votes in the latest earlier round in
which they differed, and if there is none, the last one in the declared order.
"""

from fractions import Fraction
from itertools import groupby

from concejo.text import Text, _
from voting.core.decisions.piles import Rounds, by_votes
from voting.core.decisions.rankings import Reads
from voting.core.decisions.spec import Case, DecisionRule, Finding, one_seat
from voting.core.decisions.steps import Elected
from voting.core.outcome import RuleSpec


def decide(case: Case) -> Finding:
    """Eliminate the last until one option has a majority of what is left."""
    rounds = Rounds(case)
    rounds.record()
    while True:
        best = by_votes(rounds.continuing, rounds.votes)[0]
        majority = sum(rounds.votes[code] for code in rounds.continuing) // 2 + 1
        if rounds.votes[best] >= majority:
            break
        rounds.eliminate_last()
        rounds.record()
    rounds.steps.append(
        Elected(best, rounds.number, rounds.votes[best], Fraction(majority), "majority")
    )
    return Finding((best,), _ranking(rounds), tuple(rounds.steps))


def _ranking(rounds: Rounds) -> tuple[tuple[str, ...], ...]:
    """Put who is still in by votes, and then who went out, the last one out first."""
    still_in = by_votes(rounds.continuing, rounds.votes)
    equals = groupby(still_in, key=lambda code: rounds.votes[code])
    gone = ((code,) for code in reversed(rounds.eliminated))
    return (*(tuple(codes) for _votes, codes in equals), *gone)


def describe_last() -> tuple[Text, ...]:
    """Tell a resident who goes out of several that are last."""
    return (
        _("Of several with the fewest votes, the one goes out that had fewer in an earlier round."),
        _("The latest round in which they were not equal counts."),
        _("If there is none, the one goes out that comes last in the order for ties."),
    )


def describe(_spec: RuleSpec) -> tuple[Text, ...]:
    """Tell a resident how the option is chosen."""
    return (
        _("Each ballot counts for the first option on it that is still in."),
        _("An option is chosen with more than half of the ballots that still count for one."),
        _("While none is, the option with the fewest votes goes out, and its ballots pass on."),
        *describe_last(),
    )


RULE = DecisionRule("irv", _("Instant runoff"), Reads.ORDER, (), describe, decide, fits=one_seat)
