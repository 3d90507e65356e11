"""The hash chain of the audit log: what an entry seals, and where a chain breaks."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

#: What stands for "the entry before" in front of the first.
GENESIS = "0" * 64


@dataclass(frozen=True)
class Actor:
    """Who did something: an account, or the system itself where `account_id` is None."""

    account_id: int | None
    name: str


SYSTEM = Actor(None, "Concejo")


def nameless(account_id: int) -> Actor:
    """Name a resident by number: the log is kept for ever, a name in it could not be forgotten."""
    return Actor(account_id, f"#{account_id}")


@dataclass(frozen=True)
class Entry:
    """Something that was done; `details` is canonical JSON."""

    number: int
    at: datetime
    actor: Actor
    action: str
    subject: str
    details: str
    previous_hash: str
    hash: str


def canonical(details: Mapping[str, object]) -> str:
    """Write details in the one form that is hashed: sorted keys, no spaces."""
    return json.dumps(details, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def seal(
    number: int,
    at: datetime,
    actor: Actor,
    action: str,
    subject: str,
    details: str,
    previous_hash: str,
) -> str:
    """Compute the hash of an entry: SHA-256 of all its fields and the hash of the entry before."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    fields = [number, moment, actor.account_id, actor.name, action, subject, details, previous_hash]
    text = json.dumps(fields, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Link:
    """The end of a chain so far: how many entries, and the hash of the last."""

    number: int = 0
    hash: str = GENESIS

    def follow(self, entry: Entry) -> "Link | None":
        """Go on to the next entry; None when it does not follow from this one."""
        number = self.number + 1
        sealed = seal(
            entry.number,
            entry.at,
            entry.actor,
            entry.action,
            entry.subject,
            entry.details,
            self.hash,
        )
        if (entry.number, entry.previous_hash, entry.hash) != (number, self.hash, sealed):
            return None
        return Link(number, sealed)


def first_break(entries: Iterable[Entry]) -> int | None:
    """Give the number of the first entry that does not follow from the one before, or None.

    Removing entries from the end cannot be seen in the chain itself: compare its last hash with
    one that was kept elsewhere.
    """
    link = Link()
    for entry in entries:
        following = link.follow(entry)
        if following is None:
            return link.number + 1
        link = following
    return None
