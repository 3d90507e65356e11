"""Look a receipt up on the public board of a vote, and list all that are there.

See “board” in voting/README.md.
"""

from dataclasses import dataclass
from enum import StrEnum

from voting.core.crypto.crockford import encode_bytes
from voting.core.protocol.layout import Unreadable
from voting.core.protocol.leaves import hash_of
from voting.core.protocol.receipts import code_of, read_code
from voting.counting.opening.services import read_counted
from voting.setup.services import ElectionView


class OnBoard(StrEnum):
    """What has become of the ballot of a receipt."""

    COUNTS = "counts"
    REPLACED = "replaced"
    VOID = "void"
    STANDS = "stands"
    NOWHERE = "nowhere"


@dataclass(frozen=True)
class Found:
    """A receipt that was looked for, and what became of its ballot; no code where it is none."""

    code: str | None
    state: OnBoard


async def find_receipt(election: ElectionView, typed: str) -> Found:
    """Read a receipt as it was typed, and say what has become of its ballot.

    While the vote is open nothing is replaced for good, so that it only stands on the board.
    """
    try:
        wanted = read_code(typed)
    except Unreadable:
        return Found(None, OnBoard.NOWHERE)
    counted = await read_counted(election)
    groups = (
        (OnBoard.COUNTS, counted.counting),
        (OnBoard.REPLACED, counted.replaced),
        (OnBoard.VOID, counted.voids),
    )
    code = encode_bytes(wanted)
    for state, leaves in groups:
        if any(hash_of(leaf.encode())[: len(wanted)] == wanted for leaf in leaves):
            return Found(code, OnBoard.STANDS if election.closed_at is None else state)
    return Found(code, OnBoard.NOWHERE)


async def list_receipts(election: ElectionView) -> list[str]:
    """List the receipts of all ballots on the board."""
    counted = await read_counted(election)
    ballots = (*counted.counting, *counted.replaced, *counted.voids)
    return sorted(code_of(hash_of(leaf.encode())) for leaf in ballots)
