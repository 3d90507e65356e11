"""Matching an account with the roll."""

import asyncio
import logging
from datetime import date

import pytest
from tortoise.exceptions import IntegrityError

from concejo.accounts.core import Visitor
from concejo.accounts.models import Account, Attempt
from concejo.accounts.services import find_visitor
from concejo.accounts.verification.forms import VerificationForm
from concejo.accounts.verification.models import Verification
from concejo.accounts.verification.services import AlreadyVerified, DocumentTaken, verify
from concejo.audit.models import AuditEntry
from concejo.clock import now
from concejo.errors import Invalid, Refused, TooManyAttempts
from concejo.notifications.models import Letter
from concejo.roll.models import Roll, RollEntry
from concejo.roll.services import hash_of
from tests.people import browser_of, make_account

PAGE = "/accounts/verification/"
TYPED: dict[str, object] = {
    "document": "12.345.678-z",
    "birth_date": "17/05/1980",
    "postcode": "40001",
}


async def put_on(roll: Roll, document: str = "NIF:12345678Z") -> RollEntry:
    return await RollEntry.create(
        roll_id=roll.id,
        document_hash=hash_of(document),
        birth_date=date(1980, 5, 17),
        postcode="40001",
        area_code="D01",
    )


@pytest.fixture
async def entry(roll: Roll) -> RollEntry:
    """Tupaq's entry on the roll."""
    return await put_on(roll)


def form(**changes: str) -> VerificationForm:
    return VerificationForm.parse(TYPED | changes, date(2026, 1, 1))


async def person_of(visitor: Visitor) -> int | None:
    found = await find_visitor(visitor.id)
    assert found is not None
    return found.person_id


async def test_tupaq_is_matched_with_his_entry(tupaqs_browser, tupaq, entry):
    page = await tupaqs_browser.get(PAGE)
    answer = await tupaqs_browser.submit(PAGE, TYPED)

    assert page.status_code == 200
    assert answer.status_code == 303
    assert await person_of(tupaq) == entry.id
    assert "Cuenta verificada" in (await tupaqs_browser.get(PAGE)).text
    assert (await Letter.get(recipient=tupaq.email)).subject == "La cuenta está verificada"


async def test_nothing_of_the_person_is_kept_or_logged(tupaqs_browser, tupaq, entry, caplog):
    with caplog.at_level(logging.DEBUG, logger="concejo"):
        await tupaqs_browser.submit(PAGE, TYPED | {"postcode": "40009"})
        await tupaqs_browser.submit(PAGE, TYPED)

    (done,) = await AuditEntry.all()
    assert (done.action, done.subject) == ("account.verified", f"account:{tupaq.id}")
    assert (done.details, done.actor_name) == ("{}", f"#{tupaq.id}")
    said = caplog.text + str(await Attempt.all().values()) + str(await Letter.all().values())
    assert "12345678" not in said
    assert "1980" not in said


async def test_whoever_is_not_signed_in_is_led_to_the_sign_in(browser, entry):
    page = await browser.get(PAGE)
    sent = await browser.submit(PAGE, TYPED)

    assert page.headers["location"] == "/accounts/sign-in?next=/accounts/verification/"
    assert sent.status_code == 303
    assert await Verification.all().count() == 0


async def test_everything_that_is_wrong_is_said_at_once_and_kept(tupaqs_browser, entry):
    typed = {"document": "12345678A", "birth_date": "31/02/1980", "postcode": "4"}

    answer = await tupaqs_browser.submit(PAGE, typed)

    assert answer.status_code == 422
    for reason in ("La letra no corresponde", "no existe en el calendario", "cinco dígitos"):
        assert reason in answer.text
    for value in typed.values():
        assert f'value="{value}"' in answer.text


async def test_an_unknown_document_and_other_wrong_data_get_the_same_answer(tupaqs_browser, entry):
    typed = (
        TYPED | {"document": "00000001R"},
        TYPED | {"birth_date": "18/05/1980"},
        TYPED | {"postcode": "40002"},
    )

    answers = [await tupaqs_browser.submit(PAGE, fields) for fields in typed]

    assert {answer.status_code for answer in answers} == {422}
    assert all("no consta nadie" in answer.text for answer in answers)
    assert await Verification.all().count() == 0
    assert await AuditEntry.all().count() == 0


