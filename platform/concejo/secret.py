"""The secret of the installation, and the keys drawn from it."""

from functools import cache
from hashlib import sha256
from secrets import token_hex

from concejo import settings


@cache
def secret_key(purpose: str) -> bytes:
    """Give the key for one purpose, drawn from the installation's secret.

    Where CONCEJO_SECRET_KEY is not set, a secret is made once and kept in the data folder.
    """
    return sha256(f"{purpose}\0{_secret()}".encode()).digest()


def _secret() -> str:
    if settings.SECRET_KEY:
        return settings.SECRET_KEY
    path = settings.DATA / "secret.key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(token_hex(32))
    return path.read_text()
