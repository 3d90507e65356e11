"""The results of a contest: who won, and for every project the reason.

See “board” in voting/README.md.
"""

from dataclasses import dataclass
from functools import cached_property

from concejo.text import Money, Text
from voting.board.core.money import Means, Stretch, stretch
from voting.core.charts import Bar, bars, spending
from voting.core.explain import Explanation, explain
from voting.core.explain.kept import kept_steps
from voting.core.outcome import Outcome
from voting.core.rules import describe
from voting.core.steps import TieBroken
from voting.setup.core import ContestView, ProjectView


@dataclass(frozen=True)
class Line:
    """One project in the results: its bar, why it won or did not, and its place by the score."""

    project: ProjectView
    bar: Bar
    why: Explanation
    place: int

    @property
    def name(self) -> str:
        """Name the project, by its code when it has no name."""
        return self.project.name or self.project.code


@dataclass(frozen=True)
class ContestResult:
    """The results of one contest as a reader meets them: projects from the most votes down."""

    contest: ContestView
    outcome: Outcome
    digest: str
    lines: tuple[Line, ...]
    rule: tuple[Text, ...]
    ties: int

    @cached_property
    def by_code(self) -> dict[str, Line]:
        """Give each project by its code."""
        return {line.project.code: line for line in self.lines}

    @property
    def left(self) -> Money:
        """Give the money that no project took; nothing where a reserve helped."""
        return Money(max(0, self.outcome.budget - self.outcome.spent), self.outcome.currency)

    @property
    def winners(self) -> tuple[Line, ...]:
        """Give the projects that are paid, in the order in which they were chosen."""
        return tuple(self.by_code[code] for code in self.outcome.winners)

    @property
    def losers(self) -> tuple[Line, ...]:
        """Give the projects that are not paid, from the most votes down."""
        return tuple(line for line in self.lines if not line.bar.won)

    @property
    def spending(self) -> tuple[Stretch, ...]:
        """Draw what each winner costs, and what is left, as one bar that is the budget."""
        spent, whole = self.outcome.spent, max(self.outcome.budget, self.outcome.spent)
        pieces = [
            (Means.FULL, point.total - point.cost, point.total) for point in spending(self.outcome)
        ]
        pieces += [(Means.LEFT, spent, whole)] if spent < whole else []
        return tuple(stretch(means, start, end, whole) for means, start, end in pieces)

    @property
    def counts_points(self) -> bool:
        """Say whether scores are points rather than votes."""
        return self.outcome.rule.parameters.get("scoring", "votes") != "votes"


def result_of(contest: ContestView, outcome: Outcome, digest: str) -> ContestResult:
    """Put together what there is to read about a contest."""
    projects = {project.code: project for project in contest.projects}
    drawn = bars(outcome)
    scores = [bar.score for bar in drawn]
    reasons = {reason.project: reason for reason in explain(outcome, contest.names)}
    return ContestResult(
        contest,
        outcome,
        digest,
        tuple(
            Line(projects[bar.project], bar, reasons[bar.project], scores.index(bar.score) + 1)
            for bar in drawn
        ),
        describe(outcome.rule, outcome.ties, outcome.currency),
        _count_ties(outcome),
    )


def _count_ties(outcome: Outcome) -> int:
    """Count the ties of the count that was kept."""
    return sum(isinstance(step, TieBroken) for step in kept_steps(outcome.steps))
