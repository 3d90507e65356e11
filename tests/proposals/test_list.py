"""The public list: what it shows, finds, and in which order; and who may read what."""

from datetime import timedelta

import pytest

from concejo.accounts.core import Role
from concejo.clock import now
from concejo.processes.services import ProcessView
from proposals.core.search import place
from proposals.core.status import PUBLIC, Status
from proposals.handlers import LIST_SIZE
from proposals.listing.forms import ListForm
from proposals.listing.services import list_proposals
from proposals.support.models import Support
from tests.people import browser_of, make_account, make_person, make_process
from tests.proposals.conftest import SUMMARY, TITLE, make_proposal

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


async def ids(process: ProcessView, size: int = 50, page: int = 1, **wish: str) -> list[int]:
    """The numbers of the proposals that a wish finds, in their order."""
    entries, _total = await list_proposals(process, ListForm.parse(wish, process, 7), page, size)
    return [entry.id for entry in entries]


async def test_the_list_shows_what_is_public_and_going_on(browser, rosa, process, base):
    made = {
        status: await make_proposal(rosa, process, status, title=f"Propuesta {status.value}")
        for status in Status
    }

    page = await browser.get(f"{base}/")

    assert page.status_code == 200
    shown = {status for status in made if f"Propuesta {status.value}<" in page.text}
    assert shown == {Status.ADMITTED, Status.FEASIBLE, Status.UNFEASIBLE}


@pytest.mark.parametrize("status", list(Status))
async def test_a_proposal_is_read_by_those_who_may(
    browser, tupaqs_browser, moderators_browser, technicians_browser, rosas_browser,
    rosa, process, base, status,
):  # fmt: skip
    proposal = await make_proposal(rosa, process, status)
    administrator = await browser_of(await make_account("Ada", roles=((Role.ADMINISTRATOR, 0),)))

    answers = {
        who: (await reader.get(f"{base}/{proposal.id}")).status_code
        for who, reader in {
            "anybody": browser,
            "another": tupaqs_browser,
            "moderator": moderators_browser,
            "technician": technicians_browser,
            "administrator": administrator,
            "author": rosas_browser,
        }.items()
    }

    anybody = 200 if status in PUBLIC else 404
    staff = 404 if status is Status.DRAFT else 200
    assert answers["author"] == 200
    assert (answers["anybody"], answers["another"]) == (anybody, anybody)
    assert {answers[who] for who in ("moderator", "technician", "administrator")} == {staff}
    await administrator.client.aclose()


async def test_search_does_not_mind_accents_capitals_and_order(any_database, rosa, process):
    trees = await make_proposal(rosa, process, title="ÁRBOLES en la Plaza del Olmo")
    pinguin = await make_proposal(rosa, process, title="Casa del pingüino", summary="Año nuevo")
    await make_proposal(rosa, process, title="Un carril para bicis", summary="Por la ribera")

    assert await ids(process, q="olmo arboles") == [trees.id]
    assert await ids(process, q="ÁRBOL") == [trees.id]
    assert await ids(process, q="pinguino ano") == [pinguin.id]
    assert await ids(process, q="farolas") == []


@pytest.mark.parametrize("q", ["%", "_", "\\", "100%", "' OR 1=1 --", "\0%", "?" * 300])
async def test_search_takes_every_sign_for_itself(any_database, rosa, process, q):
    await make_proposal(rosa, process)

    assert await ids(process, q=q) == []


async def test_signs_are_found_where_they_are(any_database, rosa, process):
    half = await make_proposal(rosa, process, title="Un 50% más de sombra_y_agua")
    await make_proposal(rosa, process, title="Un 50 por ciento de sombra y agua")

    assert await ids(process, q="50% sombra_y") == [half.id]


async def test_the_list_is_filtered_by_area_and_status(rosa, process):
    city, first, _second = process.areas
    admitted = await make_proposal(rosa, process, area_id=city.id)
    feasible = await make_proposal(rosa, process, Status.FEASIBLE, area_id=first.id)
    rejected = await make_proposal(rosa, process, Status.REJECTED, area_id=first.id)

    assert await ids(process, area=str(city.id)) == [admitted.id]
    assert await ids(process, area=str(first.id)) == [feasible.id]
    assert await ids(process, status="rejected") == [rejected.id]
    assert await ids(process, status="submitted", area="x", sort="newest") == [
        feasible.id,
        admitted.id,
    ]


