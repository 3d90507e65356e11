"""Ed25519 signatures (RFC 8032), and exactly which of them are valid.

Verifiers differ on a few signatures that only somebody makes who wants them to differ: a ballot
that the box takes and a verifier refuses. So the rule is written down (docs/protocol.md): canonical
encodings, no point of small order, and the equation with the cofactor 8. It is Algorithm 2 of
“Taming the many EdDSAs” (Chalkias, Garillot, Nikolaenko 2020), and refuses an R of small order too.
"""

from hashlib import sha512

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from voting.core.crypto import edwards

KEY_BYTES = 32
SIGNATURE_BYTES = 64


def public_key(seed: bytes) -> bytes:
    """Give the public key of a private seed of 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sign(seed: bytes, message: bytes) -> bytes:
    """Sign a message; the same seed and message always give the same signature."""
    return Ed25519PrivateKey.from_private_bytes(seed).sign(message)


def is_valid(public: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether the signature is valid by the rule of the protocol."""
    if not _is_sound(public, signature):
        return False
    # What OpenSSL accepts fulfils the equation without the cofactor, and so the one with it too.
    return _openssl_accepts(public, message, signature) or _holds(public, message, signature)


def is_valid_strictly(public: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether it is valid without the cofactor too, as every honest signature is.

    This is a part of what `is_valid` accepts. It is quick, and what a ballot box may demand.
    """
    return _is_sound(public, signature) and _openssl_accepts(public, message, signature)


def _is_sound(public: bytes, signature: bytes) -> bool:
    """Say whether the encodings are canonical, neither point is of small order, and S < L."""
    return (
        len(signature) == SIGNATURE_BYTES
        and edwards.is_large(public)
        and edwards.is_large(signature[:32])
        and int.from_bytes(signature[32:], "little") < edwards.L
    )


def _openssl_accepts(public: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def _holds(public: bytes, message: bytes, signature: bytes) -> bool:
    """Check the equation [8]([S]B - R - [k]A) = 0 itself."""
    a, r = edwards.decode(public), edwards.decode(signature[:32])
    if a is None or r is None:
        return False
    s = int.from_bytes(signature[32:], "little")
    digest = sha512(signature[:32] + public + message).digest()
    k = int.from_bytes(digest, "little") % edwards.L
    rest = edwards.combined(s, edwards.BASE, k, edwards.negative(a))
    rest = edwards.add(rest, edwards.negative(r))
    for _ in range(3):
        rest = edwards.double(rest)
    return edwards.is_identity(rest)
