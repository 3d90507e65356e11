"""The money: how a count spent it, project after project, as a picture draws it.

Each row begins where the one before it ended, so that the spending climbs towards the budget, and
what did not fit sticks out over its edge. All is told from the recorded steps; who paid how much
is added where it may be told.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import floor

from voting.core.analysis.flows import Income
from voting.core.explain.kept import kept_steps
from voting.core.outcome import Outcome
from voting.core.profile import Standing
from voting.core.steps import (
    Bought,
    BoughtOnCredit,
    Carried,
    Compared,
    CompletedBy,
    Funded,
    FundedFromReserve,
    Maximised,
    SkippedOverBudget,
    Step,
    Stopped,
)

#: A project that costs more than what is left is drawn at most so far over the edge, in thousandths
#: of the budget: a very dear one would make all others too small to see.
_OVER_EDGE = 250
#: Of those that do not fit once the last winner is paid, so many are drawn.
_TRAILING = 3
#: What is there at all is so many thousandths long.
_SHORTEST = 2


class Means(StrEnum):
    """With what a stretch of money was paid, or that it was not.

    full: by supporters who paid the full price. less: by supporters who paid all they had left.
    together: by supporters, as far as this may be told. by_score: by the score. rest: by the score,
    from what voters left over. reserve: from outside the budget. lent: by the common budget, to
    those who had too little. out: not at all. left: not spent.
    """

    FULL = "full"
    LESS = "less"
    TOGETHER = "together"
    BY_SCORE = "by_score"
    REST = "rest"
    RESERVE = "reserve"
    LENT = "lent"
    OUT = "out"
    LEFT = "left"


@dataclass(frozen=True)
class Stretch:
    """Be a piece of a bar: where it begins and how long it is, in thousandths of the picture."""

    means: Means
    start: int
    length: int


@dataclass(frozen=True)
class MoneyRow:
    """Be one project: its bar, whether it is paid, and what is spent once it had its turn.

    `left` is what was there when its turn came; `is_first_out` says that this was too little for
    the first time. `price` is what a supporter paid for each point, None where voters did not pay.
    """

    project: str
    cost: int
    score_permille: int
    is_paid: bool
    total: int
    left: int
    stretches: tuple[Stretch, ...]
    price: int | None = None
    is_first_out: bool = False


@dataclass(frozen=True)
class MoneyPicture:
    """Be the picture: its rows, where in it the budget ends, and what is left over at the end."""

    rows: tuple[MoneyRow, ...]
    edge: int
    left: int
    rest: Stretch

    @property
    def means(self) -> frozenset[Means]:
        """Give what the key of the picture has to explain."""
        return frozenset(stretch.means for row in self.rows for stretch in row.stretches)

    @property
    def has_first_out(self) -> bool:
        """Say whether money was ever short."""
        return any(row.is_first_out for row in self.rows)


@dataclass(frozen=True)
class _Turn:
    """One project and how it fared, before it is drawn."""

    standing: Standing
    means: Means
    before: int
    step: Step

    @property
    def is_paid(self) -> bool:
        """Say whether the project got its money, from whatever source."""
        return self.means is not Means.OUT

    @property
    def end(self) -> int:
        """Give where the project ends on the line of costs, in minor units."""
        return self.before + self.standing.cost


def draw_money(outcome: Outcome, incomes: Mapping[str, Income]) -> MoneyPicture:
    """Draw how the money went; `incomes` tell who paid for a winner, as far as this is told."""
    turns = _drawn(tuple(_turns(outcome)))
    furthest = max((turn.end for turn in turns), default=0)
    budget = outcome.budget
    width = max(budget, min(furthest, budget * (1000 + _OVER_EDGE) // 1000), 1)
    most = max((standing.score for standing in outcome.standings), default=0)
    first_out = next((turn for turn in turns if not turn.is_paid), None)
    rows = tuple(
        MoneyRow(
            project=turn.standing.project,
            cost=turn.standing.cost,
            score_permille=max(0, turn.standing.score) * 1000 // most if most > 0 else 0,
            is_paid=turn.is_paid,
            total=turn.end if turn.is_paid else turn.before,
            left=max(0, budget - turn.before),
            stretches=_stretches(turn, incomes.get(turn.standing.project), budget, width),
            price=_price(turn.step),
            is_first_out=turn is first_out,
        )
        for turn in turns
    )
    left = max(0, budget - outcome.spent)
    rest = stretch(Means.LEFT, outcome.spent, outcome.spent + left, width)
    return MoneyPicture(rows, budget * 1000 // width, left, rest)


def _drawn(turns: tuple[_Turn, ...]) -> tuple[_Turn, ...]:
    """Leave out the long tail of those for which nothing was left any more."""
    last = max((place for place, turn in enumerate(turns) if turn.is_paid), default=-1)
    return turns[: last + 1 + _TRAILING]


def _turns(outcome: Outcome) -> Iterator[_Turn]:
    """Follow the money through the steps; only what had its turn with it is there."""
    standing = {one.project: one for one in outcome.standings}
    spent, later = 0, Means.BY_SCORE
    for step in kept_steps(outcome.steps):
        if isinstance(step, CompletedBy):
            later = Means.REST
        elif isinstance(step, Compared) and step.switched:
            later = Means.BY_SCORE
        for code, means in _reached(step, outcome, later):
            turn = _Turn(standing[code], means, spent, step)
            yield turn
            spent = turn.end if turn.is_paid else spent


def _reached(step: Step, outcome: Outcome, later: Means) -> list[tuple[str, Means]]:
    """Give the projects whose turn a step tells, but for those that a completion passes over."""
    match step:
        case Bought() | BoughtOnCredit() | Carried():
            return [(step.project, Means.TOGETHER)]
        case Funded():
            return [(step.project, later)]
        case FundedFromReserve():
            return [(step.project, Means.RESERVE)]
        case Maximised():
            return [(code, Means.BY_SCORE) for code in outcome.winners]
        case SkippedOverBudget() | Stopped() if step.project and later is Means.BY_SCORE:
            return [(step.project, Means.OUT)]
    return []


def _price(step: Step) -> int | None:
    return floor(step.price) if isinstance(step, Bought | BoughtOnCredit) else None


def _stretches(turn: _Turn, income: Income | None, budget: int, width: int) -> tuple[Stretch, ...]:
    """Cut the bar of a project by who paid; what cost nothing is there too, without length."""
    ends = [(turn.means, turn.end)]
    if turn.means is Means.RESERVE:
        ends = [(Means.BY_SCORE, min(max(turn.before, budget), turn.end)), *ends]
    elif turn.means is Means.TOGETHER:
        ends = _by_payers(turn, income)
    start, pieces = turn.before, []
    for means, end in ends:
        if end > start:
            pieces.append(stretch(means, start, end, width))
            start = end
    return tuple(pieces) or (stretch(turn.means, start, start, width),)


def _by_payers(turn: _Turn, income: Income | None) -> list[tuple[Means, int]]:
    """Give up to where a bar was paid by whom."""
    paid = turn.end
    if isinstance(turn.step, BoughtOnCredit):
        paid = turn.before + round(turn.step.paid)
    if income is None:
        return [(Means.TOGETHER, paid), (Means.LENT, turn.end)]
    # Amounts come rounded down; whoever paid less paid the rest, to the last cent.
    less = sum(payers.total for payers in income.payers if not payers.in_full)
    full = sum(payers.total for payers in income.payers if payers.in_full)
    middle = min(turn.before + full, paid) if less else paid
    return [(Means.FULL, middle), (Means.LESS, paid), (Means.LENT, turn.end)]


def stretch(means: Means, start: int, end: int, width: int) -> Stretch:
    """Measure a stretch; it is never so short that nobody sees it, and ends with the picture."""
    whole = max(width, 1)
    first, last = min(start * 1000 // whole, 1000), min(end * 1000 // whole, 1000)
    length = max(last - first, _SHORTEST if end > start else 0)
    return Stretch(means, min(first, 1000 - length), length)
