"""What may be a password, and choosing another one."""

import asyncio
import time
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from concejo.accounts.models import Account, AccountToken
from concejo.accounts.passwords import services
from concejo.accounts.passwords.core import MAX_LENGTH, fault_of
from concejo.accounts.passwords.forms import NewPasswordForm
from concejo.accounts.passwords.services import hash_password, is_right_password
from concejo.accounts.recovery.services import reset
from concejo.accounts.registration.forms import RegisterForm
from concejo.accounts.services import create_account
from concejo.accounts.tokens.services import LinkIsOver, Purpose, make_link
from concejo.clock import now
from concejo.errors import Invalid
from concejo.notifications.models import Letter
from concejo.sessions.models import Session
from concejo.sessions.services import open_session
from concejo.web import cookies
from tests.accounts.test_registration import link_to, without_tokens
from tests.people import new_browser

PASSWORD = "tres palomas comen migas"
OTHER = "una bici sin timbre"


@pytest.mark.parametrize(
    "password",
    [
        "tres palomas comen migas",
        "Kx7#mQ2!vRt9",
        "829471650372",
        "ñandú·αβγδ·水火",
        "casa rosa luna sol",
        "zanahoria y violonchelo",
    ],
)
def test_anything_long_and_unusual_may_be_a_password(password):
    assert fault_of(password) is None


@pytest.mark.parametrize(
    "password",
    [
        "contraseña2027",
        "Contraseña123!",
        "C0ntr4s3ñ4!!!",
        "password12345",
        "P@ssw0rd2027!",
        "realmadrid1902",
        "concejo123456",
        "123456789012",
        "qwertyuiop123",
        "aaaaaaaaaaaa",
        "abc1abc1abc1",
        "CorrectHorseBatteryStaple",
        "en un lugar de la mancha",
        "Ayuntamiento-27",
    ],
)
def test_what_everybody_tries_first_is_refused(password):
    assert "first that would be tried" in str(fault_of(password))


def test_names_of_the_person_and_the_place_are_easy_to_guess():
    known = ["Tupaq Quispe", "tupaq.quispe@example.org", "Villarrubia"]

    assert fault_of("tupaqquispe88") is None
    assert fault_of("tupaqquispe88", known) is not None
    assert fault_of("Villarrubia27", known) is not None


@pytest.mark.parametrize(
    ("password", "reason"),
    [("", "missing"), ("once letras", "11 characters"), ("x" * (MAX_LENGTH + 1), "too long")],
)
def test_what_is_wrong_with_a_length_is_said(password, reason):
    assert reason in str(fault_of(password))


@given(st.text(max_size=60))
def test_no_password_breaks_the_check(password):
    fault_of(password, [password])


async def test_a_hash_is_argon2id_and_takes_any_keyboard():
    hashed = await hash_password("contraseña")

    assert hashed.startswith("$argon2id$")
    assert await is_right_password("contrasen\u0303a", hashed)
    assert not await is_right_password("contrasena", hashed)
    assert not await is_right_password("contraseña", None)
    assert not await is_right_password("contraseña", "!")


async def test_the_event_loop_goes_on_while_passwords_are_hashed(monkeypatch):
    slow = PasswordHasher(time_cost=4, memory_cost=32_768, parallelism=1)
    monkeypatch.setattr(services, "_hasher", slow)
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    counting = asyncio.create_task(count())
    await hash_password(PASSWORD)
    counting.cancel()

    assert turns > 50


@pytest.fixture
async def ines_account(opened: object) -> Account:
    """Inés's account, confirmed."""
    return await create_account("Inés", "ines@example.org", PASSWORD, confirmed=True)


async def test_a_forgotten_password_is_chosen_anew_by_mail(browser, ines_account):
    await open_session(ines_account.id)
    await Account.all().update(email_confirmed_at=None)
    page = await browser.get("/accounts/forgotten")
    sent = await browser.submit("/accounts/forgotten", email="Ines@example.org")
    link = await link_to()

    assert (page.status_code, sent.status_code) == (200, 200)
    assert (await browser.get(link)).status_code == 200
    assert (await browser.submit(link, password=OTHER)).status_code == 303

    changed = await Account.get(id=ines_account.id)
    assert await is_right_password(OTHER, changed.password_hash)
    assert changed.email_confirmed_at is not None
    assert await Session.all().count() == 0
    subjects = [letter.subject for letter in await Letter.all().order_by("id")]
    assert subjects == ["Elegir una contraseña nueva", "La contraseña ha cambiado"]


async def test_an_unknown_address_gets_the_same_answer_and_no_mail(browser, ines_account):
    known = await browser.submit("/accounts/forgotten", email="ines@example.org")
    unknown = await browser.submit("/accounts/forgotten", email="nadie@example.org")

    as_if_unknown = without_tokens(known.text).replace("ines@", "nadie@")
    assert as_if_unknown == without_tokens(unknown.text)
    assert await Letter.all().count() == 1


async def test_an_address_that_is_none_comes_back(browser, opened):
    answer = await browser.submit("/accounts/forgotten", email="ines")

    assert answer.status_code == 422
    assert 'value="ines"' in answer.text


