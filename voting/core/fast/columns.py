"""Columns: ballots as arrays, by voter and by project, as the kernel and the ledger read them."""

from dataclasses import dataclass

import numpy as np

from voting.core.fast.grains import Indexes, Ints
from voting.core.fast.ledger import Rows
from voting.core.profile import Instance, Profile, Scoring, scores_of

_NONE: Ints = np.empty(0, np.int64)


@dataclass(frozen=True)
class Columns:
    """Hold ballots by voter (`rows`), and by project: `voters[starts[c]:starts[c+1]]` and so on.

    A row stands for `sizes` voters with equal ballots. Points are empty where each of them is 1.
    """

    codes: tuple[str, ...]
    sizes: Ints
    rows: Rows
    starts: Ints
    voters: Indexes
    weights: Indexes
    points: Ints


def columns_of_profile(instance: Instance, profile: Profile, scoring: Scoring) -> Columns:
    """Turn the ballots of a profile into columns."""
    place = {project.code: at for at, project in enumerate(instance.projects)}
    lengths, projects, points = [], [], []
    for ballot, _count in profile.groups:
        given = [(place[code], value) for code, value in scores_of(ballot, scoring) if value > 0]
        lengths.append(len(given))
        projects += [at for at, _value in given]
        points += [value for _at, value in given]
    rows = Rows(
        np.concatenate(([0], np.cumsum(lengths, dtype=np.int64))),
        np.array(projects, np.uint32),
        _NONE if scoring is Scoring.VOTES else np.array(points, np.int64),
    )
    sizes = np.array([count for _ballot, count in profile.groups], np.int64)
    return columns_of_rows(instance, rows, sizes)


def columns_of_rows(instance: Instance, rows: Rows, sizes: Ints) -> Columns:
    """Turn rows into columns as well: who supports each project, and how much."""
    codes = tuple(project.code for project in instance.projects)
    order = np.argsort(rows.projects, kind="stable")
    counts = np.bincount(rows.projects, minlength=len(codes))
    owner = np.repeat(np.arange(sizes.size, dtype=np.uint32), np.diff(rows.starts))
    voters = owner[order]
    return Columns(
        codes,
        sizes,
        rows,
        np.concatenate(([0], np.cumsum(counts, dtype=np.int64))),
        voters,
        sizes[voters].astype(np.uint32),
        rows.points[order] if rows.points.size else _NONE,
    )
