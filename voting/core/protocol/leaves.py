"""Leaves: what stands on the board, and what makes a ballot's leaf one that counts."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from voting.core.crypto import ed25519, merkle
from voting.core.crypto.keys import PublicKey
from voting.core.protocol.credential import CREDENTIAL_BYTES, input_message, is_credential
from voting.core.protocol.layout import HASH_BYTES, Unreadable, digest, label
from voting.core.protocol.sealing import Context

#: The counter after which nothing of a key counts.
VOID = 0xFFFFFFFF
_NOTHING = bytes(HASH_BYTES)
_BALLOT, _PAPER, _CLOSING = 1, 2, 3
_BALLOT_LAYOUT = struct.Struct(f">BH32s32s{CREDENTIAL_BYTES}sI32s32s")
_PAPER_LAYOUT = struct.Struct(">BI32s")
_CLOSING_LAYOUT = struct.Struct(">BIIIII32s")
BALLOT_BYTES = _BALLOT_LAYOUT.size + ed25519.SIGNATURE_BYTES


class LeafFault(StrEnum):
    """What is wrong with the leaf of a ballot that could be read."""

    STYLE = "style"
    CREDENTIAL = "credential"
    SIGNATURE = "signature"


@dataclass(frozen=True)
class BallotLeaf:
    """Be the leaf of a ballot, still closed: who may vote, the commitment, and the signature.

    `ctr` counts from 1; VOID, with zero bytes for commitment and hash, takes back all of that key.
    """

    style: int
    pk: bytes
    prefix: bytes
    credential: bytes
    ctr: int
    commitment: bytes
    sealed_hash: bytes
    signature: bytes = bytes(ed25519.SIGNATURE_BYTES)

    def __post_init__(self) -> None:
        if self.ctr == 0:
            raise ValueError("the counter begins with 1")
        if self.is_void and not self.commitment == self.sealed_hash == _NOTHING:
            raise ValueError("a void says something")

    @property
    def is_void(self) -> bool:
        """Tell whether it takes back all ballots of its key."""
        return self.ctr == VOID

    @property
    def body(self) -> bytes:
        """Give the leaf without its signature."""
        return _BALLOT_LAYOUT.pack(
            _BALLOT,
            self.style,
            self.pk,
            self.prefix,
            self.credential,
            self.ctr,
            self.commitment,
            self.sealed_hash,
        )

    def encode(self) -> bytes:
        """Write the leaf."""
        return self.body + self.signature

    def signed(self, election_id: bytes) -> bytes:
        """Give the bytes that the voter's key signs."""
        return label("ballot") + election_id + self.body

    def context(self, election_id: bytes) -> Context:
        """Give what the sealed ballot belongs to."""
        return Context(election_id, self.pk, self.ctr, self.commitment)

    def faults(
        self, election_id: bytes, keys: Sequence[PublicKey], *, strictly: bool = False
    ) -> tuple[LeafFault, ...]:
        """Give every reason why it does not belong on the board; `keys` are those of the styles.

        `strictly` the signature is held to what every honest one fulfils, as a box may.
        """
        if self.style >= len(keys):
            return (LeafFault.STYLE,)
        faults = []
        message = input_message(election_id, self.style, self.pk, self.prefix)
        if not is_credential(keys[self.style], message, self.credential):
            faults.append(LeafFault.CREDENTIAL)
        is_signed = ed25519.is_valid_strictly if strictly else ed25519.is_valid
        if not is_signed(self.pk, self.signed(election_id), self.signature):
            faults.append(LeafFault.SIGNATURE)
        return tuple(faults)


@dataclass(frozen=True)
class PaperLeaf:
    """Be the leaf of the ballots on paper: how many sheets, and the hash of paper.jsonl."""

    sheets: int
    paper_hash: bytes

    def encode(self) -> bytes:
        """Write the leaf."""
        return _PAPER_LAYOUT.pack(_PAPER, self.sheets, self.paper_hash)


@dataclass(frozen=True)
class ClosingLeaf:
    """Be the leaf of the close: how many marks of each kind there are, and the hash of roll.csv."""

    online: int
    code: int
    paper: int
    surrendered: int
    unused_envelopes: int
    roll_hash: bytes

    def encode(self) -> bytes:
        """Write the leaf."""
        numbers = (self.online, self.code, self.paper, self.surrendered, self.unused_envelopes)
        return _CLOSING_LAYOUT.pack(_CLOSING, *numbers, self.roll_hash)


Leaf: TypeAlias = BallotLeaf | PaperLeaf | ClosingLeaf


def read_leaf(octets: bytes) -> Leaf:
    """Read a leaf of any kind, or raise Unreadable where it is not just what a kind looks like."""
    kind = octets[0] if octets else 0
    if kind == _BALLOT and len(octets) == BALLOT_BYTES:
        body, signature = octets[: _BALLOT_LAYOUT.size], octets[_BALLOT_LAYOUT.size :]
        try:
            return BallotLeaf(*(*_BALLOT_LAYOUT.unpack(body)[1:], signature))
        except ValueError as error:
            raise Unreadable(str(error)) from error
    if kind == _PAPER and len(octets) == _PAPER_LAYOUT.size:
        return PaperLeaf(*_PAPER_LAYOUT.unpack(octets)[1:])
    if kind == _CLOSING and len(octets) == _CLOSING_LAYOUT.size:
        return ClosingLeaf(*_CLOSING_LAYOUT.unpack(octets)[1:])
    raise Unreadable("not a leaf")


def read_ballot_leaf(octets: bytes) -> BallotLeaf:
    """Read the leaf of a ballot, or raise Unreadable."""
    leaf = read_leaf(octets)
    if not isinstance(leaf, BallotLeaf):
        raise Unreadable("not the leaf of a ballot")
    return leaf


def hash_of(leaf: bytes) -> bytes:
    """Give the hash by which a leaf stands in the tree, and which its receipt names."""
    return merkle.leaf_hash(leaf)


def sealed_hash_of(sealed: bytes) -> bytes:
    """Give the hash by which a leaf names its sealed ballot."""
    return digest(sealed)
