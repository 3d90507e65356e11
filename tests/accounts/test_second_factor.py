"""The code of the app, after the password."""

import asyncio
import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from concejo.accounts.core import Role
from concejo.accounts.models import Account, RoleGrant
from concejo.accounts.second_factor import services
from concejo.accounts.second_factor.core import canonical_code, matching_step
from concejo.accounts.services import create_account, grant_role
from concejo.audit.core import SYSTEM
from concejo.audit.services import history
from concejo.clock import now
from concejo.errors import Invalid, NotFound, Refused
from concejo.sessions.models import Session
from concejo.sessions.services import find_session, open_session
from concejo.web import cookies
from tests.people import Browser, new_browser

PASSWORD = "tres palomas comen migas"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PAGE = "/accounts/second-factor"
SETUP = f"{PAGE}/setup"


def code(secret: str = SECRET, shift: int = 0) -> str:
    return pyotp.TOTP(secret).at(now() + timedelta(seconds=30 * shift))


@pytest.fixture
async def account(opened: object) -> Account:
    """Inés's account, whose duty is to administer."""
    made = await create_account("Inés", "ines@example.org", PASSWORD, confirmed=True)
    await grant_role(SYSTEM, made.id, Role.ADMINISTRATOR, None)
    return made


async def sign_in(browser: Browser, onward: str = "/accounts/") -> str:
    typed = {"email": "ines@example.org", "password": PASSWORD, "next": onward}
    answer = await browser.submit("/accounts/sign-in", {**typed})
    assert answer.status_code == 303
    browser.token = browser.client.cookies[cookies.SESSION]
    return str(answer.headers["location"])


async def test_an_administrator_signs_in_with_both(browser, account):
    await services.keep_secret(account.id, SECRET)

    assert await sign_in(browser) == f"{PAGE}?next=%2Faccounts%2F"
    assert (await browser.get("/accounts/")).status_code == 303
    assert (await browser.get(PAGE)).status_code == 200
    answer = await browser.submit(PAGE, code=code(), next="/accounts/")

    assert answer.headers["location"] == "/accounts/"
    assert browser.client.cookies[cookies.SESSION] != browser.token
    assert (await browser.get("/accounts/")).status_code == 200
    assert await Session.all().count() == 1


async def test_an_administrator_without_a_secret_does_nothing_else_before(browser, account):
    await sign_in(browser)

    assert (await browser.get("/accounts/")).status_code == 303
    assert (await browser.get("/accounts/sign-in")).headers["location"].startswith(PAGE)
    led = await browser.get(f"{PAGE}?next=/accounts/")
    page = await browser.get(SETUP)

    assert led.headers["location"] == f"{SETUP}?next=%2Faccounts%2F"
    assert "<svg" in page.text
    assert "style=" not in page.text


async def test_a_secret_is_set_up_by_showing_its_code(browser, account):
    await sign_in(browser)
    page = await browser.get(SETUP)
    offer = re.search(r'name="offer" value="([^"]+)"', page.text)
    groups = re.search(r'<p class="code"[^>]*>(.*?)</p>', page.text)
    assert offer is not None
    assert groups is not None
    secret = re.sub("<[^>]+>", "", groups.group(1))

    wrong = await browser.submit(SETUP, offer=offer.group(1), code="000000", next="/accounts/")
    answer = await browser.submit(SETUP, offer=offer.group(1), code=code(secret), next="/accounts/")

    assert wrong.status_code == 422
    assert re.sub("<[^>]+>", "", wrong.text.split('class="code"')[1])[:60].count(secret[:4]) == 1
    assert answer.status_code == 303
    assert (await browser.get("/accounts/")).status_code == 200
    kept = (await Account.get(id=account.id)).totp_secret
    assert kept is not None
    assert secret not in kept
    assert services.decrypt(kept) == secret


async def test_whoever_waits_for_a_code_cannot_set_up_another_secret(browser, account):
    await services.keep_secret(account.id, SECRET)
    await sign_in(browser)
    own = pyotp.random_base32()
    forged = services._fernet().encrypt(f"{account.id}:{own}".encode()).decode()

    shown = await browser.get(SETUP)
    sent = await browser.submit(SETUP, offer=forged, code=code(own))

    assert (shown.status_code, sent.status_code) == (409, 409)
    assert (await browser.get("/accounts/")).status_code == 303


async def test_an_offer_of_somebody_else_is_none(account):
    tupaq = await create_account("Tupaq", "tupaq@example.org", PASSWORD, confirmed=True)
    session = await find_session(await open_session(tupaq.id))
    offer = await services.make_offer(account.id)
    assert session is not None

    for sealed in (offer.sealed, "made up", None):
        with pytest.raises(Invalid, match="took too long"):
            await services.accept_offer(session, sealed, code(offer.secret))


