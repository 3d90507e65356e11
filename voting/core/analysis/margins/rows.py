"""Rows: one more ballot in a table of many, without making the table anew."""

import numpy as np

from voting.core.ballots import Ballot
from voting.core.profile import Instance
from voting.core.table import BallotTable


def with_row(table: BallotTable, instance: Instance, ballot: Ballot, voters: int) -> BallotTable:
    """Give the table with a ballot on one project that so many cast."""
    place = [one.code for one in instance.projects].index(ballot.choices[0])
    points = table.points
    if points is not None:
        points = np.append(points, ballot.points or (1,))
    return BallotTable(
        np.append(table.starts, table.starts[-1] + 1),
        np.append(table.projects, np.array([place], table.projects.dtype)),
        points,
        np.append(table.weights, voters),
        table.blank,
        table.is_ordered,
    )
