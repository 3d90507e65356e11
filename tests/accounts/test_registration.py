"""From a stranger to a confirmed account."""

import asyncio
import re
from datetime import timedelta

import pytest
from starlette.routing import Router

from concejo.accounts.core import canonical_email, one_line
from concejo.accounts.models import Account, AccountToken
from concejo.accounts.registration.forms import RegisterForm
from concejo.accounts.registration.services import confirm, register
from concejo.accounts.routes import routes
from concejo.accounts.services import create_account, sweep_accounts
from concejo.accounts.tokens.services import LinkIsOver, Purpose, make_link
from concejo.clock import now
from concejo.notifications.models import Letter

PASSWORD = "tres palomas comen migas"
TYPED: dict[str, object] = {"name": "Inés", "email": "Ines@Example.org", "password": PASSWORD}


async def link_in(letter: Letter) -> str:
    found = re.search(r"http://testserver(/accounts/\S+)", letter.body)
    assert found is not None
    return found.group(1)


async def link_to(email: str = "ines@example.org") -> str:
    letter = await Letter.filter(recipient=email).order_by("-id").first()
    assert letter is not None
    return await link_in(letter)


def without_tokens(page: str) -> str:
    return re.sub(r'name="csrf" value="\w+"', "", page)


async def test_ines_registers_confirms_and_signs_in(browser, opened):
    assert (await browser.get("/accounts/register")).status_code == 200
    sent = await browser.submit("/accounts/register", TYPED)
    link = await link_to()
    page = await browser.get(link)
    confirmed = await browser.submit(link)
    typed = {"email": "ines@example.org", "password": PASSWORD}
    signed_in = await browser.submit("/accounts/sign-in", {**typed})

    assert (sent.status_code, page.status_code) == (200, 200)
    assert "ines@example.org" in sent.text
    assert confirmed.headers["location"] == "/accounts/sign-in"
    assert signed_in.headers["location"] == "/"


async def test_opening_the_link_alone_confirms_nothing(browser, opened):
    await browser.submit("/accounts/register", TYPED)

    for _scan in range(3):
        await browser.get(await link_to())

    assert (await Account.get(email="ines@example.org")).email_confirmed_at is None


async def test_the_link_is_good_once_and_not_for_ever(browser, opened):
    await browser.submit("/accounts/register", TYPED)
    link = await link_to()
    await AccountToken.all().update(expires_at=now() - timedelta(seconds=1))
    late = await browser.submit(link)
    await AccountToken.all().update(expires_at=now() + timedelta(hours=1))

    first = await browser.submit(link)
    second = await browser.submit(link)
    third = await browser.get(link)
    unknown = await browser.get("/accounts/confirm/made-up")

    statuses = [late, first, second, third, unknown]
    assert [answer.status_code for answer in statuses] == [409, 303, 409, 409, 409]
    assert "ya se ha usado o ha caducado" in second.text
    assert "/accounts/resend" in third.text


async def test_links_are_kept_as_hashes_and_good_for_one_purpose(browser, opened):
    account = await create_account("Inés", "ines@example.org", PASSWORD, confirmed=False)
    token = (await make_link(account.id, Purpose.RESET)).rpartition("/")[2]

    with pytest.raises(LinkIsOver):
        await confirm(token)

    assert (await AccountToken.get()).token_hash != token


async def test_of_two_presses_at_once_one_confirms(any_database):
    account = await create_account("Inés", "ines@example.org", PASSWORD, confirmed=False)
    token = (await make_link(account.id, Purpose.CONFIRM)).rpartition("/")[2]

    results = await asyncio.gather(confirm(token), confirm(token), return_exceptions=True)

    assert results.count(None) == 1
    assert sum(isinstance(result, LinkIsOver) for result in results) == 1


async def test_everything_that_is_wrong_is_said_at_once_and_kept(browser, opened):
    answer = await browser.submit(
        "/accounts/register", name=" ", email="ines@nowhere", password="corta"
    )

    assert answer.status_code == 422
    for reason in ("Falta el nombre", "no es una dirección", "tiene 5 caracteres"):
        assert reason in answer.text
    assert 'value="ines@nowhere"' in answer.text
    assert "corta" not in answer.text
    assert await Account.all().count() == 0


async def test_a_long_name_and_an_easy_password_come_back(browser, opened):
    answer = await browser.submit(
        "/accounts/register", name="x" * 81, email="ines@example.org", password="contraseña2027"
    )

    assert answer.status_code == 422
    assert "demasiado largo" in answer.text
    assert "de las primeras que se probarían" in answer.text


async def test_a_taken_address_gets_the_same_answer_and_its_owner_is_told(browser, opened):
    owner = await create_account("Inés", "ines@example.org", PASSWORD, confirmed=True)
    fresh = await browser.submit("/accounts/register", TYPED | {"email": "otra@example.org"})

    taken = await browser.submit("/accounts/register", TYPED | {"name": "Intrusa"})

    assert taken.status_code == fresh.status_code
    assert without_tokens(taken.text) == without_tokens(fresh.text).replace("otra@", "ines@")
    letter = await Letter.get(recipient="ines@example.org")
    assert letter.subject == "Ya existe una cuenta con esta dirección"
    assert (await Account.get(id=owner.id)).name == "Inés"


