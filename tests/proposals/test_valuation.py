"""What the technical office finds, and what goes to the vote."""

import asyncio
import json

import pytest

from concejo.accounts.core import Role
from concejo.audit.services import history
from concejo.errors import Forbidden
from concejo.notifications.models import Letter
from concejo.processes.core import PhaseKind
from concejo.processes.services import get_process
from concejo.text import Money
from proposals.core.status import Status
from proposals.models import Proposal
from proposals.support.models import Support
from proposals.valuation import services
from proposals.valuation.forms import ValuationForm
from proposals.valuation.models import Valuation
from tests.people import browser_of, make_account, make_person, make_process, set_phase
from tests.proposals.conftest import make_proposal

REASONS = "Las plazas son municipales y hay <b>riego</b> cerca."
NO = "La plaza está sobre un aparcamiento que no aguanta el peso de la tierra. " * 3
YES: dict[str, object] = {
    "is_competent": "yes",
    "is_feasible": "yes",
    "cost": "140.000",
    "reasons": REASONS,
    "revision": "0",
}


@pytest.fixture
async def valuing(process, proposal):
    """The process in its valuation phase, with an admitted proposal."""
    await set_phase(process.id, PhaseKind.VALUING)
    return await get_process(process.slug)


def verdict(cost: int | None = 140_000_00, revision: int = 0) -> ValuationForm:
    money = None if cost is None else Money(cost, "EUR")
    return ValuationForm(True, "", cost is not None, money, NO, revision)


async def test_a_feasible_proposal_is_priced_published_audited_and_its_author_told(
    technicians_browser, browser, technician, ines, valuing, proposal, base
):
    at = f"{base}/valuation/{proposal.id}"

    form = await technicians_browser.get(at)
    answer = await technicians_browser.submit(at, YES)
    page = await browser.get(f"{base}/{proposal.id}")

    assert form.status_code == 200
    assert answer.status_code == 303
    assert (await Proposal.get()).status is Status.FEASIBLE
    row = await Valuation.get()
    assert (row.cost, row.revision, row.technician_id) == (140_000_00, 1, technician.id)
    assert "&lt;b&gt;riego&lt;/b&gt;" in page.text
    assert "140.000" in page.text
    (entry,) = await history(f"proposal:{proposal.id}")
    assert json.loads(entry.details)["cost"] == 140_000_00
    assert (await Letter.get()).recipient == ines.email


async def test_what_is_not_ours_is_not_feasible_and_says_whose_it_is(
    technicians_browser, browser, valuing, proposal, base
):
    sent = {
        "is_competent": "no",
        "competent_body": "Comunidad autónoma",
        "is_feasible": "no",
        "cost": "",
        "reasons": NO,
        "revision": "0",
    }

    answer = await technicians_browser.submit(f"{base}/valuation/{proposal.id}", sent)
    page = await browser.get(f"{base}/{proposal.id}")

    assert answer.status_code == 303
    assert (await Proposal.get()).status is Status.UNFEASIBLE
    assert (await Valuation.get()).cost is None
    assert "Comunidad autónoma" in page.text


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"is_competent": "", "is_feasible": ""}, {"is_competent", "is_feasible"}),
        ({"is_competent": "no", "competent_body": ""}, {"competent_body", "is_feasible"}),
        ({"competent_body": "x" * 161}, {"competent_body"}),
        ({"cost": ""}, {"cost"}),
        ({"cost": "0"}, {"cost"}),
        ({"cost": "-5"}, {"cost"}),
        ({"cost": "mucho"}, {"cost"}),
        ({"cost": "300.000,01"}, {"cost"}),
        ({"reasons": "Cabe."}, {"reasons"}),
        ({"reasons": "x" * 10_001}, {"reasons"}),
        ({"is_feasible": "no", "reasons": REASONS}, {"reasons"}),
    ],
)
async def test_a_verdict_with_faults_comes_back_with_all_that_was_typed(
    technicians_browser, valuing, proposal, base, changes, faults
):
    sent = {**YES, **changes}

    answer = await technicians_browser.submit(f"{base}/valuation/{proposal.id}", sent)

    assert answer.status_code == 422
    for name in faults:
        assert f'href="#field-{name}"' in answer.text
    assert f'value="{sent["cost"]}"' in answer.text
    assert sent["reasons"][:10] in answer.text
    assert not await Valuation.exists()
    assert (await Proposal.get()).status is Status.ADMITTED


async def test_a_cost_above_the_envelope_says_both_amounts(
    technicians_browser, valuing, proposal, base
):
    answer = await technicians_browser.submit(
        f"{base}/valuation/{proposal.id}", {**YES, "cost": "300.001"}
    )

    assert "300.001\xa0€" in answer.text
    assert "300.000\xa0€" in answer.text


async def test_a_cost_that_is_the_whole_envelope_is_taken(
    technicians_browser, valuing, proposal, base
):
    answer = await technicians_browser.submit(
        f"{base}/valuation/{proposal.id}", {**YES, "cost": "300.000"}
    )

    assert answer.status_code == 303


