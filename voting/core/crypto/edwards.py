"""The curve edwards25519 (RFC 8032, section 5.1) in whole numbers.

It takes its time from what it works on, so that it is for what everybody may see: public keys and
signatures. A point is (X, Y, Z, T) with x = X/Z, y = Y/Z and XY = ZT.
"""

from typing import TypeAlias

P = 2**255 - 19
#: The order of the base point.
L = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, P) % P
_ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
_SIGN = 1 << 255

Point: TypeAlias = tuple[int, int, int, int]

IDENTITY: Point = (0, 1, 1, 0)

_OF_ORDER_EIGHT = 0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826

#: The y of the eight points whose order divides eight.
SMALL_ORDER = frozenset({0, 1, P - 1, _OF_ORDER_EIGHT, P - _OF_ORDER_EIGHT})


def x_of(encoding: bytes) -> int | None:
    """Give the x of an encoded point; None where it is not canonical or not on the curve."""
    number = int.from_bytes(encoding, "little")
    y, sign = number & (_SIGN - 1), number >> 255
    if len(encoding) != 32 or y >= P:
        return None
    u, v = (y * y - 1) % P, (_D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if v * x * x % P == P - u:
        x = x * _ROOT_OF_MINUS_ONE % P
    if v * x * x % P != u or (x == 0 and sign):
        return None
    return x if x % 2 == sign else P - x


def decode(encoding: bytes) -> Point | None:
    """Read an encoded point; None where it is not canonical or not on the curve."""
    x = x_of(encoding)
    if x is None:
        return None
    y = int.from_bytes(encoding, "little") & (_SIGN - 1)
    return x, y, 1, x * y % P


def is_large(encoding: bytes) -> bool:
    """Say whether it has 32 bytes, y < p, and is none of the eight points of small order."""
    y = int.from_bytes(encoding, "little") & (_SIGN - 1)
    return len(encoding) == 32 and y < P and y not in SMALL_ORDER


def add(one: Point, other: Point) -> Point:
    """Add two points (RFC 8032, section 5.1.4; complete, so that it doubles too)."""
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * _D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def double(point: Point) -> Point:
    """Add a point to itself."""
    x, y, z, _t = point
    a, b, c = x * x % P, y * y % P, 2 * z * z % P
    h = a + b
    e = h - (x + y) * (x + y) % P
    g = a - b
    f = c + g
    return e * f % P, g * h % P, f * g % P, e * h % P


def negative(point: Point) -> Point:
    """Give the point that adds up with this one to the identity."""
    x, y, z, t = point
    return P - x, y, z, P - t


def combined(a: int, one: Point, b: int, other: Point) -> Point:
    """Give [a]one + [b]other, both at once (Straus)."""
    table = (IDENTITY, one, other, add(one, other))
    total = IDENTITY
    for at in range(max(a.bit_length(), b.bit_length()) - 1, -1, -1):
        total = double(total)
        which = (a >> at & 1) | (b >> at & 1) << 1
        if which:
            total = add(total, table[which])
    return total


def is_identity(point: Point) -> bool:
    """Say whether it is the point that changes nothing."""
    return point[0] % P == 0 and (point[1] - point[2]) % P == 0


_BASE_ENCODING = (4 * pow(5, -1, P) % P).to_bytes(32, "little")
_BASE_X = x_of(_BASE_ENCODING) or 0
_BASE_Y = int.from_bytes(_BASE_ENCODING, "little")
BASE: Point = (_BASE_X, _BASE_Y, 1, _BASE_X * _BASE_Y % P)
