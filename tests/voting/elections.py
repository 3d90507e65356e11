"""An election in Ciudad Olmeda, ready to be voted in; and the ballots that its tests cast."""

from collections.abc import Mapping
from hashlib import sha256
from secrets import token_bytes, token_hex

from concejo.accounts.core import Visitor
from concejo.audit.core import SYSTEM
from concejo.clock import now
from concejo.db import fetch
from concejo.processes.core import PhaseKind
from concejo.processes.services import ProcessView, get_process
from concejo.roll.models import Roll, RollEntry
from proposals.core.status import Status
from proposals.models import Proposal
from proposals.valuation.models import Valuation
from tests.people import make_person, set_phase
from voting.booth import services as booth
from voting.booth.assistant import services as assistant
from voting.box import services as box
from voting.core.ballots import Ballot, Kind
from voting.core.protocol import client
from voting.core.protocol.receipts import Receipt
from voting.credentials.lines import services as lines
from voting.setup.core import style_of
from voting.setup.office_key.services import keep_office_key
from voting.setup.seal_key.services import find_seal_key
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
    """Make a proposal that the technical office found feasible; the office keeps the seal key."""
    if await find_seal_key(process.id) is None:
        await keep_office_key(process.id, SYSTEM)
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


async def cast(
    election: ElectionView,
    person_id: int | None,
    choices: Mapping[int, Ballot],
    seed: bytes,
    counter: int = 1,
) -> Receipt:
    """Cast a ballot through the assistant, who does what a browser does."""
    assert person_id is not None
    return await assistant.cast(election, person_id, assistant.Paper(choices, seed, counter))


async def make_voter(election: ElectionView, roll: Roll, area_code: str = "D01") -> RollEntry:
    """Put a person on the roll, and among those who could vote when the vote opened."""
    person = await make_person(roll, area_code=area_code)
    await admit(election, person)
    return person


async def admit(election: ElectionView, person: RollEntry) -> None:
    """Put a person among those who could vote when the vote opened."""
    keys = {contest.key for contest in style_of(election.contests, person.area_code)}
    styles = [set(style.contests) for style in election.protocol.styles]
    await lines.enrol(election.id, lines.salted([(person.id, styles.index(keys))]))


def request_of(election: ElectionView, seed: bytes, style: int) -> bytes:
    """Give the hash of the request that a seed makes, as it is kept beside the mark."""
    voter = client.Voter(seed, election.protocol.election_id)
    return sha256(voter.request(style, election.protocol.keys[style])).digest()


async def cast_plain(election: ElectionView, person_id: int, plain: str) -> Receipt:
    """Cast whatever text as a ballot, as a voter with a program of their own can."""
    voter = await booth.find_voter(election, person_id)
    protocol, style = election.protocol, voter.style_number
    hand = client.Voter(new_secret(), protocol.election_id)
    answer = await booth.issue(election, voter, hand.request(style, protocol.keys[style]))
    credential = hand.credential(style, protocol.keys[style], answer)
    sent = hand.ballot(style, credential, 1, plain, protocol.pad, protocol.seal_pk)
    (receipt,) = await box.cast(protocol.election_id, [box.Sent(*sent)])
    return receipt


async def count_in_box(election: ElectionView) -> int:
    """Count the ballots in the box, on the board or not yet."""
    rows = await fetch(
        "SELECT (SELECT count(*) FROM pending WHERE election = ?)"
        " + (SELECT count(voter) FROM leaf WHERE election = ?) AS n",
        election.protocol.election_id,
        election.protocol.election_id,
        connection="box",
    )
    return rows[0].integer("n")


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
    """Make the seed of a voter."""
    return token_bytes(16)
