"""The ballot itself, its form, and its encoding.

What says the same is the same ballot: no order and no number that means nothing can mark one, and
so prove to a buyer who cast it. A set is kept in the order of the project codes; places are 1, 2,
3 and so on without a gap, and within a place the codes are in order.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a ballot speaks.

    knapsack, approval: it marks what it wants. cumulative: it spreads points. scores: it judges
    each project by itself, with points that may be zero or negative. ordinal: it puts projects in
    order. weak_order: it gives them places, of which two may be equal. question: it answers one.
    """

    KNAPSACK = "knapsack"
    APPROVAL = "approval"
    CUMULATIVE = "cumulative"
    ORDINAL = "ordinal"
    SCORES = "scores"
    WEAK_ORDER = "weak_order"
    QUESTION = "question"

    @property
    def has_points(self) -> bool:
        """Tell whether each choice has a number: its points, or its place."""
        return self in (Kind.CUMULATIVE, Kind.SCORES, Kind.WEAK_ORDER)

    @property
    def is_ordered(self) -> bool:
        """Tell whether the order of the choices says something."""
        return self in (Kind.ORDINAL, Kind.WEAK_ORDER)


@dataclass(frozen=True)
class Project:
    """Stand for election with a code, a cost in minor units and a name for people."""

    code: str
    cost: int
    name: str = ""

    def __post_init__(self) -> None:
        if self.cost < 0:
            raise ValueError(f"project {self.code} has the negative cost {self.cost}")

    @property
    def title(self) -> str:
        """Name the project as a resident knows it, or by its code when it has no name."""
        return self.name or self.code


@dataclass(frozen=True)
class BallotForm:
    """State what a ballot may say; None means that there is no such limit.

    `budget` is what a knapsack ballot may spend at most. Lengths count projects, points concern
    cumulative ballots and scores, sums of points cumulative ballots, sums of costs any ballot. A
    project that is not named on a ballot of scores gets `default_score`. Amounts are minor units
    of `currency`. On a question one answer is chosen, whatever the lengths say.
    """

    kind: Kind
    min_length: int = 1
    max_length: int | None = None
    budget: int | None = None
    min_sum_cost: int | None = None
    max_sum_cost: int | None = None
    max_points: int | None = None
    min_sum_points: int | None = None
    max_sum_points: int | None = None
    allows_blank: bool = False
    currency: str = "EUR"
    min_points: int | None = None
    default_score: int = 0


@dataclass(frozen=True, order=True)
class Ballot:
    """Hold what one voter chose in one contest; `Ballot.of` makes it in canonical order.

    `points` are those of each choice, in a weak order its place, 1 being the best.
    """

    choices: tuple[str, ...] = ()
    points: tuple[int, ...] = ()

    @classmethod
    def of(cls, kind: Kind, choices: Sequence[str], points: Sequence[int] = ()) -> "Ballot":
        """Make the ballot in its canonical order; what is wrong with it is for `check` to say."""
        if kind is Kind.ORDINAL or len(points) not in (0, len(choices)):
            return cls(tuple(choices), tuple(points))
        if not points:
            return cls(tuple(sorted(choices)))
        if kind is Kind.WEAK_ORDER:
            return cls._in_places(zip(choices, points, strict=True))
        pairs = sorted(zip(choices, points, strict=True))
        return cls(tuple(code for code, _points in pairs), tuple(value for _code, value in pairs))

    @classmethod
    def _in_places(cls, pairs: Iterable[tuple[str, int]]) -> "Ballot":
        """Give the places numbers without a gap: 1, 1, 3 says the same as 1, 1, 2."""
        ranked = sorted((place, code) for code, place in pairs)
        numbers = {place: at for at, place in enumerate(dict.fromkeys(p for p, _code in ranked), 1)}
        return cls(
            tuple(code for _place, code in ranked), tuple(numbers[place] for place, _code in ranked)
        )

    @property
    def is_blank(self) -> bool:
        """Tell whether the voter took part and chose nothing."""
        return not self.choices


class NotABallot(ValueError):
    """The text is not the canonical encoding of a ballot."""


def encode(ballot: Ballot) -> str:
    """Write a ballot in the one way it can be written, so that equal ballots are equal texts."""
    value = {"choices": ballot.choices, "points": ballot.points}
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def decode(text: str) -> Ballot:
    """Read an encoded ballot back and refuse every text that `encode` would not have written."""
    try:
        value = json.loads(text)
        choices, points = tuple(value["choices"]), tuple(value["points"])
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise NotABallot("not a ballot") from error
    if not all(type(code) is str for code in choices):
        raise NotABallot("a choice is not a text")
    if not all(type(value) is int for value in points):
        raise NotABallot("a point is not an integer")
    ballot = Ballot(choices, points)
    if encode(ballot) != text:
        raise NotABallot("not in canonical form")
    return ballot
