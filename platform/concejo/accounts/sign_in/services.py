"""Sign in with a password; a session that needs a second factor is not one yet."""

from dataclasses import dataclass

from concejo.accounts.attempts.core import Limit
from concejo.accounts.attempts.services import count_try, forget_tries, give_back_try
from concejo.accounts.core import Role
from concejo.accounts.models import Account, RoleGrant
from concejo.accounts.passwords.services import hash_password, is_right_password, needs_rehash
from concejo.accounts.sign_in.forms import SignInForm
from concejo.db import transaction
from concejo.errors import Invalid, Refused
from concejo.sessions.services import open_session
from concejo.text import _

BY_ACCOUNT = Limit("sign_in")
#: Many people may share one address: a library, a mobile network.
BY_ADDRESS = Limit("sign_in_from", free=30)


class NotConfirmed(Refused):
    """The password is right, but nobody opened the link in the mail yet."""


@dataclass(frozen=True)
class SignedIn:
    """A session that was opened: the token for its cookie, and what is left to do."""

    token: str
    awaits_second_factor: bool
    language: str


async def sign_in(form: SignInForm, address: str) -> SignedIn:
    """Open a session for whoever knows the password; `address` is where the request came from."""
    await count_try(BY_ADDRESS, address)
    await count_try(BY_ACCOUNT, form.email)
    account = await Account.get_or_none(email=form.email)
    known_hash = account.password_hash if account else None
    if not await is_right_password(form.password, known_hash) or account is None:
        raise _wrong(form)
    await forget_tries(BY_ACCOUNT, form.email)
    await give_back_try(BY_ADDRESS, address)
    if account.email_confirmed_at is None:
        raise NotConfirmed(_("Open the link in the mail that we sent before you sign in."))
    return await _open(account, form)


async def _open(known: Account, form: SignInForm) -> SignedIn:
    outdated = needs_rehash(known.password_hash)
    renewed = await hash_password(form.password) if outdated else known.password_hash
    async with transaction():
        account = await Account.select_for_update().get_or_none(id=known.id)
        # The password may have been changed, and all sessions closed, while we compared it.
        if account is None or account.password_hash != known.password_hash:
            raise _wrong(form)
        if outdated:
            account.password_hash = renewed
            await account.save(update_fields=["password_hash"])
        awaits = account.totp_secret is not None or await _is_administrator(account.id)
        token = await open_session(account.id, awaits_second_factor=awaits)
    return SignedIn(token, awaits, account.language)


async def _is_administrator(account_id: int) -> bool:
    return await RoleGrant.filter(account_id=account_id, role=Role.ADMINISTRATOR).exists()


def _wrong(form: SignInForm) -> Invalid:
    # One answer for an unknown address and a wrong password: else this form lists who is here.
    message = _(
        "The address and the password do not match. Look at both, or choose a new password."
    )
    return Invalid({"": message}, {"email": form.email})
