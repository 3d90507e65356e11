"""Who may do what: roles are scoped to a process and combine. And how an address is written."""

import re
from dataclasses import dataclass
from enum import StrEnum

from concejo.audit.core import Actor
from concejo.text import Text, _

MAX_NAME = 80
MAX_EMAIL = 254
_LOCAL_PART = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}")
_DOMAIN = re.compile(
    r"(?=.{4,253}$)([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]"
)


class Role(StrEnum):
    """A duty. Each is granted for one process, or for all of them."""

    MODERATOR = "moderator"
    TECHNICIAN = "technician"
    BOARD = "board"
    DESK = "desk"
    CONTACT_POINT = "contact_point"
    ADMINISTRATOR = "administrator"


ROLE_NAMES: dict[Role, Text] = {
    Role.MODERATOR: _("Moderation"),
    Role.TECHNICIAN: _("Technical office"),
    Role.BOARD: _("Electoral board"),
    Role.DESK: _("Polling desk"),
    Role.CONTACT_POINT: _("Commitments contact point"),
    Role.ADMINISTRATOR: _("Administration"),
}


@dataclass(frozen=True)
class Grant:
    """A role that somebody holds: in one process, or in all where `process_id` is None."""

    role: Role
    process_id: int | None = None


@dataclass(frozen=True)
class Visitor:
    """Somebody who is signed in.

    `person_id` is their entry on the roll once they are verified, else None. Supports and marks
    belong to persons, proposals and comments to accounts.
    """

    id: int
    name: str
    email: str
    person_id: int | None = None
    grants: tuple[Grant, ...] = ()

    @property
    def actor(self) -> Actor:
        """Give this account as the audit log names it."""
        return Actor(self.id, self.name)

    @property
    def is_verified(self) -> bool:
        """Say whether this account was matched with the roll."""
        return self.person_id is not None

    @property
    def is_staff(self) -> bool:
        """Say whether this account has any duty at all."""
        return bool(self.grants)

    def has_role(self, role: Role, process_id: int | None) -> bool:
        """Say whether a duty is theirs in a process; None asks for the duty in all processes."""
        return any(g.role is role and g.process_id in (None, process_id) for g in self.grants)

    def has_role_anywhere(self, role: Role) -> bool:
        """Say whether a duty is theirs in at least one process."""
        return any(g.role is role for g in self.grants)


def one_line(typed: object) -> str:
    """Give what was typed into a field as one clean line: no control characters, single spaces."""
    text = typed if isinstance(typed, str) else ""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def canonical_email(typed: object) -> str | None:
    """Give a mail address in the one form that is kept, in lower case; None when it is not one."""
    line = one_line(typed)
    if len(line) > MAX_EMAIL:
        return None  # Longer in ASCII still; and a domain of a megabyte takes minutes to read.
    local, at, domain = line.rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode().lower()
    except UnicodeError:
        return None
    address = f"{local.lower()}@{ascii_domain}"
    dots = local.startswith(".") or local.endswith(".") or ".." in local
    is_one = at and _LOCAL_PART.fullmatch(local) and _DOMAIN.fullmatch(ascii_domain) and not dots
    return address if is_one and len(address) <= MAX_EMAIL else None
