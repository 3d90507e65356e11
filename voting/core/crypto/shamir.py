"""Shamir's scheme over GF(2^8): a secret in shares; so many open it, fewer tell nothing.

“How to share a secret” (Shamir 1979), byte by byte; the field is that of AES, with the polynomial
x^8 + x^4 + x^3 + x + 1. Share x holds the value at x of a polynomial that is the secret at 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field


class NotShares(ValueError):
    """The shares do not belong together, or are none."""


@dataclass(frozen=True, order=True)
class Share:
    """Be one share: its place x, from 1 to 255, and a byte for each byte of the secret."""

    x: int
    y: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if not 0 < self.x < 256 or not self.y:
            raise NotShares("a share has a place from 1 to 255 and at least one byte")


def _product(a: int, b: int) -> int:
    """Multiply in the field, in a time that does not depend on the numbers."""
    total = 0
    for at in range(8):
        total ^= a & -(b >> at & 1)
        a = (a << 1) ^ (0x11B & -(a >> 7))
    return total


def _inverse(a: int) -> int:
    """Give a^254, which is 1/a."""
    power, total = a, 1
    for _ in range(7):
        power = _product(power, power)
        total = _product(total, power)
    return total


def split(secret: bytes, need: int, of: int, coefficients: bytes) -> tuple[Share, ...]:
    """Share a secret among so many, of whom `need` open it.

    `coefficients` are `need - 1` random bytes for each byte of the secret, in its order; whoever
    knows them and one share knows the secret.
    """
    if not 0 < need <= of < 256 or not secret:
        raise ValueError(f"nothing is shared among {of} of whom {need} open it")
    if len(coefficients) != len(secret) * (need - 1):
        raise ValueError(f"{need - 1} random bytes are needed for each byte of the secret")
    per_byte = need - 1
    polynomials = [
        bytes([byte]) + coefficients[at * per_byte : (at + 1) * per_byte]
        for at, byte in enumerate(secret)
    ]
    return tuple(
        Share(x, bytes(_value_at(x, polynomial) for polynomial in polynomials))
        for x in range(1, of + 1)
    )


def _value_at(x: int, polynomial: bytes) -> int:
    value = 0
    for coefficient in reversed(polynomial):
        value = _product(value, x) ^ coefficient
    return value


def join(shares: Sequence[Share]) -> bytes:
    """Put shares together: the secret where there are enough of them, otherwise anything.

    Only who knows what the secret opens can tell that they were enough and right.
    """
    places = [share.x for share in shares]
    if not shares or len(set(places)) != len(places):
        raise NotShares("no shares, or the same one twice")
    if len({len(share.y) for share in shares}) != 1:
        raise NotShares("the shares are not of the same length")
    secret = bytes(len(shares[0].y))
    for share in shares:
        weight = _weight(share.x, places)
        secret = bytes(a ^ _product(b, weight) for a, b in zip(secret, share.y, strict=True))
    return secret


def _weight(x: int, places: Sequence[int]) -> int:
    """Give Lagrange's weight at 0: the product of other / (other - x); minus is plus here."""
    weight = 1
    for other in places:
        if other != x:
            weight = _product(weight, _product(other, _inverse(other ^ x)))
    return weight
