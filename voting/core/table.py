"""Ballots as arrays: a million of them held, grouped and counted in a second.

The entries of all ballots stand in one array, ballot after ballot, so that what a count does with
each entry is done with all of them at once. Arrays are never changed once a table is made.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from voting.core.arrays import FOR_KINDS, FOR_PLACES, FOR_POINTS, changes, mixed, starts_of
from voting.core.arrays import Hashes as Hashes
from voting.core.arrays import Ints as Ints
from voting.core.ballots import Ballot
from voting.core.profile import Instance, Profile, Scoring, Standing

Indexes = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class BallotTable:
    """Hold ballots that choose something, and how many are blank.

    Ballot b is cast `weights[b]` times; its entries are those from `starts[b]` to before
    `starts[b + 1]`: `projects` are places in the published order, `points` what each gets (None
    where ballots have none; in a weak order they are the places). Where `is_ordered`, the order of
    a ballot's entries is its meaning and stays; otherwise it means nothing.
    """

    starts: Ints
    projects: Indexes
    points: Ints | None
    weights: Ints
    blank: int = 0
    is_ordered: bool = False

    @classmethod
    def of(cls, instance: Instance, profile: Profile, *, is_ordered: bool = False) -> "BallotTable":
        """Make the table of a profile; that its ballots are orders has to be said."""
        made = cls.of_ballots(instance, profile.groups, is_ordered=is_ordered)
        return BallotTable(
            made.starts, made.projects, made.points, made.weights, profile.blank, is_ordered
        )

    @classmethod
    def of_ballots(
        cls, instance: Instance, ballots: Iterable[tuple[Ballot, int]], *, is_ordered: bool
    ) -> "BallotTable":
        """Make a row of each ballot, in the order in which they come; blank ones have none."""
        index = {project.code: at for at, project in enumerate(instance.projects)}
        rows, blank = [], 0
        for ballot, count in ballots:
            if not ballot.is_blank:
                rows.append((ballot, count))
            blank += count if ballot.is_blank else 0
        _check(index, [ballot for ballot, _count in rows], is_ordered)
        places = [index[code] for ballot, _count in rows for code in ballot.choices]
        points = [value for ballot, _count in rows for value in ballot.points]
        return cls(
            starts_of(np.array([len(ballot.choices) for ballot, _count in rows], np.int64)),
            np.array(places, np.int32),
            np.array(points, np.int64) if points else None,
            np.array([count for _ballot, count in rows], np.int64),
            blank,
            is_ordered,
        )

    @property
    def filled(self) -> int:
        """Count those whose ballot chooses at least one project."""
        return int(self.weights.sum())

    @property
    def voters(self) -> int:
        """Count everybody who cast a ballot, blank or not."""
        return self.filled + self.blank

    @property
    def choices(self) -> int:
        """Count what is chosen on the different ballots."""
        return len(self.projects)

    @property
    def lengths(self) -> Ints:
        """Tell how many projects each ballot names."""
        return np.diff(self.starts)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, BallotTable):
            return NotImplemented
        points = (self.points is None) == (other.points is None)
        if points and self.points is not None and other.points is not None:
            points = np.array_equal(self.points, other.points)
        return (
            points
            and (self.blank, self.is_ordered) == (other.blank, other.is_ordered)
            and np.array_equal(self.starts, other.starts)
            and np.array_equal(self.projects, other.projects)
            and np.array_equal(self.weights, other.weights)
        )

    __hash__ = None  # type: ignore[assignment]  # arrays have no hash

    def profile(self, instance: Instance) -> Profile:
        """Give the ballots one by one, each different one with how many cast it."""
        codes = [project.code for project in instance.projects]
        table = self if self.is_ordered else self.grouped()._in_rows(_ranks(codes))
        named = [codes[at] for at in table.projects.tolist()]
        points = [] if table.points is None else table.points.tolist()
        bounds = table.starts.tolist()
        ballots = (
            Ballot(tuple(named[begin:end]), tuple(points[begin:end]))
            for begin, end in pairwise(bounds)
        )
        groups = zip(ballots, table.weights.tolist(), strict=True)
        return Profile.merged([*groups, (Ballot(), self.blank)])

    def standings(self, instance: Instance, scoring: Scoring) -> tuple[Standing, ...]:
        """Add up every project's score and supporters, in published order."""
        weights = np.repeat(self.weights, self.lengths)
        score = np.zeros(len(instance.projects), np.int64)
        values = self.values(scoring)
        np.add.at(score, self.projects, weights if values is None else weights * values)
        supporters = score
        if values is not None:
            supporters = np.zeros(len(score), np.int64)
            np.add.at(supporters, self.projects, np.where(values > 0, weights, 0))
        return tuple(
            Standing(project.code, project.cost, total, number)
            for project, total, number in zip(
                instance.projects, score.tolist(), supporters.tolist(), strict=True
            )
        )

    def values(self, scoring: Scoring) -> Ints | None:
        """Give what each entry adds to the score of its project; None if that is always one."""
        if scoring is Scoring.VOTES:
            return None
        if scoring is Scoring.BORDA:
            return np.repeat(self.starts[1:], self.lengths) - np.arange(len(self.projects))
        if self.points is None and len(self.projects):
            raise ValueError("these ballots have no points")
        return self.weights[:0] if self.points is None else self.points

    def preferring(
        self,
        instance: Instance,
        these: Collection[str],
        those: Collection[str],
        at_most: int | None = None,
    ) -> tuple[int, int]:
        """Count the voters who support more of these projects than of those, and the reverse."""
        codes = [project.code for project in instance.projects]
        more = self._numbers_of(codes, these, at_most) - self._numbers_of(codes, those, at_most)
        return int(self.weights[more > 0].sum()), int(self.weights[more < 0].sum())

    def _numbers_of(self, codes: list[str], wanted: Collection[str], at_most: int | None) -> Ints:
        """Count for each ballot how many of the projects it supports."""
        is_wanted = np.array([code in wanted for code in codes], np.bool_)[self.projects]
        if self.points is not None:
            is_wanted &= self.points > 0
        numbers = np.diff(starts_of(is_wanted)[self.starts])
        return numbers if at_most is None else np.minimum(numbers, at_most)

    def in_order(self) -> "BallotTable":
        """Put the entries of each ballot in published order, unless their order has a meaning."""
        if self.is_ordered or self._rises():
            return self
        return self._in_rows(np.arange(self.projects.max(initial=-1) + 1))

    def grouped(self) -> "BallotTable":
        """Merge equal ballots; the same ballots in another order give the same table."""
        table = self.in_order()
        return _merged(table, hashes_of(table))

    def has_one_twice(self) -> bool:
        """Tell whether some ballot names a project more than once."""
        if self._rises():
            return False
        return not BallotTable(self.starts, self.projects, None, self.weights).in_order()._rises()

    def _rises(self) -> bool:
        """Tell whether each ballot names different projects, in published order."""
        rises = self.projects[1:] > self.projects[:-1]
        rises[self.starts[1:-1] - 1] = True
        return bool(rises.all())

    def _in_rows(self, ranks: Ints) -> "BallotTable":
        """Sort the entries of each ballot by the rank of their project."""
        width, number = len(ranks), len(self.weights)
        # Half the bits are sorted in half the time.
        size = np.int32 if number * width < 1 << 31 else np.int64
        row = np.repeat((np.arange(number) * width).astype(size), self.lengths)
        keys = row + ranks.astype(size)[self.projects]
        points = self.points
        if points is None:
            keys.sort()
        else:
            order = np.argsort(keys, kind="stable")
            keys, points = keys[order], points[order]
        projects = np.argsort(ranks).astype(np.int32)[keys - row]
        return self._with(self.starts, projects, points, self.weights)

    def _rows(self, rows: Ints, weights: Ints) -> "BallotTable":
        """Give some of the ballots, with other weights."""
        lengths = self.lengths[rows]
        starts = starts_of(lengths)
        at = np.repeat(self.starts[rows] - starts[:-1], lengths) + np.arange(starts[-1])
        points = None if self.points is None else self.points[at]
        return self._with(starts, self.projects[at], points, weights)

    def _with(
        self, starts: Ints, projects: Indexes, points: Ints | None, weights: Ints
    ) -> "BallotTable":
        return BallotTable(starts, projects, points, weights, self.blank, self.is_ordered)