@pytest.mark.parametrize("again", ["/accounts/register", "/accounts/resend"])
async def test_who_opened_an_account_first_does_not_get_in_with_their_password(
    browser, opened, again
):
    await browser.submit("/accounts/register", TYPED | {"name": "Intrusa"})
    first_link = await link_to()
    own = "otra frase bien distinta"

    await browser.submit(again, TYPED | {"password": own})
    await browser.submit("/accounts/resend", email="ines@example.org")

    assert await Letter.filter(recipient="ines@example.org").count() == 3
    assert (await browser.submit(first_link)).status_code == 409
    assert (await browser.submit(await link_to(), password=own)).status_code == 303
    intruder, ines = [
        await browser.submit("/accounts/sign-in", email="ines@example.org", password=password)
        for password in (PASSWORD, own)
    ]
    assert (intruder.status_code, ines.status_code) == (422, 303)


async def test_of_many_registrations_with_one_address_one_makes_an_account(any_database):
    form = RegisterForm.parse(TYPED)

    await asyncio.gather(*(register(form, "es", f"10.0.0.{n}") for n in range(5)))

    assert await Account.all().count() == 1
    assert await Letter.all().count() == 5


async def test_the_link_is_sent_again_only_to_who_waits_for_it(browser, opened):
    await create_account("Inés", "ines@example.org", PASSWORD, confirmed=False)
    await create_account("Rosa", "rosa@example.org", PASSWORD, confirmed=True)

    for email in ("ines@example.org", "rosa@example.org", "nadie@example.org"):
        assert (await browser.submit("/accounts/resend", email=email)).status_code == 200
    wrong = await browser.submit("/accounts/resend", email="ines")

    assert wrong.status_code == 422
    assert [letter.recipient for letter in await Letter.all()] == ["ines@example.org"]


async def test_nobody_is_flooded_with_mail(browser, opened):
    await create_account("Inés", "ines@example.org", PASSWORD, confirmed=False)

    answers = [await browser.submit("/accounts/resend", email="ines@example.org") for _ in range(6)]

    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert await Letter.all().count() == 5


async def test_a_form_of_another_site_is_refused(browser, opened):
    await browser.get("/accounts/register")

    without_token = await browser.client.post("/accounts/register", data=TYPED)
    from_elsewhere = await browser.submit(
        "/accounts/register", TYPED, headers={"sec-fetch-site": "cross-site"}
    )

    assert (without_token.status_code, from_elsewhere.status_code) == (403, 403)
    assert await Account.all().count() == 0


async def test_whoever_is_signed_in_has_an_account_already(rosas_browser):
    answer = await rosas_browser.get("/accounts/register")

    assert answer.headers["location"] == "/accounts/"


async def test_what_nobody_confirmed_is_forgotten(database):
    old = await create_account("Inés", "ines@example.org", PASSWORD, confirmed=False)
    await make_link(old.id, Purpose.CONFIRM)
    await create_account("Rosa", "rosa@example.org", PASSWORD, confirmed=True)
    await create_account("Nueva", "nueva@example.org", PASSWORD, confirmed=False)
    week_ago = now() - timedelta(days=8)
    await Account.exclude(name="Nueva").update(created_at=week_ago)
    await AccountToken.all().update(expires_at=week_ago)

    await sweep_accounts()

    assert sorted(account.name for account in await Account.all()) == ["Nueva", "Rosa"]
    assert await AccountToken.all().count() == 0


@pytest.mark.parametrize("purpose", list(Purpose))
async def test_the_links_in_mails_are_addresses_of_ours(database, purpose):
    account = await create_account("Inés", "ines@example.org", PASSWORD, confirmed=False)

    link = await make_link(account.id, purpose)

    path = Router(routes).url_path_for(purpose.value, token=link.rpartition("/")[2])
    assert link == f"http://testserver/accounts{path}"


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        (" Rosa.Gil+voto@Example.ORG ", "rosa.gil+voto@example.org"),
        ("rosa@españa.es", "rosa@xn--espaa-rta.es"),
        ("rosa", None),
        ("@example.org", None),
        ("rosa@", None),
        ("rosa@example", None),
        ("rosa@exa mple.org", None),
        ("rosa@example.org\nBcc: x@y.org", None),
        ("ro..sa@example.org", None),
        (".rosa@example.org", None),
        ("rosa@-example.org", None),
        ("rosa,ines@example.org", None),
        ("<rosa@example.org>", None),
        (f"{'r' * 65}@example.org", None),
        (f"rosa@{'e' * 64}.org", None),
        (f"rosa@{'e.' * 130}org", None),
        (None, None),
    ],
)
def test_an_address_has_one_form_or_is_none(typed, canonical):
    assert canonical_email(typed) == canonical


def test_a_line_has_no_control_characters():
    assert one_line("  Rosa\0\r\n\tGil\u202e  ") == "Rosa Gil"
    assert one_line(7) == ""
