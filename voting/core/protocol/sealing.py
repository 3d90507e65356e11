"""Sealing: what a ballot says, bound to its voter by a commitment and closed until the count."""

from dataclasses import dataclass
from enum import StrEnum

from voting.core.crypto import hpke
from voting.core.protocol.layout import Unreadable, digest, label, text_of, u16, u32

NONCE_BYTES = 32
#: What an opening holds besides the plain ballot: the nonce, and the length of the plain.
OVERHEAD = NONCE_BYTES + 2
#: The greatest length of an opening that u16 can tell.
MOST_PAD = 2**16 - 1


class Unopened(StrEnum):
    """Why a ballot that counts could not be opened; it stands in unopened.jsonl.

    lost: the box has not the sealed bytes whose hash is on the board. not_sealed: they are not
    sealed for this key and this ballot. not_an_opening: what was sealed has another form.
    other_commitment: it is not what the board says it is. not_text: the plain ballot is not UTF-8.
    """

    LOST = "lost"
    NOT_SEALED = "not_sealed"
    NOT_AN_OPENING = "not_an_opening"
    OTHER_COMMITMENT = "other_commitment"
    NOT_TEXT = "not_text"


class NotOpened(ValueError):
    """A sealed ballot cannot be opened, for the reason it carries."""

    def __init__(self, reason: Unopened) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class Context:
    """Be what a sealed ballot belongs to: election, voter's key, counter and commitment."""

    election_id: bytes
    pk: bytes
    ctr: int
    commitment: bytes

    @property
    def info(self) -> bytes:
        """Give the information that the key of the sealing is bound to."""
        return label("seal") + self.election_id

    @property
    def aad(self) -> bytes:
        """Give the data that the sealed text is bound to."""
        return self.pk + u32(self.ctr) + self.commitment


def commitment_of(election_id: bytes, pk: bytes, ctr: int, nonce: bytes, plain: bytes) -> bytes:
    """Give the commitment to a plain ballot; without the nonce it tells nothing of it."""
    return digest(label("open"), election_id, pk, u32(ctr), nonce, plain)


def opening_of(nonce: bytes, plain: bytes, pad: int) -> bytes:
    """Put nonce and plain ballot into `pad` bytes, whatever the length of the ballot.

    Raises ValueError where it is longer than any ballot of this vote.
    """
    opening = nonce + u16(len(plain)) + plain
    if len(nonce) != NONCE_BYTES or len(opening) > pad:
        raise ValueError("the ballot is longer than any of this vote can be")
    return opening.ljust(pad, b"\0")


def read_opening(opening: bytes) -> tuple[bytes, bytes]:
    """Take nonce and plain ballot out of an opening, or raise Unreadable."""
    nonce, rest = opening[:NONCE_BYTES], opening[OVERHEAD:]
    length = int.from_bytes(opening[NONCE_BYTES:OVERHEAD], "big")
    if len(opening) < OVERHEAD or length > len(rest) or any(rest[length:]):
        raise Unreadable("not the opening of a ballot")
    return nonce, rest[:length]


def seal(seal_pk: bytes, context: Context, opening: bytes, ephemeral: bytes) -> bytes:
    """Seal an opening for the trustees, with an ephemeral key that seals nothing else."""
    return hpke.seal(seal_pk, context.info, context.aad, opening, ephemeral)


def unseal(private: bytes, context: Context, sealed: bytes, pad: int) -> tuple[bytes, str]:
    """Open a sealed ballot with the joined key: its nonce and plain text, or NotOpened."""
    try:
        opening = hpke.unseal(private, context.info, context.aad, sealed)
    except hpke.NotSealed as error:
        raise NotOpened(Unopened.NOT_SEALED) from error
    try:
        nonce, plain = read_opening(opening)
    except Unreadable as error:
        raise NotOpened(Unopened.NOT_AN_OPENING) from error
    if len(opening) != pad:
        raise NotOpened(Unopened.NOT_AN_OPENING)
    found = commitment_of(context.election_id, context.pk, context.ctr, nonce, plain)
    if found != context.commitment:
        raise NotOpened(Unopened.OTHER_COMMITMENT)
    try:
        return nonce, text_of(plain)
    except Unreadable as error:
        raise NotOpened(Unopened.NOT_TEXT) from error
