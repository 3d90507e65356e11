"""Roles, the account page, and tries that are counted."""

import argparse
import asyncio
from datetime import timedelta

import pytest

from concejo.accounts.attempts.core import Limit
from concejo.accounts.attempts.services import (
    count_try,
    forget_tries,
    give_back_try,
    sweep_attempts,
)
from concejo.accounts.core import Grant, Role
from concejo.accounts.models import Account, Attempt, RoleGrant
from concejo.accounts.second_factor import services as second_factor
from concejo.accounts.services import (
    AddressTaken,
    create_account,
    find_account,
    find_visitor,
    grant_role,
    list_staff,
    revoke_role,
)
from concejo.audit.core import SYSTEM
from concejo.audit.services import history
from concejo.clock import now
from concejo.commands import role as command
from concejo.errors import NotFound, Refused, TooManyAttempts
from concejo.sessions.models import Session
from concejo.sessions.services import find_session, open_session, sweep_sessions
from concejo.web import cookies
from tests.people import make_account, new_browser

PASSWORD = "tres palomas comen migas"


async def test_a_role_is_granted_once_used_and_taken_back(any_database):
    rosa = await make_account("Rosa")

    await asyncio.gather(*(grant_role(SYSTEM, rosa.id, Role.MODERATOR, 7) for _ in range(3)))
    holder = await find_visitor(rosa.id)
    await revoke_role(rosa.actor, rosa.id, Role.MODERATOR, 7)
    former = await find_visitor(rosa.id)

    assert holder is not None
    assert holder.has_role(Role.MODERATOR, 7)
    assert not holder.has_role(Role.MODERATOR, 8)
    assert former is not None
    assert former.grants == ()
    done = await history(f"account:{rosa.id}")
    assert [entry.action for entry in done] == ["role.granted", "role.revoked"]
    assert done[0].details == '{"process":7,"role":"moderator"}'


async def test_a_role_that_nobody_has_cannot_be_taken_back(database):
    rosa = await make_account("Rosa")
    await grant_role(SYSTEM, rosa.id, Role.MODERATOR, 7)

    with pytest.raises(Refused, match="does not have this role"):
        await revoke_role(SYSTEM, rosa.id, Role.MODERATOR, None)
    with pytest.raises(NotFound):
        await grant_role(SYSTEM, 999, Role.MODERATOR, None)

    assert await RoleGrant.all().count() == 1


async def test_two_administrators_cannot_revoke_each_other(any_database):
    rosa, ines = await make_account("Rosa"), await make_account("Inés")
    for visitor in (rosa, ines):
        await grant_role(SYSTEM, visitor.id, Role.ADMINISTRATOR, None)

    results = await asyncio.gather(
        revoke_role(rosa.actor, ines.id, Role.ADMINISTRATOR, None),
        revoke_role(ines.actor, rosa.id, Role.ADMINISTRATOR, None),
        return_exceptions=True,
    )

    assert results.count(None) == 1
    assert await RoleGrant.filter(role=Role.ADMINISTRATOR).count() == 1


async def test_everybody_with_a_duty_is_listed(database):
    rosa = await make_account("Rosa", roles=((Role.MODERATOR, 1), (Role.TECHNICIAN, 0)))
    await make_account("Tupaq")
    ines = await make_account("Inés", roles=((Role.ADMINISTRATOR, 0),))
    await second_factor.keep_secret(ines.id, "JBSWY3DPEHPK3PXP")

    staff = await list_staff()

    assert [(member.name, member.has_second_factor) for member in staff] == [
        ("Inés", True),
        ("Rosa", False),
    ]
    assert set(staff[1].grants) == {Grant(Role.MODERATOR, 1), Grant(Role.TECHNICIAN, None)}
    assert staff[1].account_id == rosa.id


async def test_an_address_has_one_account(any_database):
    results = await asyncio.gather(
        *(create_account("Rosa", "rosa@example.org", PASSWORD, confirmed=True) for _ in range(3)),
        return_exceptions=True,
    )

    assert sum(isinstance(result, Account) for result in results) == 1
    assert sum(isinstance(result, AddressTaken) for result in results) == 2
    assert (await find_account(" Rosa@example.org ")).name == "Rosa"
    with pytest.raises(NotFound):
        await find_account("nadie@example.org")


async def test_the_command_line_names_the_first_administrator(database, process, capsys):
    account = await create_account("Rosa", "rosa@example.org", PASSWORD, confirmed=True)
    everywhere = argparse.Namespace(email="rosa@example.org", role=Role.ADMINISTRATOR, process=None)
    here = argparse.Namespace(email="rosa@example.org", role=Role.BOARD, process=process.slug)

    await command.grant(everywhere)
    await command.grant(here)
    await command.show(argparse.Namespace())
    await second_factor.keep_secret(account.id, "JBSWY3DPEHPK3PXP")
    await command.reset(argparse.Namespace(email="rosa@example.org"))
    await command.revoke(here)

    told = capsys.readouterr().out
    assert "rosa@example.org\tRosa\tadministrator, board in presupuestos-2027" in told
    assert "rosa@example.org is no longer board" in told
    visitor = await find_visitor(account.id)
    assert visitor is not None
    assert visitor.grants == (Grant(Role.ADMINISTRATOR),)
    with pytest.raises(NotFound):
        await command.grant(argparse.Namespace(email="x@y.org", role=Role.BOARD, process=None))


