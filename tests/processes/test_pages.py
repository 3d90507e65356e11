"""The front page says what can be done today; the page of a process says all of it."""

from datetime import datetime, timedelta

import pytest

from concejo.clock import now
from concejo.processes import services
from concejo.processes.core import OFFERS, Phase, PhaseKind
from concejo.processes.models import Area, PhaseRow, Process
from concejo.processes.services import get_process, list_page
from tests.people import make_process, set_phase

#: Phase → where the one button of the front page leads.
BUTTONS = {
    PhaseKind.PROPOSING: "/proposals/new",
    PhaseKind.SUPPORTING: "/proposals/",
    PhaseKind.VALUING: "/proposals/",
    PhaseKind.VOTING: "/vote/",
    PhaseKind.COUNTING: "/proposals/",
    PhaseKind.FOLLOWING: "/vote/results",
}


@pytest.mark.parametrize("phase", list(BUTTONS))
async def test_the_front_page_leads_to_what_can_be_done_now(browser, process, phase):
    await set_phase(process.id, phase)

    page = await browser.get("/")

    assert page.status_code == 200
    assert f'href="/processes/{process.slug}{BUTTONS[phase]}"' in page.text
    assert process.title in page.text


async def test_before_it_begins_a_process_is_among_those_that_come(browser, process):
    await set_phase(process.id, PhaseKind.ANNOUNCED)

    front = await services.front_page()
    page = await browser.get("/")

    assert (front.today, front.decided) == ((), ())
    assert [view.id for view in front.coming] == [process.id]
    assert "Hoy no hay nada abierto" in page.text
    assert "Próximamente" in page.text


async def test_a_town_without_processes_has_a_front_page_too(browser, database):
    page = await browser.get("/")
    listing = await browser.get("/processes")

    assert page.status_code == 200
    assert "Cuando el ayuntamiento abra un proceso" in page.text
    assert "Todavía no hay ningún proceso" in listing.text


async def test_what_ends_first_stands_first(roll, database):
    soon = await make_process(roll, slug="pronto")
    later = await make_process(roll, slug="tarde")
    await PhaseRow.filter(process_id=later.id, kind=PhaseKind.PROPOSING).update(
        ends_at=now() + timedelta(days=9)
    )
    await PhaseRow.filter(process_id=soon.id, kind=PhaseKind.PROPOSING).update(
        ends_at=now() + timedelta(days=1)
    )

    front = await services.front_page()

    assert [view.slug for view in front.today] == ["pronto", "tarde"]


async def test_what_residents_can_do_goes_before_what_they_can_read(roll, database):
    reading = await make_process(roll, PhaseKind.VALUING, "lectura")
    await PhaseRow.filter(process_id=reading.id, kind=PhaseKind.VALUING).update(
        ends_at=now() + timedelta(hours=1)
    )
    await make_process(roll, PhaseKind.VOTING, "voto")

    front = await services.front_page()

    assert [view.slug for view in front.today] == ["voto", "lectura"]


async def test_only_the_latest_results_are_on_the_front_page(roll, database):
    for number in range(services.LATEST_RESULTS + 2):
        process = await make_process(roll, PhaseKind.FOLLOWING, f"proceso-{number}")
        moment = now() - timedelta(days=400 - number)
        await PhaseRow.filter(process_id=process.id).delete()
        await PhaseRow.create(
            process_id=process.id, kind=PhaseKind.FOLLOWING, starts_at=moment, ends_at=moment
        )

    front = await services.front_page()

    assert [view.slug for view in front.decided] == [f"proceso-{n}" for n in range(7, 1, -1)]


async def test_a_phase_changes_by_itself_at_the_exact_second(process, monkeypatch):
    phases = {phase.kind: phase for phase in process.phases}
    turn = phases[PhaseKind.SUPPORTING].starts_at

    assert process.glance(turn - timedelta(microseconds=1)).stage.phase.kind is PhaseKind.PROPOSING
    assert process.glance(turn).stage.phase.kind is PhaseKind.SUPPORTING


async def test_the_calendar_is_shown_in_the_hours_of_the_town(browser, process):
    await Process.filter(id=process.id).update(timezone="America/Lima")
    await PhaseRow.filter(process_id=process.id).delete()
    await PhaseRow.create(
        process_id=process.id,
        kind=PhaseKind.VOTING,
        starts_at=datetime.fromisoformat("2027-05-10T05:00:00+00:00"),
        ends_at=datetime.fromisoformat("2027-05-31T05:00:00+00:00"),
    )

    page = await browser.get(f"/processes/{process.slug}")

    assert "10 de mayo de 2027, 00:00" in page.text
    assert "30 de mayo de 2027, 24:00" in page.text
    assert "Del 10 de mayo al 30 de mayo de 2027" in page.text
    assert "Lima (America/Lima)" in page.text


async def test_a_process_shows_its_areas_as_a_tree_with_their_money(browser, process):
    page = await browser.get(f"/processes/{process.slug}")

    text = page.text.replace("\xa0", " ")
    assert "300.000 €" in text
    assert text.index("Toda la ciudad") < text.index("Casco Histórico")
    assert "1.500.000 €" in text


async def test_a_process_with_nothing_set_can_be_read(browser, process):
    await PhaseRow.filter(process_id=process.id).delete()
    await Area.filter(process_id=process.id).exclude(parent_id=None).delete()
    await Area.filter(process_id=process.id).delete()

    page = await browser.get(f"/processes/{process.slug}")

    assert page.status_code == 200
    assert "Su calendario aún no se ha publicado" in page.text


@pytest.mark.parametrize("slug", ["nada", "a%00b", "x" * 500, "%F0%9F%98%80"])
async def test_a_process_that_is_not_there_is_not_found(browser, process, slug):
    assert (await browser.get(f"/processes/{slug}")).status_code == 404


async def test_long_lists_are_cut_into_pages(browser, roll, database):
    for number in range(21):
        await make_process(roll, slug=f"proceso-{number}")

    first = await browser.get("/processes")
    second = await browser.get("/processes?page=2")
    beyond = await browser.get("/processes?page=99")
    part = await browser.get("/processes?page=2", hx_request="true", hx_request_type="partial")

    assert first.text.count('class="entry"') == 20
    assert second.text.count('class="entry"') == 1
    assert beyond.status_code == 200
    assert part.text.lstrip().startswith('<div id="processes">')
    assert (await list_page(0, 5))[1] == 21


async def test_the_guide_says_what_is_not_guaranteed(browser, database):
    page = await browser.get("/how-it-works", accept_language="en")

    for promise in (
        "The database itself refuses a second mark",
        "in groups of at least twenty",
        "with the code of a vote one could prove",
        "could link persons and ballots",
        "cannot exclude pressure",
        "The receipt says nothing of what you voted",
        "the receipt proves it",
        "and counts again",
    ):
        assert promise in page.text


def test_every_phase_has_its_words_and_its_button():
    assert set(OFFERS) == set(PhaseKind)


async def test_a_process_is_found_by_its_address_only(process):
    found = await get_process(process.slug)

    assert found == process
    assert isinstance(found.phases[0], Phase)