def hashes_of(table: BallotTable) -> Hashes:
    """Give each ballot a number of 64 bits, which equal ballots share; others hardly ever."""
    kinds = np.arange(1, table.projects.max(initial=-1) + 2, dtype=np.uint64)
    entries = mixed(kinds * FOR_KINDS)[table.projects]
    if table.is_ordered:
        places = np.arange(len(entries)) - np.repeat(table.starts[:-1], table.lengths)
        entries = mixed(entries + places.astype(np.uint64) * FOR_PLACES)
    if table.points is not None:
        entries = mixed(entries + table.points.astype(np.uint64) * FOR_POINTS)
    return np.add.reduceat(entries, table.starts[:-1]) if len(entries) else entries


def _merged(table: BallotTable, hashes: Hashes) -> BallotTable:
    order = np.argsort(hashes)
    begins = changes(hashes[order])
    if not _are_equal(table, order, begins):
        order, begins = _told_apart(table, hashes)
    if not len(begins):
        return table
    return table._rows(order[begins], np.add.reduceat(table.weights[order], begins))


def _are_equal(table: BallotTable, order: Ints, begins: Ints) -> bool:
    """Verify that the ballots of each group are equal, entry by entry: a hash proves nothing."""
    number = np.diff(np.append(begins, len(order)))
    is_other = np.ones(len(order), np.bool_)
    is_other[begins] = False
    firsts = np.repeat(order[begins], number)[is_other]
    others = order[is_other]
    if not np.array_equal(table.lengths[firsts], table.lengths[others]):
        return False
    one, other = (
        table._rows(firsts, table.weights[firsts]),
        table._rows(others, table.weights[firsts]),
    )
    points = True
    if one.points is not None and other.points is not None:
        points = np.array_equal(one.points, other.points)
    return points and np.array_equal(one.projects, other.projects)


