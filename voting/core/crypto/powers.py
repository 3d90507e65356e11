"""Powers with a secret exponent: by gmpy2 where it is installed, else by Python alone.

gmpy2 takes a time that depends on the lengths of the numbers alone. Python's `pow` does not, so
that there the exponent is hidden: a random multiple of the order is added to it.
"""

from collections.abc import Callable
from dataclasses import dataclass

try:
    from gmpy2 import powmod_sec
except ImportError:  # pragma: no cover - gmpy2 is optional
    powmod_sec = None


@dataclass(frozen=True)
class Powers:
    """Be one way to take powers: base, exponent and odd modulus give base ** exponent % modulus.

    Where `is_even` the time says nothing of the exponent, which then need not be hidden.
    """

    name: str
    is_even: bool
    take: Callable[[int, int, int], int]


def _by_gmpy2(base: int, exponent: int, modulus: int) -> int:
    return int(powmod_sec(base, exponent, modulus))


PLAIN = Powers("python", is_even=False, take=pow)
EVEN = Powers("gmpy2", is_even=True, take=_by_gmpy2) if powmod_sec else None

#: The best way there is on this machine.
BEST = EVEN or PLAIN
