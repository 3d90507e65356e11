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


#: What the blank vote is called among the answers of a question.
BLANK = "blank"


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
        return _has_numbers(self.form)

    @property
    def has_places(self) -> bool:
        """Say whether those numbers are places, not points."""
        return self.form.kind.is_ordered

    @property
    def is_question(self) -> bool:
        """Say whether one answer is chosen, not projects."""
        return self.form.kind is Kind.QUESTION

    @property
    def ballot(self) -> Ballot:
        """Give the ballot as the core checks and counts it."""
        codes = {project.id: project.code for project in self.contest.projects}
        chosen = [project for project in self.chosen if project in codes]
        if self.form.kind is Kind.ORDINAL:
            chosen.sort(key=lambda project: int(self.numbers[project]))
        if self.form.kind is Kind.SCORES:
            # To write what a project gets anyway says nothing, so it must not mark the ballot.
            usual = self.form.default_score
            chosen = [project for project in chosen if int(self.numbers[project]) != usual]
        points = []
        if self.form.kind.has_points:
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
            return (self._nothing_chosen(name),)
        if self.form.kind is Kind.ORDINAL and self._has_equals():
            return (_("{contest}: two projects have the same place.", contest=name),)
        reasons = check(self.ballot, self.form, self.contest.standing)
        return tuple(_("{contest}: {reason}", contest=name, reason=reason) for reason in reasons)

    def _nothing_chosen(self, name: str) -> Text:
        if self.is_question:
            return _("{contest}: choose one of the answers.", contest=name)
        if self.form.allows_blank:
            return _("{contest}: choose a project, or tick the blank vote.", contest=name)
        return _("{contest}: choose at least one project.", contest=name)

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
    if _has_numbers(form):
        numbers, fault = _numbers(typed, contest, form)
        return Filled(contest, form, tuple(numbers), numbers, is_blank, fault)
    ticked = [str(value) for value in typed.getlist(name)]
    if form.kind is Kind.QUESTION and BLANK in ticked:
        # A button of a group cannot be let go again, so that the blank vote is one of them.
        is_blank, ticked = True, [value for value in ticked if value != BLANK]
    chosen = tuple(dict.fromkeys(known[value] for value in ticked if value in known))
    foreign = any(value not in known for value in ticked)
    fault = _("A project was chosen that is not on this ballot.") if foreign else None
    return Filled(contest, form, chosen, {}, is_blank, fault)


def _has_numbers(form: BallotForm) -> bool:
    return form.kind.has_points or form.kind is Kind.ORDINAL


def _numbers(
    typed: Typed, contest: ContestView, form: BallotForm
) -> tuple[dict[int, str], Text | None]:
    """Read the number beside each project; what is no number is wrong.

    Left empty it leaves the project out, and so does 0 unless scores are given.
    """
    numbers: dict[int, str] = {}
    fault = None
    for project in contest.projects:
        values = typed.getlist(f"{field_of(contest.id)}-{project.id}")
        text = read_words(values[0]) if values else ""
        if not text:
            continue
        sign, digits = _signed(text) if form.kind is Kind.SCORES else ("", text)
        number = read_number(digits, most=999_999)
        if number is None:
            fault = _("“{typed}” is not a whole number.", typed=text[:20])
        elif number or form.kind is Kind.SCORES:
            numbers[project.id] = sign + digits
    return numbers, fault


def _signed(text: str) -> tuple[str, str]:
    """Take the minus off a number, be it the key's or the typographer's."""
    return ("-", text[1:].strip()) if text[0] in "-−" else ("", text)
