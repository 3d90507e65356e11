"""Whoever voted by web gives that up with their code, and gets one sheet of paper for it."""

import asyncio

import pytest

from concejo.audit.models import AuditEntry
from concejo.db import fetch
from concejo.errors import Invalid
from concejo.processes.core import PhaseClosed, PhaseKind
from tests.people import browser_of
from tests.voting.desks import give_sheet, make_officer, person_form, put_on_roll, typed
from tests.voting.elections import cast, choose, count_in_box, new_secret, reopen
from tests.voting.papers import close_box, content, make_clerk, make_urn
from tests.voting.test_cast import tables
from tests.voting.test_desk import counted
from tests.voting.test_desk_pages import DESK, ticket_in
from voting.box import services as box
from voting.box.services import Surrendered
from voting.core.protocol.client import Voter
from voting.core.protocol.code import code_of
from voting.core.protocol.leaves import VOID
from voting.counting.opening import services as opening
from voting.counting.services import close, count, turnout
from voting.credentials import services as credentials
from voting.credentials.services import AlreadyVoted
from voting.desk.services import hand_over, look_up
from voting.desk.surrender import services
from voting.desk.surrender.services import surrender
from voting.desk.tickets.services import StrangePage
from voting.paper.entry.services import type_sheet
from voting.paper.services import demand_complete, progress
from voting.paper.urns.services import declare


async def vote_by_web(election, roll, number=1):
    person, seed = await put_on_roll(roll, number), new_secret()
    await cast(election, person.id, choose(election, CIUDAD=("Un parque",), D01=()), seed)
    return person, seed


async def page_of(election, officer, number=1):
    return (await look_up(election, officer.id, person_form(number))).ticket


async def is_void(election, seed):
    uid = election.protocol.election_id
    return await box.latest_counter(uid, Voter(seed, uid).pk) == VOID


async def test_who_has_the_code_gets_a_sheet_for_the_vote_by_web(any_database, election, roll):
    person, seed = await vote_by_web(election, roll)
    officer = await make_officer(election)

    given = await surrender(election, officer.id, await page_of(election, officer), seed)

    assert [contest.area_code for contest in given.style.contests] == ["CIUDAD", "D01"]
    assert given.receipt.is_signed(election.protocol.board_key)
    assert await is_void(election, seed)
    assert await credentials.find_door(election.id, person.id) == "paper"
    assert await credentials.turnout(election.id) == 1
    assert sum((await credentials.count_sheets(election.id)).values()) == 1
    assert (await counted(election))[1] == (0, 1, 1)


async def test_nothing_of_a_vote_that_was_given_up_can_be_cast_again(election, roll):
    person, seed = await vote_by_web(election, roll)
    officer = await make_officer(election)
    await surrender(election, officer.id, await page_of(election, officer), seed)

    with pytest.raises(Surrendered):
        await cast(election, person.id, choose(election, CIUDAD=(), D01=()), seed, 2)

    assert await count_in_box(election) == 2


async def test_without_the_code_the_ballot_stands(election, roll):
    person, seed = await vote_by_web(election, roll)
    _other, others_seed = await vote_by_web(election, roll, 2)
    officer = await make_officer(election)
    page = await page_of(election, officer)

    for wrong in (new_secret(), others_seed):
        with pytest.raises(Invalid, match="not the one of this person's vote"):
            await surrender(election, officer.id, page, wrong)

    assert await credentials.find_door(election.id, person.id) == "online"
    assert not await is_void(election, seed)
    assert not await is_void(election, others_seed)


async def test_a_page_sent_twice_gets_the_same_answer_and_no_second_sheet(
    any_database, election, roll
):
    _person, seed = await vote_by_web(election, roll)
    officer = await make_officer(election)
    page = await page_of(election, officer)

    answers = await asyncio.gather(
        *(surrender(election, officer.id, page, seed) for _click in range(4))
    )

    assert len({answer.receipt for answer in answers}) == 1
    assert (await counted(election))[1] == (0, 1, 1)


async def test_of_two_desks_at_once_one_gives_the_sheet(any_database, election, roll):
    _person, seed = await vote_by_web(election, roll)
    officers = [await make_officer(election, name) for name in ("Olga", "Omar", "Ona")]
    pages = [await page_of(election, officer) for officer in officers]

    answers = await asyncio.gather(
        *(
            surrender(election, officer.id, page, seed)
            for officer, page in zip(officers, pages, strict=True)
        ),
        return_exceptions=True,
    )

    assert sorted(isinstance(answer, AlreadyVoted) for answer in answers) == [False, True, True]
    assert (await counted(election))[1] == (0, 1, 1)


