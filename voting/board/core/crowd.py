"""Crowds: among how many voters a ballot can hide."""

#: In a smaller crowd a whole ballot tells whose it is, so that only the totals are published.
LEAST_CROWD = 10


def is_too_small(ballots: int) -> bool:
    """Say whether so few voted that their ballots are not published, only the totals."""
    return 0 < ballots < LEAST_CROWD
