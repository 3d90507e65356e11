"""Ballots: what a voter may write on one, when it is valid, and the one way it is encoded.

A ballot that marks a set (approval, knapsack, cumulative) is kept in the order of the project
codes, so that two voters who chose the same have the very same ballot.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from concejo.text import Money, Text, _, ngettext


class Kind(StrEnum):
    """How a ballot speaks: it marks what it wants, spreads points, or puts in order."""

    KNAPSACK = "knapsack"
    APPROVAL = "approval"
    CUMULATIVE = "cumulative"
    ORDINAL = "ordinal"


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

    `budget` is what a knapsack ballot may spend at most. Lengths count projects, sums of points
    concern cumulative ballots, sums of costs any ballot. Amounts are minor units of `currency`.
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


@dataclass(frozen=True, order=True)
class Ballot:
    """Hold what one voter chose in one contest; `Ballot.of` makes it in canonical order."""

    choices: tuple[str, ...] = ()
    points: tuple[int, ...] = ()

    @classmethod
    def of(cls, kind: Kind, choices: Sequence[str], points: Sequence[int] = ()) -> "Ballot":
        """Make the ballot in its canonical order; what is wrong with it is for `check` to say."""
        if kind is Kind.ORDINAL or len(points) not in (0, len(choices)):
            return cls(tuple(choices), tuple(points))
        if not points:
            return cls(tuple(sorted(choices)))
        pairs = sorted(zip(choices, points, strict=True))
        return cls(tuple(code for code, _points in pairs), tuple(value for _code, value in pairs))

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


def check(ballot: Ballot, form: BallotForm, projects: Sequence[Project]) -> tuple[Text, ...]:
    """Give every reason why the ballot is not valid; none means that it is."""
    if ballot.is_blank and not ballot.points:
        return () if form.allows_blank else (_("A blank ballot is not allowed here."),)
    known = {project.code: project for project in projects}
    chosen = [known[code] for code in dict.fromkeys(ballot.choices) if code in known]
    return (
        *_out_of_order(ballot, form.kind),
        *_unknown_and_repeated(ballot, known),
        *_length(len(ballot.choices), form),
        *_spending(sum(project.cost for project in chosen), form),
        *_points(ballot, form),
    )


def _out_of_order(ballot: Ballot, kind: Kind) -> list[Text]:
    # An order that means nothing could mark a ballot, and so prove to a buyer who cast it.
    if ballot == Ballot.of(kind, ballot.choices, ballot.points):
        return []
    return [_("The choices are not in the order of the codes.")]


def _unknown_and_repeated(ballot: Ballot, known: dict[str, Project]) -> list[Text]:
    times = Counter(ballot.choices)
    reasons = [
        _("There is no project {code} on this ballot.", code=code)
        for code in times
        if code not in known
    ]
    reasons += [
        _("“{project}” is chosen more than once.", project=known[code].title)
        for code, count in times.items()
        if count > 1 and code in known
    ]
    return reasons


def _length(length: int, form: BallotForm) -> list[Text]:
    reasons = []
    if length < form.min_length:
        reasons.append(
            ngettext(
                "At least {count} project must be chosen; {chosen} were.",
                "At least {count} projects must be chosen; {chosen} were.",
                form.min_length,
                chosen=length,
            )
        )
    if form.max_length is not None and length > form.max_length:
        reasons.append(
            ngettext(
                "At most {count} project may be chosen; {chosen} were.",
                "At most {count} projects may be chosen; {chosen} were.",
                form.max_length,
                chosen=length,
            )
        )
    return reasons


def _spending(total: int, form: BallotForm) -> list[Text]:
    money = partial(Money, currency=form.currency)
    reasons = []
    if form.kind is Kind.KNAPSACK and form.budget is not None and total > form.budget:
        reasons.append(
            _(
                "The chosen projects cost {total}, which is {excess} over the budget of {budget}.",
                total=money(total),
                excess=money(total - form.budget),
                budget=money(form.budget),
            )
        )
    if form.max_sum_cost is not None and total > form.max_sum_cost:
        reasons.append(
            _(
                "The chosen projects cost {total}; together they may cost at most {limit}.",
                total=money(total),
                limit=money(form.max_sum_cost),
            )
        )
    if form.min_sum_cost is not None and total < form.min_sum_cost:
        reasons.append(
            _(
                "The chosen projects cost {total}; together they must cost at least {limit}.",
                total=money(total),
                limit=money(form.min_sum_cost),
            )
        )
    return reasons


def _points(ballot: Ballot, form: BallotForm) -> list[Text]:
    if form.kind is not Kind.CUMULATIVE:
        return [_("This ballot takes no points.")] if ballot.points else []
    if len(ballot.points) != len(ballot.choices):
        return [_("Each chosen project needs its points, and only those.")]
    reasons = []
    if any(value < 1 for value in ballot.points):
        reasons.append(_("Each chosen project needs at least one point."))
    if form.max_points is not None and max(ballot.points) > form.max_points:
        reasons.append(
            ngettext(
                "A project may get at most {count} point.",
                "A project may get at most {count} points.",
                form.max_points,
            )
        )
    return reasons + _sum_of_points(sum(ballot.points), form)


def _sum_of_points(total: int, form: BallotForm) -> list[Text]:
    reasons = []
    if form.max_sum_points is not None and total > form.max_sum_points:
        reasons.append(
            ngettext(
                "At most {count} point may be given; {given} were.",
                "At most {count} points may be given; {given} were.",
                form.max_sum_points,
                given=total,
            )
        )
    if form.min_sum_points is not None and total < form.min_sum_points:
        reasons.append(
            ngettext(
                "At least {count} point must be given; {given} were.",
                "At least {count} points must be given; {given} were.",
                form.min_sum_points,
                given=total,
            )
        )
    return reasons
