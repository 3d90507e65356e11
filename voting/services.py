"""Elections: prepared, opened, voted in, closed, counted, published.

What the other rooms ask of this one; each verb lives in the sub-room that does it.
"""

from voting.board.core import ContestResult
from voting.board.services import (
    Results,
    Winner,
    export_analysis,
    export_pabulib,
    file_name,
    find_results,
    list_analysed,
)
from voting.booth.assistant.services import Paper, cast
from voting.booth.services import find_voter
from voting.box.services import flush_due
from voting.counting.services import analyse, close, count, turnout
from voting.duties.page.services import list_duties
from voting.setup.services import (
    ElectionView,
    find_election,
    get_election,
    is_locked,
    open_due,
    prepare,
)

__all__ = [
    "ContestResult",
    "ElectionView",
    "Paper",
    "Results",
    "Winner",
    "analyse",
    "cast",
    "close",
    "count",
    "export_analysis",
    "export_pabulib",
    "file_name",
    "find_election",
    "find_results",
    "find_voter",
    "flush_due",
    "get_election",
    "is_locked",
    "list_analysed",
    "list_duties",
    "open_due",
    "prepare",
    "turnout",
]
