"""Crockford's base 32: bits as letters that people read aloud and type by hand."""

#: Without I, L, O and U, which are mistaken for others.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_VALUES = {letter: value for value, letter in enumerate(ALPHABET)}
_GROUP = 4
_BITS = 5


class NotACode(ValueError):
    """The text cannot be such a code: a letter is none of the alphabet, or the length is wrong."""


def encode(value: int, bits: int) -> str:
    """Write a number of so many bits, a multiple of five, in groups of four letters."""
    if bits % _BITS or not 0 <= value < 1 << bits:
        raise ValueError(f"not a number of {bits} bits, five a letter")
    shifts = range(bits - _BITS, -1, -_BITS)
    letters = "".join(ALPHABET[value >> shift & 31] for shift in shifts)
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))


def decode(typed: str, bits: int) -> int:
    """Read a code of so many bits as people type it, or raise NotACode.

    Case, spaces and hyphens mean nothing; O is read as 0, I and L as 1, U as V.
    """
    letters = "".join(typed.upper().replace("-", " ").split()).translate(_READ_AS)
    if len(letters) * _BITS != bits:
        raise NotACode(f"{len(letters)} letters, not {bits // _BITS}")
    if not set(letters) <= set(ALPHABET):
        raise NotACode("a letter that no code has")
    value = 0
    for letter in letters:
        value = value << _BITS | _VALUES[letter]
    return value


def encode_bytes(value: bytes) -> str:
    """Write bytes, a multiple of five of them, in groups of four letters."""
    return encode(int.from_bytes(value, "big"), len(value) * 8)


def decode_bytes(typed: str, length: int) -> bytes:
    """Read so many bytes, a multiple of five, as people type them, or raise NotACode."""
    return decode(typed, length * 8).to_bytes(length, "big")
