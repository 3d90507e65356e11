"""What a member of the board sends: files with a proposal, agreement with a confirmation."""

from collections.abc import Mapping
from dataclasses import dataclass

from concejo.errors import Invalid
from concejo.text import _
from concejo.typed import read_line


@dataclass(frozen=True)
class ConfirmForm:
    """The agreement with an act, and the digest of what the page showed."""

    digest: str

    @classmethod
    def parse(cls, typed: Mapping[str, object]) -> "ConfirmForm":
        """Read the agreement, or say that its box is to be ticked."""
        if not read_line(typed.get("agreed")):
            raise Invalid({"agreed": _("Tick the box once you have checked it.")}, typed)
        return cls(read_line(typed.get("digest")))
