"""Copeland: a point for each duel won, half a point for each one that is equal."""

from fractions import Fraction

from concejo.text import Text, _
from voting.core.decisions.pairwise import UNRANKED, describe_duels, duels_of
from voting.core.decisions.rankings import Reads
from voting.core.decisions.scores import by_score
from voting.core.decisions.spec import Case, DecisionRule, Finding, one_seat
from voting.core.outcome import RuleSpec


def decide(case: Case) -> Finding:
    """Choose the option with the most points from its duels."""
    duels = duels_of(case)
    doubled = dict.fromkeys(case.question.codes, 0)
    for duel in duels.steps():
        doubled[duel.option] += 1 + (duel.votes > duel.against) - (duel.votes < duel.against)
        doubled[duel.other] += 1 + (duel.against > duel.votes) - (duel.against < duel.votes)
    points = {code: Fraction(twice, 2) for code, twice in doubled.items()}
    return by_score(case, points, duels.steps())


def describe(spec: RuleSpec) -> tuple[Text, ...]:
    """Tell a resident how the option is chosen."""
    return (
        *describe_duels(str(spec.parameters["unranked"])),
        _("A duel won gives a point, an equal one half a point, a lost one none."),
        _("The option with the most points is chosen."),
    )


RULE = DecisionRule(
    "copeland", _("Copeland"), Reads.WEAK_ORDER, (UNRANKED,), describe, decide, fits=one_seat
)
