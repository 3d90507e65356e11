"""Who comes at the same moment: administrators, the board, two voters with one page."""

import asyncio

import pytest

from concejo.admin.areas.core import AreaDraft
from concejo.admin.areas.services import set_areas
from concejo.errors import Refused
from concejo.processes.core import PhaseClosed, PhaseKind
from concejo.processes.models import Area
from concejo.processes.services import get_process
from concejo.text import Money
from tests.people import set_phase
from tests.voting.elections import (
    cast,
    choose,
    count_in_box,
    fields_of,
    make_priced,
    make_voter,
    new_secret,
    reopen,
)
from voting.core.protocol.code import code_of
from voting.counting.services import close
from voting.credentials import services as credentials
from voting.credentials.services import CodeUsed
from voting.models import Election
from voting.setup.services import get_election, is_locked, open_if_due


async def test_what_is_locked_is_the_process_as_it_is_then(any_database, process, rosa, chair):
    await make_priced(process, rosa, "Un parque", "D01", 10_00)
    await set_phase(process.id, PhaseKind.VOTING)
    seen = await get_process(process.slug)
    await Area.filter(code="D01").update(envelope_amount=77_00)

    await open_if_due(seen)

    assert (await get_election(process)).contests[0].budget == 77_00


async def test_a_calendar_that_was_moved_meanwhile_opens_nothing(any_database, process, rosa):
    await make_priced(process, rosa, "Un parque", "D01", 10_00)
    await set_phase(process.id, PhaseKind.VOTING)
    seen = await get_process(process.slug)
    await set_phase(process.id, PhaseKind.VALUING)

    await open_if_due(seen)

    assert not await is_locked(process.id)


async def test_areas_edited_while_the_vote_opens_come_before_it_or_are_refused(
    any_database, process, rosa, chair
):
    await make_priced(process, rosa, "Un parque", "D01", 10_00)
    await set_phase(process.id, PhaseKind.VOTING)
    seen = await get_process(process.slug)
    parents = {area.id: area.code for area in seen.areas}
    drafts = [
        AreaDraft(a.code, parents.get(a.parent_id or 0, ""), a.name, Money(66_00, "EUR"))
        for a in seen.areas
    ]

    edited, *_opened = await asyncio.gather(
        set_areas(process.id, chair.actor, drafts),
        *(open_if_due(seen) for _worker in range(5)),
        return_exceptions=True,
    )

    (contest,) = (await get_election(process)).contests
    money = next(a.money for a in (await get_process(process.slug)).areas if a.code == "D01")
    assert contest.budget == money.amount
    assert isinstance(edited, Refused) == (contest.budget != 66_00)
    assert [error for error in _opened if error is not None] == []


async def test_a_vote_that_goes_on_meanwhile_is_not_closed(any_database, election, process, chair):
    seen = (await reopen(process, PhaseKind.COUNTING)).process
    await reopen(process, PhaseKind.VOTING)

    with pytest.raises(PhaseClosed):
        await close(seen, chair.actor)

    assert (await Election.get(id=election.id)).closed_at is None


async def test_a_page_is_good_for_one_person(any_database, election, roll, rosa):
    secret, other = new_secret(), await make_voter(election, roll)
    await cast(election, rosa.person_id, choose(election, CIUDAD=(), D01=()), secret)

    with pytest.raises(CodeUsed):
        await cast(election, other.id, choose(election, CIUDAD=(), D01=()), secret)

    assert not await credentials.has_mark(election.id, other.id)
    assert await count_in_box(election) == 1
    await cast(election, other.id, choose(election, CIUDAD=(), D01=()), new_secret())
    assert await credentials.turnout(election.id) == await count_in_box(election) == 2


async def test_of_two_people_with_one_page_at_once_one_votes(any_database, election, roll, rosa):
    secret, other = new_secret(), await make_voter(election, roll)

    answers = await asyncio.gather(
        cast(election, rosa.person_id, choose(election, CIUDAD=(), D01=()), secret),
        cast(election, other.id, choose(election, CIUDAD=(), D01=()), secret),
        return_exceptions=True,
    )

    assert sorted(isinstance(answer, CodeUsed) for answer in answers) == [False, True]
    assert await credentials.turnout(election.id) == await count_in_box(election) == 1


async def test_the_second_person_is_led_back_to_the_ballot(election, roll, rosas_browser):
    secret, other = new_secret(), await make_voter(election, roll)
    await cast(election, other.id, choose(election, CIUDAD=(), D01=()), secret)
    fields = fields_of(election, choose(election, CIUDAD=(), D01=()))

    page = await rosas_browser.submit(
        "/processes/presupuestos-2027/vote/cast", fields, code=code_of(secret), counter="1"
    )

    assert page.status_code == 409
    assert "ya votó otra persona" in page.text
