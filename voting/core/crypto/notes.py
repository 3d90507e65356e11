"""Signed notes (C2SP signed-note, tlog-checkpoint, tlog-cosignature v1): a text and who signed it.

A checkpoint is the note by which a log commits itself to its tree; a cosignature is the word of a
witness who saw that the tree only grew.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256

from voting.core.crypto import ed25519

_DASH = "— "
_ROOT_BYTES = 32
_ID_BYTES = 4
_TIME_BYTES = 8


class NotANote(ValueError):
    """The text is not a signed note, or not a checkpoint, in its one spelling."""


class Kind(IntEnum):
    """The byte that tells what a key signs: notes, or cosignatures with a time."""

    NOTE = 1
    COSIGNATURE = 4


@dataclass(frozen=True)
class Signature:
    """Be a line under a note: who signed, with which key, and the bytes."""

    name: str
    key_id: bytes
    value: bytes

    @property
    def line(self) -> str:
        """Write the line."""
        return f"{_DASH}{self.name} {b64encode(self.key_id + self.value).decode()}\n"

    @classmethod
    def read(cls, line: str) -> "Signature":
        """Read a line without its end, or raise NotANote."""
        name, _space, coded = line.removeprefix(_DASH).partition(" ")
        value = _bytes_of(coded)
        signature = cls(name, value[:_ID_BYTES], value[_ID_BYTES:])
        if signature.line != line + "\n" or not is_name(name) or len(value) <= _ID_BYTES:
            raise NotANote("not the line of a signature")
        return signature


@dataclass(frozen=True)
class Note:
    """Be a text, which ends with a line break, and the signatures under it."""

    text: str
    signatures: tuple[Signature, ...]

    def write(self) -> str:
        """Write the note."""
        return f"{self.text}\n{''.join(signature.line for signature in self.signatures)}"

    @classmethod
    def read(cls, written: str) -> "Note":
        """Read what `write` wrote, or raise NotANote for anything else."""
        body, gap, under = written.rpartition("\n\n")
        if not gap or not body or not under.endswith("\n"):
            raise NotANote("no text with signatures under it")
        if any(ord(letter) < 32 and letter != "\n" for letter in written):
            raise NotANote("a control character")
        lines = under[:-1].split("\n")
        return cls(body + "\n", tuple(Signature.read(line) for line in lines))

    def __add__(self, signature: Signature) -> "Note":
        return Note(self.text, (*self.signatures, signature))

    def signed_with(self, name: str, key_id: bytes) -> Iterator[Signature]:
        """Give the signatures that claim to be by this name with this key."""
        wanted = (name, key_id)
        return (each for each in self.signatures if (each.name, each.key_id) == wanted)


@dataclass(frozen=True)
class Checkpoint:
    """Be the state of a log: its origin, how many leaves it has, and the root of its tree."""

    origin: str
    size: int
    root: bytes

    def __post_init__(self) -> None:
        if not is_name(self.origin) or self.size < 0 or len(self.root) != _ROOT_BYTES:
            raise NotANote("not the state of a log")

    @property
    def text(self) -> str:
        """Write the text that is signed."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"

    @classmethod
    def read(cls, text: str) -> "Checkpoint":
        """Read the text of a checkpoint without extension lines, or raise NotANote."""
        lines = text.split("\n")
        if len(lines) != 4 or not (lines[1].isascii() and lines[1].isdecimal()):
            raise NotANote("not the three lines of a checkpoint")
        if len(lines[1]) > 20:
            raise NotANote("no log is so long")
        checkpoint = cls(lines[0], int(lines[1]), _bytes_of(lines[2]))
        if checkpoint.text != text:
            raise NotANote("not the one spelling of a checkpoint")
        return checkpoint


def is_name(name: str) -> bool:
    """Say whether it can be the name of a key: not empty, neither spaces nor a plus."""
    return bool(name) and "+" not in name and name.isprintable() and not any(map(str.isspace, name))


def key_id(name: str, kind: Kind, public: bytes) -> bytes:
    """Give the four bytes by which a line tells which key it is by."""
    return sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:_ID_BYTES]


def sign(text: str, name: str, seed: bytes) -> Signature:
    """Sign the text of a note with the private seed of an Ed25519 key."""
    number = key_id(name, Kind.NOTE, ed25519.public_key(seed))
    return Signature(name, number, ed25519.sign(seed, text.encode()))


def cosign(text: str, name: str, seed: bytes, seconds: int) -> Signature:
    """Cosign a checkpoint's text as a witness, at so many seconds since 1970."""
    number = key_id(name, Kind.COSIGNATURE, ed25519.public_key(seed))
    value = ed25519.sign(seed, _cosigned(text, seconds))
    return Signature(name, number, seconds.to_bytes(_TIME_BYTES, "big") + value)


def is_signed(note: Note, name: str, public: bytes) -> bool:
    """Say whether the note is signed with this key, and whatever claims to be by it is."""
    claims = list(note.signed_with(name, key_id(name, Kind.NOTE, public)))
    text = note.text.encode()
    return bool(claims) and all(ed25519.is_valid(public, text, each.value) for each in claims)


def cosigned_at(note: Note, name: str, public: bytes) -> int | None:
    """Give when this witness last cosigned, in seconds since 1970.

    None where the witness did not, or something that claims to be by it is not.
    """
    times = []
    for each in note.signed_with(name, key_id(name, Kind.COSIGNATURE, public)):
        seconds = int.from_bytes(each.value[:_TIME_BYTES], "big")
        if not ed25519.is_valid(public, _cosigned(note.text, seconds), each.value[_TIME_BYTES:]):
            return None
        times.append(seconds)
    return max(times, default=None)


def _cosigned(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def _bytes_of(coded: str) -> bytes:
    try:
        value = b64decode(coded, validate=True)
    except ValueError as error:
        raise NotANote("not base64") from error
    if b64encode(value).decode() != coded:
        raise NotANote("not the one spelling in base64")
    return value
