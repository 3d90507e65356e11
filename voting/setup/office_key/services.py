"""Make and keep a seal key without trustees: whoever runs the server can open ballots with it.

See “setup” in voting/README.md. It is for votes that have nothing to hide from the office (an
election held again from a public file), and for towns that choose it and say so.
"""

from pathlib import Path
from secrets import token_bytes

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from concejo import settings
from concejo.audit.core import Actor
from concejo.secret import keep_secret, secret_key
from voting.core.crypto.shamir import Share
from voting.core.protocol.shares import hash_of
from voting.setup.seal_key.core import SealKey
from voting.setup.seal_key.services import find_seal_key, keep_seal_key

_NONCE = 12


async def keep_office_key(process_id: int, actor: Actor) -> None:
    """Let the office keep the seal key of a process; for callers that hold the process."""
    secret = _secret(process_id)
    await keep_seal_key(process_id, _public(secret), actor)


async def find_office_key(process_id: int) -> bytes | None:
    """Give the private seal key of a process, if it is the office that keeps it."""
    public = await find_seal_key(process_id)
    if public is None or public.n != 1 or not _path(process_id).exists():
        return None
    secret = _secret(process_id)
    return secret if _public(secret) == public else None


def destroy_office_key(process_id: int) -> None:
    """Destroy the key, once what counts is opened."""
    _path(process_id).unlink(missing_ok=True)


def _public(secret: bytes) -> SealKey:
    public = X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
    return SealKey(public.hex(), 1, 1, (hash_of(Share(1, secret)).hex(),))


def _secret(process_id: int) -> bytes:
    nonce, label = token_bytes(_NONCE), str(process_id).encode()
    cipher = AESGCM(secret_key("sealing"))
    kept = keep_secret(_path(process_id), nonce + cipher.encrypt(nonce, token_bytes(32), label))
    return cipher.decrypt(kept[:_NONCE], kept[_NONCE:], label)


def _path(process_id: int) -> Path:
    return settings.DATA / "sealing" / f"{process_id}.key"
