"""HPKE (RFC 9180): one message, sealed so that only the holder of a private key can read it.

Base mode with DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and AES-256-GCM. The ephemeral key comes in
as an argument: whoever makes it from what is sealed gets the same bytes again.
"""

from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from voting.core.crypto import hkdf

KEY_BYTES = 32
_TAG_BYTES = 16
_NONCE_BYTES = 12
_BASE_MODE = b"\0"
_KEM = b"KEM\0\x20"

#: How many bytes a sealed message is longer than the message.
OVERHEAD = KEY_BYTES + _TAG_BYTES


@dataclass(frozen=True)
class Suite:
    """Name the cipher of a suite by its number in RFC 9180, with the length of its key in bytes."""

    aead: int
    key_bytes: int

    @property
    def id(self) -> bytes:
        """Give the `suite_id` of section 5.1."""
        return b"HPKE\0\x20\0\1" + self.aead.to_bytes(2, "big")


AES_128 = Suite(1, 16)
AES_256 = Suite(2, 32)


class NotSealed(ValueError):
    """The bytes are not a message that was sealed for this key, with this information."""


def public_key(private: bytes) -> bytes:
    """Give the public key of an X25519 private key of 32 bytes."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def seal(
    public: bytes, info: bytes, aad: bytes, plain: bytes, ephemeral: bytes, suite: Suite = AES_256
) -> bytes:
    """Seal a message for the holder of the private key; `ephemeral` is used for no other message.

    Gives the public half of the ephemeral key and the ciphertext, one after the other. Raises
    ValueError where the public key is one of the few with which nothing can be kept secret.
    """
    shared = X25519PrivateKey.from_private_bytes(ephemeral).exchange(
        X25519PublicKey.from_public_bytes(public)
    )
    encapsulated = public_key(ephemeral)
    key, nonce = _schedule(_kem_secret(shared, encapsulated + public), info, suite)
    return encapsulated + AESGCM(key).encrypt(nonce, plain, aad)


def unseal(private: bytes, info: bytes, aad: bytes, sealed: bytes, suite: Suite = AES_256) -> bytes:
    """Open a sealed message, or raise NotSealed where one bit of anything is another."""
    if len(sealed) < OVERHEAD:
        raise NotSealed("too short to be a sealed message")
    encapsulated, ciphertext = sealed[:KEY_BYTES], sealed[KEY_BYTES:]
    try:
        shared = X25519PrivateKey.from_private_bytes(private).exchange(
            X25519PublicKey.from_public_bytes(encapsulated)
        )
        context = encapsulated + public_key(private)
        key, nonce = _schedule(_kem_secret(shared, context), info, suite)
        return AESGCM(key).decrypt(nonce, ciphertext, aad)
    except (InvalidTag, ValueError) as error:
        raise NotSealed("not sealed for this key") from error


def _kem_secret(shared: bytes, context: bytes) -> bytes:
    """ExtractAndExpand of section 4.1."""
    key = _extract(_KEM, b"", b"eae_prk", shared)
    return _expand(_KEM, key, b"shared_secret", context, 32)


def _schedule(shared: bytes, info: bytes, suite: Suite) -> tuple[bytes, bytes]:
    """KeySchedule of section 5.1, without a pre-shared key: the key and the first nonce."""
    name = suite.id
    context = _BASE_MODE
    context += _extract(name, b"", b"psk_id_hash", b"") + _extract(name, b"", b"info_hash", info)
    secret = _extract(name, shared, b"secret", b"")
    key = _expand(name, secret, b"key", context, suite.key_bytes)
    return key, _expand(name, secret, b"base_nonce", context, _NONCE_BYTES)


def _extract(suite: bytes, salt: bytes, label: bytes, secret: bytes) -> bytes:
    """LabeledExtract of section 4."""
    return hkdf.extract(salt, b"HPKE-v1" + suite + label + secret)


def _expand(suite: bytes, key: bytes, label: bytes, info: bytes, length: int) -> bytes:
    """LabeledExpand of section 4."""
    return hkdf.expand(key, length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info, length)
