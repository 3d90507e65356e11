"""Layout: what all formats of pb1 have in common: labels, integers, the hash, canonical JSON."""

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import NoReturn

from voting.core.records import Json

VERSION = "pb1"
HASH_BYTES = 32
ELECTION_BYTES = 32


class Unreadable(ValueError):
    """The bytes or the text are not what pb1 writes, or not in its one spelling."""


def label(name: str) -> bytes:
    """Give the label of a purpose, by which no bytes for one can be taken for another."""
    return f"{VERSION}/{name}\0".encode()


def digest(*parts: bytes) -> bytes:
    """Give the SHA-256 of the parts, one after the other."""
    return sha256(b"".join(parts)).digest()


def u16(value: int) -> bytes:
    """Write an integer in two bytes."""
    return value.to_bytes(2, "big")


def u32(value: int) -> bytes:
    """Write an integer in four bytes."""
    return value.to_bytes(4, "big")


def canonical(value: object) -> str:
    """Write a value as JSON in the one way it can be written; it holds no fractions."""
    return json.dumps(
        value, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False
    )


def parsed(text: str) -> Json:
    """Read canonical JSON, or raise Unreadable where it is spelt in any other way."""
    try:
        value: Json = json.loads(text, parse_float=_refuse, parse_constant=_refuse)
        # Half of a character outside of the first 65,536 is no text, though JSON can spell it.
        is_canonical = canonical(value).encode() == text.encode()
    except (ValueError, RecursionError) as error:
        raise Unreadable("not JSON as pb1 writes it") from error
    if not is_canonical:
        raise Unreadable("not canonical JSON")
    return value


def _refuse(spelt: str) -> NoReturn:
    raise ValueError(f"{spelt} is no integer")


def text_of(value: bytes) -> str:
    """Read bytes as UTF-8, or raise Unreadable."""
    try:
        return value.decode()
    except UnicodeDecodeError as error:
        raise Unreadable("not UTF-8") from error


def lines_of(text: str) -> Sequence[str]:
    """Part a text into its lines, or raise Unreadable where the last one has no end."""
    lines = text.split("\n")
    if lines.pop():
        raise Unreadable("the last line is cut")
    return lines
