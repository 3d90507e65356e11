"""Words: what a ballot may say and what limits a choice, told to a resident."""

from collections.abc import Mapping

from concejo.text import Money, Text, _, ngettext
from voting.core.ballots import BallotForm, Kind
from voting.setup.core.contests import ContestView

_KINDS: Mapping[Kind, Text] = {
    Kind.KNAPSACK: _("A ballot holds projects that together cost no more than the money there is."),
    Kind.APPROVAL: _("A ballot marks the projects that its voter wants."),
    Kind.CUMULATIVE: _("A ballot shares out points among projects."),
    Kind.SCORES: _("A ballot gives projects a score; those left empty get none."),
    Kind.ORDINAL: _("A ballot puts projects in order, the most wanted first."),
    Kind.WEAK_ORDER: _("A ballot puts projects in order; several may have the same place."),
    Kind.QUESTION: _("A ballot answers one question."),
}


def describe_ballot(form: BallotForm, currency: str) -> tuple[Text, ...]:
    """Tell a resident what a ballot may say."""
    return (
        _KINDS[form.kind],
        *_points(form),
        *_lengths(form),
        *_costs(form, currency),
        _("A blank ballot may be cast.")
        if form.allows_blank
        else _("A blank ballot is not taken: something has to be chosen."),
    )


def _points(form: BallotForm) -> list[Text]:
    sentences = []
    if form.max_sum_points is not None:
        sentences.append(
            ngettext(
                "There is {count} point to share out.",
                "There are {count} points to share out.",
                form.max_sum_points,
            )
        )
    if form.min_sum_points is not None:
        sentences.append(
            ngettext(
                "At least {count} point has to be given.",
                "At least {count} points have to be given.",
                form.min_sum_points,
            )
        )
    low, high = form.min_points, form.max_points
    if low is not None:
        sentences.append(_("The least for a project is {points}.", points=low))
    if high is not None:
        sentences.append(_("The most for a project is {points}.", points=high))
    return sentences


def _lengths(form: BallotForm) -> list[Text]:
    sentences = []
    if form.min_length > 1:
        sentences.append(
            ngettext(
                "It names at least {count} project.",
                "It names at least {count} projects.",
                form.min_length,
            )
        )
    if form.max_length is not None:
        sentences.append(
            ngettext(
                "It names at most {count} project.",
                "It names at most {count} projects.",
                form.max_length,
            )
        )
    return sentences


def _costs(form: BallotForm, currency: str) -> list[Text]:
    sentences = []
    if form.min_sum_cost is not None:
        least = Money(form.min_sum_cost, currency)
        sentences.append(_("Its projects together cost at least {amount}.", amount=least))
    if form.max_sum_cost is not None:
        most = Money(form.max_sum_cost, currency)
        sentences.append(_("Its projects together cost at most {amount}.", amount=most))
    return sentences


def describe_quotas(contest: ContestView) -> tuple[Text, ...]:
    """Tell a resident what groups of the projects of a contest may cost."""
    sentences = []
    for quota in contest.quotas:
        if quota.most is not None:
            sentences.append(
                _(
                    "{contest}: the projects of “{group}” together cost at most {amount}.",
                    contest=contest.name,
                    group=quota.name,
                    amount=Money(quota.most, contest.currency),
                )
            )
        if quota.reserved:
            sentences.append(
                _(
                    "{contest}: {amount} is reserved for the projects of “{group}”.",
                    contest=contest.name,
                    group=quota.name,
                    amount=Money(quota.reserved, contest.currency),
                )
            )
    return tuple(sentences)
