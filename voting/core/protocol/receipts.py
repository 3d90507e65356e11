"""Receipts: the box's signed promise that a leaf will stand on the board."""

from dataclasses import dataclass

from voting.core.crypto import crockford, ed25519
from voting.core.protocol.layout import (
    ELECTION_BYTES,
    HASH_BYTES,
    VERSION,
    Unreadable,
    canonical,
    label,
    parsed,
)
from voting.core.protocol.record import Record

CODE_BYTES = 20
_KEYS = {"election", "leaf", "signature", "v"}


@dataclass(frozen=True)
class Receipt:
    """Be the promise for one leaf, by its hash."""

    election_id: bytes
    leaf_hash: bytes
    signature: bytes

    @classmethod
    def sign(cls, election_id: bytes, leaf_hash: bytes, board_seed: bytes) -> "Receipt":
        """Promise it with the private seed of the board key."""
        signature = ed25519.sign(board_seed, _signed(election_id, leaf_hash))
        return cls(election_id, leaf_hash, signature)

    @classmethod
    def read(cls, text: str) -> "Receipt":
        """Read what `write` wrote, or raise Unreadable."""
        record = Record.of(parsed(text), _KEYS)
        if record.text("v") != VERSION:
            raise Unreadable("a receipt of another protocol")
        return cls(
            record.octets("election", ELECTION_BYTES),
            record.octets("leaf", HASH_BYTES),
            record.octets("signature", ed25519.SIGNATURE_BYTES),
        )

    def write(self) -> str:
        """Write the receipt as canonical JSON."""
        return canonical(
            {
                "election": self.election_id.hex(),
                "leaf": self.leaf_hash.hex(),
                "signature": self.signature.hex(),
                "v": VERSION,
            }
        )

    @property
    def code(self) -> str:
        """Give the code by which people look the leaf up."""
        return code_of(self.leaf_hash)

    def is_signed(self, board_key: bytes) -> bool:
        """Say whether the holder of the board key promised it."""
        return ed25519.is_valid(
            board_key, _signed(self.election_id, self.leaf_hash), self.signature
        )


def code_of(leaf_hash: bytes) -> str:
    """Give the receipt code of a leaf: the first 160 bits of its hash, in eight groups of four."""
    return crockford.encode_bytes(leaf_hash[:CODE_BYTES])


def read_code(typed: str) -> bytes:
    """Read a receipt code as people type it: the first 20 bytes of a leaf hash, or Unreadable."""
    try:
        return crockford.decode_bytes(typed, CODE_BYTES)
    except crockford.NotACode as error:
        raise Unreadable(str(error)) from error


def _signed(election_id: bytes, leaf_hash: bytes) -> bytes:
    return label("receipt") + election_id + leaf_hash
