"""At the desk: one sheet for each person, the mark before the sheet, and no names anywhere."""

import asyncio
import re
from datetime import timedelta

import pytest

from concejo.accounts.models import Attempt
from concejo.audit.models import AuditEntry
from concejo.clock import now
from concejo.db import execute, fetch
from concejo.errors import Invalid, TooManyAttempts
from concejo.processes.core import PhaseClosed, PhaseKind
from concejo.roll.services import NotEligible
from tests.voting.desks import (
    document,
    give_sheet,
    make_officer,
    person_form,
    put_on_roll,
)
from tests.voting.elections import cast, choose, new_secret, reopen
from tests.voting.test_cast import tables
from voting.counting.services import close
from voting.credentials import services as credentials
from voting.credentials.services import AlreadyVoted
from voting.desk import services
from voting.desk.core import list_styles
from voting.desk.models import DeskSession
from voting.desk.services import count_styles, exchange, hand_over, look_up
from voting.desk.sessions.services import DeskClosed, close_desk, find_desk, open_desk
from voting.desk.tickets.services import StrangePage
from voting.setup.core import ContestView
from voting.setup.services import VoteClosed


async def counted(election, officer=None):
    desk = await find_desk(election, officer.id) if officer else None
    return [(count.here, count.today, count.total) for count in await count_styles(election, desk)]


async def test_a_resident_gets_one_sheet_of_their_style(any_database, election, roll):
    person = await put_on_roll(roll, 1, "D02")
    officer = await make_officer(election)

    found = await look_up(election, officer.id, person_form(1))
    before = await credentials.find_door(election.id, person.id)
    style = await hand_over(election, officer.id, found.ticket)

    assert (found.door, before) == (None, None)
    assert [contest.area_code for contest in style.contests] == ["CIUDAD", "D02"]
    assert style == found.style
    assert await credentials.find_door(election.id, person.id) == "paper"
    assert await credentials.count_marks(election.id, "paper") == 1
    assert await counted(election, officer) == [(0, 0, 0), (0, 0, 0), (1, 1, 1)]


async def test_a_page_sent_twice_gets_the_same_answer_and_no_second_sheet(
    any_database, election, roll
):
    await put_on_roll(roll, 1)
    officer = await make_officer(election)
    ticket = (await look_up(election, officer.id, person_form(1))).ticket

    answers = await asyncio.gather(
        *(hand_over(election, officer.id, ticket) for _click in range(4))
    )

    assert len({answer.key for answer in answers}) == 1
    assert await credentials.count_marks(election.id, "paper") == 1
    assert (await counted(election))[1] == (0, 1, 1)


async def test_of_two_officers_with_one_person_one_gives_the_sheet(any_database, election, roll):
    await put_on_roll(roll, 1)
    officers = [await make_officer(election, name) for name in ("Olga", "Omar", "Ona")]
    found = [await look_up(election, officer.id, person_form(1)) for officer in officers]

    answers = await asyncio.gather(
        *(
            hand_over(election, officer.id, one.ticket)
            for officer, one in zip(officers, found, strict=True)
        ),
        return_exceptions=True,
    )

    assert sorted(isinstance(answer, AlreadyVoted) for answer in answers) == [False, True, True]
    assert (await counted(election))[1] == (0, 1, 1)


async def test_web_and_desk_at_once_make_one_mark(any_database, election, roll):
    person = await put_on_roll(roll, 1)
    officer = await make_officer(election)
    ticket = (await look_up(election, officer.id, person_form(1))).ticket

    answers = await asyncio.gather(
        hand_over(election, officer.id, ticket),
        cast(election, person.id, choose(election, CIUDAD=(), D01=()), new_secret()),
        return_exceptions=True,
    )

    assert sorted(isinstance(answer, AlreadyVoted) for answer in answers) == [False, True]
    assert await credentials.turnout(election.id) == 1


async def test_who_voted_by_web_is_told_apart_and_gets_no_sheet(election, roll):
    person = await put_on_roll(roll, 1)
    officer = await make_officer(election)
    await cast(election, person.id, choose(election, CIUDAD=(), D01=()), new_secret())

    found = await look_up(election, officer.id, person_form(1))
    with pytest.raises(AlreadyVoted):
        await hand_over(election, officer.id, found.ticket)

    assert found.door == "online"
    assert await credentials.find_door(election.id, person.id) == "online"


async def test_who_was_given_a_sheet_gets_no_second_one(election, roll):
    await put_on_roll(roll, 1)
    olga, omar = await make_officer(election), await make_officer(election, "Omar")
    await give_sheet(election, olga, 1)

    found = await look_up(election, omar.id, person_form(1))

    assert (found.door, found.ticket) == ("paper", None)


