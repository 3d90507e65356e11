"""Reading a `.blt` file of ranked ballots, as OpenSTV and the Scottish councils write them.

The first line says how many candidates stand and for how many seats. A line of negative numbers
names who has withdrawn. Each ballot is a line: how many cast it, the candidates by number in order
of preference, and 0; `=` joins candidates in one place, `-` is a place left empty. After a line
with 0 come the names in quotes, one a line, and the title.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from concejo.text import _
from voting.core.ballots import Ballot
from voting.core.decisions.question import Option, Question
from voting.core.malformed import Malformed
from voting.core.profile import Profile

_Row = tuple[int, str]
_Rows = Iterator[_Row]
_Places = list[list[str]]
_Paper = tuple[_Places, int]

#: No election has more ballots than this many digits write.
_MOST_DIGITS = 12


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
    withdrawn, papers = _papers(rows, candidates)
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
    groups = ((_ballot(places, withdrawn), count) for places, count in papers if count)
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


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdecimal() and len(word) <= _MOST_DIGITS


def _number(word: str, line: int) -> int:
    if not _is_number(word):
        raise Malformed(line, _("{value} is not a whole number.", value=word))
    return int(word)


def _name(rows: _Rows) -> str:
    line, row = _next(rows)
    if len(row) < 2 or not (row.startswith('"') and row.endswith('"')):
        raise Malformed(line, _("A name between quotes is expected here."))
    return row[1:-1]


def _papers(rows: _Rows, candidates: int) -> tuple[set[str], list[_Paper]]:
    """Read who has withdrawn and the ballots as they are written, up to the line with 0."""
    withdrawn: set[str] = set()
    papers: list[_Paper] = []
    while True:
        line, row = _next(rows)
        words = row.split()
        if words == ["0"]:
            return withdrawn, papers
        if all(word.startswith("-") for word in words):
            withdrawn |= {_candidate(word[1:], candidates, line) for word in words}
            continue
        if len(words) < 2 or words[-1] != "0":
            raise Malformed(line, _("A ballot must end with 0."))
        count = _number(words[0], line)
        places = [_place(word, candidates, line) for word in words[1:-1] if word != "-"]
        _check_once([code for shared in places for code in shared], line)
        papers.append((places, count))


def _candidate(word: str, candidates: int, line: int) -> str:
    if not (_is_number(word) and 1 <= int(word) <= candidates):
        raise Malformed(line, _("There is no candidate {number}.", number=word))
    return str(int(word))


def _place(word: str, candidates: int, line: int) -> list[str]:
    return sorted(_candidate(part, candidates, line) for part in word.split("="))


def _check_once(codes: list[str], line: int) -> None:
    for code in codes:
        if codes.count(code) > 1:
            reason = _("The ballot names the candidate {number} more than once.", number=code)
            raise Malformed(line, reason)


def _ballot(places: _Places, withdrawn: set[str]) -> Ballot:
    """Make the ballot without who has withdrawn; places are written down where some are shared."""
    standing = [[code for code in shared if code not in withdrawn] for shared in places]
    shared_places = [shared for shared in standing if shared]
    choices = tuple(code for shared in shared_places for code in shared)
    if len(choices) == len(shared_places):
        return Ballot(choices)
    points = (at for at, shared in enumerate(shared_places, 1) for _code in shared)
    return Ballot(choices, tuple(points))
