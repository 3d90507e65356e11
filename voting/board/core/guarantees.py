"""Guarantees in numbers: how much whoever holds every key could have done to one counted vote.

See “Threats, and what is left of each” in voting/README.md.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from voting.board.core.results import ContestResult, Line
from voting.core.analysis.margins import Margins, Sought
from voting.core.protocol.roll import State


@dataclass(frozen=True)
class StyleNumbers:
    """How many were marked for one style by web or code and on paper, and how many voted so."""

    name: str
    contests: tuple[str, ...]
    web: int
    ballots: int
    paper: int
    sheets: int

    @property
    def unused(self) -> int:
        """Count the marks without a ballot: whoever issues credentials could have used them."""
        return max(0, self.web - self.ballots) + max(0, self.paper - self.sheets)


@dataclass(frozen=True)
class ContestNumbers:
    """The marks without a ballot that are good for a contest, beside what it was decided by.

    `ahead` are the votes or points between `last`, the paid project with the fewest, and `first`,
    the unpaid one with the most; below 0 where the rule does not go by totals alone. `enough` are
    the fewest added ballots for one project that would have made it win, where that is known.
    """

    name: str
    unused: int
    null: int
    last: str = ""
    first: str = ""
    ahead: int | None = None
    enough: int | None = None

    @property
    def could_decide(self) -> bool:
        """Say whether the marks without a ballot could have changed who won, as far as is known."""
        needed = self.ahead if self.enough is None else self.enough
        return self.unused > 0 and needed is not None and needed <= self.unused


def number_styles(
    styles: Sequence[tuple[str, tuple[str, ...]]],
    states: Mapping[tuple[int, State], int],
    ballots: Counter[int],
    sheets: Counter[int],
) -> tuple[StyleNumbers, ...]:
    """Give the numbers of each style: its name and contests, marks by state, ballots and sheets."""
    return tuple(
        StyleNumbers(
            name,
            contests,
            web=_sum(states, number, (State.ONLINE, State.CODE)),
            ballots=ballots[number],
            paper=_sum(states, number, (State.PAPER, State.SURRENDERED)),
            sheets=sheets[number],
        )
        for number, (name, contests) in enumerate(styles)
    )


def _sum(states: Mapping[tuple[int, State], int], style: int, wanted: Collection[State]) -> int:
    return sum(states.get((style, state), 0) for state in wanted)


def number_contest(
    result: ContestResult, styles: Sequence[StyleNumbers], null: int, margins: Margins | None
) -> ContestNumbers:
    """Put the marks without a ballot of a contest beside what it was decided by."""
    unused = sum(style.unused for style in styles if result.contest.key in style.contests)
    if not result.winners or not result.losers:
        return ContestNumbers(result.contest.name, unused, null)
    last, first = min(result.winners, key=_score), max(result.losers, key=_score)
    return ContestNumbers(
        result.contest.name,
        unused,
        null,
        last.name,
        first.name,
        _score(last) - _score(first),
        _enough(margins),
    )


def _score(line: Line) -> int:
    return line.bar.score


def _enough(margins: Margins | None) -> int | None:
    """Give the fewest further voters with whom some project that lost would have won."""
    if margins is None:
        return None
    return min(
        (
            one.votes.number
            for one in margins.projects
            if not one.won and one.votes.sought is Sought.FOUND
        ),
        default=None,
    )
