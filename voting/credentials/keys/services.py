"""Make the issuing keys, keep them encrypted in files, sign with them, and destroy them.

See “credentials” in voting/README.md. They are never in a database. The files are encrypted under
the secret of the installation, so that a copy of the data folder alone forges nothing.
"""

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from secrets import randbelow, token_bytes
from shutil import rmtree

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from concejo import settings
from concejo.errors import Refused
from concejo.secret import keep_secret, secret_key
from concejo.text import _
from voting.core.crypto.keys import PrivateKey, PublicKey
from voting.core.crypto.rsabssa import blind_sign
from voting.core.protocol.credential import EXPONENT, KEY_BITS

_NONCE = 12


class BadRequest(Refused):
    """What was sent is not a blinded message for the key of the style."""


class KeysDestroyed(Refused):
    """No credential is given any more: the vote is over and its issuing keys are destroyed."""


def make_key() -> PrivateKey:
    """Make an issuing key."""
    numbers = rsa.generate_private_key(EXPONENT, KEY_BITS).private_numbers()
    return PrivateKey(numbers.p, numbers.q, EXPONENT)


def keep(election: bytes, made: Sequence[PrivateKey]) -> None:
    """Keep the keys of an election, in the order of its styles."""
    plain = json.dumps([[key.p, key.q] for key in made]).encode()
    nonce = token_bytes(_NONCE)
    keep_secret(_path(settings.DATA, election), nonce + _cipher().encrypt(nonce, plain, election))


def sign(election: bytes, style: int, request: bytes) -> bytes:
    """Sign a blinded request with the key of a style; the same request gives the same answer."""
    key = _read(settings.DATA, election)[style]
    return blind_sign(key, request, 2 + randbelow(key.public.n - 2))


def demand_request(public: PublicKey, request: bytes) -> None:
    """Refuse, before anybody is marked, what the key could not sign."""
    if len(request) != public.size or not 0 < int.from_bytes(request, "big") < public.n:
        raise BadRequest(_("The request is not one of this vote. Open the ballot again."))


def are_kept(election: bytes) -> bool:
    """Say whether the keys of an election are still there."""
    return _path(settings.DATA, election).exists()


def destroy(election: bytes) -> None:
    """Destroy the keys of an election, so that no credential can be made any more."""
    rmtree(_path(settings.DATA, election).parent, ignore_errors=True)
    _read.cache_clear()


@lru_cache(maxsize=16)
def _read(data: Path, election: bytes) -> list[PrivateKey]:
    path = _path(data, election)
    if not path.exists():
        raise KeysDestroyed(_("The vote is over: no ballot is handed out any more."))
    kept = path.read_bytes()
    plain = json.loads(_cipher().decrypt(kept[:_NONCE], kept[_NONCE:], election))
    return [PrivateKey(p, q, EXPONENT) for p, q in plain]


def _path(data: Path, election: bytes) -> Path:
    return data / "issuing" / election.hex() / "keys"


def _cipher() -> AESGCM:
    return AESGCM(secret_key("issuing"))
