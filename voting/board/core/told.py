"""Told: how the result of a contest came about, as far as it may be told.

See “board” in voting/README.md.
"""

from dataclasses import dataclass

from concejo.text import Text
from voting.board.core.comparison import RuleTold, tell_rules
from voting.board.core.crowd import without_ballots
from voting.board.core.fairness import Finding, tell_checks
from voting.board.core.money import MoneyPicture, draw_money
from voting.board.core.results import ContestResult
from voting.board.core.rounds import Rounds, tell_rounds
from voting.board.core.stories import Story, tell_stories
from voting.core.analysis.report import Analysis
from voting.core.explain import tell_course


@dataclass(frozen=True)
class Told:
    """Hold what the page of a contest tells beyond who won.

    `analysis` is None while there is none; `is_withheld` says that a part of it would tell what
    stands on single ballots, and is left out.
    """

    money: MoneyPicture
    course: tuple[Text, ...]
    rounds: Rounds | None
    stories: tuple[Story, ...]
    rules: tuple[RuleTold, ...]
    checks: tuple[Finding, ...]
    analysis: Analysis | None
    is_withheld: bool

    @property
    def chosen_by_any(self) -> tuple[bool, ...]:
        """Say of each project, in the order of the results, whether any of the rules chooses it."""
        return tuple(any(wins) for wins in zip(*(rule.wins for rule in self.rules), strict=True))


def tell(result: ContestResult, analysis: Analysis | None, *, is_withheld: bool) -> Told:
    """Tell how a result came about; without an analysis, what the outcome itself tells."""
    outcome = result.outcome
    if analysis is not None and is_withheld:
        analysis = without_ballots(analysis, outcome)
    incomes = {one.project: one for one in analysis.incomes} if analysis else {}
    names = {line.project.code: line.name for line in result.lines}
    codes = [line.project.code for line in result.lines]
    rules = tell_rules(analysis.rules, codes, outcome.currency) if analysis else ()
    return Told(
        money=draw_money(outcome, incomes),
        course=tell_course(outcome),
        rounds=tell_rounds(outcome),
        stories=tell_stories(result, analysis, rules),
        rules=rules,
        checks=tell_checks(analysis, names) if analysis else (),
        analysis=analysis,
        is_withheld=is_withheld,
    )
