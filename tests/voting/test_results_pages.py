"""The pages that tell how a result came about: all of it, to anybody, and nothing too early."""

import json
import re

import pytest

from concejo.db import execute
from concejo.processes.core import PhaseKind
from concejo.roll.models import Roll
from tests.people import browser_of
from tests.voting.boards import act_on_page
from tests.voting.elections import cast, choose, make_voter, new_secret, reopen
from tests.voting.held_again import hold_again, pabulib_of
from voting.counting.services import analyse, close, count
from voting.models import Tally
from voting.setup.services import get_election

RESULTS = "/processes/presupuestos-2027/vote/results"
#: A page has to come quickly on a poor connection; it travels compressed to a tenth of this.
LARGEST = 100_000
#: The most votes go to 500,000 € of 1,000,000 €; then 600,000 € do not fit, and 300,000 € do.
BALLOTS = (
    *6 * [("Un parque",)],
    *3 * [("Un carril bici",)],
    ("Diez fuentes",),
    (),
)


@pytest.fixture
async def voted(election, process, roll):
    """The vote is over: eleven voted for the city, and nine of them for the Casco Histórico."""
    for place, titles in enumerate(BALLOTS):
        area = "D01" if place < 9 else "D03"
        person = await make_voter(election, roll, area)
        district = {"D01": ("Un ascensor",)} if area == "D01" else {}
        await cast(election, person.id, choose(election, CIUDAD=titles, **district), new_secret())
    return await reopen(process, PhaseKind.COUNTING)


@pytest.fixture
async def counted(voted, chair):
    """The vote is counted, and nothing more."""
    await close(voted.process, chair.actor)
    await count(voted.process, chair.actor)
    return await get_election(voted.process)


@pytest.fixture
async def analysed(counted):
    """The vote is counted, and what there is to tell beyond it has been found."""
    await analyse(counted.process)
    return counted


def address(contest):
    return f"{RESULTS}/{contest.id}"


def addresses(contest):
    """Every page that tells of a contest."""
    stories = f"{address(contest)}/projects"
    return [address(contest), stories, *(f"{stories}/{p.id}" for p in contest.projects)]


def text_of(page):
    """The words of a page, as one reads them."""
    words = re.sub(r"<[^>]+>", " ", page.text.split("<main")[1])
    return re.sub(r"\s+", " ", words.replace("\u00a0", " "))


async def test_the_page_of_a_contest_tells_how_its_result_came_about(analysed, browser):
    city = analysed.contests[0]

    page = await browser.get(address(city))

    words = text_of(page)
    assert page.status_code == 200
    assert "Aquí no alcanzó el dinero por primera vez: quedaban 500.000 €" in words
    assert "No financiado: cuesta 600.000 € y solo quedaban 500.000 €" in words
    assert "Con 4 personas más que solo apoyaran este proyecto habría salido" in words
    assert "Con un coste de 500.000 € habría salido; con 500.000,01 €, no." in words
    assert "Qué habrían dado otras reglas" in words
    assert "¿Fue proporcional?" in words
    assert page.text.count('class="why won"') == 2
    assert page.text.count('class="why lost"') == 1


async def test_each_project_has_a_page_that_the_others_lead_to(analysed, browser):
    city = analysed.contests[0]
    overview = await browser.get(RESULTS)
    contest = await browser.get(address(city))

    for project in city.projects:
        story = f"{address(city)}/projects/{project.id}"
        page = await browser.get(story)
        assert page.status_code == 200
        assert project.name in page.text.split("<h1>")[1].split("</h1>")[0]
        assert f'href="{story}"' in overview.text
        assert f'href="{story}"' in contest.text


async def test_before_the_count_no_page_tells_anything(voted, chair, browser):
    await close(voted.process, chair.actor)
    asked = [address for contest in voted.contests for address in addresses(contest)]

    pages = [await browser.get(address) for address in asked]
    data = await browser.get(f"/data/presupuestos-2027/analysis-{voted.contests[0].id}.json")

    assert {page.status_code for page in pages} == {200}
    assert data.status_code == 409
    for page in pages:
        assert not any(p.name in page.text for c in voted.contests for p in c.projects)


async def test_until_there_is_an_analysis_the_pages_say_so_and_show_the_rest(counted, browser):
    city = counted.contests[0]

    pages = [await browser.get(address) for address in addresses(city)]
    data = await browser.get(f"/data/presupuestos-2027/analysis-{city.id}.json")

    assert {page.status_code for page in pages} == {200}
    assert "se calcula después del recuento y aún no está" in text_of(pages[0])
    assert "Aquí no alcanzó el dinero por primera vez" in text_of(pages[0])
    assert "No financiado: cuesta 600.000 €" in text_of(pages[0])
    assert "Qué habrían dado otras reglas" not in text_of(pages[0])
    assert data.status_code == 404


async def test_counting_on_the_boards_page_makes_the_analysis_and_again_when_it_is_lost(
    voted, chair, second
):
    browsers = [await browser_of(member) for member in (chair, second)]
    await act_on_page("close", *browsers)
    await act_on_page("count", *browsers)
    first = [tally.analysis for tally in await Tally.all().order_by("id")]
    await Tally.all().update(analysis="")

    await act_on_page("count", *browsers)

    assert all(first)
    assert [tally.analysis for tally in await Tally.all().order_by("id")] == first
    for browser in browsers:
        await browser.client.aclose()


