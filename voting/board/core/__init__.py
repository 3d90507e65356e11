"""What is published of a count: every project with its reason, and the ballots as a .pb file.

See “board” in voting/README.md.
"""

from voting.board.core.crowd import LEAST_CROWD, is_too_small
from voting.board.core.published import (
    Counting,
    Heading,
    counting_in,
    to_pabulib,
)
from voting.board.core.results import ContestResult, Line, result_of
from voting.board.core.stories import Story
from voting.board.core.told import Told, tell

__all__ = [
    "LEAST_CROWD",
    "ContestResult",
    "Counting",
    "Heading",
    "Line",
    "Story",
    "Told",
    "counting_in",
    "is_too_small",
    "result_of",
    "tell",
    "to_pabulib",
]
