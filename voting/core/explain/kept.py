"""Kept: the steps that hold, without rounds tried in vain and without what was replaced.

A completion tries rounds and keeps one; a comparison may replace all that voters bought. What came
of those belongs to the record, not to the reason why a project won or lost.
"""

from collections.abc import Sequence

from voting.core.steps import Bought, Compared, CompletionRound, Funded, SharesSet, Step


def kept_steps(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Give the steps that led to the winners, from who was not considered to the last one."""
    entry = _entry(steps)
    switch = _switch(steps)
    if switch is not None:
        return (*steps[:entry], *steps[switch:])
    rounds = [
        at for at, step in enumerate(steps) if isinstance(step, CompletionRound) and step.kept
    ]
    return (*steps[: entry + 1], *steps[rounds[0] :]) if rounds else tuple(steps)


def replaced_winners(steps: Sequence[Step]) -> tuple[str, ...]:
    """Give those who would have won, had a comparison not put others in their place."""
    switch = _switch(steps)
    if switch is None:
        return ()
    before = kept_steps(steps[:switch])
    return tuple(step.project for step in before if isinstance(step, Bought | Funded))


def _entry(steps: Sequence[Step]) -> int:
    """Find where the voters get their shares: what comes before is who is not considered."""
    return next((at for at, step in enumerate(steps) if isinstance(step, SharesSet)), 0)


def _switch(steps: Sequence[Step]) -> int | None:
    return next(
        (at for at, step in enumerate(steps) if isinstance(step, Compared) and step.switched), None
    )
