"""RSA blind signatures: RFC 9474, RSABSSA, all four named variants.

The signer signs a message that it cannot read, and cannot recognize the signature later. Messages
are encoded by EMSA-PSS (RFC 8017, section 9.1.1) with SHA-384. Randomness comes in as arguments.
"""

from enum import StrEnum
from hashlib import sha384
from math import gcd

from voting.core.crypto.keys import PrivateKey, PublicKey
from voting.core.crypto.powers import BEST, Powers

_HASH_BYTES = 48
_TRAILER = b"\xbc"

#: As many bytes hide an exponent where the time that a power takes may tell of it.
_EXPONENT_BLIND_BYTES = 16


class Variant(StrEnum):
    """A named variant of RFC 9474: with or without a salt, with or without a random prefix."""

    PSS_RANDOMIZED = "RSABSSA-SHA384-PSS-Randomized"
    PSSZERO_RANDOMIZED = "RSABSSA-SHA384-PSSZERO-Randomized"
    PSS_DETERMINISTIC = "RSABSSA-SHA384-PSS-Deterministic"
    PSSZERO_DETERMINISTIC = "RSABSSA-SHA384-PSSZERO-Deterministic"

    @property
    def salt_length(self) -> int:
        """Tell how many bytes of salt the encoding takes."""
        return 0 if "PSSZERO" in self.value else _HASH_BYTES

    @property
    def prefix_length(self) -> int:
        """Tell how many random bytes go before the message."""
        return 32 if self.value.endswith("Randomized") else 0


class NotBlindable(ValueError):
    """The message or the blinding factor has a divisor in common with the modulus, or is none."""


class NotARequest(ValueError):
    """The blinded message has another length, is zero, or is not below the modulus."""


class SigningFault(ArithmeticError):
    """The machine calculated wrongly; the result would betray the key and was thrown away."""


class NotASignature(ValueError):
    """What the signer sent is no signature of the message under the key."""


def prepare(message: bytes, prefix: bytes, variant: Variant) -> bytes:
    """Put the random prefix, which is empty in a deterministic variant, before the message."""
    if len(prefix) != variant.prefix_length:
        raise ValueError(f"{variant} takes a prefix of {variant.prefix_length} bytes")
    return prefix + message


