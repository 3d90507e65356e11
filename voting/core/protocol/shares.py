"""Shares of the seal key: their codes on paper, and the hashes that the manifest has of them."""

from voting.core.crypto import crockford
from voting.core.crypto.shamir import NotShares, Share
from voting.core.protocol.layout import Unreadable, digest, label

KEY_BYTES = 32
_CHECK_BYTES = 2
_BYTES = 1 + KEY_BYTES + _CHECK_BYTES


class NotAShare(Unreadable):
    """What was typed is not the code of a share; mostly a character is missing or mistaken."""


def hash_of(share: Share) -> bytes:
    """Give the hash by which the manifest names a share."""
    return digest(label("share"), _octets(share))


def code_of(share: Share) -> str:
    """Write a share as its code, in fourteen groups of four."""
    return crockford.encode_bytes(_octets(share) + hash_of(share)[:_CHECK_BYTES])


def share_of(typed: str) -> Share:
    """Read a code as people type it, or raise NotAShare."""
    try:
        value = crockford.decode_bytes(typed, _BYTES)
        share = Share(value[0], value[1:-_CHECK_BYTES])
    except (crockford.NotACode, NotShares) as error:
        raise NotAShare(str(error)) from error
    if hash_of(share)[:_CHECK_BYTES] != value[-_CHECK_BYTES:]:
        raise NotAShare("a character is mistaken")
    return share


def _octets(share: Share) -> bytes:
    if len(share.y) != KEY_BYTES:
        raise ValueError(f"a share of the seal key has {KEY_BYTES} bytes")
    return bytes([share.x]) + share.y
