"""The code: the voter's seed as 28 characters, with a checksum against slips of the pen."""

from voting.core.crypto import crockford
from voting.core.protocol.layout import Unreadable, digest, label

SEED_BYTES = 16
_CHECK_BITS = 12
_BITS = 8 * SEED_BYTES + _CHECK_BITS


class NotACode(Unreadable):
    """What was typed is not a voter's code; mostly a character is missing or mistaken."""


def code_of(seed: bytes) -> str:
    """Write a seed as its code, in seven groups of four."""
    if len(seed) != SEED_BYTES:
        raise ValueError(f"a seed has {SEED_BYTES} bytes")
    return crockford.encode(int.from_bytes(seed, "big") << _CHECK_BITS | _check(seed), _BITS)


def seed_of(typed: str) -> bytes:
    """Read a code as people type it, or raise NotACode."""
    try:
        value = crockford.decode(typed, _BITS)
    except crockford.NotACode as error:
        raise NotACode(str(error)) from error
    seed = (value >> _CHECK_BITS).to_bytes(SEED_BYTES, "big")
    if value & (1 << _CHECK_BITS) - 1 != _check(seed):
        raise NotACode("a character is mistaken")
    return seed


def _check(seed: bytes) -> int:
    return int.from_bytes(digest(label("code"), seed)[:2], "big") >> 16 - _CHECK_BITS