async def test_an_older_page_gives_nothing_more(election, roll):
    await put_on_roll(roll, 1)
    await put_on_roll(roll, 2)
    officer = await make_officer(election)
    first = await give_sheet(election, officer, 1)
    await give_sheet(election, officer, 2)

    with pytest.raises(AlreadyVoted):
        await hand_over(election, officer.id, first)

    assert (await counted(election))[1] == (0, 2, 2)


async def test_an_unknown_document_and_another_birthday_get_the_same_words(election, roll):
    await put_on_roll(roll, 1)
    officer = await make_officer(election)

    with pytest.raises(Invalid) as unknown:
        await look_up(election, officer.id, person_form(2))
    with pytest.raises(Invalid) as mismatched:
        await look_up(election, officer.id, person_form(1, "18/05/1980"))

    assert str(unknown.value) == str(mismatched.value)
    assert unknown.value.typed["document"] == document(2)


async def test_somebody_on_another_roll_is_nobody_here(election, roll):
    other = await type(roll).create(name="Otro padrón")
    await put_on_roll(other, 1)
    officer = await make_officer(election)

    with pytest.raises(Invalid, match="Nobody on the roll"):
        await look_up(election, officer.id, person_form(1))


async def test_who_came_onto_the_roll_after_the_vote_opened_gets_nothing(election, roll):
    person = await put_on_roll(roll, 1)
    await execute("DELETE FROM roll_line WHERE person_id = ?", person.id)
    officer = await make_officer(election)

    with pytest.raises(NotEligible, match="when this vote opened"):
        await look_up(election, officer.id, person_form(1))

    assert await credentials.turnout(election.id) == 0


async def test_tries_are_limited_for_an_officer_and_for_a_document(election, roll):
    await put_on_roll(roll, 1)
    olga, omar = await make_officer(election), await make_officer(election, "Omar")

    for day in range(1, 6):
        with pytest.raises(Invalid):
            await look_up(election, olga.id, person_form(1, f"{day:02d}/06/1980"))
    with pytest.raises(TooManyAttempts):
        await look_up(election, omar.id, person_form(1))
    for number in range(100, 115):
        with pytest.raises(Invalid):
            await look_up(election, olga.id, person_form(number))
    with pytest.raises(TooManyAttempts):
        await look_up(election, olga.id, person_form(200))


async def test_tries_that_go_well_are_not_counted(election, roll):
    officer = await make_officer(election)
    for number in range(1, 31):
        await put_on_roll(roll, number)
        await look_up(election, officer.id, person_form(number))

    assert sum(row.count for row in await Attempt.all()) == 0


async def test_a_desk_is_opened_before_anybody_is_looked_up(election, roll):
    await put_on_roll(roll, 1)
    officer = await make_officer(election, opens=False)

    with pytest.raises(DeskClosed):
        await look_up(election, officer.id, person_form(1))
    with pytest.raises(DeskClosed):
        await hand_over(election, officer.id, "")
    with pytest.raises(DeskClosed):
        await exchange(election, officer.id, "")


async def test_a_ticket_is_good_in_its_own_session_only(election, roll):
    await put_on_roll(roll, 1)
    olga, omar = await make_officer(election), await make_officer(election, "Omar")
    ticket = (await look_up(election, olga.id, person_form(1))).ticket

    for sent in (ticket, "", "nonsense", "ñ", ticket[:-2], "A" * len(ticket)):
        with pytest.raises(StrangePage):
            await hand_over(election, omar.id, sent)
    await close_desk(election, olga.actor)
    await open_desk(election, olga.actor, "Otro sitio")
    with pytest.raises(StrangePage):
        await hand_over(election, olga.id, ticket)

    assert await credentials.turnout(election.id) == 0


async def test_a_page_is_good_for_what_it_is_for(election, roll):
    await put_on_roll(roll, 1)
    officer = await make_officer(election)
    desk = await find_desk(election, officer.id)
    found = await look_up(election, officer.id, person_form(1))

    with pytest.raises(StrangePage):
        await exchange(election, officer.id, found.ticket)
    with pytest.raises(StrangePage):
        await hand_over(election, officer.id, services.new_page(desk))

    assert await credentials.turnout(election.id) == 0
    assert (await find_desk(election, officer.id)).spoilt == 0


