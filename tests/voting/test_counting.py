"""The board closes and counts; nobody sees a result before, and a recount is the same."""

import asyncio

import pytest

from concejo.accounts.core import Role
from concejo.audit.models import AuditEntry
from concejo.audit.services import verify
from concejo.db import execute
from concejo.processes.core import PhaseClosed, PhaseKind
from concejo.processes.services import get_process
from concejo.roll.models import Roll
from tests.people import browser_of, make_account, set_phase
from tests.voting.elections import cast, cast_plain, choose, make_voter, new_secret, reopen
from voting.core.outcome import from_json
from voting.counting import services
from voting.counting.opening.services import DoNotAddUp, NotOpened
from voting.counting.services import (
    CountsDiffer,
    NeverOpened,
    NotClosed,
    close,
    count,
    turnout,
)
from voting.models import Tally
from voting.setup.office_key.services import destroy_office_key
from voting.setup.services import ElectionView, get_election

VOTE = "/processes/presupuestos-2027/vote"
BALLOTS: tuple[tuple[str, dict[str, tuple[str, ...]]], ...] = (
    ("D01", {"CIUDAD": ("Diez fuentes", "Un parque"), "D01": ("Un ascensor",)}),
    ("D01", {"CIUDAD": ("Diez fuentes", "Un carril bici"), "D01": ("Un ascensor",)}),
    ("D01", {"CIUDAD": ("Diez fuentes",), "D01": ("Bancos en la plaza",)}),
    ("D02", {"CIUDAD": ("Un carril bici",), "D02": ()}),
)


async def cast_all(election: ElectionView, roll: Roll) -> None:
    for area_code, chosen in BALLOTS:
        person = await make_voter(election, roll, area_code)
        await cast(election, person.id, choose(election, **chosen), new_secret())


@pytest.fixture
async def voted(election, process, roll):
    """The vote is over, and four people have voted."""
    await cast_all(election, roll)
    return await reopen(process, PhaseKind.COUNTING)


@pytest.fixture
async def chairs_browser(chair):
    made = await browser_of(chair)
    yield made
    await made.client.aclose()


async def test_the_locked_rule_decides(voted, chair):
    await close(voted.process, chair.actor)
    digests = await count(voted.process, chair.actor)

    tallies = await Tally.all().order_by("contest_id")
    city, first, second = (from_json(tally.outcome) for tally in tallies)
    names = {p.code: p.name for contest in voted.contests for p in contest.projects}
    # 3, 2 and 1 votes: after 300,000 what costs 600,000 still fits; then 500,000 does not.
    assert [names[code] for code in city.winners] == ["Diez fuentes", "Un carril bici"]
    assert [names[code] for code in first.winners] == ["Un ascensor"]
    assert (second.winners, second.voters, second.blank) == ((), 1, 1)
    assert [tally.digest for tally in tallies] == digests
    assert (tallies[0].ballots, tallies[0].blank) == (4, 0)


async def test_every_step_is_in_the_audit_log(voted, chair):
    await close(voted.process, chair.actor)
    await count(voted.process, chair.actor)
    await count(voted.process, chair.actor)

    entries = await AuditEntry.filter(subject=f"election:{voted.id}").order_by("number")
    assert [(entry.action, entry.actor_name) for entry in entries] == [
        ("election.opened", "Concejo"),
        ("election.closed", "Rosalía"),
        ("election.opened_ballots", "Rosalía"),
        ("election.counted", "Rosalía"),
        ("election.recounted", "Rosalía"),
    ]
    assert '"marks":4' in entries[1].details
    assert '"opened":4,"unopened":0' in entries[2].details
    assert (await verify()).first_broken is None


async def test_a_recount_gives_the_same_digests(voted, chair):
    await close(voted.process, chair.actor)

    digests = [await count(voted.process, chair.actor) for _time in range(3)]

    assert digests[0] == digests[1] == digests[2]
    assert await Tally.all().count() == 3


