"""Match an account with its entry on the roll: one account is one person, and the other way round.

The document number is compared and forgotten: it is neither kept, nor logged, nor audited.
"""

from tortoise.exceptions import IntegrityError

from concejo.accounts.attempts.core import Limit
from concejo.accounts.attempts.services import count_try, forget_tries
from concejo.accounts.models import Account
from concejo.accounts.verification.forms import VerificationForm
from concejo.accounts.verification.models import Verification
from concejo.audit import services as audit
from concejo.audit.core import nameless
from concejo.clock import now
from concejo.db import lock_table, transaction
from concejo.errors import Invalid, Refused
from concejo.notifications.services import notify
from concejo.roll.services import find_matches, hash_of, same_person
from concejo.text import _

BY_ACCOUNT = Limit("verification")
BY_DOCUMENT = Limit("verification_document")


class AlreadyVerified(Refused):
    """The account is matched with the roll already."""


class DocumentTaken(Refused):
    """Another account is this person."""


async def verify(account_id: int, form: VerificationForm) -> None:
    """Match an account with the person on the roll whose document, birth and postcode these are."""
    if await Account.filter(id=account_id, email_confirmed_at__isnull=True).exists():
        raise Refused(_("Confirm the e-mail address of the account first."))
    document_key = hash_of(form.document)
    await count_try(BY_ACCOUNT, str(account_id))
    await count_try(BY_DOCUMENT, document_key)
    try:
        await _match(account_id, form)
    except DocumentTaken:
        async with transaction():
            await audit.record(
                nameless(account_id), "verification.refused", f"account:{account_id}"
            )
        raise
    await forget_tries(BY_ACCOUNT, str(account_id))
    await forget_tries(BY_DOCUMENT, document_key)


async def _match(account_id: int, form: VerificationForm) -> None:
    try:
        async with transaction():
            # One at a time: a person may be on two rolls, which no constraint of a row can see.
            await lock_table("verification")
            if await Verification.filter(account_id=account_id).exists():
                raise AlreadyVerified(_("This account is verified already."))
            await _join(account_id, await _find_free(form))
    except IntegrityError as error:
        # Somebody did not take the lock: the constraints have the last word.
        raise _taken() from error


async def _find_free(form: VerificationForm) -> int:
    matches = await find_matches(form.document, form.birth_date, form.postcode)
    if not matches:
        raise _no_match(form)
    if await Verification.filter(person_id__in=await same_person(form.document)).exists():
        raise _taken()
    return matches[0].id


async def _join(account_id: int, person_id: int) -> None:
    await Verification.create(account_id=account_id, person_id=person_id, verified_at=now())
    await audit.record(nameless(account_id), "account.verified", f"account:{account_id}")
    await notify(
        account_id,
        _("Your account is verified"),
        _("Your account was matched with the municipal roll: you can support proposals and vote."),
        _("If it was not you, choose a new password at once and tell the participation office."),
    )


def _taken() -> DocumentTaken:
    return DocumentTaken(
        _(
            "There is another account that is verified with this document. Sign in with that one,"
            " or ask at the participation office if it is not yours."
        )
    )


def _no_match(form: VerificationForm) -> Invalid:
    # The same words whether the document is unknown or the rest is wrong: nobody can try out
    # who is on the roll.
    message = _(
        "We found nobody on the roll with these three. Check them; the postcode is that of the"
        " address where you are registered. If they are right, ask at the participation office."
    )
    return Invalid({"": message}, form.typed)