async def test_a_spoilt_sheet_is_exchanged_once_a_page_and_without_a_mark(any_database, election):
    officer = await make_officer(election)
    desk = await find_desk(election, officer.id)
    pages = [services.new_page(desk) for _page in range(2)]

    for page in pages:
        await asyncio.gather(*(exchange(election, officer.id, page) for _click in range(3)))

    assert (await find_desk(election, officer.id)).spoilt == 2
    assert await credentials.turnout(election.id) == 0


async def test_nothing_is_handed_out_when_the_vote_is_over(election, process, roll, chair):
    await put_on_roll(roll, 1)
    officer = await make_officer(election)
    ticket = (await look_up(election, officer.id, person_form(1))).ticket
    page = services.new_page(await find_desk(election, officer.id))
    late = await reopen(process, PhaseKind.COUNTING)

    for act in (
        look_up(late, officer.id, person_form(1)),
        hand_over(late, officer.id, ticket),
        exchange(late, officer.id, page),
        open_desk(late, (await make_officer(late, "Omar", opens=False)).actor, "Sitio"),
    ):
        with pytest.raises(PhaseClosed):
            await act
    await close(late.process, chair.actor)
    for act in (hand_over(late, officer.id, ticket), exchange(late, officer.id, page)):
        with pytest.raises(VoteClosed):
            await act

    assert await credentials.turnout(election.id) == 0


async def test_a_session_is_one_day_long(election, process, roll, monkeypatch):
    await put_on_roll(roll, 1)
    officer = await make_officer(election)
    await give_sheet(election, officer, 1)
    await open_desk(election, officer.actor, "Otro sitio")
    assert (await find_desk(election, officer.id)).place != "Otro sitio"
    await DeskSession.all().update(day=now().date() - timedelta(days=3))

    assert await find_desk(election, officer.id) is None
    await open_desk(election, officer.actor, "Otro sitio")

    assert (await find_desk(election, officer.id)).place == "Otro sitio"
    assert (await counted(election, officer))[1] == (0, 0, 1)
    closed = await AuditEntry.get(action="desk.closed")
    assert '"sheets":1' in closed.details


async def test_officers_who_open_twice_at_once_have_one_session(any_database, election):
    officer = await make_officer(election, opens=False)

    await asyncio.gather(*(open_desk(election, officer.actor, "Sitio") for _click in range(4)))

    assert await DeskSession.filter(is_open=True).count() == 1


async def test_the_log_has_numbers_of_a_session_and_nothing_of_a_person(election, roll, caplog):
    caplog.set_level("DEBUG")
    entry = await put_on_roll(roll, 1)
    officer = await make_officer(election)
    await give_sheet(election, officer, 1)
    page = services.new_page(await find_desk(election, officer.id))
    await exchange(election, officer.id, page)
    await close_desk(election, officer.actor)

    entries = await AuditEntry.filter(action__startswith="desk.").order_by("number")

    assert [row.action for row in entries] == ["desk.opened", "desk.closed"]
    [session] = await DeskSession.all()
    assert entries[1].details == f'{{"envelopes":0,"session":{session.id},"sheets":1,"spoilt":1}}'
    assert document(1) not in caplog.text
    assert f"person {entry.id}" not in caplog.text


async def test_handing_over_writes_a_mark_and_numbers(election, roll):
    await put_on_roll(roll, 1)
    officer = await make_officer(election)
    ticket = (await look_up(election, officer.id, person_form(1))).ticket
    before = await tables()

    await hand_over(election, officer.id, ticket)

    after = await tables()
    changed = {place for place, rows in after.items() if rows != before[place]}
    assert changed - {("default", "sqlite_sequence")} == {
        ("default", "mark"),
        ("default", "desk_count"),
        ("default", "desk_session"),
    }
    columns = {
        row.text("name")
        for table in ("desk_session", "desk_count")
        for row in await fetch("SELECT name FROM pragma_table_info(?)", table)
    }
    assert not [name for name in columns if re.search(r"person|at$|time|document", name)]
    assert document(1) not in str(after)


def contest(number, code, *, is_citywide=False):
    return ContestView(number, code, is_citywide, code, 100, "EUR", ())


def test_every_style_has_a_number_and_a_name():
    contests = [
        contest(1, "CIUDAD", is_citywide=True),
        contest(2, "D2"),
        contest(3, "D3"),
    ]

    styles = list_styles(contests)

    assert [style.number for style in styles] == [1, 2, 3]
    assert [style.key for style in styles] == ["1", "1,2", "1,3"]
    assert styles[2].name == "CIUDAD + D3"
    assert [style.key for style in list_styles(contests[1:])] == ["2", "3"]
    assert list_styles([]) == ()
