"""Change a password, or choose a new one through a link in the mail."""

from concejo import settings
from concejo.accounts.attempts.core import Limit
from concejo.accounts.attempts.services import count_try, forget_tries
from concejo.accounts.models import Account
from concejo.accounts.passwords.forms import ChangeForm, NewPasswordForm
from concejo.accounts.passwords.services import hash_password, is_right_password
from concejo.accounts.registration.services import BY_ADDRESS, BY_RECIPIENT
from concejo.accounts.sign_in.services import BY_ACCOUNT as SIGN_IN
from concejo.accounts.tokens.services import Purpose, make_link, use_up
from concejo.clock import now
from concejo.db import transaction
from concejo.errors import Invalid
from concejo.notifications.services import notify
from concejo.sessions.services import close_all_sessions, open_session
from concejo.text import _, ngettext

BY_PRESENT = Limit("present_password")


async def send_link(email: str, address: str) -> None:
    """Send a link to choose a new password, if there is such an account; say nothing either way."""
    await count_try(BY_ADDRESS, address)
    await count_try(BY_RECIPIENT, email)
    account = await Account.get_or_none(email=email)
    if account is None:
        return
    async with transaction():
        await notify(
            account.id,
            _("Choose a new password"),
            _("Hello, {name}:", name=account.name),
            _("To choose a new password, open this link:"),
            await make_link(account.id, Purpose.RESET),
            ngettext(
                "The link is good for one hour.",
                "The link is good for {count} hours.",
                settings.TOKEN_HOURS,
            ),
            _("If you did not ask for it, there is nothing to do: the password stays as it is."),
        )


async def reset(token: str, form: NewPasswordForm) -> None:
    """Set the password of whoever was sent the link; it proves the address, too."""
    hashed = await hash_password(form.password)
    async with transaction():
        account_id = await use_up(token, Purpose.RESET)
        account = await Account.select_for_update().get(id=account_id)
        account.password_hash = hashed
        account.email_confirmed_at = account.email_confirmed_at or now()
        await account.save(update_fields=["password_hash", "email_confirmed_at"])
        await close_all_sessions(account_id)
        await _tell(account_id)
    await forget_tries(SIGN_IN, account.email)


async def change(account_id: int, form: ChangeForm) -> str:
    """Change the password and close all sessions; give the token of a new one for this browser."""
    await count_try(BY_PRESENT, str(account_id))
    known = await Account.get(id=account_id)
    if not await is_right_password(form.present, known.password_hash):
        raise _not_the_present()
    hashed = await hash_password(form.password)
    async with transaction():
        account = await Account.select_for_update().get(id=account_id)
        if account.password_hash != known.password_hash:
            raise _not_the_present()
        account.password_hash = hashed
        await account.save(update_fields=["password_hash"])
        await close_all_sessions(account_id)
        await _tell(account_id)
        token = await open_session(account_id)
    await forget_tries(BY_PRESENT, str(account_id))
    return token


async def _tell(account_id: int) -> None:
    await notify(
        account_id,
        _("Your password was changed"),
        _("The password of your account was changed, and all other sessions were closed."),
        _("If it was not you, choose a new password at once and tell the participation office."),
    )


def _not_the_present() -> Invalid:
    return Invalid({"present": _("This is not the present password.")})
