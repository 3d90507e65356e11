"""What anybody may download: whole, in its format, without anybody's personal data."""

import csv
import io
import json
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concejo.accounts.core import Role
from concejo.opendata.core import csv_line
from concejo.processes.core import PhaseKind
from proposals.core.status import PUBLIC, Status
from proposals.support.models import Support
from tests.people import make_account
from tests.proposals.conftest import make_proposal
from tests.voting.elections import make_priced, open_election, reopen
from voting.counting.services import close, count


@pytest.fixture
def data(process):
    return f"/data/{process.slug}"


def read_csv(answer):
    assert answer.text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


@pytest.fixture
async def counted(process, rosa, tupaq):
    """The vote of the process, in which nobody voted, once it is counted."""
    await open_election(process, rosa)
    election = await reopen(process, PhaseKind.COUNTING)
    board = await make_account("Berta", roles=((Role.BOARD, process.id),))
    await close(election.process, board.actor)
    await count(election.process, board.actor)
    return await reopen(process, PhaseKind.FOLLOWING)


async def test_the_index_leads_to_every_process(browser, process):
    page = await browser.get("/data/")

    assert page.status_code == 200
    assert f'href="/data/{process.slug}"' in page.text


async def test_processes_are_given_with_areas_and_phases(browser, process):
    answer = await browser.get("/data/processes.json")

    (given_process,) = json.loads(answer.text)["processes"]
    assert answer.headers["content-type"] == "application/json"
    assert given_process["slug"] == process.slug
    assert given_process["areas"][1] == {
        "code": "D01",
        "name": "Casco Histórico",
        "part_of": "CIUDAD",
        "envelope": {"amount": "300000.00", "currency": "EUR"},
    }
    assert given_process["phases"][0]["starts_at"] == process.phases[0].starts_at.isoformat()
    assert given_process["phases"][-1]["ends_at"] is None


async def test_a_town_without_processes_gives_an_empty_list(browser, database):
    answer = await browser.get("/data/processes.json")

    assert json.loads(answer.text) == {"processes": []}


@pytest.mark.parametrize("kind", ["csv", "json"])
async def test_only_public_proposals_are_given(browser, data, process, rosa, kind):
    for status in Status:
        await make_proposal(rosa, process, status, title=f"Propuesta {status}")
    await make_proposal(rosa, process, Status.WITHDRAWN, title="Nunca admitida", admitted_at=None)

    answer = await browser.get(f"{data}/proposals.{kind}")

    found = read_csv(answer) if kind == "csv" else json.loads(answer.text)["proposals"]
    assert {proposal["title"] for proposal in found} == {f"Propuesta {s}" for s in PUBLIC}


async def test_a_proposal_names_its_author_and_nobody_else(browser, data, process, rosa, ines):
    await make_priced(process, rosa, "Un banco", "D01", 1_000_50)
    proposal = await make_proposal(rosa, process)
    await Support.create(proposal_id=proposal.id, person_id=ines.person_id)

    answers = [await browser.get(f"{data}/proposals.{kind}") for kind in ("csv", "json")]

    for answer in answers:
        assert "Rosa" in answer.text
        for private in (ines.name, rosa.email, ines.email):
            assert private not in answer.text
    bench, trees = json.loads(answers[1].text)["proposals"]
    assert bench["cost"] == {"amount": "1000.50", "currency": "EUR"}
    assert (bench["feasible"], bench["reasons"]) == (True, "Se puede hacer.")
    assert (trees["supports"], trees["feasible"], trees["cost"]) == (1, None, None)


async def test_a_long_list_comes_whole(browser, data, process, rosa, monkeypatch):
    monkeypatch.setattr("concejo.opendata.services._BATCH", 3)
    for number in range(7):
        await make_proposal(rosa, process, title=f"Propuesta {number}")

    found = read_csv(await browser.get(f"{data}/proposals.csv"))

    assert [proposal["title"] for proposal in found] == [f"Propuesta {n}" for n in range(7)]
    assert {proposal["currency"] for proposal in found} == {"EUR"}


async def test_no_cell_is_run_by_a_spreadsheet(browser, data, process, rosa):
    await make_proposal(rosa, process, title='=HYPERLINK("http://x";"y")', summary="@SUM(A1)")

    (found,) = read_csv(await browser.get(f"{data}/proposals.csv"))

    assert found["title"] == '\'=HYPERLINK("http://x";"y")'
    assert found["summary"] == "'@SUM(A1)"


@given(st.lists(st.text(), min_size=1, max_size=5))
def test_a_line_of_csv_reads_back_and_never_begins_a_formula(cells):
    line = csv_line(cells)

    (read,) = csv.reader(io.StringIO(line, newline=""))
    for typed, cell in zip(cells, read, strict=True):
        plain = typed.replace("\0", "")
        assert cell in (plain, f"'{plain}")
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("path", ["process.json", "proposals.csv", "proposals.json"])
async def test_a_download_may_be_kept_by_anybody_and_sets_no_cookie(browser, data, path):
    answer = await browser.get(f"{data}/{path}")

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=300"
    assert "attachment; filename=" in answer.headers["content-disposition"]
    assert "set-cookie" not in answer.headers


async def test_before_the_count_nothing_of_the_vote_is_given(browser, data, process, rosa):
    election = await open_election(process, rosa)

    page = await browser.get(data)
    results = await browser.get(f"{data}/results.json")
    outcome = await browser.get(f"{data}/outcome-{election.contests[0].id}.json")

    assert (results.status_code, outcome.status_code) == (404, 404)
    assert ".pb" not in page.text
    assert "manifest.json" in page.text


async def test_projects_on_the_ballot_are_given_once_it_is_locked(browser, data, process, rosa):
    none_yet = await browser.get(f"{data}/projects.csv")
    await open_election(process, rosa)

    found = read_csv(await browser.get(f"{data}/projects.csv"))

    assert none_yet.status_code == 404
    assert len(found) == 6
    assert {project["cost"] for project in found if project["contest"] == "D02"} == {"100000.00"}


async def test_after_the_count_everything_is_given_with_its_digest(browser, data, counted):
    page = await browser.get(data)
    results = json.loads((await browser.get(f"{data}/results.json")).text)

    assert results["manifest_sha256"] == counted.manifest_hash
    for contest, given_contest in zip(counted.contests, results["contests"], strict=True):
        outcome = await browser.get(f"{data}/outcome-{contest.id}.json")
        assert sha256(outcome.content).hexdigest() == given_contest["outcome_sha256"]
        assert given_contest["outcome_sha256"] in page.text
        assert f"/vote/results/{contest.id}.pb" in page.text


@pytest.mark.parametrize("number", [0, 999, 2**63, 10**30])
async def test_an_outcome_that_is_not_there_is_not_found(browser, data, counted, number):
    assert (await browser.get(f"{data}/outcome-{number}.json")).status_code == 404


@pytest.mark.parametrize(
    "path", ["", "/process.json", "/proposals.csv", "/proposals.json", "/projects.csv"]
)
async def test_a_process_that_is_not_there_has_no_data(browser, database, path):
    assert (await browser.get(f"/data/nada{path}")).status_code == 404
