"""Count tries before they are made, so that a hundred at once get no further than five in a row."""

import hmac
from datetime import datetime, timedelta

from concejo.accounts.attempts.core import MEMORY, Limit, wait_after
from concejo.clock import now
from concejo.db import execute, fetch, transaction
from concejo.errors import TooManyAttempts
from concejo.secret import secret_key
from concejo.text import ngettext

_COUNT = """
INSERT INTO attempt (key, count, blocked_until, last_at) VALUES (?, 1, NULL, ?)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN attempt.last_at < ? THEN 1 ELSE attempt.count + 1 END,
    last_at = excluded.last_at
WHERE attempt.blocked_until IS NULL OR attempt.blocked_until <= excluded.last_at
RETURNING count
"""
_BLOCK = "UPDATE attempt SET blocked_until = ? WHERE key = ?"
_GIVE_BACK = """
UPDATE attempt SET count = count - 1,
    blocked_until = CASE WHEN count <= ? THEN NULL ELSE blocked_until END
WHERE key = ? AND count > 0
"""


async def count_try(limit: Limit, whose: str) -> None:
    """Count one try of somebody, or refuse it while they have to wait.

    Call it before the work and outside a transaction: a try that fails stays counted.
    """
    key, moment = _key(limit, whose), now()
    async with transaction():
        counted = await fetch(_COUNT, key, moment, moment - MEMORY)
        if counted:
            wait = wait_after(counted[0].integer("count"), limit.free)
            if wait:
                await execute(_BLOCK, moment + wait, key)
            return
        rows = await fetch("SELECT blocked_until FROM attempt WHERE key = ?", key)
    raise _too_many(rows[0].time("blocked_until") if rows else moment, moment)


async def forget_tries(limit: Limit, whose: str) -> None:
    """Begin anew: it was the right person after all."""
    await execute("DELETE FROM attempt WHERE key = ?", _key(limit, whose))


async def give_back_try(limit: Limit, whose: str) -> None:
    """Take back one counted try that went well, where others share the count."""
    await execute(_GIVE_BACK, limit.free, _key(limit, whose))


async def sweep_attempts() -> None:
    """Forget tries that are long past."""
    await execute("DELETE FROM attempt WHERE last_at < ?", now() - MEMORY)


def _too_many(until: datetime, moment: datetime) -> TooManyAttempts:
    seconds = max(1, -(-(until - moment) // timedelta(seconds=1)))
    message = ngettext(
        "There were too many attempts. Wait one minute, then try again.",
        "There were too many attempts. Wait {count} minutes, then try again.",
        -(-seconds // 60),
    )
    return TooManyAttempts(message, seconds)


def _key(limit: Limit, whose: str) -> str:
    named = f"{limit.purpose}\0{whose}".encode()
    return hmac.digest(secret_key("attempts"), named, "sha256").hex()
