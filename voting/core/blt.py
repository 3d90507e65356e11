"""Reading a `.blt` file of ranked ballots, as OpenSTV and the Scottish councils write them.

The first line says how many candidates stand and for how many seats. A line of negative numbers
names who has withdrawn. Each ballot is a line: how many cast it, the candidates by number in order
of preference, and 0; `=` joins candidates in one place, `-` is a place left empty. After a line
with 0 come the names in quotes, one a line, and the title.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from concejo.text import Text, _
from voting.core.ballots import Ballot
from voting.core.decisions.question import Option, Question
from voting.core.profile import Profile

_Row = tuple[int, str]
_Rows = Iterator[_Row]


class Malformed(ValueError):
    """The text is not a `.blt` file: which line is wrong, and why."""

    def __init__(self, line: int, reason: Text) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


@dataclass(frozen=True)
class BltFile:
    """Hold an election by ranking: who stands for the seats under which number, and the ballots.

    Who has withdrawn is not among the options and on no ballot.
    """

    title: str
    question: Question
    profile: Profile

    @property
    def names(self) -> dict[str, str]:
        """Give the names by number."""
        return {option.code: option.name for option in self.question.options}


def read(text: str) -> BltFile:
    """Read a whole file, or raise `Malformed` at the first line that is wrong."""
    rows = _rows(text.removeprefix("\ufeff"))
    line, first = _next(rows)
    head = first.split()
    if len(head) != 2:
        raise Malformed(line, _("The first line must have the candidates and the seats."))
    candidates, seats = (_number(word, line) for word in head)
    withdrawn, groups = _ballots(rows, candidates)
    names = [_name(rows) for _number in range(candidates)]
    options = tuple(
        Option(str(number), name)
        for number, name in enumerate(names, 1)
        if str(number) not in withdrawn
    )
    if not 1 <= seats <= len(options):
        raise Malformed(
            line,
            _("There are {seats} seats for {options} candidates.", seats=seats, options=candidates),
        )
    title = next(rows, (0, ""))[1].strip('"')
    return BltFile(title, Question(options, seats), Profile.merged(groups))


def _rows(text: str) -> _Rows:
    """Give the lines that say something, without comments; a name may hold a number sign."""
    for number, line in enumerate(text.splitlines(), 1):
        row = line.strip()
        if not row.startswith('"'):
            row = row.partition("#")[0].strip()
        if row:
            yield number, row


def _next(rows: _Rows) -> _Row:
    row = next(rows, None)
    if row is None:
        raise Malformed(0, _("The file ends too early."))
    return row


def _number(word: str, line: int) -> int:
    if not (word.isascii() and word.isdecimal()):
        raise Malformed(line, _("{value} is not a whole number.", value=word))
    return int(word)


def _name(rows: _Rows) -> str:
    line, row = _next(rows)
    if len(row) < 2 or not (row.startswith('"') and row.endswith('"')):
        raise Malformed(line, _("A name between quotes is expected here."))
    return row[1:-1]


def _ballots(rows: _Rows, candidates: int) -> tuple[set[str], list[tuple[Ballot, int]]]:
    """Read who has withdrawn and the groups of ballots, up to the line with 0."""
    known = {str(number) for number in range(1, candidates + 1)}
    withdrawn: set[str] = set()
    groups: list[tuple[Ballot, int]] = []
    while True:
        line, row = _next(rows)
        words = row.split()
        if words == ["0"]:
            return withdrawn, groups
        if all(word.startswith("-") for word in words):
            withdrawn |= {_candidate(word[1:], known, line) for word in words}
            continue
        if len(words) < 2 or words[-1] != "0":
            raise Malformed(line, _("A ballot must end with 0."))
        count = _number(words[0], line)
        places = [_place(word, known, line) for word in words[1:-1] if word != "-"]
        _check_once([code for shared in places for code in shared], line)
        groups.append((_ballot(places, withdrawn), count))


def _candidate(word: str, known: set[str], line: int) -> str:
    if word not in known:
        raise Malformed(line, _("There is no candidate {number}.", number=word))
    return word


def _place(word: str, known: set[str], line: int) -> list[str]:
    return sorted(_candidate(part, known, line) for part in word.split("="))


def _check_once(codes: list[str], line: int) -> None:
    for code in codes:
        if codes.count(code) > 1:
            reason = _("The ballot names the candidate {number} more than once.", number=code)
            raise Malformed(line, reason)


def _ballot(places: list[list[str]], withdrawn: set[str]) -> Ballot:
    """Make the ballot without who has withdrawn; places are written down where some are shared."""
    standing = [[code for code in shared if code not in withdrawn] for shared in places]
    shared_places = [shared for shared in standing if shared]
    choices = tuple(code for shared in shared_places for code in shared)
    if len(choices) == len(shared_places):
        return Ballot(choices)
    points = (at for at, shared in enumerate(shared_places, 1) for _code in shared)
    return Ballot(choices, tuple(points))
