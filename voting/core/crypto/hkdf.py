"""HKDF-SHA256 (RFC 5869): keys drawn from a secret."""

import hmac
from hashlib import sha256

_HASH_BYTES = 32


def extract(salt: bytes, secret: bytes) -> bytes:
    """Condense a secret into a pseudorandom key of 32 bytes."""
    return hmac.digest(salt or bytes(_HASH_BYTES), secret, sha256)


def expand(key: bytes, info: bytes, length: int) -> bytes:
    """Draw so many bytes, at most 8160, from a pseudorandom key; `info` says what for."""
    if not 0 < length <= 255 * _HASH_BYTES:
        raise ValueError(f"HKDF does not give {length} bytes")
    block, drawn = b"", b""
    for counter in range(1, -(-length // _HASH_BYTES) + 1):
        block = hmac.digest(key, block + info + bytes([counter]), sha256)
        drawn += block
    return drawn[:length]


def derive(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    """Draw so many bytes from a secret in one step."""
    return expand(extract(salt, secret), info, length)
