"""Whether the time of a blind signature tells anything of the request: a t-test as dudect does it.

    .venv/bin/python bench/timing.py [SIGNATURES] [--plain]

Requests of two classes come in random order: one that is always the same, and fresh random ones.
The times of both are compared by Welch's t-test, of all and of the quickest so many percent, since
what disturbs a machine makes the slow ones slower. |t| above 4.5 is taken for a leak. Beside it
stands the same with a signature that is not blinded, taken by Python's `pow`, on the number 1: a
signer that leaks, so that one sees that the test would see it.

Requests whose signature is a special number (1, n - 1, 2) are no fair class: the check that nothing
went wrong is quicker for them, and tells whoever asked what they know. Source: Reparaz, Balasch,
Verbauwhede, “Dude, is my code constant time?”, DATE 2017.
"""

import argparse
import gc
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from statistics import fmean, variance
from typing import NamedTuple, TypeAlias

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from voting.core.crypto import powers, rsabssa
from voting.core.crypto.keys import PrivateKey
from voting.credentials.keys.services import make_key

Sign: TypeAlias = Callable[[bytes], object]
Fresh: TypeAlias = Callable[[], bytes]
QUICKEST = (100, 95, 90, 75, 50)
LEAK = 4.5


class Times(NamedTuple):
    """How long the signatures of each class took."""

    fixed: list[int]
    fresh: list[int]


def welch(one: Sequence[int], other: Sequence[int]) -> float:
    """Give Welch's t of two samples."""
    spread = variance(one) / len(one) + variance(other) / len(other)
    return float((fmean(one) - fmean(other)) / spread**0.5)


def times_of(sign: Sign, fixed: bytes, fresh: Fresh, number: int) -> Times:
    """Time so many signatures of the fixed request and of fresh ones, mixed; nanoseconds."""
    draw, found = Random(2), Times([], [])
    gc.disable()
    for _signature in range(2 * number):
        is_fixed = draw.random() < 0.5
        request = fixed if is_fixed else fresh()
        began = time.perf_counter_ns()
        sign(request)
        (found.fixed if is_fixed else found.fresh).append(time.perf_counter_ns() - began)
    gc.enable()
    return found


def report(name: str, times: Times) -> None:
    """Print t of all, and of the quickest shares; the share is cut at one time for both."""
    together = sorted(times.fixed + times.fresh)
    values = []
    for share in QUICKEST:
        most = together[len(together) * share // 100 - 1]
        values.append(welch(*([one for one in each if one <= most] for each in times)))
    shares = "  ".join(f"{s} %: {t:+6.2f}" for s, t in zip(QUICKEST, values, strict=True))
    verdict = "leaks" if abs(max(values, key=abs)) > LEAK else "nothing seen"
    print(f"{name:26} {fmean(times.fixed) / 1e6:6.2f} ms  {shares}  {verdict}")


def unblinded(key: PrivateKey) -> Sign:
    """Give a signer that hides nothing."""
    exponent = pow(key.public.e, -1, (key.p - 1) * (key.q - 1))
    return lambda request: pow(int.from_bytes(request, "big"), exponent, key.public.n)


def main() -> None:
    """Measure, and say what was seen."""
    parser = argparse.ArgumentParser()
    parser.add_argument("signatures", type=int, nargs="?", default=4000)
    parser.add_argument("--plain", action="store_true", help="without gmpy2")
    given = parser.parse_args()
    number, key, draw = given.signatures, make_key(), Random(1)
    size, n = key.public.size, key.public.n
    way = powers.PLAIN if given.plain else powers.BEST

    def fresh() -> bytes:
        return draw.randrange(1, n).to_bytes(size, "big")

    def blind_sign(request: bytes) -> bytes:
        return rsabssa.blind_sign(key, request, 2 + draw.randrange(n - 2), way)

    classes = {
        "any one request": fresh(),
        "another one": fresh(),
        # What only the owner of the key could ask for: modulo one prime there is nothing to do.
        "1 modulo a prime": (key.p * (key.q - 2) + 1).to_bytes(size, "big"),
    }
    print(f"{number} signatures of each class, 3072 bits, powers by {way.name}")
    for name, fixed in classes.items():
        report(name, times_of(blind_sign, fixed, fresh, number))
    same = classes["any one request"]
    report("both classes the same", times_of(blind_sign, same, lambda: same, number))
    leaking = times_of(unblinded(key), (1).to_bytes(size, "big"), fresh, max(100, number // 20))
    report("a signer that leaks, on 1", leaking)


if __name__ == "__main__":
    main()
