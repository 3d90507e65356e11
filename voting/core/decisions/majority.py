"""Majority: a change is made when enough are for it; otherwise all stays as it is.

The question has two options, the change first. A tie is for the status quo, also where half of the
votes would otherwise be enough.
"""

from collections.abc import Mapping
from fractions import Fraction
from math import ceil, floor

from concejo.text import Text, _
from voting.core.decisions.question import Question
from voting.core.decisions.rankings import Reads
from voting.core.decisions.spec import Case, DecisionRule, Finding
from voting.core.decisions.steps import MajorityTested
from voting.core.outcome import RuleSpec
from voting.core.rules.spec import Parameter
from voting.core.steps import Step, TieBroken

PARAMETERS = (
    Parameter("threshold_numerator", 1, least=1),
    Parameter("threshold_denominator", 2, least=1),
    # Whether exactly the threshold is too little or enough.
    Parameter("must", "exceed", choices=("exceed", "reach")),
    # What the threshold is a share of: votes for and against, all ballots, all who may vote.
    Parameter("of", "decided", choices=("decided", "cast", "eligible")),
)

#: The key of a tie that leaves all as it is.
STATUS_QUO = "status_quo"


def decide(case: Case) -> Finding:
    """Accept the change or keep the status quo."""
    change, status_quo = case.question.codes
    votes = dict.fromkeys(case.question.codes, 0)
    for ballot, count in case.profile.groups:
        votes[ballot.choices[0]] += count
    of = str(case.spec.parameters["of"])
    base = {
        "decided": case.profile.filled,
        "cast": case.profile.voters,
        "eligible": case.eligible or 0,
    }[of]
    needed = _needed(case.spec.parameters, base)
    is_tie = votes[change] == votes[status_quo] and votes[change] * 2 == base
    is_tie = is_tie and _share(case.spec.parameters) == Fraction(1, 2)
    if is_tie:
        needed = votes[change] + 1
    passed = votes[change] >= needed
    steps: list[Step] = [
        MajorityTested(
            change, status_quo, votes[change], votes[status_quo], of, base, needed, passed
        )
    ]
    if is_tie:
        steps.append(TieBroken((status_quo, change), status_quo, STATUS_QUO))
    ranking = ((change,), (status_quo,)) if passed else ((status_quo,), (change,))
    return Finding(ranking[0], ranking, tuple(steps))


def _needed(parameters: Mapping[str, int | str | bool], base: int) -> int:
    """Give the least whole number of votes that is more than the share, or at least that."""
    share = base * _share(parameters)
    return floor(share) + 1 if parameters["must"] == "exceed" else ceil(share)


def _share(parameters: Mapping[str, int | str | bool]) -> Fraction:
    return Fraction(
        int(parameters["threshold_numerator"]), int(parameters["threshold_denominator"])
    )


def check(parameters: Mapping[str, int | str | bool]) -> tuple[Text, ...]:
    """Give the reason why the threshold cannot be passed by anybody."""
    share = _share(parameters)
    if share > 1 or (share == 1 and parameters["must"] == "exceed"):
        return (_("The threshold is more than all the votes."),)
    return ()


def fits(question: Question) -> tuple[Text, ...]:
    """Give the reason why a majority cannot answer the question."""
    if len(question.options) == 2 and question.seats == 1:
        return ()
    return (_("A majority decides between two options: the change, and that all stays as it is."),)


def describe(spec: RuleSpec) -> tuple[Text, ...]:
    """Tell a resident when the change is made."""
    parameters = spec.parameters
    share = f"{parameters['threshold_numerator']}/{parameters['threshold_denominator']}"
    needed = _described_more(share) if parameters["must"] == "exceed" else _described_least(share)
    return (
        needed[str(parameters["of"])],
        _("Otherwise, and when both have as many votes, the second option stands.")
        if _share(parameters) == Fraction(1, 2)
        else _("Otherwise the second option stands."),
    )


def _described_more(share: str) -> dict[str, Text]:
    return {
        "decided": _(
            "The first option needs more than {share} of the votes for and against.", share=share
        ),
        "cast": _(
            "The first option needs more than {share} of all ballots, blank ones too.", share=share
        ),
        "eligible": _(
            "The first option needs the votes of more than {share} of all who may vote.",
            share=share,
        ),
    }


def _described_least(share: str) -> dict[str, Text]:
    return {
        "decided": _(
            "The first option needs at least {share} of the votes for and against.", share=share
        ),
        "cast": _(
            "The first option needs at least {share} of all ballots, blank ones too.", share=share
        ),
        "eligible": _(
            "The first option needs the votes of at least {share} of all who may vote.",
            share=share,
        ),
    }


RULE = DecisionRule("majority", _("Majority"), Reads.ONE, PARAMETERS, describe, decide, check, fits)
