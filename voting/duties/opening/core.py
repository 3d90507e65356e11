"""The two files in which the trustees give back the ballots that they opened, strictly read.

See “duties” in voting/README.md; the formats are in docs/protocol.md, under “Bundle”. Whether a
commitment is right, and a ballot of the form that it must have, is for whoever takes them.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from concejo.errors import Invalid
from concejo.text import Text, _

OPENED, UNOPENED = "opened", "unopened"
#: The fields of a line in each file, in the order of canonical JSON.
FIELDS = {OPENED: ("commit", "nonce", "plain"), UNOPENED: ("commit", "reason")}
NAMES = {OPENED: "opened.jsonl", UNOPENED: "unopened.jsonl"}
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Opening:
    """The text of both files; a line is a ballot."""

    opened: str
    unopened: str

    @property
    def payload(self) -> str:
        """Write both files as one text."""
        return _canonical({OPENED: self.opened, UNOPENED: self.unopened})

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
    """Read both files, or raise Invalid with the first line of each that is wrong.

    `unopened.jsonl` may be empty. Lines are sorted by commitment, no commitment comes twice.
    """
    commits: dict[str, list[str]] = {}
    texts, faults = {}, {}
    for name in (OPENED, UNOPENED):
        try:
            texts[name] = _decoded(name, files[name])
            commits[name] = _commits(name, texts[name])
        except _WrongFile as wrong:
            faults[name] = wrong.words
    if not faults and set(commits[OPENED]) & set(commits[UNOPENED]):
        faults[UNOPENED] = _("A ballot is in both files. Make them anew.")
    if faults:
        raise Invalid(faults)
    return Opening(texts[OPENED], texts[UNOPENED])


def load_opening(payload: str) -> Opening:
    """Read what `Opening.payload` wrote."""
    values = json.loads(payload)
    return Opening(values[OPENED], values[UNOPENED])


class _WrongFile(Exception):
    def __init__(self, words: Text) -> None:
        super().__init__(str(words))
        self.words = words


def _decoded(name: str, content: bytes) -> str:
    if not content and name == OPENED:
        raise _WrongFile(_("Choose the file {file}.", file=NAMES[name]))
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise _WrongFile(_("{file} is no text that can be read.", file=NAMES[name])) from error
    if text and not text.endswith("\n"):
        raise _WrongFile(_("{file} is cut off: its last line has no end.", file=NAMES[name]))
    return text


def _commits(name: str, text: str) -> list[str]:
    """Give the commitments of all lines; no line's content enters the words of a fault."""
    commits: list[str] = []
    for number, line in enumerate(text.split("\n")[:-1], start=1):
        where = {"number": number, "file": NAMES[name]}
        commit = _commit(line, FIELDS[name])
        if commit is None:
            raise _WrongFile(_("Line {number} of {file} is not as it has to be.", **where))
        if commits and commit <= commits[-1]:
            raise _WrongFile(_("Line {number} of {file} is out of order.", **where))
        commits.append(commit)
    return commits


def _commit(line: str, fields: tuple[str, ...]) -> str | None:
    try:
        values = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(values, dict) or tuple(sorted(values)) != fields:
        return None
    if not all(isinstance(value, str) for value in values.values()) or _canonical(values) != line:
        return None
    hashes = [values[field] for field in ("commit", "nonce") if field in fields]
    return values["commit"] if all(_HASH.fullmatch(found) for found in hashes) else None


def _canonical(values: Mapping[str, str]) -> str:
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
