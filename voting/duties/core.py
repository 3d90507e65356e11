"""An act of the board and what can become of it.

See “duties” in voting/README.md.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256


class Outcome(StrEnum):
    """What became of an act: it waits for a second member, is being done, or has ended."""

    WAITING = "waiting"
    BEGUN = "begun"
    DONE = "done"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Member:
    """Somebody who proposed or confirmed; the name is the account's present one."""

    id: int
    name: str


@dataclass(frozen=True)
class Act:
    """One act of a board; `confirmed_by` and `confirmed_at` are None until it is confirmed."""

    id: int
    process_id: int
    kind: str
    digest: str
    proposed_by: Member
    proposed_at: datetime
    confirmed_by: Member | None
    confirmed_at: datetime | None
    outcome: Outcome

    @property
    def waits(self) -> bool:
        """Say whether the act waits for a second member."""
        return self.outcome is Outcome.WAITING


def digest_of(payload: str) -> str:
    """Give the SHA-256 of a payload, in hexadecimal: what the second member confirms."""
    return sha256(payload.encode()).hexdigest()
