"""Loading into arrays, for files of which there is more to read than to import."""

from dataclasses import replace

import numpy as np

from voting.core.arrays import starts_of
from voting.core.loading import profile_of
from voting.core.pabulib import PabulibFile, read
from voting.core.pabulib.columns import read_table
from voting.core.pabulib.sections import decoded
from voting.core.table import BallotTable


def load_table(data: bytes) -> tuple[PabulibFile, BallotTable]:
    """Read a whole file, its ballots as a table with equal ones merged, or raise `Malformed`."""
    file, table = read_table(data)
    if file.form.default_score:
        file = read(decoded(data))
        made = BallotTable.of(file.instance, profile_of(file))
        return replace(file, votes=()), made
    return file, _without_zeros(table).grouped()


def _without_zeros(table: BallotTable) -> BallotTable:
    """Leave out what gets no points; a ballot on which nothing is left is blank."""
    points = table.points
    if points is None or points.all():
        return table
    is_given = points != 0
    starts = starts_of(is_given)[table.starts]
    is_filled = np.diff(starts) > 0
    return BallotTable(
        np.concatenate((starts[:-1][is_filled], starts[-1:])),
        table.projects[is_given],
        points[is_given],
        table.weights[is_filled],
        table.blank + int(table.weights[~is_filled].sum()),
        table.is_ordered,
    )
