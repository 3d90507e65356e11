"""Completion: count again and again with a step more for each voter, while the budget lasts.

Rounds after one another that buy the same in the same order make one record, so that a count of
twenty thousand rounds stays readable.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from voting.core.limits import Limit, Room
from voting.core.profile import Standing
from voting.core.rules.equal_shares.run import Engine, Run
from voting.core.steps import CompletionRound, Step


@dataclass(frozen=True)
class Completion:
    """Count again with more for each voter, until the budget would be overspent.

    `stops_exhausted`: also when nothing more fits in what is left. Of what counts as fitting,
    `fits` are the standings.
    """

    engine: Engine
    candidates: Sequence[Standing]
    fits: Sequence[Standing]
    limits: Sequence[Limit]
    budget: int
    step: int
    stops_exhausted: bool

    def rounds(self, start: Fraction) -> tuple[Fraction, Run, tuple[Step, ...]]:
        """Give the share and the run that are kept, and what happened in the other rounds."""
        per_voter, run, diary = start, self.engine.run(start), _Diary()
        ladder = self.engine.ladder(run, per_voter, self.step, self.budget)
        while not self._is_finished(run):
            rounds, more = next(ladder)
            if more.is_over:
                diary.add(per_voter + self.step, more, 1)
                break
            diary.add(per_voter, run, 1)
            diary.add(per_voter + self.step, more, rounds - 1)
            per_voter, run = per_voter + rounds * self.step, more
        kept = CompletionRound(per_voter, 1, len(run.winners), run.spent, kept=True)
        return per_voter, run, (*diary.steps(), kept)

    def _is_finished(self, run: Run) -> bool:
        won, room = set(run.winners), Room(self.limits)
        for code in run.winners:
            room.take(code)

        def is_open(standing: Standing, money: int) -> bool:
            return (
                standing.project not in won
                and standing.cost <= money
                and room.obstacle(standing.project, standing.score) is None
            )

        if not any(is_open(item, self.budget) for item in self.candidates if item.supporters):
            return True
        left = self.budget - run.spent
        return self.stops_exhausted and not any(is_open(item, left) for item in self.fits)


class _Diary:
    """Keep what the rounds gave, equal ones together."""

    def __init__(self) -> None:
        self._entries: list[tuple[Fraction, Run, int]] = []

    def add(self, per_voter: Fraction, run: Run, rounds: int) -> None:
        """Add rounds that gave this run; those that change nothing make one entry longer."""
        if not rounds:
            return
        if self._entries:
            first, last, before = self._entries[-1]
            if last == run:
                self._entries[-1] = (first, run, before + rounds)
                return
        self._entries.append((per_voter, run, rounds))

    def steps(self) -> list[Step]:
        """Give the steps of all entries, in their order."""
        steps: list[Step] = []
        for per_voter, run, rounds in self._entries:
            steps += [tie for _before, tie in run.ties]
            steps.append(
                CompletionRound(per_voter, rounds, len(run.winners), run.spent, kept=False)
            )
        return steps
