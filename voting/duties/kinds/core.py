"""The words of a kind of act, and the files that it needs.

See “duties” in voting/README.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from concejo.errors import Refused
from concejo.text import Text

#: Files by the name of their field, as they were sent; one that was not chosen is empty.
Files = Mapping[str, bytes]
#: The words that the second member reads before confirming, and whether each is a SHA-256.
Fact = tuple[Text, Text | str, bool]


class TooLate(Refused):
    """The moment for this act has passed for good."""


@dataclass(frozen=True)
class Upload:
    """A file that an act needs; at most `most` bytes of it are read."""

    field: str
    label: Text
    hint: Text
    most: int


@dataclass(frozen=True)
class Words:
    """What the board's page says of a kind of act."""

    title: Text
    #: What it does, and what follows from it.
    told: Text
    #: The button of who proposes it, what the second member has to check, and their button.
    propose: Text
    check: Text
    confirm: Text
    #: What is said when it is done.
    done: Text
    #: The title once it was done, where it can be done again.
    again: Text | None = None


def no_file(_files: Files) -> str:
    """Read the payload of an act that needs nothing but the decision."""
    return ""


def no_facts(_payload: str) -> tuple[Fact, ...]:
    """Tell what is in an empty payload."""
    return ()
