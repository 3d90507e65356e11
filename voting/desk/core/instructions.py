"""What a printed sheet tells whoever fills it in.

See “desk” in voting/README.md.
"""

from concejo.text import Money, Text, _, ngettext
from voting.core.ballots import BallotForm, Kind


def general_instructions() -> tuple[Text, ...]:
    """Tell what holds for every sheet."""
    return (
        _(
            "Fill in the sheet alone, fold it and put it into the urn. Sign nothing: a sheet with a"
            " name or a sign that could tell whose it is does not count."
        ),
        _("If you make a mistake, hand the sheet back: you get another one for it."),
    )


def instructions(form: BallotForm) -> tuple[Text, ...]:
    """Tell what can be written in one contest, in the imperative, for pen and paper."""
    return (*_how(form), *_limits(form), _blank(form))


def _how(form: BallotForm) -> list[Text]:
    match form.kind:
        case Kind.QUESTION:
            return [_("Put a cross in the box of one answer.")]
        case Kind.CUMULATIVE:
            sentences = [
                _("Write in the box of each project that you want how many points it gets.")
            ]
            return [*sentences, *_points(form)]
        case Kind.SCORES:
            how = _(
                "Write in the box of each project how many points it gets; one that you leave"
                " empty gets {points}.",
                points=form.default_score,
            )
            return [how, *_points(form)]
        case Kind.ORDINAL:
            return [_("Write 1 in the box of the project you want most, 2 in the next, and so on.")]
        case Kind.WEAK_ORDER:
            return [
                _("Write 1 in the box of the project you want most, 2 in the next, and so on."),
                _("The same number says that you want them equally."),
            ]
        case _:
            return [_("Put a cross in the box of each project that you want.")]


def _points(form: BallotForm) -> list[Text]:
    sentences = []
    if form.max_sum_points is not None:
        sentences.append(
            ngettext(
                "You have {count} point to give in all.",
                "You have {count} points to give in all.",
                form.max_sum_points,
            )
        )
    if form.min_sum_points is not None:
        sentences.append(
            ngettext(
                "Give at least {count} point in all.",
                "Give at least {count} points in all.",
                form.min_sum_points,
            )
        )
    if form.min_points is not None:
        sentences.append(_("The least for a project is {points}.", points=form.min_points))
    if form.max_points is not None:
        sentences.append(_("The most for a project is {points}.", points=form.max_points))
    return sentences


def _limits(form: BallotForm) -> list[Text]:
    if form.kind is Kind.QUESTION:
        return []
    sentences = []
    if form.min_length > 1:
        sentences.append(
            ngettext(
                "Choose at least {count} project.",
                "Choose at least {count} projects.",
                form.min_length,
            )
        )
    if form.max_length is not None:
        sentences.append(
            ngettext(
                "Choose at most {count} project.",
                "Choose at most {count} projects.",
                form.max_length,
            )
        )
    return [*sentences, *_costs(form)]


def _costs(form: BallotForm) -> list[Text]:
    sentences = []
    most = [n for n in (form.budget, form.max_sum_cost) if n is not None]
    if most:
        amount = Money(min(most), form.currency)
        sentences.append(
            _("Add up the costs: together they may come to {amount} at most.", amount=amount)
        )
    if form.min_sum_cost is not None:
        least = Money(form.min_sum_cost, form.currency)
        sentences.append(
            _("Add up the costs: together they must come to {amount} at least.", amount=least)
        )
    return sentences


def _blank(form: BallotForm) -> Text:
    if form.allows_blank:
        return _("To vote blank here, put a cross in the box “Blank vote” or mark nothing.")
    return _("Choose something here: where nothing is chosen, the whole sheet does not count.")
