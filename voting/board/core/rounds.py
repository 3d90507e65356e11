"""Rounds: what each repetition of a count by equal shares gave, as a table shows it."""

from dataclasses import dataclass
from math import floor

from concejo.text import Money
from voting.core.outcome import Outcome
from voting.core.steps import CompletionRound

#: Of more records than this, only the first and the last are shown in the table.
_SHOWN = 12


@dataclass(frozen=True)
class RoundTold:
    """Tell of some repetitions in a row that bought the same: the first share, and what it gave.

    `permille` is what was spent, in thousandths of the budget.
    """

    share: Money
    rounds: int
    winners: int
    spent: Money
    permille: int
    kept: bool


@dataclass(frozen=True)
class Rounds:
    """Hold the repetitions; `skipped` of them stand between the first in the table and the rest."""

    shown: tuple[RoundTold, ...]
    skipped: int


def tell_rounds(outcome: Outcome) -> Rounds | None:
    """Tell the repetitions of a count; None where all was counted once."""
    steps = [step for step in outcome.steps if isinstance(step, CompletionRound)]
    if len(steps) < 2:
        return None
    first, *others = (_told(step, outcome) for step in steps)
    last = others[-(_SHOWN - 1) :]
    skipped = sum(one.rounds for one in others[: len(others) - len(last)])
    return Rounds((first, *last), skipped)


def _told(step: CompletionRound, outcome: Outcome) -> RoundTold:
    share = Money(floor(step.per_voter), outcome.currency)
    spent = Money(step.spent, outcome.currency)
    permille = min(1000, step.spent * 1000 // max(outcome.budget, 1))
    return RoundTold(share, step.rounds, step.winners, spent, permille, step.kept)
