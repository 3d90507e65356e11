"""Who may do what: roles are scoped to a process and combine."""

from dataclasses import dataclass
from enum import StrEnum

from concejo.audit.core import Actor


class Role(StrEnum):
    """A duty. Each is granted for one process, or for all of them."""

    MODERATOR = "moderator"
    TECHNICIAN = "technician"
    BOARD = "board"
    CONTACT_POINT = "contact_point"
    ADMINISTRATOR = "administrator"


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
