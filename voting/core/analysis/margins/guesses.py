"""Guesses: what would be enough in the very run that was made, told from its exact amounts.

With the change, the run may be another, which is why a guess is only where a recount begins.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil, floor

from voting.core.analysis.backing import Group
from voting.core.analysis.reach import moments
from voting.core.analysis.replay import Replay
from voting.core.explain.kept import kept_steps
from voting.core.outcome import Outcome
from voting.core.steps import Carried, LeftOut, Maximised, SkippedOverBudget


def guess_cost(outcome: Outcome, project: str, groups: Sequence[Group]) -> int | None:
    """Guess the highest cost at which a project that lost would have won; None: no idea."""
    best = Fraction(-1)
    for step in kept_steps(outcome.steps):
        if isinstance(step, SkippedOverBudget) and step.project == project:
            best = Fraction(step.left)
        elif isinstance(step, Maximised):
            best = Fraction(outcome.budget - step.cost)
    replay = Replay.of(outcome)
    if replay is not None and replay.carries:
        found = _carried(outcome, replay, groups)
        best = max([best, *(min(carried, Fraction(step.available)) for carried, step in found)])
    elif replay is not None and not replay.lends:
        unit = replay.denominator
        for moment in moments(outcome, replay, project, replay.follow(groups)):
            more = floor(best) + 1
            if moment.most(more) >= more * unit and moment.offer(more) >= more * unit:
                best = moment.dearest(unit)
    return floor(best) if best >= 0 else None


def guess_more(
    outcome: Outcome, project: str, cost: int, groups: Sequence[Group], points: int
) -> int | None:
    """Guess how many further voters who support only the project would do; None: no idea."""
    replay = Replay.of(outcome)
    if replay is None:
        return _more_to_the_total(outcome, project, cost, points)
    if replay.lends:
        return None
    if replay.carries:
        return _more_to_carry(outcome, replay, cost, groups)
    wanted, found = cost * replay.denominator, None
    at_least = []
    for moment in moments(outcome, replay, project, replay.follow(groups)):
        if each := moment.one_more(cost, points, replay.share):
            at_least.append((ceil((wanted - moment.most(cost)) / each), each, moment))
    for fewest, each, moment in sorted(at_least, key=lambda one: one[0]):
        if found is not None and fewest >= found:
            break
        missing = ceil((wanted - moment.offer(cost)) / each)
        found = missing if found is None else min(found, missing)
    return found


def _more_to_the_total(outcome: Outcome, project: str, cost: int, points: int) -> int | None:
    """Tell how much is missing to the best choice, where there is one with the project."""
    counts_cost = outcome.rule.parameters.get("utility") == "score_times_cost"
    each = points * (cost if counts_cost else 1)
    best = next((step.score for step in outcome.steps if isinstance(step, Maximised)), 0)
    for step in outcome.steps:
        if isinstance(step, LeftOut) and step.project == project and step.best_with >= 0 and each:
            return max(1, ceil(Fraction(best - step.best_with, each)))
    return None


def _more_to_carry(
    outcome: Outcome, replay: Replay, cost: int, groups: Sequence[Group]
) -> int | None:
    return min(
        (
            ceil((cost - carried) / step.load)
            for carried, step in _carried(outcome, replay, groups)
            if step.load and cost <= step.available
        ),
        default=None,
    )


def _carried(
    outcome: Outcome, replay: Replay, groups: Sequence[Group]
) -> Iterator[tuple[Fraction, Carried]]:
    """Give for each project funded by its load the cost that supporters would have carried so."""
    steps = [step for step in outcome.steps if isinstance(step, Carried)]
    voters = sum(group.voters for group in groups)
    rises = [0] * len(steps)
    for spender in replay.follow(groups):
        for at, amount, _in_full in spender.payments:
            rises[at] += amount * spender.voters
    before = 0
    for rise, step in zip(rises, steps, strict=True):
        yield step.load * voters - Fraction(before, replay.denominator), step
        before += rise
