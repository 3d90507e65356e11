"""Whether a ballot is valid: every reason why it is not, in words for whoever filled it in."""

from collections import Counter
from collections.abc import Sequence
from functools import partial

from concejo.text import Money, Text, _, ngettext
from voting.core.ballots.ballot import Ballot, BallotForm, Kind, Project


def check(ballot: Ballot, form: BallotForm, projects: Sequence[Project]) -> tuple[Text, ...]:
    """Give every reason why the ballot is not valid; none means that it is.

    On a question the projects are the answers among which one is chosen.
    """
    if ballot.is_blank and not ballot.points:
        return () if form.allows_blank else (_("A blank ballot is not allowed here."),)
    known = {project.code: project for project in projects}
    common = (
        *_out_of_order(ballot, form.kind),
        *_unknown(ballot, form.kind, known),
        *_repeated(ballot, known),
    )
    if form.kind is Kind.QUESTION:
        return (*common, *_answers(len(ballot.choices)), *_points(ballot, form))
    chosen = [known[code] for code in dict.fromkeys(ballot.choices) if code in known]
    return (
        *common,
        *_length(len(ballot.choices), form),
        *_spending(sum(project.cost for project in chosen), form),
        *_points(ballot, form),
    )


def _out_of_order(ballot: Ballot, kind: Kind) -> list[Text]:
    # An order that means nothing could mark a ballot, and so prove to a buyer who cast it.
    if ballot == Ballot.of(kind, ballot.choices, ballot.points):
        return []
    if kind is Kind.WEAK_ORDER:
        return [_("The places must go up from 1 without a gap, equals in the order of the codes.")]
    return [_("The choices are not in the order of the codes.")]


def _unknown(ballot: Ballot, kind: Kind, known: dict[str, Project]) -> list[Text]:
    codes = [code for code in dict.fromkeys(ballot.choices) if code not in known]
    if kind is Kind.QUESTION:
        return [_("There is no answer {code} to this question.", code=code) for code in codes]
    return [_("There is no project {code} on this ballot.", code=code) for code in codes]


def _repeated(ballot: Ballot, known: dict[str, Project]) -> list[Text]:
    return [
        _("“{project}” is chosen more than once.", project=known[code].title)
        for code, count in Counter(ballot.choices).items()
        if count > 1 and code in known
    ]


def _answers(number: int) -> list[Text]:
    if number == 1:
        return []
    return [_("A question takes one answer; {chosen} were chosen.", chosen=number)]


def _length(length: int, form: BallotForm) -> list[Text]:
    reasons = []
    if length < form.min_length:
        reasons.append(
            ngettext(
                "At least {count} project must be chosen; {chosen} were.",
                "At least {count} projects must be chosen; {chosen} were.",
                form.min_length,
                chosen=length,
            )
        )
    if form.max_length is not None and length > form.max_length:
        reasons.append(
            ngettext(
                "At most {count} project may be chosen; {chosen} were.",
                "At most {count} projects may be chosen; {chosen} were.",
                form.max_length,
                chosen=length,
            )
        )
    return reasons


def _spending(total: int, form: BallotForm) -> list[Text]:
    money = partial(Money, currency=form.currency)
    reasons = []
    if form.kind is Kind.KNAPSACK and form.budget is not None and total > form.budget:
        reasons.append(
            _(
                "The chosen projects cost {total}, which is {excess} over the budget of {budget}.",
                total=money(total),
                excess=money(total - form.budget),
                budget=money(form.budget),
            )
        )
    if form.max_sum_cost is not None and total > form.max_sum_cost:
        reasons.append(
            _(
                "The chosen projects cost {total}; together they may cost at most {limit}.",
                total=money(total),
                limit=money(form.max_sum_cost),
            )
        )
    if form.min_sum_cost is not None and total < form.min_sum_cost:
        reasons.append(
            _(
                "The chosen projects cost {total}; together they must cost at least {limit}.",
                total=money(total),
                limit=money(form.min_sum_cost),
            )
        )
    return reasons


def _points(ballot: Ballot, form: BallotForm) -> list[Text]:
    if not form.kind.has_points:
        return [_("This ballot takes no points.")] if ballot.points else []
    if len(ballot.points) != len(ballot.choices):
        if form.kind is Kind.WEAK_ORDER:
            return [_("Each chosen project needs its place, and only those.")]
        return [_("Each chosen project needs its points, and only those.")]
    if form.kind is Kind.WEAK_ORDER:
        return []
    if form.kind is Kind.SCORES:
        return _range_of_points(ballot, form)
    reasons = []
    if any(value < 1 for value in ballot.points):
        reasons.append(_("Each chosen project needs at least one point."))
    return reasons + _range_of_points(ballot, form) + _sum_of_points(sum(ballot.points), form)


def _range_of_points(ballot: Ballot, form: BallotForm) -> list[Text]:
    reasons = []
    if form.max_points is not None and max(ballot.points) > form.max_points:
        reasons.append(
            ngettext(
                "A project may get at most {count} point.",
                "A project may get at most {count} points.",
                form.max_points,
            )
        )
    if form.min_points is not None and min(ballot.points) < form.min_points:
        reasons.append(
            ngettext(
                "A chosen project must get at least {count} point.",
                "A chosen project must get at least {count} points.",
                form.min_points,
            )
        )
    return reasons


def _sum_of_points(total: int, form: BallotForm) -> list[Text]:
    reasons = []
    if form.max_sum_points is not None and total > form.max_sum_points:
        reasons.append(
            ngettext(
                "At most {count} point may be given; {given} were.",
                "At most {count} points may be given; {given} were.",
                form.max_sum_points,
                given=total,
            )
        )
    if form.min_sum_points is not None and total < form.min_sum_points:
        reasons.append(
            ngettext(
                "At least {count} point must be given; {given} were.",
                "At least {count} points must be given; {given} were.",
                form.min_sum_points,
                given=total,
            )
        )
    return reasons
