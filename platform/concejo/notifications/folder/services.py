"""Read the letters in the mail folder, where there is no mail server."""

import asyncio
import email
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path

from concejo import settings
from concejo.notifications.core import pieces


@dataclass(frozen=True)
class Mail:
    """A mail that was laid into the folder; `body` is cut at its links."""

    recipient: str
    subject: str
    sent_at: datetime
    body: tuple[tuple[str, bool], ...]


async def list_mails(offset: int, limit: int) -> tuple[list[Mail], int]:
    """List the mails of the folder, the newest first, with how many there are in all."""
    return await asyncio.to_thread(_read, settings.MAIL_FOLDER, offset, limit)


def _read(folder: Path, offset: int, limit: int) -> tuple[list[Mail], int]:
    # Their names begin with the second in which they were written.
    paths = sorted(folder.glob("*.eml"), key=lambda path: path.name, reverse=True)
    return [_mail(path) for path in paths[offset : offset + limit]], len(paths)


def _mail(path: Path) -> Mail:
    message = email.message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=default)
    assert isinstance(message, EmailMessage)
    part = message.get_body(("plain",))
    body = str(part.get_content()) if part is not None else ""
    return Mail(
        recipient=str(message["To"]),
        subject=str(message["Subject"]),
        sent_at=parsedate_to_datetime(str(message["Date"])).astimezone(UTC),
        body=tuple(pieces(body.strip())),
    )
