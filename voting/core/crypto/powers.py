"""Powers and inverses of large numbers: by gmpy2 where it is installed, else by Python alone.

With a secret exponent gmpy2 takes a time that depends on the lengths of the numbers alone. Python's
`pow` does not, so that there the exponent is hidden: a multiple of the order is added to it.
"""

from collections.abc import Callable
from dataclasses import dataclass

try:
    from gmpy2 import invert, powmod, powmod_sec
except ImportError:  # pragma: no cover - gmpy2 is optional
    powmod_sec = None


def _plain_inverse(value: int, modulus: int) -> int:
    return pow(value, -1, modulus)


@dataclass(frozen=True)
class Powers:
    """Be one way to take powers of a base with an exponent, modulo an odd number.

    `secret` is for exponents that nobody may know; where `is_even` its time tells nothing of them.
    `public` is quicker. `inverse` raises ValueError or ZeroDivisionError where there is none.
    """

    name: str
    is_even: bool
    secret: Callable[[int, int, int], int]
    public: Callable[[int, int, int], int] = pow
    inverse: Callable[[int, int], int] = _plain_inverse


def _by_gmpy2() -> Powers:
    return Powers(
        "gmpy2",
        is_even=True,
        secret=lambda base, exponent, modulus: int(powmod_sec(base, exponent, modulus)),
        public=lambda base, exponent, modulus: int(powmod(base, exponent, modulus)),
        inverse=lambda value, modulus: int(invert(value, modulus)),
    )


PLAIN = Powers("python", is_even=False, secret=pow)
EVEN = _by_gmpy2() if powmod_sec else None

#: The best way there is on this machine.
BEST = EVEN or PLAIN
