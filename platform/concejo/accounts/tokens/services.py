"""Make such links, look at them, and use them up."""

from datetime import timedelta
from enum import StrEnum
from hashlib import sha256
from secrets import token_urlsafe

from concejo import settings
from concejo.accounts.models import AccountToken
from concejo.clock import now
from concejo.db import fetch
from concejo.errors import Refused
from concejo.text import _


class Purpose(StrEnum):
    """What a link is for; the value is its place in the address."""

    CONFIRM = "confirm"
    RESET = "reset"


class LinkIsOver(Refused):
    """The link was used, is too old, or was never one of ours."""


async def make_link(account_id: int, purpose: Purpose) -> str:
    """Make a link for somebody's mail: the only copy of its token."""
    token = token_urlsafe(32)
    await AccountToken.create(
        token_hash=_hash(token),
        account_id=account_id,
        purpose=purpose.value,
        expires_at=now() + timedelta(hours=settings.TOKEN_HOURS),
    )
    return f"{settings.BASE_URL}/accounts/{purpose.value}/{token}"


async def demand_open(token: str, purpose: Purpose) -> None:
    """Refuse a link that is over, without using it up."""
    open_ones = AccountToken.filter(
        token_hash=_hash(token), purpose=purpose.value, expires_at__gt=now()
    )
    if not await open_ones.exists():
        raise _over()


async def use_up(token: str, purpose: Purpose) -> int:
    """Use up a link, and with it all others of its kind; give whose it was.

    Inside the caller's transaction. Of two at once, the database lets one delete the row.
    """
    used = await fetch(
        "DELETE FROM account_token WHERE token_hash = ? AND purpose = ? AND expires_at > ?"
        " RETURNING account_id",
        _hash(token),
        purpose.value,
        now(),
    )
    if not used:
        raise _over()
    account_id = used[0].integer("account_id")
    await AccountToken.filter(account_id=account_id, purpose=purpose.value).delete()
    return account_id


def _over() -> LinkIsOver:
    return LinkIsOver(_("This link was already used or is too old. Ask for another one."))


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
