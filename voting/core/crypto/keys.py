"""RSA keys: the modulus that everybody knows, and the parts that sign."""

from dataclasses import dataclass, field
from functools import cached_property
from math import lcm


@dataclass(frozen=True)
class PublicKey:
    """Be the public half of an RSA key: modulus and exponent."""

    n: int
    e: int = 65537

    def __post_init__(self) -> None:
        if self.n < 3 or self.n % 2 == 0 or self.e < 3 or self.e % 2 == 0:
            raise ValueError("not a public RSA key")

    @cached_property
    def bits(self) -> int:
        """Tell how many bits the modulus has."""
        return self.n.bit_length()

    @cached_property
    def size(self) -> int:
        """Tell how many bytes a signature has."""
        return -(-self.bits // 8)

    def to_bytes(self, value: int) -> bytes:
        """Write a number below the modulus in as many bytes as every signature has."""
        return value.to_bytes(self.size, "big")

    def encoded(self, value: int) -> bytes | None:
        """Write a number as an encoded message, which has a bit less than the modulus."""
        if value.bit_length() > self.bits - 1:
            return None
        return value.to_bytes(-(-(self.bits - 1) // 8), "big")


@dataclass(frozen=True)
class PrivateKey:
    """Be an RSA key with its primes; what else signing needs is worked out from them once."""

    p: int = field(repr=False)
    q: int = field(repr=False)
    e: int = 65537

    def __post_init__(self) -> None:
        if self.p == self.q or self.p * self.q % 2 == 0:
            raise ValueError("not the primes of an RSA key")
        if self.d * self.e % (self.p - 1) != 1 or self.d * self.e % (self.q - 1) != 1:
            raise ValueError("not the primes of an RSA key")

    @cached_property
    def public(self) -> PublicKey:
        """Give the half that everybody may know."""
        return PublicKey(self.p * self.q, self.e)

    @cached_property
    def d(self) -> int:
        """Give the secret exponent."""
        return pow(self.e, -1, lcm(self.p - 1, self.q - 1))

    @cached_property
    def d_p(self) -> int:
        """Give the secret exponent modulo p - 1."""
        return self.d % (self.p - 1)

    @cached_property
    def d_q(self) -> int:
        """Give the secret exponent modulo q - 1."""
        return self.d % (self.q - 1)

    @cached_property
    def q_inverse(self) -> int:
        """Give the inverse of q modulo p."""
        return pow(self.q, -1, self.p)