async def test_a_reset_link_is_good_once_and_not_for_ever(browser, ines_account):
    first, second = [await make_link(ines_account.id, Purpose.RESET) for _ in range(2)]
    paths = [link.removeprefix("http://testserver") for link in (first, second)]

    short = await browser.submit(paths[0], password="corta")
    done = await browser.submit(paths[0], password=OTHER)
    again = await browser.submit(paths[0], password="otra frase bien distinta")
    other = await browser.get(paths[1])

    assert [a.status_code for a in (short, done, again, other)] == [422, 303, 409, 409]
    assert "/accounts/forgotten" in other.text
    assert await is_right_password(OTHER, (await Account.get()).password_hash)


async def test_a_reset_link_that_is_too_old_changes_nothing(browser, ines_account):
    link = await make_link(ines_account.id, Purpose.RESET)
    await AccountToken.all().update(expires_at=now() - timedelta(seconds=1))

    answer = await browser.submit(link.removeprefix("http://testserver"), password=OTHER)

    assert answer.status_code == 409
    assert await is_right_password(PASSWORD, (await Account.get()).password_hash)


async def test_of_two_resets_at_once_one_counts(any_database):
    account = await create_account("Inés", "ines@example.org", PASSWORD, confirmed=True)
    token = (await make_link(account.id, Purpose.RESET)).rpartition("/")[2]

    results = await asyncio.gather(
        reset(token, NewPasswordForm("primera frase larga")),
        reset(token, NewPasswordForm("segunda frase larga")),
        return_exceptions=True,
    )

    assert results.count(None) == 1
    assert sum(isinstance(result, LinkIsOver) for result in results) == 1


async def test_a_reset_ends_the_wait_of_who_was_locked_out(browser, ines_account):
    for _try in range(5):
        await browser.submit("/accounts/sign-in", email="ines@example.org", password="no es esta")
    link = await make_link(ines_account.id, Purpose.RESET)

    await browser.submit(link.removeprefix("http://testserver"), password=OTHER)

    answer = await browser.submit("/accounts/sign-in", email="ines@example.org", password=OTHER)
    assert answer.status_code == 303


async def test_changing_the_password_closes_all_other_sessions(ines_account):
    here, elsewhere = [new_browser(await open_session(ines_account.id)) for _ in range(2)]

    page = await here.get("/accounts/password")
    answer = await here.submit("/accounts/password", present=PASSWORD, password=OTHER)

    assert (page.status_code, answer.status_code) == (200, 303)
    assert answer.cookies[cookies.SESSION] != here.token
    assert (await new_browser(answer.cookies[cookies.SESSION]).get("/accounts/")).status_code == 200
    assert (await elsewhere.get("/accounts/")).status_code == 303
    assert await is_right_password(OTHER, (await Account.get()).password_hash)


@pytest.mark.parametrize(
    ("present", "password", "reason"),
    [
        ("no es la actual", OTHER, "Esta no es la contraseña actual"),
        ("", OTHER, "Falta la contraseña actual"),
        (PASSWORD, "corta", "necesita al menos 12"),
        (PASSWORD, "ines-ines-ines!", "de las primeras que se probarían"),
    ],
)
async def test_a_change_that_cannot_be_comes_back(ines_account, present, password, reason):
    here = new_browser(await open_session(ines_account.id))

    answer = await here.submit("/accounts/password", present=present, password=password)

    assert answer.status_code == 422
    assert reason in answer.text
    assert await is_right_password(PASSWORD, (await Account.get()).password_hash)


async def test_five_wrong_present_passwords_slow_the_next_one_down(ines_account):
    here = new_browser(await open_session(ines_account.id))
    for _try in range(5):
        await here.submit("/accounts/password", present="no es la actual", password=OTHER)

    answer = await here.submit("/accounts/password", present=PASSWORD, password=OTHER)

    assert answer.status_code == 429


@pytest.mark.parametrize("path", ["/accounts/password", "/accounts/"])
async def test_a_stranger_is_led_to_the_sign_in(browser, opened, path):
    shown = await browser.get(path)
    sent = await browser.submit(path, present=PASSWORD, password=OTHER)

    assert shown.headers["location"] == f"/accounts/sign-in?next={path}"
    assert sent.headers["location"].startswith("/accounts/sign-in")


MEGABYTE = "a" + "\u0301\u0316" * 500_000


async def test_a_password_of_a_megabyte_is_wrong_at_once(database):
    kept = await hash_password("tres palomas comen migas")
    begun = time.monotonic()

    assert not await is_right_password(MEGABYTE, kept)

    assert time.monotonic() - begun < 2


def test_a_name_and_an_address_of_a_megabyte_are_refused_at_once():
    typed = {"name": "Rosa " * 200_000, "email": "a@" + "ü." * 500_000 + "es"}
    begun = time.monotonic()

    with pytest.raises(Invalid) as refusal:
        RegisterForm.parse({**typed, "password": "tres palomas comen migas"})

    assert time.monotonic() - begun < 2
    assert set(refusal.value.fields) == {"name", "email"}