async def test_another_ballot_cast_at_that_moment_does_not_count(any_database, election, roll):
    person, seed = await vote_by_web(election, roll)
    officer = await make_officer(election)
    page = await page_of(election, officer)

    await asyncio.gather(
        surrender(election, officer.id, page, seed),
        cast(election, person.id, choose(election, CIUDAD=(), D01=()), seed, 2),
        return_exceptions=True,
    )
    await box.flush(election.protocol.election_id, at_least=1)

    assert (await opening.read_board(election)).counted.counting == ()


async def test_what_was_interrupted_after_the_void_is_done_again(
    any_database, election, roll, monkeypatch
):
    person, seed = await vote_by_web(election, roll)
    officer = await make_officer(election)

    async def crash(*_arguments):
        raise ConnectionError

    with monkeypatch.context() as patched:
        patched.setattr(services.credentials, "surrender", crash)
        with pytest.raises(ConnectionError):
            await surrender(election, officer.id, await page_of(election, officer), seed)
    between = await is_void(election, seed), await credentials.find_door(election.id, person.id)
    given_between = (await counted(election))[1]
    given = await surrender(election, officer.id, await page_of(election, officer), seed)

    assert between == (True, "online")
    assert given_between == (0, 0, 0)
    assert given.receipt.is_signed(election.protocol.board_key)
    assert await credentials.find_door(election.id, person.id) == "paper"
    assert (await counted(election))[1] == (0, 1, 1)


async def test_without_a_signed_receipt_there_is_no_sheet(election, roll, monkeypatch):
    person, seed = await vote_by_web(election, roll)
    officer = await make_officer(election)
    monkeypatch.setattr("voting.core.protocol.receipts.Receipt.is_signed", lambda *_: False)

    with pytest.raises(services.assistant.Unsigned):
        await surrender(election, officer.id, await page_of(election, officer), seed)

    assert await credentials.find_door(election.id, person.id) == "online"


async def test_who_voted_on_paper_or_not_at_all_gives_nothing_up(election, roll):
    for number in (1, 2):
        await put_on_roll(roll, number)
    officer = await make_officer(election)
    fresh = await page_of(election, officer, 2)
    page = await give_sheet(election, officer, 1)

    for ticket in (page, fresh):
        with pytest.raises(Invalid):
            await surrender(election, officer.id, ticket, new_secret())
    with pytest.raises(StrangePage):
        await surrender(election, officer.id, "nonsense", new_secret())

    assert await credentials.turnout(election.id) == 1


async def test_once_the_vote_is_over_nothing_is_given_up(election, roll, process, chair):
    person, seed = await vote_by_web(election, roll)
    officer = await make_officer(election)
    page = await page_of(election, officer)
    late = await reopen(process, PhaseKind.COUNTING)

    with pytest.raises(PhaseClosed):
        await surrender(late, officer.id, page, seed)
    await close(late.process, chair.actor)
    with pytest.raises(PhaseClosed):
        await surrender(late, officer.id, page, seed)

    assert await credentials.find_door(election.id, person.id) == "online"
    assert not await is_void(election, seed)


async def test_what_was_interrupted_is_mended_until_the_box_is_closed(
    election, roll, process, monkeypatch
):
    person, seed = await vote_by_web(election, roll)
    officer = await make_officer(election)
    page = await page_of(election, officer)

    async def crash(*_arguments):
        raise ConnectionError

    with monkeypatch.context() as patched:
        patched.setattr(services.credentials, "surrender", crash)
        with pytest.raises(ConnectionError):
            await surrender(election, officer.id, page, seed)
    late = await reopen(process, PhaseKind.COUNTING)
    await surrender(late, officer.id, page, seed)

    assert await credentials.find_door(election.id, person.id) == "paper"


