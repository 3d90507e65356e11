"""One person, one ballot; and nothing joins the two."""

import asyncio
import sqlite3
from contextlib import nullcontext, suppress
from typing import Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from concejo.audit.models import AuditEntry
from concejo.db import fetch
from concejo.errors import Invalid
from concejo.processes.core import PhaseClosed, PhaseKind
from concejo.roll.models import RollEntry
from concejo.roll.services import NotEligible
from tests.people import make_person
from tests.voting.elections import (
    cast,
    choose,
    count_in_box,
    make_voter,
    new_secret,
    reopen,
    request_of,
)
from voting.booth.services import find_voter
from voting.box import services as box
from voting.core.protocol.client import Voter
from voting.counting.services import close
from voting.credentials import services as credentials
from voting.credentials.services import AlreadyVoted
from voting.models import Election
from voting.setup.services import ElectionView, VoteClosed

Tables = dict[tuple[str, str], list[tuple[object, ...]]]
DATABASES: tuple[Literal["default", "box"], ...] = ("default", "box")


async def tables() -> Tables:
    """Everything that both databases hold, by table."""
    found: Tables = {}
    names = "SELECT name FROM sqlite_master WHERE type = 'table'"
    for connection in DATABASES:
        for row in await fetch(names, connection=connection):
            name = row.text("name")
            found[connection, name] = [
                tuple(r.values())
                for r in await fetch(f'SELECT * FROM "{name}"', connection=connection)
            ]
    return found


async def counts(election: ElectionView) -> tuple[int, int]:
    return await credentials.turnout(election.id), await count_in_box(election)


async def mark(election: ElectionView, person_id: int, seed: bytes) -> None:
    """Leave what is left when the machine dies right after the mark was committed."""
    voter = await find_voter(election, person_id)
    request = request_of(election, seed, voter.style_number)
    await credentials.issue(election.id, person_id, "online", request)


async def test_rosa_votes_on_the_city_and_her_district(election, rosa, ines):
    voter = await find_voter(election, rosa.person_id)
    other = await find_voter(election, ines.person_id)

    assert [contest.area_code for contest in voter.style] == ["CIUDAD", "D01"]
    assert [contest.area_code for contest in other.style] == ["CIUDAD", "D02"]


async def test_casting_leaves_one_mark_and_one_ballot_that_nothing_joins(election, rosa):
    before = await tables()
    secret = new_secret()

    receipt = await cast(
        election, rosa.person_id, choose(election, CIUDAD=("Un parque",), D01=()), secret
    )

    after = await tables()
    changed = {place: rows for place, rows in after.items() if rows != before[place]}
    assert set(changed) == {("default", "mark"), ("box", "pending")}
    voter = await find_voter(election, rosa.person_id)
    assert changed["default", "mark"] == [
        (
            election.id,
            rosa.person_id,
            "online",
            request_of(election, secret, voter.style_number),
            0,
        )
    ]
    hand = Voter(secret, election.protocol.election_id)
    for column in changed["box", "pending"][0]:
        assert isinstance(column, bytes)
        assert hand.pk not in column
    assert receipt.is_signed(election.protocol.board_key)


async def test_the_same_page_sent_again_gives_the_same_receipt(any_database, election, rosa):
    choices, secret = choose(election, CIUDAD=("Un parque",), D01=()), new_secret()

    receipts = [await cast(election, rosa.person_id, choices, secret) for _time in range(3)]

    assert len(set(receipts)) == 1
    assert await counts(election) == (1, 1)


async def test_another_page_is_refused(any_database, election, rosa):
    choices = choose(election, CIUDAD=("Un parque",), D01=())
    await cast(election, rosa.person_id, choices, new_secret())

    with pytest.raises(AlreadyVoted):
        await cast(election, rosa.person_id, choices, new_secret())

    assert await counts(election) == (1, 1)


async def test_a_hundred_pages_at_once_leave_one_ballot(any_database, election, rosa):
    choices = choose(election, CIUDAD=("Un parque",), D01=())

    answers = await asyncio.gather(
        *(cast(election, rosa.person_id, choices, new_secret()) for _page in range(100)),
        return_exceptions=True,
    )

    assert sum(isinstance(answer, AlreadyVoted) for answer in answers) == 99
    assert await counts(election) == (1, 1)


async def test_a_crash_between_mark_and_box_is_mended_by_sending_again(
    any_database, election, rosa, ines
):
    choices, secret = choose(election, CIUDAD=("Un parque",), D01=()), new_secret()
    # What is left when the machine dies right after the mark was committed.
    await mark(election, rosa.person_id, secret)

    await cast(election, rosa.person_id, choices, secret)
    await cast(election, rosa.person_id, choices, secret)

    assert await counts(election) == (1, 1)


