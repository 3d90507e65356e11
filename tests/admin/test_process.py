"""A process is made and changed; everything typed comes back when something is wrong."""

import asyncio

import pytest

from concejo.admin.processes.forms import CURRENCIES, TIMEZONES, ProcessForm
from concejo.admin.processes.services import create_process
from concejo.audit.services import history
from concejo.errors import Invalid
from concejo.processes.models import Area, Process
from concejo.processes.services import get_process
from tests.people import make_process
from tests.voting.elections import open_election


def typed(roll, **changes):
    """What Ada types into the form."""
    return {
        "title": "Presupuestos de la vecindad 2028",
        "slug": "presupuestos-2028",
        "summary": "La segunda edición, con más dinero para los barrios.",
        "description": "De qué trata.",
        "timezone": "America/Lima",
        "currency": "PEN",
        "minimum_age": "18",
        "roll_id": str(roll.id),
        **changes,
    }


async def test_a_process_is_made_and_its_calendar_comes_next(adas_browser, roll, ada):
    answer = await adas_browser.submit("/office/processes/new", typed(roll))

    made = await get_process("presupuestos-2028")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/office/processes/presupuestos-2028/calendar"
    assert (made.timezone, made.currency, made.minimum_age) == ("America/Lima", "PEN", 18)
    assert [e.action for e in await history(f"process:{made.id}")] == ["process.created"]


async def test_every_fault_is_said_and_everything_typed_is_kept(adas_browser, roll):
    wrong = typed(roll, title="x\0", slug="Año 2028", summary="Corto", currency="XXX")
    wrong |= {"timezone": "Mars/Olympus", "minimum_age": "3", "roll_id": "999999999999999999999"}

    answer = await adas_browser.submit("/office/processes/new", wrong)

    assert answer.status_code == 422
    assert answer.text.count('class="error"') == 7
    assert 'value="Año 2028"' in answer.text
    assert ">\nCorto</textarea>" in answer.text
    assert 'value="3"' in answer.text
    assert await Process.all().count() == 0


async def test_an_address_is_taken_once(adas_browser, roll, process):
    answer = await adas_browser.submit("/office/processes/new", typed(roll, slug=process.slug))

    assert answer.status_code == 422
    assert "Otro proceso tiene esta dirección" in answer.text


async def test_of_two_at_once_one_gets_the_address(any_database, roll, ada):
    form = ProcessForm.parse(typed(roll))

    outcomes = await asyncio.gather(
        *(create_process(ada.actor, form) for _ in range(4)), return_exceptions=True
    )

    assert sum(isinstance(outcome, Invalid) for outcome in outcomes) == 3
    assert await Process.all().count() == 1


async def test_a_process_is_changed_and_what_changed_is_in_the_log(
    pablos_browser, office, roll, process
):
    answer = await pablos_browser.submit(
        office, typed(roll, slug=process.slug, currency="EUR", timezone="Europe/Madrid")
    )

    changed = await get_process(process.slug)
    assert answer.status_code == 303
    assert changed.title == "Presupuestos de la vecindad 2028"
    last = (await history(f"process:{process.id}"))[-1]
    assert last.action == "process.changed"
    assert "currency" not in last.details


async def test_the_currency_stays_while_areas_have_money_in_it(
    pablos_browser, office, roll, process
):
    refused = await pablos_browser.submit(office, typed(roll, currency="USD"))
    await Area.filter(process_id=process.id).exclude(parent_id=None).delete()
    await Area.filter(process_id=process.id).delete()
    taken = await pablos_browser.submit(office, typed(roll, currency="USD"))

    assert refused.status_code == 422
    assert taken.status_code == 303


async def test_what_a_vote_stands_on_stays_once_it_was_opened(
    pablos_browser, office, roll, process, rosa
):
    await open_election(process, rosa)
    words = {"slug": process.slug, "timezone": process.timezone, "currency": process.currency}

    refused = await pablos_browser.submit(office, typed(roll, minimum_age="12"))
    taken = await pablos_browser.submit(office, typed(roll, **words, minimum_age="16"))

    assert refused.status_code == 422
    assert refused.text.count("Esto ya no puede cambiar") == 8  # four fields, here and in the list
    assert taken.status_code == 303


async def test_a_process_administrator_sees_their_own_processes_only(pablos_browser, roll, process):
    await make_process(roll, slug="otro-proceso")

    page = await pablos_browser.get("/office/processes")

    assert f"/office/processes/{process.slug}" in page.text
    assert "otro-proceso" not in page.text
    assert (await pablos_browser.get("/office/processes/otro-proceso")).status_code == 403
    assert (await pablos_browser.get("/office/processes/new")).status_code == 403


@pytest.mark.parametrize("slug", ["new", "a--b", "-a", "a-", "á", "A", "a b", "", "a" * 61, "a/b"])
def test_an_address_that_would_mislead_is_refused(slug):
    with pytest.raises(Invalid) as refusal:
        ProcessForm.parse({"slug": slug})

    assert "slug" in refusal.value.fields


def test_time_zones_and_currencies_of_the_world_are_offered():
    assert {"Europe/Madrid", "Atlantic/Canary", "America/Lima", "America/Bogota"} < {*TIMEZONES}
    assert {"EUR", "PEN", "MXN", "GBP"} < {*CURRENCIES}
    assert len(CURRENCIES) == len({*CURRENCIES})
