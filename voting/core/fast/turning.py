"""Turning: ballots by voter become supporters by project, in one walk over all that is chosen."""

import numpy as np

from voting.core.fast.compiled import compiled


@compiled
def turn(rows, sizes, places, voters, weights, points, points_of):
    """Put each voter behind every project on the ballot, from `places` on, and add up the points.

    `places` begins as where each project's supporters begin, and ends where they end.
    """
    for voter in range(sizes.size):
        for k in range(rows.starts[voter], rows.starts[voter + 1]):
            project = rows.projects[k]
            at = places[project]
            places[project] = at + 1
            voters[at], weights[at] = voter, sizes[voter]
            given = np.int64(1)
            if rows.points.size:
                given = rows.points[k]
                points[at] = given
            points_of[project] += given * sizes[voter]
