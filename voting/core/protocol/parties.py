"""Parties in the manifest: styles with their issuing keys, witnesses, trustees, who runs what."""

from dataclasses import dataclass
from enum import StrEnum

from voting.core.crypto.keys import PublicKey
from voting.core.crypto.notes import is_name
from voting.core.protocol.credential import CREDENTIAL_BYTES, EXPONENT, KEY_BITS
from voting.core.protocol.layout import HASH_BYTES
from voting.core.protocol.record import Record, octets_of
from voting.core.records import Json

_MOST_TRUSTEES = 255


class SetUp(StrEnum):
    """Who runs what: one office, or box and board run by another organisation."""

    ONE_OFFICE = "A"
    TWO_HOUSES = "B"


@dataclass(frozen=True)
class Style:
    """Be contests that are voted on together, with the issuing key that stands for them."""

    name: str
    key: PublicKey
    contests: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.key.bits != KEY_BITS or self.key.e != EXPONENT:
            raise ValueError(f"an issuing key has {KEY_BITS} bits and the exponent {EXPONENT}")
        if not self.contests or len(set(self.contests)) != len(self.contests):
            raise ValueError("a style has contests, each once")


@dataclass(frozen=True)
class Witness:
    """Be somebody who cosigns the board: the name of the key, and the key."""

    name: str
    key: bytes

    def __post_init__(self) -> None:
        if not is_name(self.name) or len(self.key) != HASH_BYTES:
            raise ValueError("not the name and the key of a witness")


@dataclass(frozen=True)
class Trustees:
    """Tell how many of how many shares open the ballots, and the hash of each share."""

    k: int
    n: int
    share_hashes: tuple[bytes, ...]

    def __post_init__(self) -> None:
        if not 0 < self.k <= self.n <= _MOST_TRUSTEES or len(self.share_hashes) != self.n:
            raise ValueError("not so many trustees")


def style_value(style: Style) -> dict[str, object]:
    """Give a style as plain values."""
    number = style.key.n.to_bytes(CREDENTIAL_BYTES, "big").hex()
    return {"name": style.name, "n": number, "contests": list(style.contests)}


def trustees_value(trustees: Trustees) -> dict[str, object]:
    """Give the trustees as plain values."""
    hashes = [one.hex() for one in trustees.share_hashes]
    return {"k": trustees.k, "n": trustees.n, "share_hashes": hashes}


def style_of(value: Json) -> Style:
    """Read a style, or raise ValueError."""
    record = Record.of(value, {"name", "n", "contests"})
    n = int.from_bytes(record.octets("n", CREDENTIAL_BYTES), "big")
    return Style(record.text("name"), PublicKey(n, EXPONENT), record.texts("contests"))


def trustees_of(value: Json) -> Trustees:
    """Read the trustees, or raise ValueError."""
    record = Record.of(value, {"k", "n", "share_hashes"})
    hashes = tuple(octets_of(each, HASH_BYTES) for each in record.texts("share_hashes"))
    return Trustees(record.number("k"), record.number("n"), hashes)


def witness_of(value: Json) -> Witness:
    """Read a witness, or raise ValueError."""
    record = Record.of(value, {"name", "key"})
    return Witness(record.text("name"), record.octets("key", HASH_BYTES))


def witness_value(witness: Witness) -> dict[str, object]:
    """Give a witness as plain values."""
    return {"name": witness.name, "key": witness.key.hex()}
