"""Ballots: what a voter may write on one, when it is valid, and the one way it is encoded."""

from voting.core.ballots.ballot import (
    Ballot,
    BallotForm,
    Kind,
    NotABallot,
    Project,
    decode,
    encode,
)
from voting.core.ballots.check import check

__all__ = [
    "Ballot",
    "BallotForm",
    "Kind",
    "NotABallot",
    "Project",
    "check",
    "decode",
    "encode",
]
