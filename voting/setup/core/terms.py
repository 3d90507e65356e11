"""Terms of a vote: what a ballot may be, the counting rule and the ties, checked together."""

from collections.abc import Sequence
from dataclasses import dataclass

from concejo.text import Text, _
from voting.core.ballots import BallotForm, Kind
from voting.core.outcome import RuleSpec
from voting.core.profile import Scoring
from voting.core.profile import scoring_of as scoring_of
from voting.core.rules import settled, validate
from voting.core.ties import TieKey, Ties, validate_ties


@dataclass(frozen=True)
class Terms:
    """Hold what is decided before the vote opens, and cannot be changed afterwards."""

    form: BallotForm
    rule: RuleSpec
    ties: Ties


#: What holds where nobody decided anything else; what nobody votes for is not paid.
DEFAULT = Terms(
    BallotForm(Kind.KNAPSACK, allows_blank=True),
    RuleSpec("greedy", {"over_budget": "skip", "threshold": 1}),
    Ties((TieKey.CHEAPEST, TieKey.PUBLISHED_ORDER)),
)


def faults(terms: Terms) -> tuple[Text, ...]:
    """Give every reason why a vote cannot be held on these terms."""
    about_form = list(form_faults(terms.form).values())
    return (
        *(reason for at, reason in enumerate(about_form) if reason not in about_form[:at]),
        *validate(terms.rule),
        *_scoring_faults(terms),
        *validate_ties(terms.ties),
    )


def joined(reasons: Sequence[Text]) -> Text:
    """Make one text of several sentences, each still to be translated."""
    if len(reasons) == 1:
        return reasons[0]
    return Text("{first} {rest}", {"first": reasons[0], "rest": joined(reasons[1:])})


def form_faults(form: BallotForm) -> dict[str, Text]:
    """Give, by its name, the reason why a limit of the form lets nobody cast a ballot."""
    limits = {
        "length": (form.min_length, form.max_length),
        "sum_cost": (form.min_sum_cost, form.max_sum_cost),
        "sum_points": (form.min_sum_points, form.max_sum_points),
        "points": (form.min_points, form.max_points),
    }
    reasons: dict[str, Text] = {}
    for what, (low, high) in limits.items():
        if low is not None and high is not None and low > high:
            reasons[f"max_{what}"] = _("A least number on the ballot is greater than the greatest.")
        for name, number in ((f"min_{what}", low), (f"max_{what}", high)):
            if what != "points" and number is not None and number < 0:
                reasons[name] = _("The numbers on the ballot cannot be negative.")
    if form.max_length == 0:
        reasons["max_length"] = _("A ballot on which nothing may be chosen is none.")
    if form.max_points == 0 and form.kind is not Kind.SCORES:
        reasons["max_points"] = _("A ballot on which nothing may be chosen is none.")
    return reasons


def _scoring_faults(terms: Terms) -> list[Text]:
    rule = terms.rule if validate(terms.rule) else settled(terms.rule)
    scoring = rule.parameters.get("scoring")
    needed = {Scoring.POINTS: (Kind.CUMULATIVE, Kind.SCORES), Scoring.BORDA: (Kind.ORDINAL,)}
    kind = terms.form.kind
    if scoring in list(needed) and kind not in needed[Scoring(str(scoring))]:
        return [_("The rule adds up points that this kind of ballot does not have.")]
    if kind is Kind.SCORES and scoring == Scoring.VOTES:
        # Whoever gives a project the lowest score names it, and must not be taken to want it.
        return [_("On a ballot of scores a project that is named is not one that is wanted.")]
    if kind is Kind.SCORES and terms.form.default_score:
        return [_("The rule gives no points to a project that a ballot does not name.")]
    return []
