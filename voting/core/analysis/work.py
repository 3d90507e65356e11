"""Work: how long it takes to count again, told by what the count did.

All is guessed in microseconds, by what recounts of a thousand real elections took. Equal shares are
counted round after round. Of rounds that bought the same, the fast engine makes the first ones and
then leaps, farther each time; but where there are ties it makes every single one.
"""

from collections.abc import Iterator

from voting.core.outcome import Outcome
from voting.core.profile import Ballots, Profile
from voting.core.steps import CompletionRound, TieBroken

#: A quarter of a minute.
_ENOUGH = 15_000_000
#: What there is to do beside the runs of equal shares.
_BESIDE = 4_000
#: The rounds that are made one by one before the leaps, and the runs that twice as many take.
_ONE_BY_ONE, _EACH_LEAP = 32, 8


def usual_recounts(outcome: Outcome, ballots: Ballots) -> int:
    """Give a number of recounts that takes about a quarter of a minute."""
    return _ENOUGH // recount_work(outcome, ballots)


def recount_work(outcome: Outcome, ballots: Ballots) -> int:
    """Guess how long it takes to count these ballots, in the form they have, to such an outcome."""
    choices = ballots.choices
    if outcome.rule.name == "greedy":
        return 12_000 + choices
    if outcome.rule.name != "equal_shares":
        return 8 * (12_000 + choices)
    if isinstance(ballots, Profile):
        return _BESIDE + rounds_of(outcome) * (choices + 30) * 3 // 2
    each = 40 + choices // 200 + len(outcome.standings) * len(outcome.winners) // 75
    return _BESIDE + choices // 4 + sum(_runs(outcome)) * each


def rounds_of(outcome: Outcome) -> int:
    """Count the rounds of equal shares; where no share grew, there was one."""
    return max(1, sum(step.rounds for step in outcome.steps if isinstance(step, CompletionRound)))


def _runs(outcome: Outcome) -> Iterator[int]:
    """Give for each record of rounds how many runs the fast engine made."""
    yield 1
    is_tied = False
    for step in outcome.steps:
        # The ties of rounds stand just before their record.
        is_tied = is_tied or isinstance(step, TieBroken)
        if isinstance(step, CompletionRound):
            leaps = (step.rounds // _ONE_BY_ONE).bit_length()
            yield step.rounds if is_tied else min(step.rounds, _ONE_BY_ONE + _EACH_LEAP * leaps)
            is_tied = False
