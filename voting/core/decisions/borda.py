"""Borda: an option gets a point for each option that a ballot puts below it.

Of m options the first place is worth m - 1 points and the last none; equal options share the
points of their places. Options that a ballot leaves out get nothing (zero), or share what is left
(average), so that each ballot gives the same sum.
"""

from fractions import Fraction

from concejo.text import Text, _
from voting.core.decisions.rankings import Reads, places
from voting.core.decisions.scores import by_score
from voting.core.decisions.spec import Case, DecisionRule, Finding
from voting.core.outcome import RuleSpec
from voting.core.rules.spec import Parameter

PARAMETERS = (Parameter("unranked", "average", choices=("average", "zero")),)


def decide(case: Case) -> Finding:
    """Choose the options with the most points."""
    codes = case.question.codes
    shares_rest = case.spec.parameters["unranked"] == "average"
    # Twice the points, because equal options may share an odd number of them.
    doubled = dict.fromkeys(codes, 0)
    for ballot, count in case.profile.groups:
        below = len(codes)
        for shared in places(ballot):
            below -= len(shared)
            for code in shared:
                doubled[code] += (2 * below + len(shared) - 1) * count
        if shares_rest and below > 1:
            for code in set(codes).difference(ballot.choices):
                doubled[code] += (below - 1) * count
    return by_score(case, {code: Fraction(points, 2) for code, points in doubled.items()})


def describe(spec: RuleSpec) -> tuple[Text, ...]:
    """Tell a resident how options are chosen."""
    return (
        _("An option gets one point for each option that a ballot puts below it."),
        _("Options in the same place share the points of their places."),
        _("Options that a ballot leaves out share the points that are left.")
        if spec.parameters["unranked"] == "average"
        else _("Options that a ballot leaves out get no points from it."),
        _("The options with the most points are chosen."),
    )


RULE = DecisionRule("borda", _("Borda"), Reads.WEAK_ORDER, PARAMETERS, describe, decide)