async def test_a_verdict_may_be_revised_and_each_is_in_the_audit_log(
    technicians_browser, valuing, proposal, base
):
    at = f"{base}/valuation/{proposal.id}"

    await technicians_browser.submit(at, YES)
    form = await technicians_browser.get(at)
    revised = await technicians_browser.submit(at, {**YES, "cost": "150.000", "revision": "1"})
    turned = await technicians_browser.submit(
        at, {**YES, "is_feasible": "no", "reasons": NO, "revision": "2"}
    )

    assert 'value="140000"' in form.text
    assert (revised.status_code, turned.status_code) == (303, 303)
    assert (await Proposal.get()).status is Status.UNFEASIBLE
    entries = await history(f"proposal:{proposal.id}")
    assert [json.loads(e.details)["cost"] for e in entries] == [140_000_00, 150_000_00, None]
    assert [json.loads(e.details)["revision"] for e in entries] == [1, 2, 3]


async def test_of_two_technicians_at_once_one_is_told(any_database, technician, ines, process):
    await set_phase(process.id, PhaseKind.VALUING)
    valuing = await get_process(process.slug)
    proposal = await make_proposal(ines, process)
    other = await make_account("Tomás", roles=((Role.TECHNICIAN, 0),))

    answers = await asyncio.gather(
        services.value(technician, valuing, proposal.id, verdict(100_00)),
        services.value(other, valuing, proposal.id, verdict(200_00)),
        return_exceptions=True,
    )

    (late,) = [answer for answer in answers if answer is not None]
    assert isinstance(late, services.ValuedMeanwhile)
    assert (await Valuation.get()).revision == 1


async def test_who_is_late_keeps_what_was_typed_and_can_save_after_reading(
    technicians_browser, technician, valuing, proposal, base
):
    await services.value(technician, valuing, proposal.id, verdict(100_00))
    at = f"{base}/valuation/{proposal.id}"

    late = await technicians_browser.submit(at, {**YES, "cost": "123.456"})

    assert late.status_code == 409
    assert 'value="123.456"' in late.text
    assert 'name="revision" value="1"' in late.text


@pytest.mark.parametrize("phase", [PhaseKind.SUPPORTING, PhaseKind.VOTING, PhaseKind.FOLLOWING])
async def test_prices_are_frozen_outside_the_phase(
    technicians_browser, process, proposal, base, phase
):
    await set_phase(process.id, phase)

    page = await technicians_browser.get(f"{base}/valuation/{proposal.id}")
    answer = await technicians_browser.submit(f"{base}/valuation/{proposal.id}", YES)

    assert page.status_code == 200
    assert 'name="cost"' not in page.text
    assert answer.status_code == 409
    assert not await Valuation.exists()


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.REJECTED, Status.WITHDRAWN])
async def test_only_what_was_admitted_is_valued(technicians_browser, ines, valuing, base, status):
    other = await make_proposal(ines, valuing, status)

    answer = await technicians_browser.submit(f"{base}/valuation/{other.id}", YES)

    assert answer.status_code == 409


async def test_nobody_values_their_own(roll, valuing):
    person = await make_person(roll)
    teo = await make_account("Teo", roles=((Role.TECHNICIAN, valuing.id),), person=person)
    own = await make_proposal(teo, valuing)

    with pytest.raises(Forbidden):
        await services.value(teo, valuing, own.id, verdict())

    assert not await Valuation.exists()


async def test_others_do_not_value(
    browser, rosas_browser, moderators_browser, roll, valuing, proposal, base
):
    other = await make_process(roll, slug="otro-proceso")
    stranger = await browser_of(await make_account("Olga", roles=((Role.TECHNICIAN, other.id),)))
    for path in ("valuation/", f"valuation/{proposal.id}"):
        assert (await browser.get(f"{base}/{path}")).status_code == 303
        for resident in (rosas_browser, moderators_browser, stranger):
            assert (await resident.get(f"{base}/{path}")).status_code == 403

    answer = await stranger.submit(f"{base}/valuation/{proposal.id}", YES)
    across = await stranger.submit(
        f"/processes/{other.slug}/proposals/valuation/{proposal.id}", YES
    )

    assert (answer.status_code, across.status_code) == (403, 404)
    assert not await Valuation.exists()
    await stranger.client.aclose()


async def test_the_list_begins_with_the_most_supported(
    technicians_browser, technician, rosa, ines, valuing, proposal, base
):
    popular = await make_proposal(ines, valuing, title="La más apoyada de todas")
    valued = await make_proposal(ines, valuing, title="La que ya está estudiada")
    await Support.create(proposal_id=popular.id, person_id=rosa.person_id)
    await services.value(technician, valuing, valued.id, verdict())

    page = await technicians_browser.get(f"{base}/valuation/")

    places = [page.text.index(p.title) for p in (popular, proposal, valued)]
    assert places == sorted(places)
    assert await services.count_to_value([valuing.id]) == 2


async def test_what_goes_to_the_vote_is_feasible_priced_and_always_in_the_same_order(
    any_database, technician, ines, process
):
    await set_phase(process.id, PhaseKind.VALUING)
    valuing = await get_process(process.slug)
    city, first, second = (area.id for area in process.areas)
    made = [await make_proposal(ines, process, area_id=a) for a in (second, first, city, first)]
    for place, proposal in enumerate(made):
        await services.value(technician, valuing, proposal.id, verdict(100_00 + place))
    await services.value(technician, valuing, made[3].id, verdict(None, revision=1))
    await make_proposal(ines, process)

    priced = await services.list_priced(process.id)

    assert [p.proposal_id for p in priced] == [made[2].id, made[1].id, made[0].id]
    assert [p.cost for p in priced] == [100_02, 100_01, 100_00]
    assert priced[0].area_id == city
    assert priced == await services.list_priced(process.id)
    assert await services.list_priced(process.id + 1) == []
