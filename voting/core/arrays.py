"""Arrays: hashes of 64 bits, which prove nothing by themselves, and where things begin."""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]
Flags = NDArray[np.bool_]

#: Odd numbers that keep apart what a hash is made of (the golden ratio's digits, and two primes).
FOR_KINDS = np.uint64(0x9E3779B97F4A7C15)
FOR_PLACES, FOR_POINTS = np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0x165667B19E3779F9)


def mixed(values: Hashes) -> Hashes:
    """Spread each bit over all (the finish of SplitMix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def starts_of(lengths: Ints | Flags) -> Ints:
    """Give where each part begins when they stand one after the other, and where the last ends."""
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths, dtype=np.int64)))


def changes(ordered: Hashes) -> Ints:
    """Find where another value begins."""
    is_first = np.ones(len(ordered), np.bool_)
    is_first[1:] = ordered[1:] != ordered[:-1]
    return np.flatnonzero(is_first)
