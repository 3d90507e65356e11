"""Stories: all there is to tell of one project in a count, ready to be shown."""

from collections.abc import Iterator
from dataclasses import dataclass

from concejo.text import Money, Text
from voting.board.core.comparison import RuleTold
from voting.board.core.money import Means, Stretch
from voting.board.core.nearness import tell_margins
from voting.board.core.results import ContestResult, Line
from voting.core.analysis.flows import Income, Outlay, Payers
from voting.core.analysis.report import Analysis

#: So many winners are drawn apart in the bar of where money went; the smaller ones go together.
_DRAWN = 6


@dataclass(frozen=True)
class Payment:
    """Tell what some supporters of a winner paid: each from `least` to `most`, together `total`."""

    voters: int
    least: Money
    most: Money
    total: Money
    in_full: bool


@dataclass(frozen=True)
class Paid:
    """Tell who paid for a winner; the stretches of the bar come to its cost."""

    payments: tuple[Payment, ...]
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True)
class Spent:
    """Tell where the money of a project's supporters went, which could not buy it.

    The bar is as long as what they had or what it costs, whichever is more; `mark` is the cost.
    """

    had: Money
    left: Money
    taken: tuple[tuple[Line, Money], ...]
    stretches: tuple[Stretch, ...]
    mark: int


@dataclass(frozen=True)
class Story:
    """Hold what is told of one project; what the count does not have, or may not tell, is None.

    `support` is its effective support in thousandths of its cost. `rules` are those by which it
    would have won.
    """

    line: Line
    paid: Paid | None
    spent: Spent | None
    support: int | None
    margins: tuple[Text, ...]
    rules: tuple[RuleTold, ...]


def tell_stories(
    result: ContestResult, analysis: Analysis | None, rules: tuple[RuleTold, ...]
) -> tuple[Story, ...]:
    """Tell the story of every project, in the order of the results."""
    if analysis is None:
        return tuple(Story(line, None, None, None, (), ()) for line in result.lines)
    incomes = {one.project: one for one in analysis.incomes}
    outlays = {one.project: one for one in analysis.outlays}
    supports = {one.project: one.permille for one in analysis.reaches}
    margins = {
        one.project: tell_margins(analysis.margins, one, analysis.currency)
        for one in analysis.margins.projects
    }
    return tuple(
        Story(
            line,
            _paid(line, incomes.get(line.project.code), analysis.currency),
            _spent(result, line, outlays.get(line.project.code)),
            supports.get(line.project.code),
            margins.get(line.project.code, ()),
            tuple(rule for rule in rules if rule.wins[place] and not rule.is_locked),
        )
        for place, line in enumerate(result.lines)
    )


def _paid(line: Line, income: Income | None, currency: str) -> Paid | None:
    if income is None:
        return None
    payments = tuple(_payment(payers, currency) for payers in income.payers)
    return Paid(payments, tuple(_paid_stretches(income.payers, line.bar.cost)))


def _payment(payers: Payers, currency: str) -> Payment:
    return Payment(
        payers.voters,
        Money(payers.least, currency),
        Money(payers.most, currency),
        Money(payers.total, currency),
        payers.in_full,
    )


def _paid_stretches(payers: tuple[Payers, ...], cost: int) -> Iterator[Stretch]:
    reached = 0
    for one in payers:
        start = reached * 1000 // max(cost, 1)
        reached += one.total
        means = Means.FULL if one.in_full else Means.LESS
        yield Stretch(means, start, reached * 1000 // max(cost, 1) - start)


def _spent(result: ContestResult, line: Line, outlay: Outlay | None) -> Spent | None:
    if outlay is None or not outlay.supporters:
        return None
    currency, cost = result.outcome.currency, line.bar.cost
    whole = max(outlay.had, cost, 1)
    return Spent(
        had=Money(outlay.had, currency),
        left=Money(outlay.left, currency),
        taken=tuple(
            (result.by_code[one.winner], Money(one.amount, currency)) for one in outlay.taken
        ),
        stretches=tuple(_spent_stretches(outlay, whole)),
        mark=cost * 1000 // whole,
    )


def _spent_stretches(outlay: Outlay, whole: int) -> Iterator[Stretch]:
    """Draw what is left first, so that it lies beside the cost, then what each winner took."""
    amounts = [one.amount for one in outlay.taken[:_DRAWN]]
    amounts.append(sum(one.amount for one in outlay.taken[_DRAWN:]))
    reached = outlay.left
    yield Stretch(Means.LEFT, 0, reached * 1000 // whole)
    for amount in filter(None, amounts):
        start = reached * 1000 // whole
        reached += amount
        yield Stretch(Means.FULL, start, reached * 1000 // whole - start)
