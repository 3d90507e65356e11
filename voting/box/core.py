"""Receipts and the padding of sealed ballots: what the box computes without its key.

See “box” in voting/README.md.
"""

from base64 import b32encode
from hashlib import sha256

#: Without I, L, O and U: a code is read aloud and typed by hand.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_FROM_RFC_4648 = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", ALPHABET)
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V", "-": "", " ": ""})

#: 160 bits in letters of five bits each.
LENGTH = 32

#: Sealed ballots are as long as the next multiple of this, so that length says nothing.
_BLOCK = 1024


def receipt_of(ballot_id: bytes) -> str:
    """Give the code by which a voter finds the ballot in the box; it says nothing of the choice."""
    digest = sha256(b"concejo/receipt\0" + ballot_id).digest()
    return b32encode(digest[: LENGTH * 5 // 8]).decode().translate(_FROM_RFC_4648)


def read_receipt(typed: str) -> str | None:
    """Read a code as people type it; None when it cannot be one."""
    code = "".join(typed.upper().split()).translate(_READ_AS)
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None


def pad(text: str) -> bytes:
    """Lengthen a text to a whole number of blocks."""
    plain = text.encode()
    return plain + b"\0" * (-len(plain) % _BLOCK or _BLOCK)


def unpad(padded: bytes) -> str:
    """Give back the text that `pad` lengthened."""
    return padded.rstrip(b"\0").decode()
