"""Crowds: among how many voters a ballot can hide, and what is told of a smaller crowd.

Where the ballots are published, whatever is worked out from them tells nothing new. Where they are
not, only that is told which anybody could work out from the published totals.
"""

from dataclasses import replace

from voting.core.analysis.priceability import Priceability, Verdict
from voting.core.analysis.report import Analysis
from voting.core.outcome import Outcome

#: In a smaller crowd a whole ballot tells whose it is, so that only the totals are published.
LEAST_CROWD = 10

#: Rules that ask nothing of the ballots but the totals: what they would give tells nothing new.
_BY_TOTALS = ("greedy", "max_welfare")


def is_too_small(ballots: int) -> bool:
    """Say whether so few voted that their ballots are not published, only the totals."""
    return 0 < ballots < LEAST_CROWD


def without_ballots(analysis: Analysis, outcome: Outcome) -> Analysis:
    """Leave out of an analysis all that tells which choices stand on one ballot.

    Who paid how much, where money went, who would be represented and which group was neglected are
    sums over whole ballots: among few, they can be solved for single ones.
    """
    margins = analysis.margins
    if outcome.rule.name not in _BY_TOTALS:
        margins = replace(margins, projects=())
    return replace(
        analysis,
        rules=(),
        incomes=(),
        outlays=(),
        reaches=(),
        margins=margins,
        checks=(),
        priceability=Priceability(Verdict.NOT_SHOWN),
    )
