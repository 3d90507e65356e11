"""What is on a sheet, as text; why one is null; and how far the entry of an urn has come.

See “paper” in voting/README.md; the plain text is “Plain ballot” in docs/protocol.md.
"""

from dataclasses import dataclass
from enum import StrEnum

from concejo.text import Text, _

#: The plain text of a sheet that is null.
NULL = ""


class Reason(StrEnum):
    """Why a sheet is null."""

    NOT_ALLOWED = "not_allowed"
    UNREADABLE = "unreadable"
    SIGNED = "signed"
    STRANGE = "strange"


REASONS: dict[Reason, Text] = {
    Reason.NOT_ALLOWED: _("It says what the ballot does not allow"),
    Reason.UNREADABLE: _("It cannot be told what was meant"),
    Reason.SIGNED: _("It bears a name or a sign that could tell whose it is"),
    Reason.STRANGE: _("It is no sheet of this vote"),
}


@dataclass(frozen=True)
class Content:
    """What one person says is on a sheet: its style, and its plain text or why it is null."""

    style: str
    plain: str
    reason: Reason | None = None

    def is_like(self, other: "Content") -> bool:
        """Say whether two people typed the same; two reasons for a null sheet are one result."""
        return (self.style, self.plain) == (other.style, other.plain)


@dataclass(frozen=True)
class UrnProgress:
    """How far the entry of one urn has come; `sheets` is None until two people agree on it."""

    id: int
    name: str
    sheets: int | None
    once: int
    accepted: int
    differing: tuple[int, ...]

    @property
    def is_complete(self) -> bool:
        """Say whether every declared sheet is accepted."""
        return self.sheets is not None and self.accepted == self.sheets


@dataclass(frozen=True)
class Progress:
    """How far the entry has come, and everything that keeps it from being complete.

    `marks` is how many people were given a sheet.
    """

    urns: tuple[UrnProgress, ...]
    marks: int
    faults: tuple[Text, ...]

    @property
    def declared(self) -> int:
        """Count the sheets of the urns on which people agree."""
        return sum(urn.sheets or 0 for urn in self.urns)

    @property
    def accepted(self) -> int:
        """Count the sheets that are ready to be counted."""
        return sum(urn.accepted for urn in self.urns)

    @property
    def is_complete(self) -> bool:
        """Say whether the sheets can be counted."""
        return not self.faults
