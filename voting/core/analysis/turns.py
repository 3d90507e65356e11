"""Turns: where the line fell between what was funded by score and what was not."""

from collections.abc import Iterator
from dataclasses import dataclass

from voting.core.explain.kept import kept_steps
from voting.core.outcome import Outcome
from voting.core.steps import (
    Carried,
    Funded,
    FundedFromReserve,
    SkippedOverBudget,
    Step,
    Stopped,
)


@dataclass(frozen=True)
class Turn:
    """Be the turn of one project: whether it was funded, and what was spent after it."""

    project: str
    score: int
    cost: int
    funded: bool
    total: int


@dataclass(frozen=True)
class Line:
    """Hold the turns of a count by score, and the first project that did not fit in the money.

    `first_out` is empty where money was never short; `score` is its score and `total` what was
    spent when its turn came.
    """

    turns: tuple[Turn, ...]
    first_out: str
    score: int
    total: int


def line_of(outcome: Outcome) -> Line | None:
    """Find where the line fell; None where nothing was decided by score."""
    steps = kept_steps(outcome.steps)
    turns = tuple(_turns(outcome, steps))
    if not turns or any(isinstance(step, Carried) for step in steps):
        return None
    short = next(
        (step for step in steps if isinstance(step, SkippedOverBudget | Stopped) and step.project),
        None,
    )
    if short is None:
        return Line(turns, "", 0, turns[-1].total)
    return Line(turns, short.project, short.score, outcome.budget - short.left)


def _turns(outcome: Outcome, steps: tuple[Step, ...]) -> Iterator[Turn]:
    standing = {standing.project: standing for standing in outcome.standings}
    total = 0
    for step in steps:
        total = _spent(step, outcome.budget, total)
        for code in _reached(step):
            item = standing[code]
            funded = isinstance(step, Funded | FundedFromReserve)
            yield Turn(code, item.score, item.cost, funded, total)


def _spent(step: Step, budget: int, before: int) -> int:
    match step:
        case Funded() | FundedFromReserve():
            return budget - step.available + step.cost
        case SkippedOverBudget():
            return budget - step.left
    return before


def _reached(step: Step) -> tuple[str, ...]:
    """Give the projects whose turn a step tells."""
    match step:
        case Funded() | FundedFromReserve() | SkippedOverBudget():
            return (step.project,)
        case Stopped(project=""):
            return step.unreached
        case Stopped():
            return (step.project, *step.unreached)
    return ()
