"""What decides a vote is decided before it opens, and stays as it is."""

import asyncio
import json
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from concejo.audit.models import AuditEntry
from concejo.clock import now
from concejo.errors import Invalid, Refused
from concejo.processes.core import PhaseClosed, PhaseKind
from concejo.processes.models import Area
from concejo.processes.services import get_process
from proposals.valuation.models import Valuation
from tests.people import make_person, set_phase
from tests.voting.elections import PRICED, make_priced, open_election, reopen
from voting.core.ballots import BallotForm, Kind
from voting.core.outcome import RuleSpec
from voting.core.protocol.manifest import fingerprint
from voting.core.ties import TieKey
from voting.models import Election, Project
from voting.setup.core import DEFAULT, Terms, dump_form, faults, load_form
from voting.setup.services import (
    Locked,
    find_election,
    get_election,
    is_locked,
    lock,
    open_due,
    prepare,
)

APPROVAL = BallotForm(Kind.APPROVAL, max_length=3, allows_blank=True)
SHARES = RuleSpec("equal_shares", {"completion": "add1"})


async def test_the_board_decides_the_rule_before_the_vote(process, chair):
    await prepare(process.id, chair.actor, APPROVAL, SHARES, [TieKey.LOT], "El Gordo, 2027")

    kept = await get_election(process)
    assert kept.terms.form == APPROVAL
    assert kept.terms.rule.parameters["completion"] == "add1"
    assert kept.terms.ties.seed == "El Gordo, 2027"
    assert (await AuditEntry.get(action="election.prepared")).actor_name == "Rosalía"


async def test_every_fault_of_the_terms_is_said_at_once(process, chair):
    with pytest.raises(Invalid) as refusal:
        await prepare(
            process.id,
            chair.actor,
            BallotForm(Kind.APPROVAL, min_length=3, max_length=2),
            RuleSpec("greedy", {"scoring": "points"}),
            [TieKey.LOT],
        )

    text = str(refusal.value)
    assert "greater than the greatest" in text
    assert "points that this kind of ballot does not have" in text
    assert "needs a public seed" in text
    assert not await Election.all().exists()


async def test_a_process_without_decisions_has_knapsack_and_greedy(election):
    assert election.terms.form.kind is Kind.KNAPSACK
    assert election.terms.rule.parameters["over_budget"] == "skip"
    assert election.terms.ties == DEFAULT.ties


async def test_the_lock_freezes_projects_prices_money_and_roll(election, process):
    contests = {contest.area_code: contest for contest in election.contests}

    assert [c.area_code for c in election.contests] == ["CIUDAD", "D01", "D02"]
    assert [(p.name, p.cost) for p in contests["D01"].projects] == [
        (title, cost) for title, area, cost in PRICED if area == "D01"
    ]
    assert contests["CIUDAD"].budget == 1_000_000_00
    assert election.eligible == 2
    assert election.manifest_hash == fingerprint(election.manifest)
    assert json.loads(election.manifest)["contests"][1]["budget"] == 300_000_00
    assert ", " not in election.manifest.split('"ties"')[1]
    assert (await AuditEntry.get(action="election.opened")).subject == f"election:{election.id}"


async def test_nothing_changes_after_the_lock(election, process, rosa, chair):
    await Valuation.all().update(cost=1)
    await Area.filter(code="D01").update(envelope_amount=1, code="D99", parent_id=None)
    await make_priced(process, rosa, "Uno más", "CIUDAD", 5)
    await open_due()

    with pytest.raises(Locked):
        await prepare(process.id, chair.actor, APPROVAL, SHARES, [TieKey.PUBLISHED_ORDER])
    with pytest.raises(Locked):
        await lock(await get_process(process.slug), DEFAULT, [])
    after = await get_election(await get_process(process.slug))
    assert after.contests == election.contests
    assert after.manifest == election.manifest
    assert after.terms == election.terms


async def test_the_rule_is_not_set_while_the_vote_is_over(process, chair):
    await set_phase(process.id, PhaseKind.COUNTING)

    with pytest.raises(PhaseClosed):
        await prepare(process.id, chair.actor, APPROVAL, SHARES, [TieKey.PUBLISHED_ORDER])


async def test_nothing_is_locked_before_its_phase(process, rosa):
    await make_priced(process, rosa, "Un parque", "CIUDAD", 10)

    await open_due()

    assert not await is_locked(process.id)
    assert await find_election(process) is None


async def test_a_vote_on_nothing_does_not_open(process):
    election = await reopen(process, PhaseKind.VOTING)

    assert not election.is_open
    assert not await is_locked(process.id)


async def test_an_area_without_money_has_no_contest(process, rosa):
    await Area.filter(code="D02").update(envelope_amount=0)

    election = await open_election(await get_process(process.slug), rosa)

    assert [contest.area_code for contest in election.contests] == ["CIUDAD", "D01"]


async def test_whoever_is_too_young_on_the_first_day_is_not_counted(process, roll, rosa):
    await set_phase(process.id, PhaseKind.VOTING)
    opened = (now() - timedelta(days=5)).astimezone(ZoneInfo(process.timezone)).date()
    await make_person(roll, born=opened.replace(year=opened.year - 16))
    await make_person(roll, born=opened.replace(year=opened.year - 16) + timedelta(days=1))

    election = await open_election(process, rosa)

    assert election.eligible == 2


async def test_two_workers_lock_one_election(any_database, process, rosa):
    for title, area_code, cost in PRICED:
        await make_priced(process, rosa, title, area_code, cost)
    await set_phase(process.id, PhaseKind.VOTING)

    await asyncio.gather(*(open_due() for _worker in range(6)))

    assert await Election.all().count() == 1
    assert await Project.all().count() == len(PRICED)
    assert await AuditEntry.filter(action="election.opened").count() == 1


async def test_setting_the_rule_and_opening_at_once_leaves_one_of_both(
    any_database, process, rosa, chair
):
    await make_priced(process, rosa, "Un parque", "CIUDAD", 10)
    await set_phase(process.id, PhaseKind.VOTING)

    async def late() -> None:
        with pytest.raises(Refused):
            await prepare(process.id, chair.actor, APPROVAL, SHARES, [TieKey.PUBLISHED_ORDER])

    await asyncio.gather(open_due(), late(), open_due(), late())

    election = await get_election(process)
    assert election.terms == Terms(DEFAULT.form, election.terms.rule, DEFAULT.ties)
    assert election.terms.rule.name == "greedy"


def test_terms_are_read_back_as_they_were_written():
    form = BallotForm(Kind.CUMULATIVE, max_points=5, max_sum_points=10, allows_blank=True)

    assert load_form(dump_form(form)) == form
    assert faults(Terms(form, RuleSpec("greedy", {"scoring": "points"}), DEFAULT.ties)) == ()
