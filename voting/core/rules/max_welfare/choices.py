"""Choices: sets of projects as three numbers, so that they are compared and added up at once.

A choice has a cost, a score, and a rank, which is lower for the better choice: by the higher score,
then the lower cost, then the first project in the order for ties that only one of the two has. All
three are sums over the projects, and the rank tells which projects they are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from concejo.text import _
from voting.core.profile import Standing


class TooHard(ValueError):
    """No best choice can be proved in reasonable time."""


class Effort:
    """Keep how many choices a count has looked at: beyond a limit it takes too long or too much.

    Counted in choices, not in seconds, so that a count fails everywhere or nowhere.
    """

    def __init__(self, at_once: int = 500_000, in_all: int = 200_000_000) -> None:
        self._at_once, self._left = at_once, in_all

    def spend(self, choices: int) -> None:
        """Look at so many choices, or say that it is too hard."""
        self._left -= choices
        if self._left < 0:
            self.hold(self._at_once + 1)

    def hold(self, choices: int) -> None:
        """Hold so many choices at once, or say that it is too hard."""
        if choices > self._at_once:
            raise TooHard(
                _("Too many choices of projects are nearly equal to find the best of all.")
            )


#: What a choice costs (or holds of the budget), its rank, and its score.
Choice = tuple[int, int, int]

NOTHING: Choice = (0, 0, 0)


@dataclass(frozen=True)
class Code:
    """Turn projects into choices, and ranks back into the projects that they stand for."""

    projects: tuple[str, ...]
    bits: int

    @classmethod
    def of(cls, items: Sequence[Standing]) -> "Code":
        """Make the code for projects that come in the order for ties."""
        total = sum(item.cost for item in items)
        return cls(tuple(item.project for item in items), total.bit_length())

    def choice(self, at: int, cost: int, score: int) -> Choice:
        """Give the choice of one project alone, the one at this place in the order."""
        number = len(self.projects)
        return cost, ((cost - (score << self.bits)) << number) - (1 << number - 1 - at), score

    def bits_of(self, rank: int) -> int:
        """Give a bit for each project that is in the choice of this rank, the first the highest."""
        return -rank & (1 << len(self.projects)) - 1

    def names(self, rank: int) -> list[str]:
        """Tell which projects are in the choice of this rank, in the order for ties."""
        bits, last = self.bits_of(rank), len(self.projects) - 1
        return [code for at, code in enumerate(self.projects) if bits >> last - at & 1]


def plus(one: Choice, other: Choice) -> Choice:
    """Put two choices together."""
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


def minus(one: Choice, other: Choice) -> Choice:
    """Take a part out of a choice."""
    return one[0] - other[0], one[1] - other[1], one[2] - other[2]


def undominated(choices: Iterable[Choice]) -> list[Choice]:
    """Keep the choices to which none is preferred that costs no more, from the cheapest up."""
    kept: list[Choice] = []
    for choice in sorted(choices):
        if not kept or choice[1] < kept[-1][1]:
            kept.append(choice)
    return kept
