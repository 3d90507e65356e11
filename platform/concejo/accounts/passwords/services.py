"""Hash passwords with argon2id, away from the event loop and a few at a time."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from secrets import token_hex
from typing import TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from concejo import settings
from concejo.accounts.passwords.core import MAX_LENGTH, normalise

T = TypeVar("T")
_hasher = PasswordHasher(
    time_cost=settings.ARGON2_PASSES, memory_cost=settings.ARGON2_MEMORY_KIB, parallelism=1
)
#: Its size bounds how much memory sign-ins can take at once; the rest wait their turn.
_workers = ThreadPoolExecutor(settings.ARGON2_WORKERS, thread_name_prefix="argon2")


async def hash_password(password: str) -> str:
    """Give the argon2id hash of a password."""
    return await _in_worker(lambda: _hasher.hash(normalise(password)))


async def is_right_password(password: str, password_hash: str | None) -> bool:
    """Say whether a password is the one of a hash; None takes as long, and is never right.

    What is longer than any password is cut: to normalise a megabyte takes minutes.
    """
    return await _in_worker(lambda: _verify(password, password_hash))


def needs_rehash(password_hash: str) -> bool:
    """Say whether a hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


def _verify(password: str, password_hash: str | None) -> bool:
    try:
        _hasher.verify(password_hash or _nobodys_hash(), normalise(password[: MAX_LENGTH + 1]))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


@cache
def _nobodys_hash() -> str:
    """Give a hash to compare with where there is no account, so that the answer takes as long."""
    return _hasher.hash(token_hex(16))


async def _in_worker(work: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(_workers, work)
