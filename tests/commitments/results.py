"""A counted vote to follow up: four projects, of which three win."""

from datetime import datetime, timedelta

from concejo.clock import now
from concejo.processes.core import PhaseKind
from concejo.processes.services import ProcessView, get_process
from tests.people import set_phase
from voting.core.ballots import Ballot, BallotForm, Kind, Project
from voting.core.outcome import RuleSpec, to_json
from voting.core.profile import Instance, Profile
from voting.core.rules import count
from voting.core.ties import TieKey, Ties
from voting.models import Contest, Election, Tally
from voting.models import Project as ProjectRow
from voting.setup.core import dump_form, dump_rule, dump_ties

PROJECTS = (
    Project("PARK", 400_000_00, "Un parque"),
    Project("RAMP", 150_000_00, "Una rampa"),
    Project("PAGE", 50_000_00, "Una ficha de cada obra"),
    Project("DOME", 900_000_00, "Una cúpula"),
)
BALLOTS = (("PARK", "RAMP", "PAGE"), ("PARK", "RAMP"), ("PARK",), ("DOME",))


async def count_vote(process: ProcessView, counted_at: datetime | None = None) -> dict[str, int]:
    """Hold and count the vote of a process, now or `counted_at`; give project ids by code."""
    rule, ties = RuleSpec("greedy"), Ties((TieKey.PUBLISHED_ORDER,))
    counted_at = counted_at or now()
    election = await Election.create(
        process_id=process.id,
        ballot_form=dump_form(BallotForm(Kind.APPROVAL)),
        rule=dump_rule(rule),
        ties=dump_ties(ties),
        locked_at=counted_at - timedelta(days=9),
        closed_at=counted_at,
        counted_at=counted_at,
    )
    city = process.areas[0]
    contest = await Contest.create(
        election_id=election.id,
        area_id=city.id,
        area_code=city.code,
        is_citywide=True,
        name=city.name,
        budget=city.money.amount,
        currency="EUR",
        conflicts="[]",
    )
    ids = {}
    for position, project in enumerate(PROJECTS):
        row = await ProjectRow.create(
            election_id=election.id,
            contest_id=contest.id,
            code=project.code,
            name=project.name,
            cost=project.cost,
            position=position,
        )
        ids[project.code] = row.id
    profile = Profile.of(Ballot.of(Kind.APPROVAL, choices) for choices in BALLOTS)
    outcome = count(rule, Instance(PROJECTS, city.money.amount), profile, ties)
    await Tally.create(
        contest_id=contest.id, outcome=to_json(outcome), digest=outcome.digest(), ballots=4, blank=0
    )
    return ids


async def begin_follow_up(process: ProcessView) -> ProcessView:
    """Bring a process to its last phase."""
    await set_phase(process.id, PhaseKind.FOLLOWING)
    return await get_process(process.slug)
