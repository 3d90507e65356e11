"""Signing in and out with a password."""

from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from httpx2 import Response
from starlette.requests import Request

from concejo.accounts.attempts.core import wait_after
from concejo.accounts.models import Account
from concejo.accounts.passwords.services import is_right_password
from concejo.accounts.services import create_account
from concejo.accounts.sign_in.handlers import client_address
from concejo.sessions.models import Session
from concejo.web import cookies
from tests.people import Browser

PASSWORD = "tres palomas comen migas"


@pytest.fixture
async def rosas_account(opened):
    return await create_account("Rosa", "rosa@example.org", PASSWORD, confirmed=True)


async def sign_in(
    browser: Browser,
    email: str = "rosa@example.org",
    password: str = PASSWORD,
    next: str = "/",  # noqa: A002 as the form calls it
) -> Response:
    typed = {"email": email, "password": password, "next": next}
    return await browser.submit("/accounts/sign-in", {**typed})


async def test_rosa_signs_in_and_is_known_on_the_next_page(browser, rosas_account):
    answer = await sign_in(browser, email=" Rosa@Example.org ")

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    page = await browser.get("/accounts/")
    assert "rosa@example.org" in page.text


async def test_signing_in_leads_back_to_where_one_came_from(browser, rosas_account):
    answer = await sign_in(browser, next="/accounts/password")

    assert answer.headers["location"] == "/accounts/password"


@pytest.mark.parametrize(
    "address", ["https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example"]
)
async def test_signing_in_leads_to_no_other_site(browser, rosas_account, address):
    answer = await sign_in(browser, next=address)

    assert answer.headers["location"] == "/"


async def test_each_sign_in_has_a_token_of_its_own_and_ends_the_session_before(
    browser, rosas_account
):
    await sign_in(browser)
    browser.token = browser.client.cookies[cookies.SESSION]

    await sign_in(browser)

    assert browser.client.cookies[cookies.SESSION] != browser.token
    assert len(browser.client.cookies[cookies.SESSION]) > 40
    assert await Session.all().count() == 1


async def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(browser, rosas_account):
    wrong = await sign_in(browser, password="no es esta contraseña")
    unknown = await sign_in(browser, email="nadie@example.org", password="no es esta contraseña")

    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert "no coinciden" in wrong.text
    assert "no coinciden" in unknown.text
    assert 'value="rosa@example.org"' in wrong.text
    assert "no es esta" not in wrong.text
    assert await Session.all().count() == 0


async def test_every_missing_field_is_named_at_once(browser, rosas_account):
    answer = await sign_in(browser, email=" ", password="")

    assert answer.status_code == 422
    assert "Falta la dirección" in answer.text
    assert "Falta la contraseña" in answer.text


async def test_five_wrong_tries_slow_the_next_one_down(browser, rosas_account):
    for _try in range(5):
        assert (await sign_in(browser, password="equivocada del todo")).status_code == 422

    refused = await sign_in(browser)

    assert refused.status_code == 429
    assert 0 < int(refused.headers["retry-after"]) <= 60
    assert await Session.all().count() == 0


def test_waits_double_up_to_an_hour():
    waits = [wait_after(tries, 5) // timedelta(minutes=1) for tries in (1, 4, 5, 6, 7, 10, 11, 999)]

    assert waits == [0, 0, 1, 2, 4, 32, 60, 60]


async def test_an_address_that_is_not_confirmed_is_led_to_its_mail(browser, opened):
    await create_account("Inés", "ines@example.org", PASSWORD, confirmed=False)

    answer = await sign_in(browser, email="ines@example.org")

    assert answer.status_code == 409
    assert "/accounts/resend" in answer.text
    assert await Session.all().count() == 0


async def test_signing_out_closes_the_session(browser, rosas_account):
    await sign_in(browser)
    browser.token = browser.client.cookies[cookies.SESSION]

    answer = await browser.submit("/accounts/sign-out")

    assert answer.status_code == 303
    assert await Session.all().count() == 0
    assert cookies.SESSION not in browser.client.cookies


async def test_an_outdated_hash_is_renewed_at_the_sign_in(browser, rosas_account):
    old = PasswordHasher(time_cost=2, memory_cost=32, parallelism=1).hash(PASSWORD)
    await Account.filter(id=rosas_account.id).update(password_hash=old)

    assert (await sign_in(browser)).status_code == 303

    renewed = (await Account.get(id=rosas_account.id)).password_hash
    assert renewed != old
    assert await is_right_password(PASSWORD, renewed)


@pytest.mark.parametrize(
    ("host", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:aaaa:bbbb:cccc:dddd", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("a socket", "a socket"),
    ],
)
def test_the_addresses_of_one_network_count_as_one(host, counted):
    request = Request({"type": "http", "client": (host, 1234), "headers": []})

    assert client_address(request) == counted
