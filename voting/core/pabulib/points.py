"""Points that may have decimals: read exactly as thousandths, kept as integers, written back.

One power of ten makes all points of a file integers. It is found last, so that a file of whole
points keeps them as they are; thousandths are what is worked with until then.
"""

import re
from collections.abc import Iterable

#: As many digits as there are here, nine million voters can be added up in 64 bits.
_POINTS = re.compile(r"(-?)([0-9]{1,9})(?:\.([0-9]{1,3})0*)?", re.ASCII)

#: The keys of META that are points.
POINT_KEYS = ("min_points", "max_points", "min_sum_points", "max_sum_points", "default_score")


def thousandths(written: str) -> int:
    """Read a number of points as thousandths, or raise ValueError if it is none."""
    found = _POINTS.fullmatch(written)
    if found is None:
        raise ValueError(f"{written!r} is not a number of points")
    sign, whole, decimals = found.groups()
    value = int(whole) * 1000 + int((decimals or "").ljust(3, "0"))
    return -value if sign else value


def scale_for(values: Iterable[int]) -> int:
    """Give the least power of ten that makes all these thousandths whole."""
    scale = 1
    for value in values:
        while value * scale % 1000:
            scale *= 10
    return scale


def written(value: int, scale: int) -> str:
    """Write points that are kept as integers of so many to the point."""
    whole, part = divmod(abs(value), scale)
    decimals = f".{part:0{len(str(scale)) - 1}}".rstrip("0") if part else ""
    return f"{'-' if value < 0 else ''}{whole}{decimals}"
