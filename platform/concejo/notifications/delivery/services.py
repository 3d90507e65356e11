"""Deliver what waits in the outbox; of two workers, one takes each letter."""

import asyncio
import logging
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import aiosmtplib

from concejo import settings
from concejo.clock import now
from concejo.db import fetch
from concejo.notifications.core import MAX_TRIES, wait_before
from concejo.notifications.models import Letter

log = logging.getLogger("concejo")
_TIMEOUT_SECONDS = 30
_BATCH = 20
#: The first condition is said twice: PostgreSQL asks the outer one again after it waited for
#: another worker, who has moved `next_try_at` by then.
_CLAIM = """
UPDATE letter SET tries = tries + 1, next_try_at = ?
WHERE next_try_at <= ? AND tries < ? AND id IN (
    SELECT id FROM letter WHERE next_try_at <= ? AND tries < ? ORDER BY next_try_at, id LIMIT 1
)
RETURNING id
"""


async def deliver() -> int:
    """Send what waits in the outbox, a batch at most; tell how many letters went out."""
    sent = 0
    for _turn in range(_BATCH):
        letter = await _claim(now())
        if letter is None:
            break
        sent += await _try(letter)
    return sent


async def _claim(moment: datetime) -> Letter | None:
    rows = await fetch(_CLAIM, moment + wait_before(1), moment, MAX_TRIES, moment, MAX_TRIES)
    return await Letter.get_or_none(id=rows[0].integer("id")) if rows else None


async def _try(letter: Letter) -> bool:
    try:
        await send(_message(letter))
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        letter.last_error = _fault(error)
        letter.next_try_at = now() + wait_before(letter.tries)
        await letter.save(update_fields=["last_error", "next_try_at"])
        log.warning("Letter %s was not delivered: %s", letter.id, letter.last_error)
        return False
    await letter.delete()
    return True


async def send(message: EmailMessage) -> None:
    """Hand a mail to the server, or lay it into the mail folder where there is no server."""
    if not settings.SMTP_HOST:
        await asyncio.to_thread(_lay_into, settings.MAIL_FOLDER, message)
        return
    await aiosmtplib.send(
        message,
        hostname=settings.SMTP_HOST,
        port=settings.SMTP_PORT,
        username=settings.SMTP_USER or None,
        password=settings.SMTP_PASSWORD or None,
        use_tls=settings.SMTP_TLS == "tls",
        start_tls=settings.SMTP_TLS == "starttls",
        timeout=_TIMEOUT_SECONDS,
    )


def _message(letter: Letter) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = settings.MAIL_FROM
    message["To"] = letter.recipient
    message["Subject"] = letter.subject
    message["Date"] = letter.created_at
    # The same on every try: a server that had taken it before the line broke can see that.
    domain = settings.MAIL_FROM.rpartition("@")[2].strip("<> ") or "localhost"
    message["Message-ID"] = f"<{letter.id}.{letter.created_at.timestamp():.0f}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body)
    return message


def _lay_into(folder: Path, message: EmailMessage) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    number, stamp = str(message["Message-ID"]).strip("<>").split("@")[0].split(".")
    path = folder / f"{stamp}-{int(number):08d}.eml"
    half = path.with_suffix(".part")
    half.write_bytes(message.as_bytes())
    half.replace(path)


def _fault(error: Exception) -> str:
    """Name what went wrong without what the server said, which may hold the address."""
    code = getattr(error, "code", None)
    return f"{type(error).__name__} {code}" if isinstance(code, int) else type(error).__name__