async def test_two_members_at_once_make_one_count(any_database, voted, chair, process):
    other = await make_account("Tomás", roles=((Role.BOARD, process.id),))

    await asyncio.gather(*(close(voted.process, one.actor) for one in (chair, other)))
    both = await asyncio.gather(*(count(voted.process, one.actor) for one in (chair, other)))

    assert both[0] == both[1]
    assert await Tally.all().count() == 3
    assert await AuditEntry.filter(action="election.closed").count() == 1
    assert await AuditEntry.filter(action="election.counted").count() == 1


async def test_nothing_is_closed_or_counted_while_the_vote_is_open(election, chair):
    for verb in (close, count):
        with pytest.raises(PhaseClosed):
            await verb(election.process, chair.actor)


async def test_what_was_never_opened_is_not_closed(process, chair):
    await set_phase(process.id, PhaseKind.COUNTING)

    with pytest.raises(NeverOpened):
        await close(await get_process(process.slug), chair.actor)


async def test_an_open_box_is_not_counted(voted, chair):
    with pytest.raises(NotClosed):
        await count(voted.process, chair.actor)


async def test_more_ballots_than_marks_are_not_counted(voted, chair):
    await close(voted.process, chair.actor)
    await execute("DELETE FROM mark WHERE person_id = (SELECT max(person_id) FROM mark)")

    with pytest.raises(DoNotAddUp):
        await count(voted.process, chair.actor)

    assert await Tally.all().count() == 0


@pytest.mark.parametrize(
    "plain",
    [
        "nonsense",
        '{"D01":{"choices":[],"points":[]}}',
        '{"CIUDAD": {"choices":[],"points":[]},"D01":{"choices":[],"points":[]}}',
        '{"CIUDAD":{"choices":["9999"],"points":[]},"D01":{"choices":[],"points":[]}}',
        "[]",
    ],
)
async def test_a_sealed_ballot_that_no_booth_would_have_taken_is_null(
    election, process, roll, chair, plain
):
    await cast_all(election, roll)
    person = await make_voter(election, roll)
    await cast_plain(election, person.id, plain)
    late = await reopen(process, PhaseKind.COUNTING)

    await close(late.process, chair.actor)
    await count(late.process, chair.actor)

    tallies = await Tally.all().order_by("contest_id")
    assert [(tally.ballots, tally.null_votes) for tally in tallies] == [(4, 1), (3, 1), (1, 0)]


async def test_ballots_changed_after_the_count_are_found_out(voted, chair):
    await close(voted.process, chair.actor)
    await count(voted.process, chair.actor)
    await execute("UPDATE opened SET plain = 'x' WHERE plain = (SELECT max(plain) FROM opened)")

    with pytest.raises(CountsDiffer):
        await count(voted.process, chair.actor)

    assert await AuditEntry.filter(action="election.recount_differed").count() == 1


async def test_what_the_trustees_have_not_opened_is_not_counted(voted, chair):
    await close(voted.process, chair.actor)
    destroy_office_key(voted.process.id)

    with pytest.raises(NotOpened):
        await count(voted.process, chair.actor)


async def test_while_the_vote_is_open_only_the_turnout_is_known(election, roll, chairs_browser):
    await cast_all(election, roll)

    page = await chairs_browser.get(f"{VOTE}/board")

    assert page.status_code == 200
    found = await turnout(await get_election(election.process))
    assert (found.marks, found.ballots) == (4, 0)
    for contest in election.contests:
        for project in contest.projects:
            assert project.name not in page.text


async def test_others_do_not_set_the_rule(process, roll, browser, rosas_browser):
    assert (await rosas_browser.get(f"{VOTE}/rule")).status_code == 403
    assert (await rosas_browser.submit(f"{VOTE}/rule", kind="approval")).status_code == 403
    assert (await browser.get(f"{VOTE}/rule")).status_code == 303


def test_the_turnout_is_a_share_of_those_who_could_vote():
    assert services.Turnout(1, 1, 3).permille == 333
    assert services.Turnout(0, 0, 0).permille == 0
