"""What is published of a count, and that nothing is published before it."""

import re

import pytest

from concejo.errors import NotFound
from concejo.processes.core import PhaseKind
from concejo.processes.services import get_process
from tests.voting.elections import cast, choose, make_voter, new_secret, reopen
from voting.board.services import NotCounted, TooFewBallots, export_pabulib, find_results
from voting.core import pabulib
from voting.counting.services import close, count
from voting.imports.core import plan, recount
from voting.setup.core import DEFAULT
from voting.setup.services import get_election, prepare

VOTE = "/processes/presupuestos-2027/vote"
RESULTS = f"{VOTE}/results"


@pytest.fixture
async def receipts(election, roll):
    """The receipts of ten voters: so many that their ballots are published."""
    found = []
    for titles in 2 * (("Diez fuentes",), ("Diez fuentes", "Un parque"), ("Un parque",), (), ()):
        person = await make_voter(election, roll)
        choices = choose(election, CIUDAD=titles, D01=("Un ascensor",))
        found.append((await cast(election, person.id, choices, new_secret())).code)
    return found


@pytest.fixture
async def counted(receipts, election, process, chair):
    """The vote is counted."""
    late = await reopen(process, PhaseKind.COUNTING)
    await close(late.process, chair.actor)
    await count(late.process, chair.actor)
    return await get_election(late.process)


async def test_anybody_reads_who_won_and_is_led_to_the_reasons(counted, browser):
    page = await browser.get(RESULTS)

    assert page.status_code == 200
    for contest in counted.contests:
        assert f'href="{RESULTS}/{contest.id}"' in page.text
        for project in contest.projects:
            assert (
                f'href="{RESULTS}/{contest.id}/projects/{project.id}">{project.name}' in page.text
            )
    results = await find_results(counted.process)
    assert results is not None
    for result in results.contests:
        assert " ".join(re.findall("....", result.digest)) in page.text
    assert "/results/" in page.text
    assert f"{counted.manifest_hash[:4]} " in page.text


async def test_before_the_count_there_is_nothing_to_read(receipts, election, browser):
    page = await browser.get(RESULTS)
    asked = [
        await browser.get(f"{RESULTS}/receipt?code={receipts[0]}"),
        await browser.get(f"{RESULTS}/receipts.txt"),
        await browser.get(f"{RESULTS}/{election.contests[0].id}.pb"),
    ]

    assert page.status_code == 200
    assert "Diez fuentes" not in page.text
    assert [answer.status_code for answer in asked] == [200, 200, 409]
    assert "no hay ninguna papeleta" in asked[0].text
    assert asked[1].text == ""
    assert await find_results(election.process) is None
    with pytest.raises(NotCounted):
        await export_pabulib(election.contests[0].id)


async def test_a_receipt_is_found_however_it_is_written(counted, receipts, browser):
    code = receipts[3]
    spaced = " ".join(re.findall("....", code.replace("-", ""))).lower()

    page = await browser.get(f"{RESULTS}/receipt?code={spaced}")

    assert page.status_code == 200
    assert "es la que cuenta" in page.text


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("0" * 32, "no hay ninguna papeleta con este resguardo"),
        ("hola", "no es un resguardo"),
        ("%00%00", "¿Está mi papeleta"),
        ("<script>", "no es un resguardo"),
        ("A" * 5000, "no es un resguardo"),
    ],
)
async def test_what_is_no_receipt_is_said(counted, browser, typed, answer):
    page = await browser.get(f"{RESULTS}/receipt?code={typed}")

    assert page.status_code == 200
    assert answer in page.text
    assert "<script>" not in page.text.split("<main")[1]


async def test_the_list_of_receipts_tells_no_order_and_no_choice(counted, receipts, browser):
    page = await browser.get(f"{RESULTS}/receipts.txt")

    assert page.text.split() == sorted(receipts)


async def test_the_ballots_recount_at_home_to_the_published_digest(counted, browser):
    results = await find_results(counted.process)
    assert results is not None
    for result in results.contests:
        page = await browser.get(f"{RESULTS}/{result.contest.id}.pb")

        assert "attachment" in page.headers["content-disposition"]
        assert recount(plan(page.text)).digest() == result.digest


async def test_the_file_is_the_same_each_time_and_names_nobody(counted, receipts, rosa):
    contest = counted.contests[0]

    first, second = [await export_pabulib(contest.id) for _time in range(2)]

    assert first == second
    votes = pabulib.read(first).votes
    assert [vote.voter for vote in votes] == [str(number) for number in range(1, 11)]
    assert not any(code in first for code in receipts)


async def test_so_few_ballots_that_one_could_be_known_are_not_published(
    receipts, election, process, ines, chair, browser
):
    await cast(election, ines.person_id, choose(election, CIUDAD=(), D02=()), new_secret())
    late = await reopen(process, PhaseKind.COUNTING)
    await close(late.process, chair.actor)
    await count(late.process, chair.actor)
    city, historic, riverside = late.contests

    answers = [await browser.get(f"{RESULTS}/{c.id}.pb") for c in (city, historic, riverside)]
    page = await browser.get(RESULTS)
    listed = await browser.get("/data/presupuestos-2027")

    assert [answer.status_code for answer in answers] == [200, 200, 409]
    assert "menos de 10 personas" in answers[2].text
    assert page.text.count("menos de 10 personas") == 1
    for text in (page.text, listed.text):
        assert f"/results/{historic.id}.pb" in text
        assert f"/results/{riverside.id}.pb" not in text
    with pytest.raises(TooFewBallots):
        await export_pabulib(riverside.id)


async def test_the_winners_are_listed_for_who_follows_them_up(counted):
    winners = (await find_results(counted.process)).winners

    assert [(w.name, w.contest_name, w.votes) for w in winners] == [
        ("Diez fuentes", "Toda la ciudad", 4),
        ("Un parque", "Toda la ciudad", 4),
        ("Un ascensor", "Casco Histórico", 10),
    ]
    assert winners[0].proposal_id is not None
    assert winners[0].cost.amount == 300_000_00


async def test_what_was_locked_is_public_letter_by_letter(election, browser):
    page = await browser.get(f"{VOTE}/manifest.json")

    assert page.text == election.manifest
    assert page.headers["content-type"] == "application/json"


async def test_before_the_vote_opens_nothing_is_locked(process, chair, browser):
    await prepare(process.id, chair.actor, DEFAULT.form, DEFAULT.rule, DEFAULT.ties.order)

    assert (await browser.get(f"{VOTE}/manifest.json")).status_code == 404


@pytest.mark.parametrize("path", ["999999", "0", "9" * 30])
async def test_an_unknown_contest_is_not_found(counted, browser, path):
    assert (await browser.get(f"{RESULTS}/{path}.pb")).status_code == 404


async def test_an_unknown_contest_has_no_file(counted):
    with pytest.raises(NotFound):
        await export_pabulib(999_999)


async def test_a_process_without_a_vote_has_no_results(process, browser):
    assert (await browser.get(RESULTS)).status_code == 200
    assert (await browser.get(f"{RESULTS}/receipts.txt")).status_code == 404
    assert (await browser.get(f"{VOTE}/manifest.json")).status_code == 404
    assert (await browser.get("/processes/nada/vote/results")).status_code == 404
    assert await find_results(await get_process(process.slug)) is None
