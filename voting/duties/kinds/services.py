"""What every kind of act has: when it may be done, and the deed.

See “duties” in voting/README.md.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from concejo.audit.core import Actor
from concejo.processes.services import ProcessView
from voting.duties.kinds.core import Fact, Files, Upload, Words, no_facts, no_file
from voting.setup.services import ElectionView


def never(_election: ElectionView) -> datetime | None:
    """Say that a vote keeps no time of its own for this act."""
    return None


@dataclass(frozen=True)
class Kind:
    """One kind of act.

    `demand` refuses, in words, when the state of the vote does not allow the act; it is asked
    before it is proposed and again before it is done. `do` does it: inside the transaction that
    confirms, or after it where `is_long`. `afterwards` follows a long deed and decides nothing.
    `read` makes the payload of the files or raises Invalid, `facts` tells what is in a payload,
    and `done_at` when the vote says that it was done, by whatever way. `is_before_vote` says on
    which side of the vote it stands.
    """

    name: str
    words: Words
    demand: Callable[[ProcessView], Awaitable[None]]
    do: Callable[[ProcessView, str, Actor], Awaitable[None]]
    uploads: tuple[Upload, ...] = ()
    read: Callable[[Files], str] = no_file
    facts: Callable[[str], tuple[Fact, ...]] = no_facts
    done_at: Callable[[ElectionView], datetime | None] = never
    is_before_vote: bool = False
    is_long: bool = False
    afterwards: Callable[[ProcessView], Awaitable[None]] | None = None