def encode(input_message: bytes, bits: int, salt: bytes) -> bytes:
    """Encode a message by EMSA-PSS into a number of at most so many bits."""
    length = -(-bits // 8)
    digest = sha384(bytes(8) + sha384(input_message).digest() + salt).digest()
    padding = length - len(salt) - _HASH_BYTES - 2
    if padding < 0:
        raise ValueError("the modulus is too short for the encoding")
    masked = bytearray(_masked(bytes(padding) + b"\1" + salt, digest))
    masked[0] &= 0xFF >> (8 * length - bits)
    return bytes(masked) + digest + _TRAILER


def blind(key: PublicKey, input_message: bytes, r: int, salt: bytes, variant: Variant) -> bytes:
    """Blind a prepared message with the random factor r: what comes out tells nothing of it.

    Raises NotBlindable where r is not below the modulus, or has no inverse; so rarely that nobody
    will see it, unless the modulus is a trap.
    """
    if len(salt) != variant.salt_length:
        raise ValueError(f"{variant} takes a salt of {variant.salt_length} bytes")
    message = int.from_bytes(encode(input_message, key.bits - 1, salt), "big")
    if not 0 < r < key.n or gcd(r, key.n) != 1 or gcd(message, key.n) != 1:
        raise NotBlindable("no such blinding factor for this message")
    return key.to_bytes(message * BEST.public(r, key.e, key.n) % key.n)


def blind_sign(private: PrivateKey, z: bytes, base_blind: int, powers: Powers = BEST) -> bytes:
    """Sign a blinded message; for one key the same request always gives the same signature.

    `base_blind` is a fresh random number below the modulus: it hides from whoever takes the time
    what number the secret exponent works on. Raises NotARequest, or SigningFault.
    """
    public = private.public
    request = int.from_bytes(z, "big")
    if len(z) != public.size or not 0 < request < public.n:
        raise NotARequest("not a blinded message for this key")
    if not 0 < base_blind < public.n or gcd(base_blind, public.n) != 1:
        raise NotBlindable("no such blinding factor for this key")
    hidden = request * powers.public(base_blind, public.e, public.n) % public.n
    signed = _secret_power(private, hidden, _exponent_blinds(base_blind, powers), powers)
    signature = signed * powers.inverse(base_blind, public.n) % public.n
    if powers.public(signature, public.e, public.n) != request:
        raise SigningFault("the signature is wrong; nothing was given out")
    return public.to_bytes(signature)


def _exponent_blinds(base_blind: int, powers: Powers) -> tuple[int, int]:
    """Draw the two numbers that hide the exponents from the one random number that came in."""
    if powers.is_even:
        return 0, 0
    source = base_blind.to_bytes(-(-base_blind.bit_length() // 8), "big")
    drawn = sha384(b"exponent" + source).digest()
    size = _EXPONENT_BLIND_BYTES
    return int.from_bytes(drawn[:size], "big"), int.from_bytes(drawn[size : 2 * size], "big")


def _secret_power(private: PrivateKey, value: int, blinds: tuple[int, int], powers: Powers) -> int:
    """Take the power with the secret exponent, modulo each prime by itself (RFC 8017, 5.1.2)."""
    p, q = private.p, private.q
    of_p = powers.secret(value % p, private.d_p + blinds[0] * (p - 1), p)
    of_q = powers.secret(value % q, private.d_q + blinds[1] * (q - 1), q)
    return of_q + q * ((of_p - of_q) * private.q_inverse % p)


def finalize(
    key: PublicKey, input_message: bytes, blind_signature: bytes, r: int, variant: Variant
) -> bytes:
    """Take the blinding off a signature, or raise NotASignature where it is none of the key.

    A signer that signs with a key of its own for each person, to recognize them, fails here.
    """
    signed = int.from_bytes(blind_signature, "big")
    if len(blind_signature) != key.size or signed >= key.n:
        raise NotASignature("the blind signature has another length")
    if gcd(r, key.n) != 1:
        raise NotBlindable("no such blinding factor for this key")
    signature = key.to_bytes(signed * BEST.inverse(r, key.n) % key.n)
    if not verify(key, input_message, signature, variant):
        raise NotASignature("the signature is not one of this key for this message")
    return signature


def verify(key: PublicKey, input_message: bytes, signature: bytes, variant: Variant) -> bool:
    """Say whether it is a signature of the prepared message, with the variant's salt length.

    RSASSA-PSS-VERIFY (RFC 8017, section 8.1.2). Another length of the salt is refused, since
    otherwise one message would have many valid signatures.
    """
    value = int.from_bytes(signature, "big")
    if len(signature) != key.size or not 0 < value < key.n:
        return False
    encoded = key.encoded(BEST.public(value, key.e, key.n))
    salt = _salt_of(encoded, key.bits - 1, variant.salt_length) if encoded else None
    return salt is not None and encoded == encode(input_message, key.bits - 1, salt)


def _salt_of(encoded: bytes, bits: int, salt_length: int) -> bytes | None:
    """Read the salt out of an encoded message; None where it cannot have one of that length."""
    at = len(encoded) - _HASH_BYTES - 1
    if at < salt_length + 1:
        return None
    opened = bytearray(_masked(encoded[:at], encoded[at:-1]))
    opened[0] &= 0xFF >> (8 * len(encoded) - bits)
    return bytes(opened[at - salt_length :])


def _masked(value: bytes, seed: bytes) -> bytes:
    """Mask a value with MGF1 and SHA-384 (RFC 8017, appendix B.2.1); twice is not at all."""
    rounds = range(-(-len(value) // _HASH_BYTES))
    stream = b"".join(sha384(seed + at.to_bytes(4, "big")).digest() for at in rounds)
    return bytes(a ^ b for a, b in zip(value, stream, strict=False))
