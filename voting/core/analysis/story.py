"""Stories: for each project what there is to tell of it, in sentences as far as there are any.

First why it won or lost, as the steps of the count tell; then who paid, or where its supporters'
money went, as the analysis found out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from concejo.text import Money, Text, _, ngettext
from voting.core.analysis.flows import Income, Outlay, Payers
from voting.core.analysis.margins import ProjectMargins
from voting.core.analysis.report import Analysis, Reach
from voting.core.explain import explain
from voting.core.outcome import Outcome

#: So many of the winners that took money are told by name.
_NAMED = 5


@dataclass(frozen=True)
class ProjectStory:
    """Tell all of one project: the sentence that matters, what is behind it, and the money.

    `paid` says who paid for it, `took` where the money of its supporters went if they did not buy
    it. `margins` are None where they were not asked for.
    """

    project: str
    won: bool
    headline: Text
    details: tuple[Text, ...]
    paid: tuple[Text, ...]
    took: tuple[Text, ...]
    margins: ProjectMargins | None


def tell_stories(
    outcome: Outcome, analysis: Analysis, names: Mapping[str, str] | None = None
) -> tuple[ProjectStory, ...]:
    """Tell every project in published order; projects are called by `names`, or by code."""
    incomes = {one.project: one for one in analysis.incomes}
    outlays = {one.project: one for one in analysis.outlays}
    reaches = {one.project: one for one in analysis.reaches}
    margins = {one.project: one for one in analysis.margins.projects}
    return tuple(
        ProjectStory(
            why.project,
            why.won,
            why.headline,
            why.details,
            tuple(tell_income(incomes.get(why.project), analysis.currency)),
            tuple(
                tell_outlay(
                    outlays.get(why.project),
                    reaches.get(why.project),
                    names or {},
                    analysis.currency,
                )
            ),
            margins.get(why.project),
        )
        for why in explain(outcome, names)
    )


def tell_income(income: Income | None, currency: str) -> Iterator[Text]:
    """Tell who paid for a winner: those who paid the full price, and those who had less."""
    for payers in income.payers if income else ():
        if payers.in_full:
            yield _told_in_full(payers, currency)
        elif payers.most:
            yield _told_all_left(payers, currency)
        else:
            yield ngettext(
                "{count} supporter had nothing left.",
                "{count} supporters had nothing left.",
                payers.voters,
            )


def _told_in_full(payers: Payers, currency: str) -> Text:
    amounts = _amounts(payers, currency)
    if payers.voters == 1:
        return _("One supporter paid {most}.", **amounts)
    if payers.least == payers.most:
        return _("{voters} supporters paid {most} each, {total} together.", **amounts)
    return _("{voters} supporters paid from {least} to {most} each, {total} together.", **amounts)


def _told_all_left(payers: Payers, currency: str) -> Text:
    amounts = _amounts(payers, currency)
    if payers.voters == 1:
        return _("One supporter paid all that was left, {most}.", **amounts)
    if payers.least == payers.most:
        return _(
            "{voters} supporters paid all that they had left, {most} each, {total} together.",
            **amounts,
        )
    return _(
        "{voters} supporters paid all that they had left, from {least} to {most} each, {total}"
        " together.",
        **amounts,
    )


def _amounts(payers: Payers, currency: str) -> dict[str, object]:
    return {
        "voters": payers.voters,
        "least": Money(payers.least, currency),
        "most": Money(payers.most, currency),
        "total": Money(payers.total, currency),
    }


def tell_outlay(
    outlay: Outlay | None, reach: Reach | None, names: Mapping[str, str], currency: str
) -> Iterator[Text]:
    """Tell what the supporters of a project had, which winners took it, and how near it came."""
    if outlay is None or not outlay.supporters:
        return
    yield ngettext(
        "Its {count} supporter had {had}, and {left} of it is left.",
        "Its {count} supporters had {had} together, and {left} of it is left.",
        outlay.supporters,
        had=Money(outlay.had, currency),
        left=Money(outlay.left, currency),
    )
    yield from _told_taken(outlay, names, currency)
    if reach is not None:
        percent, rest = divmod(reach.permille, 10)
        yield _(
            "At the best moment they could have paid {percent} % of its cost.",
            percent=Decimal(reach.permille).scaleb(-1) if rest else percent,
        )


def _told_taken(outlay: Outlay, names: Mapping[str, str], currency: str) -> Iterator[Text]:
    for taken in outlay.taken[:_NAMED]:
        yield _(
            "{amount} of it went to “{project}”.",
            amount=Money(taken.amount, currency),
            project=names.get(taken.winner) or taken.winner,
        )
    if others := outlay.taken[_NAMED:]:
        yield ngettext(
            "{amount} of it went to {count} other project.",
            "{amount} of it went to {count} other projects.",
            len(others),
            amount=Money(sum(taken.amount for taken in others), currency),
        )
