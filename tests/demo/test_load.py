"""Ciudad Olmeda is loaded through the same services as everything else, once."""

import asyncio
import sqlite3
from contextlib import closing

import pytest

from concejo import settings
from concejo.accounts.core import Role
from concejo.accounts.models import Account
from concejo.accounts.passwords.services import is_right_password
from concejo.accounts.services import find_visitor
from concejo.audit.core import SYSTEM
from concejo.audit.services import record, verify
from concejo.commands import demo as command
from concejo.commitments.services import get_overview
from concejo.demo.content import people, stories
from concejo.demo.loader import Found, load, look
from concejo.processes.core import Action
from concejo.processes.services import get_process, list_processes
from proposals.core.status import Status
from proposals.images import services as images
from proposals.models import Proposal
from proposals.threads.models import Comment
from tests.people import make_account, new_browser
from voting.core.crypto.shamir import join
from voting.core.protocol.openings import write_lines
from voting.core.protocol.shares import share_of
from voting.counting.opening.core import open_all
from voting.counting.opening.services import read_board
from voting.duties.page.services import State, get_board
from voting.duties.register.services import get_act
from voting.duties.services import confirm, propose
from voting.duties.table.services import KINDS, get_kind
from voting.services import find_results, get_election, turnout
from voting.setup.office_key.services import find_office_key
from voting.setup.seal_key.services import find_seal_key


@pytest.fixture
async def olmeda(database, tmp_path, monkeypatch):
    """The whole demo, loaded now; gives the shares that are kept, by the slug of the process."""
    monkeypatch.setattr(images, "FOLDER", tmp_path / "uploads")
    kept = {}

    def keep_sheets(process, key, shares):
        kept[process.slug] = (key, shares)

    await load(lambda events, total: events, keep_sheets)
    return kept


async def test_the_whole_town(olmeda):
    """One load for many looks: it takes some seconds."""
    await everything_has_something_in_it()
    await the_main_process_has_proposals_in_every_status()
    await each_vote_holds_the_ballots_that_were_cast()
    await the_results_are_what_was_meant()
    await every_vote_is_sealed_to_three_of_five_trustees(olmeda)
    await three_shares_open_the_vote_that_waits(olmeda)
    await everybody_can_sign_in()
    await the_pages_show_it()
    assert (await verify()).first_broken is None
    assert await look() is Found.DEMO


async def everything_has_something_in_it():
    processes = await list_processes()

    assert {process.slug for process in processes} == {story.slug for story in stories()}
    phases = {process.slug: process.phase for process in processes}
    for story in stories():
        phase = phases[story.slug]
        assert phase is not None
        assert phase.kind is story.phase
    assert await Proposal.all().count() >= 40
    assert await Comment.all().count() >= 90


async def the_main_process_has_proposals_in_every_status():
    process = await get_process("presupuestos-2027")

    found = {row.status for row in await Proposal.filter(process_id=process.id)}
    assert found == set(Status) - {Status.FEASIBLE, Status.UNFEASIBLE}
    assert process.money.amount == 50_000_000_00


async def each_vote_holds_the_ballots_that_were_cast():
    least = {
        "calles-para-vivir": 60,
        "cultura-de-proximidad": 150,
        "presupuestos-2026": 300,
        "olmeda-joven": 100,
    }
    for slug, ballots in least.items():
        process = await get_process(slug)
        election = await get_election(process)
        assert (await turnout(election)).marks >= ballots
        assert election.is_open == process.may(Action.VOTE)


async def every_vote_is_sealed_to_three_of_five_trustees(kept):
    counted = {"presupuestos-2026", "olmeda-joven"}
    assert set(kept) == {story.slug for story in stories()} - counted
    for story in stories():
        process = await get_process(story.slug)
        key = await find_seal_key(process.id)
        assert key is not None
        assert (key.k, key.n) == (3, 5)
        assert await find_office_key(process.id) is None
        if story.slug in kept:
            assert key == kept[story.slug][0]
    for slug in counted:
        steps = (await get_board(await get_process(slug))).steps
        assert [step.kind.name for step in steps if step.state is State.DONE] == list(KINDS)


async def three_shares_open_the_vote_that_waits(kept):
    process = await get_process("cultura-de-proximidad")
    chair, other = await board_members()
    await resolve(process, "close", {}, chair, other)
    election = await get_election(process)
    _key, shares = kept[process.slug]
    board = await read_board(election)
    sealed = {line.leaf: line.sealed for line in board.lines}
    private = join([shares[4], shares[1], shares[2]])

    opened, lost = open_all(election.protocol, board.counted.counting, sealed, private)
    files = {"opened": write_lines(opened), "unopened": write_lines(lost)}
    await resolve(process, "opened", files, other, chair)
    await resolve(process, "count", {}, chair, other)

    results = await find_results(process)
    assert results is not None
    assert results.turnout.ballots == results.turnout.marks >= 150
    assert lost == []


async def board_members():
    keys = [person.email for person in people().persons if person.role is Role.BOARD]
    visitors = [await find_visitor((await Account.get(email=email)).id) for email in keys]
    return [visitor for visitor in visitors if visitor is not None]


async def resolve(process, kind, files, proposer, confirmer):
    act_id = await propose(process, get_kind(kind), files, proposer)
    act = await get_act(process.id, act_id)
    await confirm(process, act_id, act.digest, confirmer)


