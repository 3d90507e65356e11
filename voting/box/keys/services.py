"""Keep the two keys of each box as files: the one that signs its board, and the one that seals.

And the token by which an office is known to a box in another house.

See “box” in voting/README.md.
"""

import hmac
from functools import lru_cache
from pathlib import Path
from secrets import token_bytes, token_hex

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from concejo import settings
from concejo.secret import keep_secret

_NONCE = 12


def board_key(election: bytes) -> bytes:
    """Give the Ed25519 seed that signs the board of an election, made the first time."""
    return _read(settings.DATA, election.hex(), "board")


def seal(election: bytes, place: bytes, plain: bytes) -> bytes:
    """Encrypt what waits for its batch, under the key of the box and bound to its place."""
    nonce = token_bytes(_NONCE)
    return nonce + AESGCM(_box_key(election)).encrypt(nonce, plain, election + place)


def unseal(election: bytes, place: bytes, sealed: bytes) -> bytes:
    """Decrypt what `seal` encrypted."""
    nonce, rest = sealed[:_NONCE], sealed[_NONCE:]
    return AESGCM(_box_key(election)).decrypt(nonce, rest, election + place)


def name_of(election: bytes, purpose: bytes, value: bytes) -> bytes:
    """Give a name for a value that says nothing to whoever lacks the key of the box."""
    return hmac.digest(_box_key(election), purpose + b"\0" + value, "sha256")


def destroy_box_key(election: bytes) -> None:
    """Forget the key under which ballots waited, once none does any more.

    A process that died while it made the key can have left a second name of the file.
    """
    for path in (settings.DATA / "boxes" / election.hex()).glob("box.key*"):
        path.unlink(missing_ok=True)
    _read.cache_clear()


def office_token() -> str:
    """Give the token that an office shows to a box in another house; both keep the same.

    It is made the first time where none is set, in `box.token` in the data folder.
    """
    if settings.BOX_TOKEN:
        return settings.BOX_TOKEN
    return keep_secret(settings.DATA / "box.token", token_hex(32).encode()).decode().strip()


def _box_key(election: bytes) -> bytes:
    return _read(settings.DATA, election.hex(), "box")


@lru_cache(maxsize=64)
def _read(data: Path, election: str, name: str) -> bytes:
    return keep_secret(data / "boxes" / election / f"{name}.key", token_bytes(32))
