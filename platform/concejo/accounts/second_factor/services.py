"""Set up a second factor, ask for it, take it away."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta

import pyotp
from cryptography.fernet import Fernet, InvalidToken

from concejo import settings
from concejo.accounts.attempts.core import Limit
from concejo.accounts.attempts.services import count_try, forget_tries
from concejo.accounts.core import Role
from concejo.accounts.models import Account, RoleGrant
from concejo.accounts.passwords.services import is_right_password
from concejo.accounts.second_factor.core import canonical_code, matching_step
from concejo.audit import services as audit
from concejo.audit.core import Actor
from concejo.clock import now
from concejo.db import execute, transaction
from concejo.errors import Invalid, NotFound, Refused
from concejo.notifications.services import notify
from concejo.secret import secret_key
from concejo.sessions.models import Session
from concejo.sessions.services import close_all_sessions, open_session, pass_second_factor
from concejo.text import Text, _

BY_ACCOUNT = Limit("second_factor")
BY_PASSWORD = Limit("second_factor_password")
OFFER = timedelta(hours=1)
_WRONG_CODE = _(
    "The code is not right, or was already used. Type the six digits that the app shows now."
)
_KEEP = (
    "UPDATE account SET totp_secret = ?, totp_last_step = ? WHERE id = ? AND totp_secret IS NULL"
)
_USE_STEP = """
UPDATE account SET totp_last_step = ?
WHERE id = ? AND totp_secret = ? AND (totp_last_step IS NULL OR totp_last_step < ?)
"""


class AlreadySetUp(Refused):
    """The account has a second factor; it is not replaced without taking it away first."""


@dataclass(frozen=True)
class Offer:
    """A secret that waits to be taken: `sealed` brings it back with the form, unreadable."""

    secret: str
    address: str
    sealed: str


async def make_offer(account_id: int, sealed: object = None) -> Offer:
    """Offer a secret to an account that has none; the same again where `sealed` still holds."""
    account = await Account.get(id=account_id)
    if account.totp_secret is not None:
        raise AlreadySetUp(_("This account has a second factor already."))
    secret = _unseal(sealed, account_id) or pyotp.random_base32()
    issuer = f"Concejo {settings.MUNICIPALITY}"
    address = pyotp.TOTP(secret).provisioning_uri(name=account.email, issuer_name=issuer)
    return Offer(secret, address, _fernet().encrypt(f"{account_id}:{secret}".encode()).decode())


async def accept_offer(session: Session, sealed: object, typed: object) -> str | None:
    """Keep the offered secret once its app shows the right code.

    Gives the token of a full session where this one was waiting for the second factor.
    """
    account_id = session.account_id
    await count_try(BY_ACCOUNT, str(account_id))
    secret = _unseal(sealed, account_id)
    if secret is None:
        raise Invalid({"": _("This took too long. Here is a new key: scan it and try again.")})
    step = matching_step(secret, canonical_code(typed), now())
    if step is None:
        raise Invalid({"code": _WRONG_CODE})
    token = None
    async with transaction():
        if not await execute(_KEEP, encrypt(secret), step, account_id):
            raise AlreadySetUp(_("This account has a second factor already."))
        await notify(account_id, *_SET_UP)
        if session.awaits_second_factor:
            token = await pass_second_factor(session)
    await forget_tries(BY_ACCOUNT, str(account_id))
    return token


async def show_code(session: Session, typed: object) -> str:
    """Let a waiting session in for the right code, once; give the token of the full session."""
    account_id = session.account_id
    await count_try(BY_ACCOUNT, str(account_id))
    account = await Account.get(id=account_id)
    kept = account.totp_secret or ""
    step = matching_step(decrypt(kept), canonical_code(typed), now()) if kept else None
    if step is None:
        raise Invalid({"code": _WRONG_CODE})
    async with transaction():
        if not await execute(_USE_STEP, step, account_id, kept, step):
            raise Invalid({"code": _WRONG_CODE})
        token = await pass_second_factor(session)
    await forget_tries(BY_ACCOUNT, str(account_id))
    return token


async def is_set_up(account_id: int) -> bool:
    """Say whether an account has a second factor."""
    return await Account.filter(id=account_id, totp_secret__not_isnull=True).exists()


async def take_away(session: Session, password: object) -> str:
    """Take the second factor away, for whoever knows the password; administrators keep theirs.

    Closes all sessions, and gives the token of a new one for this browser.
    """
    account_id = session.account_id
    await count_try(BY_PASSWORD, str(account_id))
    account = await Account.get(id=account_id)
    typed = password if isinstance(password, str) else ""
    if not await is_right_password(typed, account.password_hash):
        raise Invalid({"password": _("This is not the password of this account.")})
    await forget_tries(BY_PASSWORD, str(account_id))
    async with transaction():
        await Account.select_for_update().get(id=account_id)
        if await RoleGrant.filter(account_id=account_id, role=Role.ADMINISTRATOR).exists():
            raise Refused(_("An administrator cannot do without the second factor."))
        await _remove(account_id)
        return await open_session(account_id)


async def reset(actor: Actor, account_id: int) -> None:
    """Take away the second factor of somebody who lost the telephone; they are signed out."""
    async with transaction():
        if not await is_set_up(account_id):
            raise NotFound(_("This account has no second factor."))
        await _remove(account_id)
        await audit.record(actor, "second_factor.reset", f"account:{account_id}")


async def keep_secret(account_id: int, secret: str) -> None:
    """Set a known secret (base32) on an account: for demonstrations and tests."""
    await Account.filter(id=account_id).update(totp_secret=encrypt(secret), totp_last_step=None)


async def _remove(account_id: int) -> None:
    await Account.filter(id=account_id).update(totp_secret=None, totp_last_step=None)
    await close_all_sessions(account_id)
    await notify(account_id, *_TAKEN_AWAY)


def encrypt(secret: str) -> str:
    """Seal a secret with a key that is not in the database."""
    return _fernet().encrypt(secret.encode()).decode()


def decrypt(sealed: str) -> str:
    """Open a sealed secret."""
    return _fernet().decrypt(sealed.encode()).decode()


def _unseal(sealed: object, account_id: int) -> str | None:
    if not isinstance(sealed, str) or not sealed:
        return None
    try:
        opened = _fernet().decrypt(sealed.encode(), ttl=int(OFFER.total_seconds())).decode()
    except (InvalidToken, UnicodeError):
        return None
    owner, _colon, secret = opened.partition(":")
    return secret if owner == str(account_id) else None


def _fernet() -> Fernet:
    return Fernet(urlsafe_b64encode(secret_key("totp")))


_SET_UP: tuple[Text, ...] = (
    _("Your account has a second factor now"),
    _("From now on, signing in asks for the code of your app as well as the password."),
    _("If it was not you, choose a new password at once and tell the participation office."),
)
_TAKEN_AWAY: tuple[Text, ...] = (
    _("Your account has no second factor any more"),
    _("From now on, the password is enough to sign in. All sessions were closed."),
    _("If it was not you, choose a new password at once and tell the participation office."),
)
