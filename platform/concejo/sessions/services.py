"""Open, find and close sessions."""

from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe

from concejo import settings
from concejo.clock import now
from concejo.sessions.models import Session

#: Time enough to find the telephone that shows the code.
SECOND_FACTOR_MINUTES = 15


async def open_session(account_id: int, *, awaits_second_factor: bool = False) -> str:
    """Open a session for an account and give the token for its cookie, the only copy.

    One that awaits its second factor is short, and is replaced by a full one with another token.
    """
    token = token_urlsafe(32)
    waiting, full = timedelta(minutes=SECOND_FACTOR_MINUTES), timedelta(days=settings.SESSION_DAYS)
    await Session.create(
        token_hash=_hash(token),
        account_id=account_id,
        awaits_second_factor=awaits_second_factor,
        expires_at=now() + (waiting if awaits_second_factor else full),
    )
    return token


async def find_session(token: str) -> Session | None:
    """Find the open session of a cookie, or None when it is unknown, closed or over."""
    return await Session.get_or_none(token_hash=_hash(token), expires_at__gt=now())


async def pass_second_factor(session: Session) -> str:
    """Replace a session whose second factor was shown by a full one, and give its token.

    A new token, so that a cookie which somebody saw before does not grow into a full session.
    """
    await Session.filter(token_hash=session.token_hash).delete()
    return await open_session(session.account_id)


async def close_session(token: str) -> None:
    """Close one session: signing out."""
    await Session.filter(token_hash=_hash(token)).delete()


async def close_all_sessions(account_id: int) -> None:
    """Close every session of an account: its password has changed."""
    await Session.filter(account_id=account_id).delete()


async def close_other_sessions(session: Session) -> int:
    """Close every session of the account but this one; tell how many there were."""
    others = Session.filter(account_id=session.account_id).exclude(token_hash=session.token_hash)
    return await others.delete()


async def count_sessions(account_id: int) -> int:
    """Tell in how many browsers an account is signed in."""
    return await Session.filter(
        account_id=account_id, awaits_second_factor=False, expires_at__gt=now()
    ).count()


async def sweep_sessions() -> None:
    """Forget the sessions that are over."""
    await Session.filter(expires_at__lte=now()).delete()


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
