"""What was opened, what could not be, and what was on paper, one line each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from voting.core.protocol.layout import HASH_BYTES, Unreadable, canonical, lines_of, parsed, text_of
from voting.core.protocol.leaves import BallotLeaf
from voting.core.protocol.record import Record
from voting.core.protocol.sealing import NONCE_BYTES, Unopened, commitment_of

_MOST_STYLES = 2**16
_Line = TypeVar("_Line", bound="OpenedLine | UnopenedLine | SheetLine")


@dataclass(frozen=True, order=True)
class OpenedLine:
    """Be a ballot that counts, opened: its commitment, nonce, and the plain ballot."""

    commitment: bytes
    nonce: bytes
    plain: str

    def write(self) -> str:
        """Write the line."""
        value = {"commit": self.commitment.hex(), "nonce": self.nonce.hex(), "plain": self.plain}
        return canonical(value) + "\n"

    @classmethod
    def read(cls, line: str) -> "OpenedLine":
        """Read the line, or raise Unreadable."""
        record = Record.of(parsed(line), {"commit", "nonce", "plain"})
        return cls(
            record.octets("commit", HASH_BYTES),
            record.octets("nonce", NONCE_BYTES),
            record.text("plain"),
        )

    def opens(self, election_id: bytes, leaf: BallotLeaf) -> bool:
        """Say whether this is what the leaf committed to."""
        found = commitment_of(election_id, leaf.pk, leaf.ctr, self.nonce, self.plain.encode())
        return found == leaf.commitment == self.commitment


@dataclass(frozen=True, order=True)
class UnopenedLine:
    """Be a ballot that counts and could not be opened, with the reason."""

    commitment: bytes
    reason: Unopened

    def write(self) -> str:
        """Write the line."""
        return canonical({"commit": self.commitment.hex(), "reason": self.reason.value}) + "\n"

    @classmethod
    def read(cls, line: str) -> "UnopenedLine":
        """Read the line, or raise Unreadable."""
        record = Record.of(parsed(line), {"commit", "reason"})
        if record.text("reason") not in list(Unopened):
            raise Unreadable("no such reason")
        return cls(record.octets("commit", HASH_BYTES), Unopened(record.text("reason")))


@dataclass(frozen=True, order=True)
class SheetLine:
    """Be a sheet of paper: the plain ballot that was typed from it, and its style."""

    plain: str
    style: int

    def write(self) -> str:
        """Write the line."""
        return canonical({"plain": self.plain, "style": self.style}) + "\n"

    @classmethod
    def read(cls, line: str) -> "SheetLine":
        """Read the line, or raise Unreadable."""
        record = Record.of(parsed(line), {"plain", "style"})
        if record.number("style") >= _MOST_STYLES:
            raise Unreadable("no such style")
        return cls(record.text("plain"), record.number("style"))


def write_lines(lines: Iterable[OpenedLine | UnopenedLine | SheetLine]) -> bytes:
    """Write opened.jsonl, unopened.jsonl or paper.jsonl: the lines in their order."""
    return "".join(sorted(line.write() for line in lines)).encode()


def read_lines(octets: bytes, kind: type[_Line]) -> tuple[_Line, ...]:
    """Read opened.jsonl, unopened.jsonl or paper.jsonl, or raise Unreadable."""
    lines = lines_of(text_of(octets))
    if sorted(lines) != list(lines):
        raise Unreadable("the lines are not in their order")
    read = tuple(_read(line, kind) for line in lines)
    if kind is OpenedLine and _is_repeated(read):
        raise Unreadable("a ballot was opened twice")
    return read


def _read(line: str, kind: type[_Line]) -> _Line:
    value = kind.read(line)
    if not isinstance(value, kind):
        raise TypeError(kind)
    return value


def _is_repeated(lines: Sequence[OpenedLine | UnopenedLine | SheetLine]) -> bool:
    opened = [line.commitment for line in lines if isinstance(line, OpenedLine)]
    return any(one == other for one, other in pairwise(opened))
