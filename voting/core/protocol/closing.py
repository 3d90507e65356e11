"""The close: the hash of every published file, signed, and the names of the files."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from voting.core.crypto import ed25519
from voting.core.protocol.layout import (
    ELECTION_BYTES,
    HASH_BYTES,
    VERSION,
    Unreadable,
    canonical,
    digest,
    label,
    parsed,
    text_of,
)
from voting.core.protocol.record import Record

#: The files of a bundle whose hashes stand in close.json.
FILES = (
    "manifest.json",
    "board.bin",
    "hints.bin",
    "checkpoints.txt",
    "opened.jsonl",
    "unopened.jsonl",
    "paper.jsonl",
    "roll_before.csv",
    "roll.csv",
    "result.json",
)
CLOSE = "close.json"
#: What lies in a bundle beside them and is not checked.
UNCHECKED = ("verify.py", "README.txt")
_KEYS = {"election", "files", "signature", "size", "root", "v"}


@dataclass(frozen=True)
class Close:
    """Be the word of the board about the whole bundle: every file, and the last root."""

    election_id: bytes
    files: Mapping[str, bytes]
    size: int
    root: bytes
    signature: bytes = bytes(ed25519.SIGNATURE_BYTES)

    def __post_init__(self) -> None:
        if self.files.keys() != set(FILES):
            raise ValueError("not the files of a bundle")

    @classmethod
    def over(
        cls, election_id: bytes, files: Mapping[str, bytes], size: int, root: bytes, seed: bytes
    ) -> "Close":
        """Sign the contents of all files with the private seed of the board key."""
        close = cls(election_id, {name: digest(files[name]) for name in files}, size, root)
        return replace(close, signature=ed25519.sign(seed, close.signed))

    @property
    def signed(self) -> bytes:
        """Give the bytes that are signed."""
        return label("close") + canonical(self._value()).encode()

    def is_signed(self, board_key: bytes) -> bool:
        """Say whether the holder of the board key signed it."""
        return ed25519.is_valid(board_key, self.signed, self.signature)

    def write(self) -> bytes:
        """Write close.json."""
        return canonical({**self._value(), "signature": self.signature.hex()}).encode()

    @classmethod
    def read(cls, octets: bytes) -> "Close":
        """Read close.json, or raise Unreadable."""
        record = Record.of(parsed(text_of(octets)), _KEYS)
        files = Record.of(record.value["files"], set(FILES))
        if record.text("v") != VERSION:
            raise Unreadable("a close of another protocol")
        return cls(
            record.octets("election", ELECTION_BYTES),
            {name: files.octets(name, HASH_BYTES) for name in FILES},
            record.number("size"),
            record.octets("root", HASH_BYTES),
            record.octets("signature", ed25519.SIGNATURE_BYTES),
        )

    def _value(self) -> dict[str, object]:
        return {
            "election": self.election_id.hex(),
            "files": {name: found.hex() for name, found in self.files.items()},
            "size": self.size,
            "root": self.root.hex(),
            "v": VERSION,
        }