async def test_nothing_is_written_that_tells_which_ballot_was_whose(election, roll, caplog):
    caplog.set_level("DEBUG")
    person, seed = await vote_by_web(election, roll)
    officer = await make_officer(election)
    page = await page_of(election, officer)
    before = await tables()
    audited = await AuditEntry.all().count()

    await surrender(election, officer.id, page, seed)

    after = await tables()
    changed = {place for place, rows in after.items() if rows != before[place]}
    pk = Voter(seed, election.protocol.election_id).pk
    assert changed - {("default", "sqlite_sequence")} == {
        ("default", "mark"),
        ("default", "desk_count"),
        ("default", "desk_session"),
        ("box", "pending"),
    }
    assert await AuditEntry.all().count() == audited
    for secret in (seed.hex(), pk.hex(), code_of(seed), f"person {person.id}"):
        assert secret not in caplog.text
    (mark,) = await fetch("SELECT how, surrendered FROM mark")
    assert (mark["how"], bool(mark["surrendered"])) == ("online", True)


async def test_the_sums_add_up_to_the_count(any_database, election, roll, chair):
    _given_up, seed = await vote_by_web(election, roll, 1)
    await vote_by_web(election, roll, 2)
    await put_on_roll(roll, 3)
    officer = await make_officer(election)
    await surrender(election, officer.id, await page_of(election, officer), seed)
    await give_sheet(election, officer, 3)
    late = await close_box(election, chair)
    clerks = [await make_clerk(late, name) for name in ("Omar", "Ona")]
    urn = await make_urn(late, clerks[0])
    for clerk in clerks:
        await declare(late, clerk.actor, urn, 2)
    for clerk in clerks:
        for number in (1, 2):
            await type_sheet(late, clerk.actor, urn, number, content(late, "Diez fuentes"))

    await demand_complete(late)
    await count(late.process, chair.actor)

    assert (await progress(late)).marks == 2
    found = await turnout(late)
    assert (found.marks, found.ballots) == (3, 3)
    board = (await opening.read_board(late)).counted
    assert (len(board.counting), len(board.voids)) == (1, 1)
    assert {opened.commitment for opened in await opening.list_opened(late)} == {
        leaf.commitment for leaf in board.counting
    }


@pytest.fixture
async def open_desk(election):
    browser = await browser_of(await make_officer(election))
    yield browser
    await browser.client.aclose()


async def test_the_page_takes_the_code_and_shows_the_receipt_of_the_void(open_desk, election, roll):
    _person, seed = await vote_by_web(election, roll)

    found = await open_desk.submit(f"{DESK}/find", typed(1))
    slip = await open_desk.submit(
        f"{DESK}/surrender", ticket=ticket_in(found), code=code_of(seed)[:-1] + "?"
    )
    wrong = await open_desk.submit(
        f"{DESK}/surrender", ticket=ticket_in(slip), code=code_of(new_secret())
    )
    given = await open_desk.submit(
        f"{DESK}/surrender", ticket=ticket_in(wrong), code=code_of(seed).lower()
    )
    again = await open_desk.submit(f"{DESK}/find", typed(1))

    assert "Por un momento este programa sabe" in found.text
    assert "nunca se abre" in found.text
    assert (slip.status_code, wrong.status_code, given.status_code) == (422, 422, 200)
    assert code_of(seed)[:-1] + "?" in slip.text
    assert "no es el del voto de esta persona" in wrong.text
    assert "Ya se puede entregar la papeleta" in given.text
    assert "Resguardo de la anulación" in given.text
    assert "Recibió una papeleta" in again.text
    assert given.headers["cache-control"] == "no-store"


async def test_a_second_desk_is_told_that_the_sheet_was_given(open_desk, election, roll):
    _person, seed = await vote_by_web(election, roll)
    found = await open_desk.submit(f"{DESK}/find", typed(1))
    omar = await make_officer(election, "Omar")
    await surrender(election, omar.id, await page_of(election, omar), seed)

    page = await open_desk.submit(f"{DESK}/surrender", ticket=ticket_in(found), code=code_of(seed))

    assert page.status_code == 409
    assert "Recibió una papeleta" in page.text
    assert "Ya se puede entregar" not in page.text


async def test_a_page_that_was_open_elsewhere_gives_no_second_sheet(election, roll):
    _person, seed = await vote_by_web(election, roll)
    olga, omar = await make_officer(election), await make_officer(election, "Omar")
    elsewhere = await page_of(election, omar)
    await surrender(election, olga.id, await page_of(election, olga), seed)

    for act in (
        hand_over(election, omar.id, elsewhere),
        surrender(election, omar.id, elsewhere, seed),
    ):
        with pytest.raises(AlreadyVoted):
            await act

    assert (await counted(election))[1] == (0, 1, 1)
