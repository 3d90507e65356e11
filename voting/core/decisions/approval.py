"""Approval: each ballot gives a vote to every option on it, and the most votes win."""

from fractions import Fraction

from concejo.text import Text, _
from voting.core.decisions.rankings import Reads
from voting.core.decisions.scores import by_score
from voting.core.decisions.spec import Case, DecisionRule, Finding
from voting.core.outcome import RuleSpec


def decide(case: Case) -> Finding:
    """Choose the options that are on the most ballots."""
    votes = dict.fromkeys(case.question.codes, 0)
    for ballot, count in case.profile.groups:
        for code in ballot.choices:
            votes[code] += count
    return by_score(case, {code: Fraction(count) for code, count in votes.items()})


def describe(_spec: RuleSpec) -> tuple[Text, ...]:
    """Tell a resident how options are chosen."""
    return (
        _("Each ballot gives one vote to each option on it."),
        _("The options with the most votes are chosen."),
    )


RULE = DecisionRule("approval", _("Approval"), Reads.ANY, (), describe, decide)
