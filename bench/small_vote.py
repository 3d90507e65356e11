"""A vote with one contest of twenty projects and a roll of so many people, for the measurements."""

from datetime import date, timedelta

from concejo.clock import now
from concejo.processes.core import PhaseKind
from concejo.processes.models import Area, PhaseRow, Process
from concejo.processes.services import get_process
from concejo.roll.models import Roll, RollEntry
from voting.core.ballots import BallotForm, Kind
from voting.core.outcome import RuleSpec
from voting.core.ties import TieKey, Ties
from voting.setup.core import ContestDraft, ProjectDraft, Terms
from voting.setup.services import ElectionView, get_election, lock

PROJECTS = 20


async def make_roll(voters: int) -> int:
    """Make a roll of so many people, and give its id."""
    roll = await Roll.create(name="Bench")
    await RollEntry.bulk_create(
        RollEntry(
            roll_id=roll.id,
            document_hash=f"{n:064d}",
            birth_date=date(1980, 1, 1),
            postcode="1",
            area_code="A",
        )
        for n in range(voters)
    )
    return int(roll.id)


async def make_area(roll_id: int) -> Area:
    """Make a process that is voting, and give its one area."""
    process = await Process.create(
        slug="bench",
        title="Bench",
        summary="",
        timezone="UTC",
        currency="EUR",
        roll_id=roll_id,
        created_at=now(),
    )
    day = timedelta(days=1)
    await PhaseRow.create(
        process_id=process.id, kind=PhaseKind.VOTING, starts_at=now() - day, ends_at=now() + day
    )
    return await Area.create(
        process_id=process.id,
        code="A",
        name="A",
        envelope_amount=1_000_000,
        envelope_currency="EUR",
    )


async def make_election(voters: int) -> tuple[ElectionView, list[int]]:
    """Open a vote, sealed to the office's own key, and give it with everybody who may vote."""
    roll_id = await make_roll(voters)
    area = await make_area(roll_id)
    projects = tuple(
        ProjectDraft(f"P{n:02d}", f"Project {n}", "", 100_000, None) for n in range(PROJECTS)
    )
    contest = ContestDraft(area.id, "A", True, "A", 1_000_000, "EUR", projects)
    terms = Terms(
        BallotForm(Kind.KNAPSACK), RuleSpec("greedy", {}), Ties((TieKey.PUBLISHED_ORDER,))
    )
    view = await get_process("bench")
    await lock(view, terms, [contest])
    people = await RollEntry.filter(roll_id=roll_id).only("id")
    return await get_election(view), [person.id for person in people]