async def test_tupaq_changes_his_name_and_language(tupaqs_browser, tupaq):
    answer = await tupaqs_browser.submit("/accounts/", name="  Tupaq\0 Quispe ", language="en")
    page = await tupaqs_browser.get("/accounts/")

    assert answer.status_code == 303
    assert tupaqs_browser.client.cookies[cookies.LANGUAGE] == "en"
    assert "The changes are saved." in page.text
    changed = await Account.get(id=tupaq.id)
    assert (changed.name, changed.language) == ("Tupaq Quispe", "en")


async def test_a_profile_that_cannot_be_comes_back(tupaqs_browser, tupaq):
    answer = await tupaqs_browser.submit("/accounts/", name="", language="tlh")

    assert answer.status_code == 422
    assert "Falta el nombre" in answer.text
    assert "uno de los idiomas" in answer.text
    assert (await Account.get(id=tupaq.id)).name == "Tupaq"


async def test_the_account_page_shows_verification_and_roles(rosas_browser, rosa, tupaqs_browser):
    await grant_role(SYSTEM, rosa.id, Role.MODERATOR, None)

    hers, his = await rosas_browser.get("/accounts/"), await tupaqs_browser.get("/accounts/")

    assert "Residencia verificada" in hers.text
    assert "Moderación" in hers.text
    assert "/accounts/verification/" not in hers.text
    assert "Sin verificar" in his.text
    assert "/accounts/verification/" in his.text


async def test_other_sessions_are_closed_and_this_one_stays(rosas_browser, rosa, tupaq):
    other = new_browser(await open_session(rosa.id))
    await open_session(tupaq.id)
    assert "Cerrar las demás sesiones" in (await rosas_browser.get("/accounts/")).text

    answer = await rosas_browser.submit("/accounts/sessions/close")

    assert answer.status_code == 303
    assert (await rosas_browser.get("/accounts/")).status_code == 200
    assert (await other.get("/accounts/")).status_code == 303
    assert await Session.filter(account_id=tupaq.id).count() == 1


async def test_a_stranger_closes_no_sessions(browser, rosa):
    await open_session(rosa.id)

    answer = await browser.submit("/accounts/sessions/close")

    assert answer.headers["location"].startswith("/accounts/sign-in")
    assert await Session.all().count() == 1


async def test_a_session_that_is_over_is_nobodys_and_swept(rosas_browser, rosa):
    await Session.all().update(expires_at=now() - timedelta(seconds=1))

    assert (await rosas_browser.get("/accounts/")).status_code == 303
    assert await find_session(rosas_browser.token) is None
    await sweep_sessions()
    assert await Session.all().count() == 0


async def test_sessions_are_kept_as_hashes(database, rosa):
    token = await open_session(rosa.id)

    assert (await Session.get()).token_hash != token


LIMIT = Limit("a test")


async def test_a_hundred_tries_at_once_get_no_further_than_five(any_database):
    results = await asyncio.gather(
        *(count_try(LIMIT, "rosa") for _ in range(40)), return_exceptions=True
    )

    assert results.count(None) == 5
    assert sum(isinstance(result, TooManyAttempts) for result in results) == 35


async def test_each_try_after_the_wait_makes_the_next_wait_longer(any_database):
    waits = []
    for number in range(8):
        await count_try(LIMIT, "rosa")
        row = await Attempt.get()
        if row.blocked_until is not None:
            waits.append(round((row.blocked_until - row.last_at) / timedelta(minutes=1)))
            await Attempt.all().update(blocked_until=now() - timedelta(seconds=1))
        assert row.count == number + 1

    assert waits == [1, 2, 4, 8]


async def test_tries_are_forgotten_after_a_day_or_a_success(any_database):
    for _try in range(5):
        await count_try(LIMIT, "rosa")
    with pytest.raises(TooManyAttempts) as refusal:
        await count_try(LIMIT, "rosa")
    assert 0 < refusal.value.seconds <= 60
    await count_try(LIMIT, "ines")

    long_ago = now() - timedelta(hours=25)
    await Attempt.all().update(blocked_until=long_ago, last_at=long_ago)
    await count_try(LIMIT, "rosa")
    assert await Attempt.filter(count=1).count() == 2
    await sweep_attempts()
    assert await Attempt.all().count() == 1
    await forget_tries(LIMIT, "rosa")
    assert await Attempt.all().count() == 0


async def test_a_try_that_went_well_is_given_back(any_database):
    for _try in range(5):
        await count_try(LIMIT, "library")

    await give_back_try(LIMIT, "library")

    await count_try(LIMIT, "library")
    assert (await Attempt.get()).count == 5


async def test_who_tried_is_not_readable(database):
    await count_try(LIMIT, "rosa@example.org")

    assert "rosa" not in (await Attempt.get()).key
