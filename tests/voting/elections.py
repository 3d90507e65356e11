"""An election in Ciudad Olmeda, ready to be voted in; and the ballots that its tests cast."""

from collections.abc import Mapping
from secrets import token_bytes, token_hex

from concejo.accounts.core import Visitor
from concejo.clock import now
from concejo.processes.core import PhaseKind
from concejo.processes.services import ProcessView, get_process
from proposals.core.status import Status
from proposals.models import Proposal
from proposals.valuation.models import Valuation
from tests.people import set_phase
from voting.core.ballots import Ballot, Kind
from voting.setup.services import ElectionView, get_election, open_due

#: Title, area and cost of what was found feasible. The city has 1,000,000 €, D01 300,000 €.
PRICED = (
    ("Un carril bici", "CIUDAD", 600_000_00),
    ("Un parque", "CIUDAD", 500_000_00),
    ("Diez fuentes", "CIUDAD", 300_000_00),
    ("Bancos en la plaza", "D01", 200_000_00),
    ("Un ascensor", "D01", 150_000_00),
    ("Árboles en la ribera", "D02", 100_000_00),
)


async def make_priced(
    process: ProcessView, author: Visitor, title: str, area_code: str, cost: int
) -> Proposal:
    """Make a proposal that the technical office found feasible."""
    area = next(area for area in process.areas if area.code == area_code)
    proposal = await Proposal.create(
        process_id=process.id,
        author_id=author.id,
        area_id=area.id,
        status=Status.FEASIBLE,
        title=title,
        summary=f"{title}, en pocas palabras",
        text="Por qué hace falta.",
        draft_key=token_hex(16),
        sought=title.lower(),
        created_at=now(),
        submitted_at=now(),
        updated_at=now(),
    )
    await Valuation.create(
        proposal_id=proposal.id,
        technician_id=author.id,
        is_competent=True,
        competent_body="Ayuntamiento",
        is_feasible=True,
        cost=cost,
        reasons="Se puede hacer.",
        revision=1,
        valued_at=now(),
    )
    return proposal


async def open_election(process: ProcessView, author: Visitor) -> ElectionView:
    """Bring a process with priced proposals into its voting phase and open the vote."""
    for title, area_code, cost in PRICED:
        await make_priced(process, author, title, area_code, cost)
    return await reopen(process, PhaseKind.VOTING)


async def reopen(process: ProcessView, phase: PhaseKind) -> ElectionView:
    """Shift the calendar, let the clock do its work, and read the election anew."""
    await set_phase(process.id, phase)
    await open_due()
    return await get_election(await get_process(process.slug))


def choose(election: ElectionView, **titles: tuple[str, ...]) -> dict[int, Ballot]:
    """Fill in the contests named by their area's code; `CIUDAD=("Un parque",)`."""
    choices = {}
    for contest in election.contests:
        if contest.area_code in titles:
            codes = {project.name: project.code for project in contest.projects}
            wanted = [codes[title] for title in titles[contest.area_code]]
            choices[contest.id] = Ballot.of(Kind.KNAPSACK, wanted)
    return choices


def fields_of(election: ElectionView, choices: Mapping[int, Ballot]) -> dict[str, object]:
    """Give the form fields with which these choices are made."""
    fields: dict[str, object] = {}
    for contest in election.contests:
        if contest.id in choices:
            ids = {project.code: project.id for project in contest.projects}
            chosen = [str(ids[code]) for code in choices[contest.id].choices]
            fields[f"contest-{contest.id}" if chosen else f"blank-{contest.id}"] = chosen or "1"
    return fields


def new_secret() -> bytes:
    """Make the secret of a page."""
    return token_bytes(16)
