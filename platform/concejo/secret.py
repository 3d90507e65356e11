"""The secret of the installation, the keys drawn from it, and how a secret is kept as a file."""

import os
from functools import cache
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

from concejo import settings


@cache
def secret_key(purpose: str) -> bytes:
    """Give the key for one purpose, drawn from the installation's secret.

    Where CONCEJO_SECRET_KEY is not set, a secret is made once and kept in the data folder.
    """
    return sha256(f"{purpose}\0{_secret()}".encode()).digest()


def keep_secret(path: Path, fresh: bytes) -> bytes:
    """Give the secret that a file holds; where there is no file, `fresh` is it from now on.

    Nobody but the owner reads the file, and nobody ever finds it half-written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        whole = path.with_name(f"{path.name}.{token_hex(8)}")
        descriptor = os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(fresh)
            file.flush()
            os.fsync(file.fileno())
        try:
            # Of several processes that start at once, one keeps its secret and all use that.
            os.link(whole, path)
        except FileExistsError:
            pass
        finally:
            whole.unlink()
    return path.read_bytes()


def _secret() -> str:
    if settings.SECRET_KEY:
        return settings.SECRET_KEY
    return keep_secret(settings.DATA / "secret.key", token_hex(32).encode()).decode()