async def test_an_analysis_that_fails_leaves_the_count_and_the_others_alone(counted, caplog):
    city, district, _riverside = await Tally.all().order_by("id")
    await execute("UPDATE tally SET outcome = '{}' WHERE id = ?", city.id)

    await analyse(counted.process)

    kept = await Tally.all().order_by("id")
    assert [bool(tally.analysis) for tally in kept] == [False, True, True]
    assert kept[1].outcome == district.outcome
    assert "KeyError in the analysis of a count" in caplog.text


@pytest.mark.parametrize("kept", ["{}", "nonsense", '{"digest": 1}', "[]"])
async def test_an_analysis_that_cannot_be_read_is_none(analysed, browser, kept):
    city = analysed.contests[0]
    await Tally.filter(contest_id=city.id).update(analysis=kept)

    page = await browser.get(address(city))

    assert page.status_code == 200
    assert "aún no está" in text_of(page)


async def test_an_analysis_of_another_count_is_not_shown(analysed, browser):
    city, district = analysed.contests[:2]
    other = await Tally.get(contest_id=district.id)
    await Tally.filter(contest_id=city.id).update(analysis=other.analysis)

    assert "aún no está" in text_of(await browser.get(address(city)))


async def test_among_few_nothing_is_told_that_could_give_a_ballot_away(analysed, browser):
    city, district = analysed.contests[:2]

    pages = [await browser.get(address) for address in addresses(district)]
    data = [
        await browser.get(f"/data/presupuestos-2027/analysis-{contest.id}.json")
        for contest in (city, district)
    ]
    listed = await browser.get("/data/presupuestos-2027")

    words = text_of(pages[0])
    assert "Aquí han votado menos de 10 personas" in words
    assert "Por qué se ha elegido o no cada proyecto" in words
    assert "Financiado: 9 votos" in words
    for page in pages:
        assert "Qué habrían dado otras reglas" not in text_of(page)
        assert "¿Fue proporcional?" not in text_of(page)
        assert "Con otras reglas" not in text_of(page)
    assert [answer.status_code for answer in data] == [200, 409]
    assert f"analysis-{city.id}.json" in listed.text
    assert f"analysis-{district.id}.json" not in listed.text


async def test_the_analysis_is_open_data(analysed, browser):
    city = analysed.contests[0]
    tally = await Tally.get(contest_id=city.id)

    answer = await browser.get(f"/data/presupuestos-2027/analysis-{city.id}.json")

    assert answer.text == tally.analysis
    assert json.loads(answer.text)["digest"] == tally.digest
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("number", ["0", "999999", "9" * 30])
async def test_what_is_not_there_is_not_found(analysed, browser, number):
    city = analysed.contests[0]

    for path in (f"/{number}", f"/{number}/projects", f"/{city.id}/projects/{number}"):
        assert (await browser.get(RESULTS + path)).status_code == 404


async def test_a_project_of_another_contest_is_not_found_in_this_one(analysed, browser):
    city, district = analysed.contests[:2]

    page = await browser.get(f"{address(city)}/projects/{district.projects[0].id}")

    assert page.status_code == 404


async def test_the_pages_are_there_in_english_too(analysed, browser):
    city = analysed.contests[0]

    page = await browser.get(address(city), accept_language="en")

    assert "Here the money was short for the first time: €500,000 were left." in text_of(page)


@pytest.fixture(params=["greedy"])
async def long(request, database):
    """A large election held again, counted and analysed."""
    return await hold_again(pabulib_of(request.param), "larga")


@pytest.mark.parametrize("long", ["greedy", "equalshares"], indirect=True)
async def test_a_long_contest_stays_within_a_hundred_kilobytes_a_page(long, browser):
    (contest,) = long.contests
    path = f"/processes/larga/vote/results/{contest.id}"

    pages = [
        await browser.get(address)
        for address in (
            "/processes/larga/vote/results",
            path,
            f"{path}/projects?page=2",
            f"{path}/projects/{contest.projects[0].id}",
        )
    ]

    assert {page.status_code for page in pages} == {200}
    assert max(len(page.content) for page in pages) < LARGEST
    assert "Qué habrían dado otras reglas" in pages[1].text


async def test_all_projects_of_a_long_contest_are_told_page_by_page(long, browser):
    (contest,) = long.contests
    path = f"/processes/larga/vote/results/{contest.id}/projects"
    whole = await browser.get(path)
    numbers = {int(number) for number in re.findall(r"projects\?page=(\d+)", whole.text)}

    parts = [
        await browser.get(f"{path}?page={number}", hx_request="true", hx_request_type="partial")
        for number in range(1, max(numbers) + 1)
    ]

    told = [found for part in parts for found in re.findall(r"/projects/(\d+)\"", part.text)]
    assert sorted(map(int, told)) == sorted(project.id for project in contest.projects)
    assert all(part.text.startswith('<div id="stories"') for part in parts)


async def test_an_election_held_again_has_nobody_to_protect(database, browser):
    late = await hold_again(pabulib_of("greedy", projects=4, voters=5), "corta")

    page = await browser.get(f"/processes/corta/vote/results/{late.contests[0].id}")

    assert (await Roll.get(id=late.process.roll_id)).is_synthetic
    assert "Qué habrían dado otras reglas" in page.text
