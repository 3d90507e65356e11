"""Reading a large `.pb` file into arrays, as strictly as `read` does and in a fraction of its time.

META and PROJECTS are read by the strict reader; the votes are taken in pieces of whole lines, each
by a few operations on all its bytes at once. Only what is clean is taken like that: nothing quoted,
as many values in each line as in the header, whole points, nobody and nothing twice, every value
of the columns that Pabulib defines one that `read` takes without a word. As soon as something is
not, the whole file goes to `read`, whose errors and warnings then hold; so both ways give the same.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from voting.core.arrays import starts_of
from voting.core.ballots import Kind
from voting.core.malformed import Malformed
from voting.core.pabulib.cells import Cells, Codes, NotClean, cells_of
from voting.core.pabulib.file import PabulibFile
from voting.core.pabulib.reading import (
    Head,
    check_count,
    file_of,
    read,
    read_head,
    with_warnings,
)
from voting.core.pabulib.sections import Lines, badly_quoted, decoded
from voting.core.pabulib.votes import CHECKS, has_score, scale_of
from voting.core.profile import Scoring
from voting.core.table import BallotTable, Hashes, Indexes, Ints

#: So many bytes are worked on at once: few enough to stay near the processor.
_PIECE = 1 << 20
_TITLE = re.compile(rb"\n[ \t]*VOTES[ \t]*\r?\n")


def read_table(data: bytes) -> tuple[PabulibFile, BallotTable]:
    """Read a whole file, its votes as a table and not as lines, or raise `Malformed`.

    The ballots are in the order of the file, not grouped yet; the entries of a set are in published
    order. What was written beside the ballots is checked and not kept.
    """
    try:
        return _read_clean(data)
    except (NotClean, Malformed):
        file = read(decoded(data))
        ballots = ((line.ballot, 1) for line in file.votes)
        table = BallotTable.of_ballots(file.instance, ballots, is_ordered=file.kind.is_ordered)
        return replace(file, votes=()), table.in_order()


def _read_clean(data: bytes) -> tuple[PabulibFile, BallotTable]:
    begin = _votes_begin(data)
    head = _head(decoded(data[:begin]))
    votes = _Votes(head)
    for piece in _pieces(data, begin):
        votes.take(piece)
    votes.check_voters()
    kind = head.header.kind
    scale = scale_of(head.meta, set()) if kind in (Kind.CUMULATIVE, Kind.SCORES) else 1
    table = votes.table(scale)
    check_count(head.meta, "num_votes", table.voters)
    file = file_of(head, scale)
    return with_warnings(file, head, _counted(file, table)), table


def _votes_begin(data: bytes) -> int:
    """Find where the first vote begins."""
    title = _TITLE.search(data)
    header = data.find(b"\n", title.end()) if title else -1
    if header < 0:
        raise NotClean
    return header + 1


def _head(text: str) -> Head:
    head, votes = read_head(Lines(text), badly_quoted(text))
    if list(votes) or head.header.kind is Kind.WEAK_ORDER:
        raise NotClean
    return head


def _pieces(data: bytes, begin: int) -> Iterator[bytes]:
    """Cut the votes into pieces of whole lines, each ended by a line feed alone."""
    end = len(data)
    while end > begin and data[end - 1] in b"\r\n":
        end -= 1
    while begin < end:
        cut = end if end - begin <= _PIECE else data.rfind(b"\n", begin, begin + _PIECE)
        if cut < begin:
            raise NotClean
        piece = data[begin:cut] + b"\n"
        if b"\r" in piece:
            piece = piece.replace(b"\r\n", b"\n")
        if any(mark in piece for mark in (b'"', b"\r", b"\0")):
            raise NotClean
        if not piece.isascii():
            decoded(piece)
        yield piece
        begin = cut + 1


@dataclass
class _Votes:
    """Collect the votes of all pieces."""

    head: Head
    codes: Codes = field(init=False)
    voters: list[Hashes] = field(default_factory=lambda: [np.zeros(0, np.uint64)])
    tables: list[BallotTable] = field(default_factory=list)
    fine: set[tuple[str, bytes]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.codes = Codes([entry.project.code for entry in self.head.projects.entries])

    def take(self, piece: bytes) -> None:
        """Check and add the votes of a piece."""
        header = self.head.header
        columns = cells_of(piece, len(header.names))
        self.voters.append(columns[0].fingerprints())
        for at, name in enumerate(header.names):
            if name in CHECKS:
                self._check(name, columns[at])
        lengths, parts = columns[header.vote].parts()
        points = None if header.numbers is None else columns[header.numbers].parts()
        if points is not None and not np.array_equal(points[0], lengths):
            raise NotClean
        numbers = None if points is None else points[1].numbers()
        # A piece is put in order while it is still near the processor.
        table = self._table(lengths, self.codes.places(parts), numbers).in_order()
        if table.has_one_twice():
            raise NotClean
        self.tables.append(table)

    def _table(self, lengths: Ints, projects: Indexes, points: Ints | None) -> BallotTable:
        filled = lengths[lengths > 0]
        return BallotTable(
            starts_of(filled),
            projects,
            points if len(filled) else None,
            np.ones(len(filled), np.int64),
            len(lengths) - len(filled),
            self.head.header.kind.is_ordered,
        )

    def _check(self, name: str, cells: Cells) -> None:
        for value in cells.distinct():
            if (name, value) not in self.fine:
                if CHECKS[name](value.decode().strip(), self.head.meta.currency) is not None:
                    raise NotClean
                self.fine.add((name, value))

    def check_voters(self) -> None:
        """Demand that nobody seems to be there twice; `read` finds out who it is."""
        voters = np.sort(np.concatenate(self.voters))
        if (voters[1:] == voters[:-1]).any():
            raise NotClean

    def table(self, scale: int) -> BallotTable:
        """Make the table of all votes."""
        parts = [self._table(*_NO_VOTES, None), *self.tables]
        points = [table.points for table in parts if table.points is not None]
        made = self._table(
            np.concatenate([table.lengths for table in parts]),
            np.concatenate([table.projects for table in parts]),
            np.concatenate(points) * scale if points else None,
        )
        return replace(made, blank=sum(table.blank for table in parts))


_NO_VOTES = np.zeros(0, np.int64), np.zeros(0, np.int32)


def _counted(file: PabulibFile, table: BallotTable) -> dict[str, dict[str, int]]:
    """Count votes and scores as `votes.counted` does."""
    instance = file.instance
    codes = [project.code for project in instance.projects]
    number = np.bincount(table.projects, minlength=len(codes)).tolist()
    votes = dict(zip(codes, number, strict=True))
    if not has_score(file.kind, file.meta):
        return {"votes": votes}
    scoring = _SCORINGS.get(file.kind)
    if scoring is None or not table.filled:
        scoring = Scoring.VOTES
    unnamed = file.form.default_score
    score = {
        standing.project: standing.score + unnamed * (table.voters - votes[standing.project])
        for standing in table.standings(instance, scoring)
    }
    return {"votes": votes, "score": score}


_SCORINGS = {
    Kind.ORDINAL: Scoring.BORDA,
    Kind.CUMULATIVE: Scoring.POINTS,
    Kind.SCORES: Scoring.POINTS,
}