def _told_apart(table: BallotTable, hashes: Hashes) -> tuple[Ints, Ints]:
    """Order ballots of which some share a hash without being equal by what is on them."""
    points = table.points
    keys = [
        (
            hash_,
            table.projects[begin:end].tobytes(),
            b"" if points is None else points[begin:end].tobytes(),
        )
        for hash_, (begin, end) in zip(
            hashes.tolist(), pairwise(table.starts.tolist()), strict=True
        )
    ]
    order = sorted(range(len(keys)), key=keys.__getitem__)
    begins = [at for at, row in enumerate(order) if not at or keys[row] != keys[order[at - 1]]]
    return np.array(order, np.int64), np.array(begins, np.int64)


def _ranks(codes: list[str]) -> Ints:
    """Give the place of each project in the order of the codes."""
    return np.argsort(np.array(sorted(range(len(codes)), key=codes.__getitem__), np.int64))


def _check(index: dict[str, int], ballots: list[Ballot], is_ordered: bool) -> None:
    for ballot in ballots:
        unknown = [code for code in ballot.choices if code not in index]
        if unknown:
            raise ValueError(f"a ballot names the project {unknown[0]}, which does not stand")
        if len(ballot.points) not in (0, len(ballot.choices)):
            raise ValueError("a ballot gives points to some of its projects only")
        if not is_ordered and list(ballot.choices) != sorted(ballot.choices):
            raise ValueError("a ballot is an order, which has to be said")
    if any(ballot.points for ballot in ballots) and not all(ballot.points for ballot in ballots):
        raise ValueError("some ballots have points and some have not")
