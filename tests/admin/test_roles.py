"""Duties are granted and taken back, never beyond what one administers."""

import asyncio

import pytest

from concejo.accounts.core import Role
from concejo.accounts.models import Account, RoleGrant
from concejo.accounts.services import find_visitor
from concejo.admin.roles.services import revoke
from concejo.audit.services import history
from concejo.errors import Refused
from concejo.sessions.services import count_sessions
from tests.people import browser_of, make_account, make_process


def typed(account, role="moderator", process="all"):
    return {"q": account.email, "account": account.id, "role": role, "process": process}


async def test_a_duty_is_granted_and_works_at_once(adas_browser, process, tupaq):
    answer = await adas_browser.submit("/office/roles", typed(tupaq, process=process.id))

    visitor = await find_visitor(tupaq.id)
    assert answer.status_code == 303
    assert visitor.has_role(Role.MODERATOR, process.id)
    assert not visitor.has_role(Role.MODERATOR, process.id + 1)
    assert [e.action for e in await history(f"account:{tupaq.id}")] == ["role.granted"]


async def test_a_new_administrator_signs_in_again_with_the_second_factor(adas_browser, tupaq):
    tupaqs_browser = await browser_of(tupaq)

    await adas_browser.submit("/office/roles", typed(tupaq, "administrator"))

    assert (await find_visitor(tupaq.id)).has_role(Role.ADMINISTRATOR, None)
    assert (await tupaqs_browser.get("/office/roles")).status_code == 303
    assert await count_sessions(tupaq.id) == 0


async def test_a_duty_granted_twice_is_one(adas_browser, process, tupaq):
    for _time in range(2):
        await adas_browser.submit("/office/roles", typed(tupaq))

    assert await RoleGrant.filter(account_id=tupaq.id).count() == 1
    assert len(await history(f"account:{tupaq.id}")) == 1


async def test_people_are_found_by_the_beginning_of_their_address(adas_browser, tupaq):
    found = await adas_browser.get(f"/office/roles?q={tupaq.email[:8].upper()}")
    too_short = await adas_browser.get("/office/roles?q=pe")
    wild = await adas_browser.get("/office/roles?q=%25%25%25%25")

    assert tupaq.email in found.text
    assert tupaq.email not in too_short.text
    assert tupaq.email not in wild.text


@pytest.mark.parametrize(
    "wrong", [{"account": ""}, {"role": "king"}, {"process": ""}, {"account": "9" * 30}]
)
async def test_a_grant_that_lacks_something_comes_back(adas_browser, tupaq, wrong):
    answer = await adas_browser.submit("/office/roles", typed(tupaq) | wrong)

    assert answer.status_code == 422
    assert tupaq.email in answer.text
    assert await RoleGrant.filter(account_id=tupaq.id).count() == 0


async def test_nobody_gets_a_duty_before_the_address_is_confirmed(adas_browser, tupaq):
    await Account.filter(id=tupaq.id).update(email_confirmed_at=None)

    answer = await adas_browser.submit("/office/roles", typed(tupaq))

    assert answer.status_code == 422
    assert "todavía no ha confirmado su correo" in answer.text


async def test_who_administers_one_process_gives_nothing_beyond_it(
    pablos_browser, roll, process, tupaq
):
    other = await make_process(roll, slug="otro")

    everywhere = await pablos_browser.submit("/office/roles", typed(tupaq))
    elsewhere = await pablos_browser.submit("/office/roles", typed(tupaq, process=other.id))
    here = await pablos_browser.submit("/office/roles", typed(tupaq, process=process.id))

    assert (everywhere.status_code, elsewhere.status_code, here.status_code) == (403, 403, 303)


async def test_who_administers_one_process_sees_and_takes_back_only_there(
    pablos_browser, process, ada
):
    theirs = await make_account("Marta", roles=((Role.MODERATOR, process.id),))
    others = await RoleGrant.get(account_id=ada.id)
    mine = await RoleGrant.get(account_id=theirs.id)

    page = await pablos_browser.get("/office/roles")
    refused = await pablos_browser.submit("/office/roles/revoke", grant=others.id)
    done = await pablos_browser.submit("/office/roles/revoke", grant=mine.id)
    again = await pablos_browser.submit("/office/roles/revoke", grant=mine.id)
    nonsense = await pablos_browser.submit("/office/roles/revoke", grant="x")

    assert "Marta" in page.text
    assert "Ada" not in page.text
    assert (refused.status_code, done.status_code) == (403, 303)
    assert (again.status_code, nonsense.status_code) == (404, 404)
    assert not (await find_visitor(theirs.id)).is_staff


async def test_somebody_always_administers(any_database, ada):
    eva = await make_account("Eva", roles=((Role.ADMINISTRATOR, 0),))
    grants = [await RoleGrant.get(account_id=account.id) for account in (ada, eva)]

    outcomes = await asyncio.gather(
        revoke(ada, grants[1].id), revoke(eva, grants[0].id), return_exceptions=True
    )

    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 1
    assert await RoleGrant.filter(role=Role.ADMINISTRATOR, process_id=0).count() == 1