async def test_the_page_of_a_crash_is_taken_after_the_phase_until_the_box_is_closed(
    election, process, rosa, ines, chair
):
    rosas, secret = choose(election, CIUDAD=("Un parque",), D01=()), new_secret()
    await mark(election, rosa.person_id, secret)
    late = await reopen(process, PhaseKind.COUNTING)

    await cast(late, rosa.person_id, rosas, secret)

    with pytest.raises(PhaseClosed):
        await cast(late, ines.person_id, choose(late, CIUDAD=(), D02=()), new_secret())
    await close(late.process, chair.actor)
    with pytest.raises(VoteClosed):
        await cast(late, rosa.person_id, rosas, secret)
    assert await counts(election) == (1, 1)


async def test_no_ballot_slips_in_while_the_box_is_being_closed(
    any_database, election, process, roll, chair
):
    people = [await make_voter(election, roll) for _number in range(30)]
    choices = choose(election, CIUDAD=("Un parque",), D01=())
    counting = await reopen(process, PhaseKind.COUNTING)

    # The pages were loaded while the vote was open: `election` still says so.
    open_pages = (cast(election, person.id, choices, new_secret()) for person in people)
    answers = await asyncio.gather(
        *open_pages, close(counting.process, chair.actor), return_exceptions=True
    )

    delivered = [answer for answer in answers[:-1] if not isinstance(answer, VoteClosed)]
    assert not [answer for answer in delivered if isinstance(answer, BaseException)]
    assert await count_in_box(election) == len(delivered)
    assert (await Election.get(id=election.id)).closed_at is not None


async def test_who_leaves_the_roll_after_the_vote_opened_still_votes(election, rosa):
    await RollEntry.filter(id=rosa.person_id).update(is_active=False)

    await cast(election, rosa.person_id, choose(election, CIUDAD=(), D01=()), new_secret())

    assert await counts(election) == (1, 1)


async def test_a_person_of_another_roll_does_not_vote(election):
    from concejo.roll.models import Roll

    stranger = await make_person(await Roll.create(name="Padrón de otro pueblo"))

    with pytest.raises(NotEligible):
        await find_voter(election, stranger.id)


async def test_who_comes_onto_the_roll_after_the_vote_opened_does_not_vote(election, roll):
    late = await make_person(roll)

    with pytest.raises(NotEligible, match="when this vote opened"):
        await find_voter(election, late.id)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"CIUDAD": ("Un carril bici", "Un parque"), "D01": ()}, "over the budget"),
        ({"CIUDAD": ("Un parque",)}, "not the one for your area"),
        ({"CIUDAD": ("Un parque",), "D02": ()}, "not the one for your area"),
    ],
)
async def test_a_ballot_that_is_not_valid_is_refused_and_marks_nobody(election, rosa, wrong, why):
    with pytest.raises(Invalid, match=why):
        await cast(election, rosa.person_id, choose(election, **wrong), new_secret())

    assert await counts(election) == (0, 0)


async def test_a_project_of_another_contest_is_refused(election, rosa):
    choices = choose(election, CIUDAD=(), D01=("Un ascensor",))
    city, district = sorted(choices)

    with pytest.raises(Invalid, match="no project"):
        await cast(
            election,
            rosa.person_id,
            {city: choices[district], district: choices[district]},
            new_secret(),
        )


async def test_casting_writes_nothing_to_the_audit_log(election, rosa):
    before = await AuditEntry.all().count()

    await cast(election, rosa.person_id, choose(election, CIUDAD=(), D01=()), new_secret())

    assert await AuditEntry.all().count() == before


@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(
    plan=st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 1), st.sampled_from(["mark", "all", "flush"])),
        max_size=12,
    )
)
async def test_any_order_of_casts_crashes_and_flushes_keeps_one_ballot_a_person(
    election, roll, plan
):
    """Three people with two pages each; "mark" is a cast whose machine dies before the box."""
    people = [await make_voter(election, roll) for _number in range(3)]
    pages = [[new_secret(), new_secret()] for _person in people]
    choices = choose(election, CIUDAD=("Un parque",), D01=())
    marks, ballots = await counts(election)
    first: dict[int, int] = {}
    delivered: set[int] = set()

    for place, page, until in plan:
        secret, person = pages[place][page], people[place]
        if until == "flush":
            await box.flush(election.protocol.election_id, at_least=1)
            continue
        is_first = first.setdefault(place, page) == page
        if until == "mark":
            with suppress(AlreadyVoted):
                await mark(election, person.id, secret)
        else:
            with nullcontext() if is_first else pytest.raises(AlreadyVoted):
                await cast(election, person.id, choices, secret)
                delivered.add(place)

    assert await counts(election) == (marks + len(first), ballots + len(delivered))


async def test_the_main_file_does_not_hold_what_was_chosen(database, election, rosa):
    secret = new_secret()
    await cast(election, rosa.person_id, choose(election, CIUDAD=("Un parque",), D01=()), secret)
    hand = Voter(secret, election.protocol.election_id)

    main = sqlite3.connect(database.main.removeprefix("sqlite://"))
    text = "\n".join(main.iterdump()).upper()
    main.close()

    for value in (hand.pk, hand.prefix, secret):
        assert value.hex().upper() not in text
