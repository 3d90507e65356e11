"""VOTES: the ballots, and what Pabulib knows about who cast them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from concejo.text import _
from voting.core.ballots import Ballot, Kind
from voting.core.malformed import Malformed
from voting.core.pabulib import values
from voting.core.pabulib.file import (
    NUMBERS,
    PabulibFile,
    PabulibVote,
    kind_of,
    reserved_columns,
)
from voting.core.pabulib.meta import Meta
from voting.core.pabulib.points import POINT_KEYS, scale_for, thousandths
from voting.core.pabulib.projects import Projects
from voting.core.pabulib.sections import (
    Row,
    Warnings,
    check_width,
    header_of,
    named,
    unknown_columns,
)
from voting.core.pabulib.values import Check

CHECKS: dict[str, Check] = {
    "age": values.age,
    "sex": values.one_of("M", "F", "O", ""),
    "voting_method": values.one_of("internet", "paper", ""),
}
_COLUMNS = frozenset(CHECKS) | {
    "voter_id",
    "vote",
    "points",
    "district",
    "neighborhood",
    "education",
    "topic_preference_transport",
    "topic_preference_culture",
    "topic_preference_nature",
    "district_preference",
    "time_taken_seconds",
    "format_easiness",
    "format_expressiveness",
    "format_rank",
}


@dataclass(frozen=True)
class Header:
    """Know where in a line of VOTES everything stands."""

    kind: Kind
    names: tuple[str, ...]

    @property
    def vote(self) -> int:
        """Give the place of the projects."""
        return self.names.index("vote")

    @property
    def numbers(self) -> int | None:
        """Give the place of the points, None where the ballots have none."""
        return self.names.index(NUMBERS[self.kind]) if self.kind in NUMBERS else None

    @property
    def columns(self) -> tuple[str, ...]:
        """Name the columns that are not the ballot."""
        return tuple(name for name in self.names if name not in reserved_columns(self.kind))


def read_header(row: Row, meta: Meta, warnings: Warnings) -> Header:
    """Read which columns the votes have."""
    kind = kind_of(meta.values)
    names = header_of(row, *reserved_columns(kind))
    warnings += ((row[0], reason) for reason in unknown_columns(names, _COLUMNS))
    return Header(kind, tuple(names))


class VoteReader:
    """Read lines of VOTES; what is written alike is read once, and is the same ballot."""

    def __init__(self, header: Header, projects: Projects, meta: Meta, warnings: Warnings) -> None:
        self._header, self._meta, self._warnings = header, meta, warnings
        self._known = frozenset(entry.project.code for entry in projects.entries)
        self._cells = [header.vote, *([] if header.numbers is None else [header.numbers])]
        self._columns = [(name, header.names.index(name)) for name in header.columns]
        self._checked: list[tuple[str, int, set[str]]] = [
            (name, header.names.index(name), set()) for name in CHECKS if name in header.names
        ]
        self._voters: set[str] = set()
        self._ballots: dict[tuple[str, ...], Ballot] = {}
        self._naming_twice: set[tuple[str, ...]] = set()

    def read(self, rows: Iterable[Row]) -> tuple[tuple[PabulibVote, ...], int]:
        """Read all votes, and the scale by which their points are integers."""
        votes = tuple(self._read(line, cells) for line, cells in rows)
        kind, ballots = self._header.kind, self._ballots.values()
        if kind not in (Kind.CUMULATIVE, Kind.SCORES):
            return votes, 1
        scale = scale_of(self._meta, {value for ballot in ballots for value in ballot.points})
        scaled = {id(ballot): _scaled(ballot, scale) for ballot in ballots}
        return tuple(
            PabulibVote(vote.voter, scaled[id(vote.ballot)], vote.columns) for vote in votes
        ), scale

    def _read(self, line: int, cells: list[str]) -> PabulibVote:
        if len(cells) != len(self._header.names):
            check_width((line, cells), len(self._header.names))
        voter = cells[0].strip()
        if not voter or voter in self._voters:
            reason = _("The voter {voter} is there twice or has no number.", voter=voter)
            raise Malformed(line, reason)
        self._voters.add(voter)
        for name, at, fine in self._checked:
            if cells[at] not in fine:
                self._check(line, name, cells[at])
                fine.add(cells[at])
        key = tuple([cells[at] for at in self._cells])
        ballot = self._ballots.get(key) or self._parse(line, key)
        if key in self._naming_twice:
            twice = _("A project is twice in the vote; it is counted once.")
            self._warnings.append((line, twice))
        return PabulibVote(voter, ballot, {name: cells[at] for name, at in self._columns})

    def _check(self, line: int, name: str, value: str) -> None:
        """Check a value that was not seen before in its column."""
        right = value.strip()
        reason = CHECKS[name](right, self._meta.currency)
        if reason is not None and CHECKS[name](right.upper(), self._meta.currency) is None:
            mended = _("“{value}” would be written {right}.", value=right, right=right.upper())
            self._warnings.append((line, named(name, mended)))
        elif reason is not None:
            raise Malformed(line, named(name, reason))

    def _parse(self, line: int, key: tuple[str, ...]) -> Ballot:
        """Make the ballot of what is written; points are still thousandths."""
        codes = key[0].split(",")
        numbers: list[int] = []
        if len(key) > 1 or not self._known.issuperset(codes):
            codes = self._codes(line, key[0])
            numbers = self._numbers(line, key[1], len(codes)) if len(key) > 1 else []
        if len(set(codes)) < len(codes):
            self._naming_twice.add(key)
            places = [place for place, code in enumerate(codes) if code not in codes[:place]]
            codes, numbers = [codes[at] for at in places], [numbers[at] for at in places if numbers]
        ballot = self._ballots[key] = Ballot.of(self._header.kind, codes, numbers)
        return ballot

    def _codes(self, line: int, cell: str) -> list[str]:
        codes = list(values.split_list(cell)) if cell.strip() else []
        for code in codes:
            if code not in self._known:
                raise Malformed(
                    line, _("The vote names the project {code}, which does not stand.", code=code)
                )
        return codes

    def _numbers(self, line: int, cell: str, wanted: int) -> list[int]:
        is_place = self._header.kind is Kind.WEAK_ORDER
        parts = values.split_list(cell) if cell.strip() else []
        check = values.count if is_place else values.points
        for part in parts:
            reason = check(part, self._meta.currency)
            if reason is not None:
                raise Malformed(line, named(NUMBERS[self._header.kind], reason))
        if len(parts) != wanted:
            raise Malformed(
                line,
                _(
                    "The vote names {codes} projects, but gives points {points} times.",
                    codes=wanted,
                    points=len(parts),
                ),
            )
        return [int(part) if is_place else thousandths(part) for part in parts]


def _scaled(ballot: Ballot, scale: int) -> Ballot:
    return Ballot(ballot.choices, tuple(value * scale // 1000 for value in ballot.points))


def scale_of(meta: Meta, numbers: set[int]) -> int:
    """Give the scale by which all points of a file are integers, those of META among them."""
    stated = (meta.values[key] for key in POINT_KEYS if meta.values.get(key))
    return scale_for(numbers | {thousandths(value) for value in stated})


def counted(file: PabulibFile) -> dict[str, dict[str, int]]:
    """Count the votes of each project, and its score where the kind of ballot has one."""
    kind = file.kind
    codes = [line.project.code for line in file.projects]
    named = Counter(chain.from_iterable(line.ballot.choices for line in file.votes))
    votes = {code: named[code] for code in codes}
    if not has_score(kind, file.meta):
        return {"votes": votes}
    if not (kind.has_points or kind.is_ordered):
        return {"votes": votes, "score": votes}
    unnamed = file.form.default_score
    score = {code: unnamed * (len(file.votes) - votes[code]) for code in codes}
    for line in file.votes:
        choices = line.ballot.choices
        given = line.ballot.points or range(len(choices), 0, -1)
        for code, points in zip(choices, given, strict=True):
            score[code] += points
    return {"votes": votes, "score": score}


def has_score(kind: Kind, meta: Mapping[str, str]) -> bool:
    """Tell whether we know how a score is made of such ballots."""
    scoring = meta.get("scoring_fn") or "Borda"
    return kind is not Kind.WEAK_ORDER and (kind is not Kind.ORDINAL or scoring == "Borda")
