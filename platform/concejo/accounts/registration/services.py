"""Register and confirm; nobody learns from the answers who has an account."""

from tortoise.exceptions import IntegrityError

from concejo import settings
from concejo.accounts.attempts.core import Limit
from concejo.accounts.attempts.services import count_try
from concejo.accounts.models import Account, AccountToken
from concejo.accounts.passwords.services import hash_password
from concejo.accounts.registration.forms import RegisterForm
from concejo.accounts.tokens.services import Purpose, make_link, use_up
from concejo.clock import now
from concejo.db import transaction
from concejo.notifications.services import notify
from concejo.text import _, ngettext

#: Mails that one address gets without having asked for them.
BY_RECIPIENT = Limit("mail_to")
BY_ADDRESS = Limit("register_from", free=20)


async def register(form: RegisterForm, language: str, address: str) -> None:
    """Make an account that waits for its address to be confirmed.

    When the address has one already, the answer is the same and its owner is told by mail.
    """
    await count_try(BY_ADDRESS, address)
    await count_try(BY_RECIPIENT, form.email)
    hashed = await hash_password(form.password)
    try:
        async with transaction():
            account = await Account.create(
                name=form.name,
                email=form.email,
                password_hash=hashed,
                language=language,
                created_at=now(),
            )
            await _send_link(account)
    except IntegrityError:
        await _answer_owner(form.email)


async def resend(email: str, address: str) -> None:
    """Send the link to confirm once more, if there is an account that waits for it."""
    await count_try(BY_ADDRESS, address)
    await count_try(BY_RECIPIENT, email)
    account = await Account.get_or_none(email=email, email_confirmed_at__isnull=True)
    if account is not None:
        async with transaction():
            await _send_choice(account)


async def confirm(token: str) -> None:
    """Confirm the address that a link was sent to."""
    async with transaction():
        account_id = await use_up(token, Purpose.CONFIRM)
        await Account.filter(id=account_id, email_confirmed_at__isnull=True).update(
            email_confirmed_at=now()
        )


async def _answer_owner(email: str) -> None:
    account = await Account.get(email=email)
    async with transaction():
        if account.email_confirmed_at is None:
            await _send_choice(account)
            return
        await notify(
            account.id,
            _("You already have an account"),
            _("Somebody, perhaps you, tried to open an account with this address. There is one."),
            _("To sign in: {link}", link=f"{settings.BASE_URL}/accounts/sign-in"),
            _(
                "If you forgot the password, choose a new one: {link}",
                link=f"{settings.BASE_URL}/accounts/forgotten",
            ),
            _("If it was not you, there is nothing to do: your account is as it was."),
        )


async def _send_link(account: Account) -> None:
    await notify(
        account.id,
        _("Confirm your e-mail address"),
        _("Hello, {name}:", name=account.name),
        _("To finish opening your account, open this link and press the button:"),
        await make_link(account.id, Purpose.CONFIRM),
        ngettext(
            "The link is good for one hour.",
            "The link is good for {count} hours.",
            settings.TOKEN_HOURS,
        ),
        _("If you did not open an account, do not press it: without it, the account is deleted."),
    )


async def _send_choice(account: Account) -> None:
    """Let whoever reads the mail choose the password of an account that nobody confirmed.

    Somebody else may have opened it with a password of theirs, to wait until the owner of the
    address confirms it: hence the first link is over as soon as a second mail is asked for.
    """
    await AccountToken.filter(account_id=account.id, purpose=Purpose.CONFIRM.value).delete()
    await notify(
        account.id,
        _("Confirm your e-mail address"),
        _("To finish opening your account, open this link and choose its password:"),
        await make_link(account.id, Purpose.RESET),
        ngettext(
            "The link is good for one hour.",
            "The link is good for {count} hours.",
            settings.TOKEN_HOURS,
        ),
        _("If you did not open an account, do not open it: without it, the account is deleted."),
    )