async def test_a_code_is_good_once(browser, account):
    await services.keep_secret(account.id, SECRET)
    shown = code()
    await sign_in(browser)
    await browser.submit(PAGE, code=shown)
    second = new_browser()

    await sign_in(second)
    answer = await second.submit(PAGE, code=shown)

    assert answer.status_code == 422
    assert "ya se ha usado" in answer.text


async def test_of_many_who_show_one_code_at_once_one_gets_in(any_database):
    account = await create_account("Inés", "ines@example.org", PASSWORD, confirmed=True)
    await services.keep_secret(account.id, SECRET)
    sessions = [
        await find_session(await open_session(account.id, awaits_second_factor=True))
        for _ in range(4)
    ]

    shown = code()

    results = await asyncio.gather(
        *(services.show_code(session, shown) for session in sessions if session),
        return_exceptions=True,
    )

    assert sum(isinstance(result, str) for result in results) == 1
    assert await Session.filter(awaits_second_factor=False).count() == 1


async def test_five_wrong_codes_slow_the_next_one_down(browser, account):
    await services.keep_secret(account.id, SECRET)
    await sign_in(browser)
    for _try in range(5):
        assert (await browser.submit(PAGE, code="12345")).status_code == 422

    answer = await browser.submit(PAGE, code=code())

    assert answer.status_code == 429
    assert (await browser.get("/accounts/")).status_code == 303


async def test_a_session_that_waits_is_short(browser, account):
    await services.keep_secret(account.id, SECRET)
    await sign_in(browser)

    waiting = await Session.get()

    assert waiting.awaits_second_factor
    assert waiting.expires_at < now() + timedelta(minutes=16)


async def test_becoming_administrator_ends_the_sessions_without_a_second_factor(opened):
    account = await create_account("Inés", "ines@example.org", PASSWORD, confirmed=True)
    before = new_browser(await open_session(account.id))

    await grant_role(SYSTEM, account.id, Role.ADMINISTRATOR, None)

    assert (await before.get("/accounts/")).status_code == 303


async def test_anybody_may_have_a_second_factor_and_take_it_away(opened):
    account = await create_account("Inés", "ines@example.org", PASSWORD, confirmed=True)
    here = new_browser(await open_session(account.id))
    session = await find_session(here.token)
    assert session is not None
    offer = await services.make_offer(account.id)
    assert (await here.get(SETUP)).status_code == 200
    await services.accept_offer(session, offer.sealed, code(offer.secret))

    assert (await here.get(f"{PAGE}/removal")).status_code == 200
    wrong = await here.submit(f"{PAGE}/removal", password="no es esta")
    answer = await here.submit(f"{PAGE}/removal", password=PASSWORD)

    assert (wrong.status_code, answer.status_code) == (422, 303)
    assert not await services.is_set_up(account.id)
    assert await Session.all().count() == 1


async def test_an_administrator_keeps_the_second_factor(account):
    await services.keep_secret(account.id, SECRET)
    here = new_browser(await open_session(account.id))

    answer = await here.submit(f"{PAGE}/removal", password=PASSWORD)

    assert answer.status_code == 409
    assert await services.is_set_up(account.id)


@pytest.mark.parametrize("path", [PAGE, SETUP, f"{PAGE}/removal"])
async def test_a_stranger_is_led_to_the_sign_in(browser, opened, path):
    assert (await browser.get(path)).status_code == 303
    sent = await browser.submit(path, code="000000", password=PASSWORD)
    assert sent.headers["location"].startswith("/accounts/sign-in")


async def test_whoever_waits_for_a_code_cannot_take_the_second_factor_away(browser, account):
    await services.keep_secret(account.id, SECRET)
    await RoleGrant.all().delete()
    await sign_in(browser)

    answer = await browser.submit(f"{PAGE}/removal", password=PASSWORD)

    assert answer.headers["location"].startswith("/accounts/sign-in")
    assert await services.is_set_up(account.id)


async def test_a_lost_telephone_is_reset_and_audited(account):
    await services.keep_secret(account.id, SECRET)
    await open_session(account.id)

    await services.reset(SYSTEM, account.id)

    assert not await services.is_set_up(account.id)
    assert await Session.all().count() == 0
    assert (await history(f"account:{account.id}"))[-1].action == "second_factor.reset"
    with pytest.raises(NotFound):
        await services.reset(SYSTEM, account.id)
    await services.keep_secret(account.id, SECRET)
    with pytest.raises(Refused):
        await services.make_offer(account.id)


def test_a_code_belongs_to_its_moment_and_its_neighbours():
    moment = datetime(2027, 5, 10, 9, 0, 5, tzinfo=UTC)
    step = int(moment.timestamp()) // 30
    totp = pyotp.TOTP(SECRET)

    found = [
        matching_step(SECRET, totp.generate_otp(step + shift), moment) for shift in range(-2, 3)
    ]

    assert found == [None, step - 1, step, step + 1, None]
    assert matching_step(SECRET, "", moment) is None
    assert canonical_code(" 123 456 ") == "123456"
    assert canonical_code("١٢٣") == ""
    assert canonical_code(None) == ""
