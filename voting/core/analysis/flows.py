"""Flows: who paid for each winner, and where the money of each other project's supporters went.

All is summed exactly and then rounded down to minor units, so that what is shown never comes to
more than there was.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from voting.core.analysis.backing import backers
from voting.core.analysis.replay import Replay, Spender
from voting.core.outcome import Outcome

#: Those who paid less than the full price are told in so many classes of about the same size.
_CLASSES = 4


@dataclass(frozen=True)
class Payers:
    """Be some supporters of a winner, who each paid from `least` to `most`, together `total`."""

    voters: int
    least: int
    most: int
    total: int
    in_full: bool


@dataclass(frozen=True)
class Income:
    """Tell who paid for a winner: first those who paid the full price, then from the most down.

    `price` is that of a point; a vote is one point.
    """

    project: str
    price: int
    payers: tuple[Payers, ...]


@dataclass(frozen=True)
class Taken:
    """Tell what the supporters of a project paid for a winner."""

    winner: str
    amount: int


@dataclass(frozen=True)
class Outlay:
    """Tell what the supporters of a project that they did not buy had, spent and have left.

    `taken` begins with the winner that took the most.
    """

    project: str
    supporters: int
    had: int
    left: int
    taken: tuple[Taken, ...]


def incomes(replay: Replay, spenders: Sequence[Spender]) -> tuple[Income, ...]:
    """Tell for each winner that voters paid for who paid how much, in the order of purchase."""
    paid: list[Counter[tuple[bool, int]]] = [Counter() for _project in replay.projects]
    for spender in spenders:
        for at, amount, in_full in spender.payments:
            paid[at][in_full, amount] += spender.voters
    return tuple(
        Income(project, price // replay.denominator, tuple(_payers(found, replay.denominator)))
        for project, price, found in zip(replay.projects, replay.prices, paid, strict=True)
    )


def _payers(paid: Counter[tuple[bool, int]], unit: int) -> Iterator[Payers]:
    full = sorted((amount, voters) for (in_full, amount), voters in paid.items() if in_full)
    if full:
        yield _class(full, unit, in_full=True)
    rest = sorted(((a, n) for (in_full, a), n in paid.items() if not in_full), reverse=True)
    some = [(amount, voters) for amount, voters in rest if amount]
    for part in _parts(some):
        yield _class(part, unit, in_full=False)
    nothing = [(amount, voters) for amount, voters in rest if not amount]
    if nothing:
        yield _class(nothing, unit, in_full=False)


def _class(paid: Sequence[tuple[int, int]], unit: int, *, in_full: bool) -> Payers:
    amounts = [amount for amount, _voters in paid]
    return Payers(
        voters=sum(voters for _amount, voters in paid),
        least=min(amounts) // unit,
        most=max(amounts) // unit,
        total=sum(amount * voters for amount, voters in paid) // unit,
        in_full=in_full,
    )


def _parts(paid: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Cut into classes of about as many voters; who paid the same stays together."""
    reached = list(accumulate(voters for _amount, voters in paid))
    parts: dict[int, list[tuple[int, int]]] = {}
    for pair, end in zip(paid, reached, strict=True):
        middle = 2 * end - pair[1]
        parts.setdefault(middle * _CLASSES // (2 * reached[-1]), []).append(pair)
    return list(parts.values())


def outlays(outcome: Outcome, replay: Replay, spenders: Sequence[Spender]) -> tuple[Outlay, ...]:
    """Tell where the money went of those who support what voters did not buy; loads are none."""
    if replay.carries:
        return ()
    supported = backers(spenders)
    return tuple(
        _outlay(standing.project, replay, supported.get(standing.project, []))
        for standing in outcome.standings
        if standing.project not in replay.projects
    )


def spent_by(replay: Replay, spenders: Sequence[Spender]) -> tuple[int, list[int]]:
    """Give what the spenders have left and what they paid in each purchase, exactly, in units."""
    spent = [0] * len(replay.projects)
    for spender in spenders:
        for at, amount, _in_full in spender.payments:
            spent[at] += amount * spender.voters
    had = replay.share * sum(spender.voters for spender in spenders)
    return had - sum(spent), spent


def _outlay(project: str, replay: Replay, spenders: Sequence[Spender]) -> Outlay:
    left, spent = spent_by(replay, spenders)
    unit = replay.denominator
    taken = sorted(
        (
            (-amount, at, Taken(replay.projects[at], amount // unit))
            for at, amount in enumerate(spent)
            if amount
        ),
        key=lambda item: item[:2],
    )
    voters = sum(spender.voters for spender in spenders)
    return Outlay(
        project,
        voters,
        replay.share * voters // unit,
        left // unit,
        tuple(one for _amount, _at, one in taken),
    )
