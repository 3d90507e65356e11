"""Charts: the numbers that a bar chart of the scores and a line of the spending draw."""

from dataclasses import dataclass

from voting.core.outcome import Outcome


@dataclass(frozen=True)
class Bar:
    """Be one bar: its length in thousandths of the longest, and whether the project won."""

    project: str
    score: int
    supporters: int
    cost: int
    won: bool
    permille: int


@dataclass(frozen=True)
class Spending:
    """Be one point of the money line: what is spent once this winner is paid."""

    project: str
    cost: int
    total: int
    permille: int


def bars(outcome: Outcome) -> tuple[Bar, ...]:
    """Give a bar for each project, from the highest score; equals stay in published order."""
    winners = set(outcome.winners)
    most = max((standing.score for standing in outcome.standings), default=0)
    ranked = sorted(outcome.standings, key=lambda standing: -standing.score)
    return tuple(
        Bar(
            standing.project,
            standing.score,
            standing.supporters,
            standing.cost,
            standing.project in winners,
            _permille(standing.score, most),
        )
        for standing in ranked
    )


def spending(outcome: Outcome) -> tuple[Spending, ...]:
    """Give the spending after each winner, in the order in which they were chosen."""
    cost = outcome.costs
    line, total = [], 0
    for project in outcome.winners:
        total += cost[project]
        permille = _permille(total, outcome.budget)
        line.append(Spending(project, cost[project], total, permille))
    return tuple(line)


def _permille(part: int, whole: int) -> int:
    return part * 1000 // whole if whole else 0