async def test_whoever_left_the_roll_is_not_matched(tupaq, entry):
    await RollEntry.filter(id=entry.id).update(is_active=False)

    with pytest.raises(Invalid, match="nobody on the roll"):
        await verify(tupaq.id, form())


async def test_a_synthetic_roll_matches_nobody(tupaq, roll, entry):
    await Roll.filter(id=roll.id).update(is_synthetic=True)

    with pytest.raises(Invalid, match="nobody on the roll"):
        await verify(tupaq.id, form())


async def test_five_wrong_tries_slow_an_account_down(tupaqs_browser, tupaq, entry):
    for number in range(5):
        await tupaqs_browser.submit(PAGE, TYPED | {"postcode": f"4100{number}"})

    answer = await tupaqs_browser.submit(PAGE, TYPED)

    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
    assert await person_of(tupaq) is None


async def test_five_wrong_tries_at_one_document_slow_every_account_down(entry):
    people = [await make_account(f"Persona {number}") for number in range(6)]
    for guesser in people[:5]:
        with pytest.raises(Invalid):
            await verify(guesser.id, form(birth_date="01/01/1990"))

    with pytest.raises(TooManyAttempts):
        await verify(people[5].id, form())


async def test_a_second_account_with_the_same_document_is_refused_and_audited(tupaq, entry):
    await verify(tupaq.id, form())
    second = await make_account("Otra cuenta")

    answer = await (await browser_of(second)).submit(PAGE, TYPED)

    assert answer.status_code == 409
    assert "otra cuenta verificada con este documento" in answer.text
    assert await person_of(second) is None
    refused = await AuditEntry.get(action="verification.refused")
    assert (refused.subject, refused.details) == (f"account:{second.id}", "{}")


async def test_a_person_on_two_rolls_is_one_account(tupaq, entry):
    newer = await Roll.create(name="Padrón de 2028")
    await put_on(newer)
    await verify(tupaq.id, form())
    second = await make_account("Otra cuenta")

    with pytest.raises(DocumentTaken):
        await verify(second.id, form())


async def test_a_verified_account_stays_who_it_is(tupaq, roll, entry):
    await verify(tupaq.id, form())
    await put_on(roll, "NIE:X1234567L")

    with pytest.raises(AlreadyVerified):
        await verify(tupaq.id, form(document="X1234567L"))

    assert await person_of(tupaq) == entry.id


async def test_an_address_has_to_be_confirmed_first(tupaq, entry):
    await Account.filter(id=tupaq.id).update(email_confirmed_at=None)

    with pytest.raises(Refused, match="Confirm the e-mail"):
        await verify(tupaq.id, form())


async def test_of_many_accounts_with_one_document_at_once_one_is_verified(any_database, roll):
    entry = await put_on(roll)
    people = [await make_account(f"Persona {number}") for number in range(5)]

    results = await asyncio.gather(
        *(verify(person.id, form()) for person in people), return_exceptions=True
    )

    # The fifth to count its try is the last one before the wait; all five get through.
    assert results.count(None) == 1
    assert sum(isinstance(result, DocumentTaken) for result in results) == 4
    assert await Verification.filter(person_id=entry.id).count() == 1
    assert await AuditEntry.filter(action="verification.refused").count() == 4


async def test_one_account_with_two_documents_at_once_is_one_person(any_database, roll):
    await put_on(roll)
    await put_on(roll, "NIE:X1234567L")
    tupaq = await make_account("Tupaq")

    results = await asyncio.gather(
        verify(tupaq.id, form()),
        verify(tupaq.id, form(document="X1234567L")),
        return_exceptions=True,
    )

    assert results.count(None) == 1
    assert sum(isinstance(result, AlreadyVerified) for result in results) == 1
    assert await Verification.filter(account_id=tupaq.id).count() == 1


async def test_the_database_itself_refuses_a_second_account_for_a_person(any_database, roll, tupaq):
    entry = await put_on(roll)
    await verify(tupaq.id, form())
    second = await make_account("Otra cuenta")

    with pytest.raises(IntegrityError):
        await Verification.create(account_id=second.id, person_id=entry.id, verified_at=now())
