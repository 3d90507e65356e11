"""Choosing by score: the highest first, equals in the declared order."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import groupby

from voting.core.decisions.spec import Case, Finding
from voting.core.decisions.steps import Scored
from voting.core.steps import Step


def by_score(case: Case, scores: Mapping[str, Fraction], before: tuple[Step, ...] = ()) -> Finding:
    """Choose as many options as there are seats, and record each tie that was met."""
    ranked = sorted(scores, key=lambda code: -scores[code])
    ranking = tuple(tuple(equals) for _score, equals in groupby(ranked, key=scores.__getitem__))
    steps: list[Step] = [*before, *(Scored(code, scores[code]) for code in scores)]
    winners: list[str] = []
    for equals in ranking:
        left = list(equals)
        while left and len(winners) < case.question.seats:
            first, tie = case.order.first(left)
            steps += tie
            winners.append(first)
            left.remove(first)
    return Finding(tuple(winners), ranking, tuple(steps))
