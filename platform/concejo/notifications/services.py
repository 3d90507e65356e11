"""Write letters into the outbox, in the language of who reads them."""

from concejo import settings
from concejo.clock import now
from concejo.db import fetch
from concejo.i18n import DEFAULT, NAMES, translate
from concejo.notifications.core import MAX_SUBJECT, one_line
from concejo.notifications.delivery.services import deliver
from concejo.notifications.models import Letter
from concejo.text import Text, _

__all__ = ["deliver", "notify"]

_READER = "SELECT email, language FROM account WHERE id = ?"


async def notify(to: int | str, subject: Text, *body: Text | str, language: str = DEFAULT) -> None:
    """Write to an account (its id) or an address; each part of the body is a paragraph.

    Inside the caller's transaction: no letter tells of what did not happen. An account reads its
    own language; `language` is for an address without one.
    """
    address = to if isinstance(to, str) else ""
    if isinstance(to, int):
        rows = await fetch(_READER, to)
        if not rows:
            return
        address, language = rows[0].text("email"), rows[0].text("language")
    chosen = language if language in NAMES else DEFAULT
    signature = _("{municipality} · participation", municipality=settings.MUNICIPALITY)
    paragraphs = [translate(paragraph, chosen) for paragraph in (*body, signature)]
    moment = now()
    await Letter.create(
        recipient=address,
        subject=one_line(translate(subject, chosen))[:MAX_SUBJECT],
        body="\n\n".join(paragraphs),
        created_at=moment,
        next_try_at=moment,
    )