async def test_another_process_keeps_its_own(rosa, roll, process, proposal):
    other = await make_process(roll, slug="otro-proceso")

    assert await ids(process) == [proposal.id]
    assert await ids(other) == []


async def test_the_list_is_sorted_by_supports_and_by_age(any_database, roll, rosa, process):
    made = [
        await make_proposal(rosa, process, submitted_at=now() + timedelta(minutes=n))
        for n in range(4)
    ]
    for count, proposal in zip((1, 3, 0, 3), made, strict=True):
        for _ in range(count):
            person = await make_person(roll)
            await Support.create(proposal_id=proposal.id, person_id=person.id)

    newest = await ids(process, sort="newest")
    supported = await ids(process, sort="supported")

    assert newest == [proposal.id for proposal in reversed(made)]
    assert supported == [made[1].id, made[3].id, made[0].id, made[2].id]


async def test_the_lot_is_another_for_each_seed_and_keeps_through_the_pages(
    any_database, rosa, process
):
    made = {(await make_proposal(rosa, process)).id for _ in range(12)}

    pages = [await ids(process, size=5, page=n, seed="42") for n in (1, 2, 3)]
    orders = {tuple(await ids(process, seed=str(seed))) for seed in range(20)}

    assert [one for page in pages for one in page] == await ids(process, seed="42")
    assert {one for page in pages for one in page} == made
    assert tuple(pages[0]) == tuple(sorted(made, key=lambda one: place(one, 42))[:5])
    assert len(orders) == 20
    assert len({order[0] for order in orders}) > 5


async def test_a_long_list_has_pages_that_keep_the_wish_and_the_seed(browser, rosa, process, base):
    for _ in range(LIST_SIZE + 1):
        await make_proposal(rosa, process)

    first = await browser.get(f"{base}/?q=arboles&seed=42")
    second = await browser.get(f"{base}/?q=arboles&sort=random&seed=42&page=2")
    part = await browser.client.get(f"{base}/?seed=42&page=2", headers=PARTIAL)

    assert "?q=arboles&amp;sort=random&amp;seed=42&amp;page=2" in first.text
    assert first.text.count('<li class="entry">') == LIST_SIZE
    assert second.text.count('<li class="entry">') == 1
    assert part.text.lstrip().startswith('<div id="proposals">')
    assert "HX-Request" in part.headers["vary"]


async def test_the_same_browser_finds_the_same_order_again(browser, rosa, process, base):
    for n in range(9):
        await make_proposal(rosa, process, title=f"Propuesta número {n}")

    once, again = await browser.get(f"{base}/"), await browser.get(f"{base}/")

    assert (
        once.text.split('<ol class="entries">')[1].split("</ol>")[0]
        == (again.text.split('<ol class="entries">')[1].split("</ol>")[0])
    )


async def test_an_empty_list_says_what_to_do(browser, process, base):
    page = await browser.get(f"{base}/?q=nada&page=99")

    assert page.status_code == 200
    assert 'class="empty"' in page.text


async def test_the_page_says_what_there_is_to_know(browser, proposal, base):
    page = await browser.get(f"{base}/{proposal.id}")

    for words in (TITLE, SUMMARY, "En verano nadie", "Inés", "Casco Histórico", "300.000"):
        assert words in page.text
    assert "inés@" not in page.text
    assert "@example.org" not in page.text


async def test_names_and_words_are_shown_as_text(browser, roll, process, base):
    attack = "<script>alert(1)</script>"
    author = await make_account(attack, person=await make_person(roll))
    proposal = await make_proposal(author, process, title=attack, summary=attack, place=attack)

    for path in ("/", f"/{proposal.id}"):
        page = await browser.get(f"{base}{path}")
        assert attack not in page.text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text
