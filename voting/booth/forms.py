"""Read a ballot as it was filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from concejo.errors import Invalid
from concejo.text import Text, _
from concejo.typed import read_number, read_words
from voting.core.ballots import Ballot, BallotForm, Kind, check
from voting.setup.core import ContestView, joined


class Typed(Protocol):
    """The fields of a form, of which a name may come several times."""

    def getlist(self, key: str, /) -> Sequence[object]:
        """Give all values of a name."""


def field_of(contest_id: int) -> str:
    """Name the field of a contest's choices."""
    return f"contest-{contest_id}"


@dataclass(frozen=True)
class Filled:
    """One contest as it was filled in, right or wrong; `numbers` are points or places."""

    contest: ContestView
    form: BallotForm
    chosen: tuple[int, ...]
    numbers: Mapping[int, str]
    is_blank: bool
    fault: Text | None = None

    @property
    def spent(self) -> int:
        """Add up the cost of what is chosen."""
        return sum(project.cost for project in self.contest.projects if project.id in self.chosen)

    @property
    def has_numbers(self) -> bool:
        """Say whether projects get numbers on this ballot, not ticks."""
        return self.form.kind in (Kind.CUMULATIVE, Kind.ORDINAL)

    @property
    def ballot(self) -> Ballot:
        """Give the ballot as the core checks and counts it."""
        codes = {project.id: project.code for project in self.contest.projects}
        chosen = [project for project in self.chosen if project in codes]
        if self.form.kind is Kind.ORDINAL:
            chosen.sort(key=lambda project: int(self.numbers[project]))
        points = []
        if self.form.kind is Kind.CUMULATIVE:
            points = [int(self.numbers[project]) for project in chosen]
        return Ballot.of(self.form.kind, [codes[project] for project in chosen], points)

    def faults(self) -> tuple[Text, ...]:
        """Give every reason why this contest cannot be cast like this."""
        name = self.contest.name
        if self.fault is not None:
            return (_("{contest}: {reason}", contest=name, reason=self.fault),)
        if self.is_blank and self.chosen:
            return (_("{contest}: choose projects or vote blank, not both.", contest=name),)
        if not self.chosen and not self.is_blank:
            if self.form.allows_blank:
                return (_("{contest}: choose a project, or tick the blank vote.", contest=name),)
            return (_("{contest}: choose at least one project.", contest=name),)
        if self.form.kind is Kind.ORDINAL and self._has_equals():
            return (_("{contest}: two projects have the same place.", contest=name),)
        reasons = check(self.ballot, self.form, self.contest.standing)
        return tuple(_("{contest}: {reason}", contest=name, reason=reason) for reason in reasons)

    def _has_equals(self) -> bool:
        places = [int(self.numbers[project]) for project in self.chosen]
        return len(set(places)) < len(places)


@dataclass(frozen=True)
class Paper:
    """A whole ballot as it was filled in: the contests of a style."""

    parts: tuple[Filled, ...]

    @classmethod
    def read(cls, typed: Typed, style: Sequence[ContestView], general: BallotForm) -> "Paper":
        """Read what was typed, without judging it: the page shows it again as it was."""
        return cls(tuple(_fill(typed, contest, contest.form(general)) for contest in style))

    @classmethod
    def empty(cls, style: Sequence[ContestView], general: BallotForm) -> "Paper":
        """Give the ballot on which nothing was chosen yet."""
        return cls(
            tuple(
                Filled(contest, contest.form(general), (), {}, is_blank=False) for contest in style
            )
        )

    def parse(self) -> dict[int, Ballot]:
        """Give the ballot of each contest, or raise `Invalid` with everything that is wrong."""
        fields: dict[str, Text] = {}
        for part in self.parts:
            reasons = part.faults()
            if reasons:
                fields[field_of(part.contest.id)] = joined(reasons)
        if fields:
            raise Invalid(fields)
        return {part.contest.id: part.ballot for part in self.parts}


def _fill(typed: Typed, contest: ContestView, form: BallotForm) -> Filled:
    name = field_of(contest.id)
    known = {str(project.id): project.id for project in contest.projects}
    is_blank = bool(typed.getlist(f"blank-{contest.id}"))
    if form.kind in (Kind.CUMULATIVE, Kind.ORDINAL):
        numbers, fault = _numbers(typed, contest)
        return Filled(contest, form, tuple(numbers), numbers, is_blank, fault)
    ticked = [str(value) for value in typed.getlist(name)]
    chosen = tuple(dict.fromkeys(known[value] for value in ticked if value in known))
    foreign = any(value not in known for value in ticked)
    fault = _("A project was chosen that is not on this ballot.") if foreign else None
    return Filled(contest, form, chosen, {}, is_blank, fault)


def _numbers(typed: Typed, contest: ContestView) -> tuple[dict[int, str], Text | None]:
    """Read the number beside each project; empty and 0 leave it out, what is no number is wrong."""
    numbers: dict[int, str] = {}
    fault = None
    for project in contest.projects:
        values = typed.getlist(f"{field_of(contest.id)}-{project.id}")
        text = read_words(values[0]) if values else ""
        if not text:
            continue
        number = read_number(text, most=999_999)
        if number is None:
            fault = _("“{typed}” is not a whole number.", typed=text[:20])
        elif number:
            numbers[project.id] = text
    return numbers, fault
