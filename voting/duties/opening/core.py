"""The two files in which the trustees give back the ballots that they opened.

See “duties” in voting/README.md; the formats are in docs/protocol.md, under “Bundle”. Whether a
commitment is right, and a ballot of the form that it must have, is for whoever takes them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from concejo.errors import Invalid
from concejo.text import Text, _
from voting.core.protocol.layout import Unreadable, canonical
from voting.core.protocol.openings import OpenedLine, UnopenedLine, read_lines

OPENED, UNOPENED = "opened", "unopened"
NAMES = {OPENED: "opened.jsonl", UNOPENED: "unopened.jsonl"}


@dataclass(frozen=True)
class Opening:
    """The text of both files; a line is a ballot."""

    opened: str
    unopened: str

    @property
    def payload(self) -> str:
        """Write both files as one text."""
        return canonical({OPENED: self.opened, UNOPENED: self.unopened})

    @property
    def counts(self) -> tuple[int, int]:
        """Count the ballots that were opened, and those that could not be."""
        return self.opened.count("\n"), self.unopened.count("\n")

    @property
    def digests(self) -> tuple[str, str]:
        """Give the SHA-256 of each file, as it will stand in close.json."""
        first, second = (sha256(t.encode()).hexdigest() for t in (self.opened, self.unopened))
        return first, second


def parse_opening(files: Mapping[str, bytes]) -> Opening:
    """Read both files, or raise Invalid; no word of what is in them enters the message.

    Both may be empty, but not both at once. A commitment may stand in both, and twice among those
    that could not be opened: anybody can send a ballot with the commitment of another one.
    """
    faults: dict[str, Text] = {}
    for name, kind in ((OPENED, OpenedLine), (UNOPENED, UnopenedLine)):
        try:
            read_lines(files[name], kind)
        except Unreadable:
            faults[name] = _(
                "This is not {file} as the trustees' opening writes it, or it was changed"
                " afterwards. Copy it anew from the computer on which the ballots were opened.",
                file=NAMES[name],
            )
    if not any(files.values()):
        faults[OPENED] = _("Choose the file {file}.", file=NAMES[OPENED])
    if faults:
        raise Invalid(faults)
    return Opening(files[OPENED].decode(), files[UNOPENED].decode())


def load_opening(payload: str) -> Opening:
    """Read what `Opening.payload` wrote."""
    values = json.loads(payload)
    return Opening(values[OPENED], values[UNOPENED])
