"""One person, one support."""

import asyncio
from dataclasses import replace

import pytest

from concejo.audit.models import AuditEntry
from concejo.processes.core import PhaseKind
from concejo.roll.models import Roll
from proposals.core.status import Status
from proposals.support import services
from proposals.support.models import Support
from tests.people import browser_of, make_account, make_person, set_phase
from tests.proposals.conftest import make_proposal

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


async def test_a_resident_supports_and_takes_it_back(rosas_browser, rosa, proposal, base):
    given = await rosas_browser.submit(f"{base}/{proposal.id}/support/")
    rows = await Support.all()
    page = await rosas_browser.get(f"{base}/{proposal.id}")
    taken = await rosas_browser.submit(f"{base}/{proposal.id}/support/withdraw")

    assert (given.status_code, taken.status_code) == (303, 303)
    assert [(row.proposal_id, row.person_id) for row in rows] == [(proposal.id, rosa.person_id)]
    assert "/support/withdraw" in page.text
    assert not await Support.exists()


async def test_htmx_gets_the_count_alone(rosas_browser, proposal, base):
    answer = await rosas_browser.submit(f"{base}/{proposal.id}/support/", headers=PARTIAL)

    assert answer.status_code == 200
    assert answer.text.lstrip().startswith("<section")
    assert 'id="support"' in answer.text
    assert "<dd>1</dd>" in answer.text
    assert "<html" not in answer.text


async def test_a_hundred_supports_at_once_by_one_person_are_one(any_database, rosa, process, ines):
    proposal = await make_proposal(ines, process)

    await asyncio.gather(*(services.give(rosa, process, proposal.id) for _ in range(100)))

    assert await Support.all().count() == 1
    assert (await services.standing(process, proposal.id, rosa)).count == 1


async def test_two_accounts_of_one_person_count_once(rosa, process, proposal):
    second = replace(rosa, id=rosa.id + 1000)

    await services.give(rosa, process, proposal.id)
    await services.give(second, process, proposal.id)

    assert await Support.all().count() == 1


async def test_nobody_reads_who_supports_what(rosas_browser, ines_browser, proposal, base):
    await rosas_browser.submit(f"{base}/{proposal.id}/support/")

    page = await ines_browser.get(f"{base}/{proposal.id}")

    assert "Rosa" not in page.text
    assert not await AuditEntry.exists()


async def test_who_is_not_signed_in_or_not_verified_supports_nothing(
    browser, tupaqs_browser, proposal, base
):
    for path in ("support/", "support/withdraw"):
        anonymous = await browser.submit(f"{base}/{proposal.id}/{path}")
        unverified = await tupaqs_browser.submit(f"{base}/{proposal.id}/{path}")

        assert anonymous.status_code == 303
        assert "/sign-in" in anonymous.headers["location"]
        assert unverified.status_code == 409
    assert not await Support.exists()


async def test_who_is_on_another_roll_supports_nothing(proposal, base):
    other = await Roll.create(name="Padrón de la Región")
    neighbour = await browser_of(await make_account("Quipu", person=await make_person(other)))

    answer = await neighbour.submit(f"{base}/{proposal.id}/support/")

    assert answer.status_code == 409
    assert not await Support.exists()
    await neighbour.client.aclose()


@pytest.mark.parametrize("phase", [PhaseKind.VALUING, PhaseKind.VOTING, PhaseKind.FOLLOWING])
async def test_nothing_is_supported_or_taken_back_outside_the_phases(
    rosas_browser, rosa, process, proposal, base, phase
):
    await services.give(rosa, process, proposal.id)
    await set_phase(process.id, phase)

    page = await rosas_browser.get(f"{base}/{proposal.id}")
    given = await rosas_browser.submit(f"{base}/{proposal.id}/support/")
    taken = await rosas_browser.submit(f"{base}/{proposal.id}/support/withdraw")

    assert (given.status_code, taken.status_code) == (409, 409)
    assert 'method="post" hx-post' not in page.text
    assert await Support.all().count() == 1


@pytest.mark.parametrize("status", [Status.UNFEASIBLE, Status.REJECTED, Status.WITHDRAWN])
async def test_what_is_over_is_supported_no_more(rosas_browser, ines, process, base, status):
    over = await make_proposal(ines, process, status)

    answer = await rosas_browser.submit(f"{base}/{over.id}/support/")

    assert answer.status_code == 409
    assert not await Support.exists()


async def test_what_is_hidden_cannot_be_supported(rosas_browser, ines, process, base):
    hidden = await make_proposal(ines, process, Status.SUBMITTED)

    answer = await rosas_browser.submit(f"{base}/{hidden.id}/support/")

    assert answer.status_code == 404


async def test_a_refusal_takes_the_place_of_the_page_and_not_of_the_button(
    rosas_browser, process, proposal, base
):
    await set_phase(process.id, PhaseKind.VALUING)

    refused = await rosas_browser.submit(f"{base}/{proposal.id}/support/", headers=PARTIAL)

    assert refused.status_code == 409
    assert refused.headers["hx-retarget"] == refused.headers["hx-reselect"] == "#main"