async def the_results_are_what_was_meant():
    process = await get_process("presupuestos-2026")
    results = await find_results(process)
    assert results is not None
    city, market, *_others = results.contests

    lost = [line for line in city.lines if line.project.code not in city.outcome.winners]
    least_winner = min(
        s.supporters for s in city.outcome.standings if s.project in city.outcome.winners
    )
    beaten = next(s for s in city.outcome.standings if s.project == lost[0].project.code)
    assert beaten.supporters > least_winner, "a popular project is too dear"
    assert market.ties == 1
    assert "Toldos para los puestos de la plaza" in {line.project.name for line in market.winners}
    figures = (await get_overview(process)).figures
    assert (figures.portfolio, figures.commitment, figures.declined) == (6, 2, 1)
    assert figures.pending == 2
    young = await get_overview(await get_process("olmeda-joven"))
    assert young.is_overdue


async def everybody_can_sign_in():
    for person in people().persons:
        account = await Account.get(email=person.email)
        assert account.email_confirmed_at is not None
        assert (account.totp_secret is not None) == (person.role is Role.ADMINISTRATOR)
    rosa = await Account.get(email="rosa@olmeda.example")
    assert await is_right_password(people().password, rosa.password_hash)


async def the_pages_show_it():
    browser = new_browser()
    for story in stories():
        page = await browser.get(f"/processes/{story.slug}")
        assert page.status_code == 200
        listed = await browser.get(f"/processes/{story.slug}/proposals/")
        assert listed.status_code == 200
        titles = [i.text("title") for i in story.ideas]
        assert not titles or any(title in listed.text for title in titles)
    home = await browser.get("/")
    assert "Presupuestos 2027" in home.text
    await browser.client.aclose()


async def test_empty_databases_are_loaded_and_a_town_is_left_alone(database):
    assert await look() is Found.NOTHING

    await make_account("Rosa")

    assert await look() is Found.A_TOWN


@pytest.fixture
def files(tmp_path, monkeypatch):
    """Where the command looks for its two databases, which it makes itself."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    monkeypatch.setattr(settings, "DATABASE", f"sqlite://{tmp_path}/main.sqlite3")
    monkeypatch.setattr(settings, "BOX_DATABASE", f"sqlite://{tmp_path}/box.sqlite3")
    monkeypatch.setattr(images, "FOLDER", tmp_path / "uploads")
    return tmp_path


def test_half_a_demo_is_loaded_whole_then_kept_and_a_reset_begins_anew(files, capsys):
    asyncio.run(_begin())

    asyncio.run(command.prepare(is_reset=False))
    loaded = asyncio.run(_head())
    codes = _codes(files)
    asyncio.run(command.prepare(is_reset=False))
    kept = asyncio.run(_head())
    _age(files)
    with pytest.raises(command.NotADemo, match="make demo-reset"):
        asyncio.run(command.prepare(is_reset=False))
    asyncio.run(command.prepare(is_reset=True))
    anew = asyncio.run(_head())
    new_codes = _codes(files)

    assert loaded == kept
    assert loaded != anew
    assert loaded[0] == anew[0] > 100
    assert set(codes) == set(new_codes) >= {"calles-para-vivir", "cultura-de-proximidad"}
    assert all(codes[slug] != new_codes[slug] for slug in codes)


def _codes(files):
    """The five codes of each vote whose sheets are kept; every sheet is there and readable."""
    found = {}
    for folder in (files / "trustees").iterdir():
        lines = (folder / "codes.txt").read_text().splitlines()
        shares = [share_of(line) for line in lines]
        assert [share.x for share in shares] == [1, 2, 3, 4, 5]
        sheets = [folder / f"share-{share.x}.html" for share in shares]
        assert all("concejo-trustees-share" in sheet.read_text() for sheet in sheets)
        assert (folder / "seal-key.json").exists()
        assert (folder / "minutes.html").exists()
        found[folder.name] = lines
    return found


def _age(files):
    """Let the demo be one of another version, whose first migration was another."""
    with closing(sqlite3.connect(files / "main.sqlite3")) as connection, connection:
        connection.execute("UPDATE migration SET sha256 = 'another'")


def test_the_welcome_names_an_account_for_each_role_and_a_free_document(files):
    said = command.welcome(8123)

    assert "http://localhost:8123" in said
    assert all(person.email in said for person in people().persons if person.shown)
    assert people().password in said
    assert str(files / "trustees") in said
    assert "DEMO ONLY" in said


def test_what_is_no_demo_is_never_deleted(files):
    asyncio.run(_found_a_town())

    with pytest.raises(command.NotADemo):
        asyncio.run(command.prepare(is_reset=True))

    assert asyncio.run(_names()) == ["Rosa"]


async def _head():
    async with command.connected():
        verdict = await verify()
        return verdict.entries, verdict.head


async def _found_a_town():
    await command.migrated()
    async with command.connected():
        await make_account("Rosa")


async def _begin():
    await command.migrated()
    async with command.connected():
        await record(SYSTEM, "demo.begun", "demo:olmeda")
        await make_account("Rosa")


async def _names():
    async with command.connected():
        return [account.name for account in await Account.all()]


def test_the_code_of_the_administrator_has_six_digits():
    assert len(command.code()) == 6
    assert command.code().isdigit()
