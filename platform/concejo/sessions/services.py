"""Open, find and close sessions."""

from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe

from concejo import settings
from concejo.clock import now
from concejo.sessions.models import Session


async def open_session(account_id: int, *, awaits_second_factor: bool = False) -> str:
    """Open a session for an account and give the token for its cookie, the only copy."""
    token = token_urlsafe(32)
    await Session.create(
        token_hash=_hash(token),
        account_id=account_id,
        awaits_second_factor=awaits_second_factor,
        expires_at=now() + timedelta(days=settings.SESSION_DAYS),
    )
    return token


async def find_session(token: str) -> Session | None:
    """Find the open session of a cookie, or None when it is unknown, closed or over."""
    return await Session.get_or_none(token_hash=_hash(token), expires_at__gt=now())


async def pass_second_factor(session: Session) -> None:
    """Let a session in once its second factor was shown."""
    session.awaits_second_factor = False
    await session.save(update_fields=["awaits_second_factor"])


async def close_session(token: str) -> None:
    """Close one session: signing out."""
    await Session.filter(token_hash=_hash(token)).delete()


async def close_all_sessions(account_id: int) -> None:
    """Close every session of an account: its password has changed."""
    await Session.filter(account_id=account_id).delete()


async def sweep_sessions() -> None:
    """Forget the sessions that are over."""
    await Session.filter(expires_at__lte=now()).delete()


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
