"""Columns: ballots as arrays, by voter and by project, as the kernel and the ledger read them."""

from dataclasses import dataclass

import numpy as np

from voting.core.arrays import starts_of
from voting.core.fast.grains import Indexes, Ints
from voting.core.fast.ledger import Rows
from voting.core.fast.turning import turn
from voting.core.profile import Ballots, Instance, Scoring
from voting.core.table import BallotTable

_NONE: Ints = np.empty(0, np.int64)


@dataclass(frozen=True)
class Columns:
    """Hold ballots by voter (`rows`), and by project: `voters[starts[c]:starts[c+1]]` and so on.

    A row stands for `sizes` voters with equal ballots. Points are empty where each of them is 1.
    `points_of` are those of each project, of all its supporters.
    """

    codes: tuple[str, ...]
    sizes: Ints
    rows: Rows
    starts: Ints
    voters: Indexes
    weights: Indexes
    points: Ints
    points_of: Ints


def columns_of(instance: Instance, ballots: Ballots, scoring: Scoring) -> Columns:
    """Turn ballots into columns; what a ballot gives no points to is not supported by it."""
    # Points by place need the order of each ballot; where they do not, keeping it is no loss.
    table = (
        ballots
        if isinstance(ballots, BallotTable)
        else BallotTable.of(instance, ballots.profile(instance), is_ordered=True)
    )
    starts, projects, points = table.starts, table.projects, table.values(scoring)
    if points is not None and (points <= 0).any():
        is_given = points > 0
        starts = starts_of(is_given)[starts]
        projects, points = projects[is_given], points[is_given]
    rows = Rows(starts, projects.astype(np.uint32), _NONE if points is None else points)
    return columns_of_rows(instance, rows, table.weights)


def columns_of_rows(instance: Instance, rows: Rows, sizes: Ints) -> Columns:
    """Turn rows into columns as well: who supports each project, and how much."""
    codes = tuple(project.code for project in instance.projects)
    counts = np.bincount(rows.projects, minlength=len(codes))
    starts = starts_of(counts)
    entries = rows.projects.size
    voters, weights = np.empty(entries, np.uint32), np.empty(entries, np.uint32)
    points = np.empty(rows.points.size, np.int64)
    points_of = np.zeros(len(codes), np.int64)
    turn(rows, sizes, starts[:-1].copy(), voters, weights, points, points_of)
    return Columns(codes, sizes, rows, starts, voters, weights, points, points_of)
