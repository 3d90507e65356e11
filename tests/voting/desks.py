"""People at a polling desk: an officer whose desk is open, and residents with known documents."""

from datetime import date

from concejo.accounts.core import Role, Visitor
from concejo.processes.services import list_processes
from concejo.roll.models import Roll, RollEntry
from concejo.roll.services import hash_of
from tests.people import make_account
from tests.voting.elections import admit
from voting.desk.forms import PersonForm
from voting.desk.services import hand_over, look_up
from voting.desk.sessions.services import open_desk
from voting.setup.services import ElectionView, find_election

_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
BIRTH = "17/05/1980"
PLACE = "Biblioteca de la Ribera"


def document(number: int) -> str:
    """Give a well-formed DNI."""
    return f"{number:08d}{_LETTERS[number % 23]}"


async def put_on_roll(roll: Roll, number: int, area_code: str = "D01", **more: object) -> RollEntry:
    """Put somebody whose document is known on the roll, and among those of an open vote."""
    person = await RollEntry.create(
        **{
            "roll_id": roll.id,
            "document_hash": hash_of(f"NIF:{document(number)}"),
            "birth_date": date(1980, 5, 17),
            "postcode": "40001",
            "area_code": area_code,
            **more,
        }
    )
    for process in await list_processes():
        election = await find_election(process)
        if election is not None and election.manifest and person.roll_id == process.roll_id:
            await admit(election, person)
    return person


def typed(number: int, birth_date: str = BIRTH) -> dict[str, object]:
    """Give what an officer types for somebody."""
    return {"document": document(number), "birth_date": birth_date}


def person_form(number: int, birth_date: str = BIRTH) -> PersonForm:
    """Give the same, checked."""
    return PersonForm.parse(typed(number, birth_date), date(2030, 1, 1))


async def make_officer(
    election: ElectionView, name: str = "Olga", *, opens: bool = True
) -> Visitor:
    """Make an officer, whose desk is open unless it is not to be."""
    officer = await make_account(name, roles=((Role.DESK, election.process.id),))
    if opens:
        await open_desk(election, officer.actor, PLACE)
    return officer


async def give_sheet(election: ElectionView, officer: Visitor, number: int) -> str:
    """Find somebody and hand over a sheet; give the ticket of the page."""
    found = await look_up(election, officer.id, person_form(number))
    assert found.ticket is not None
    await hand_over(election, officer.id, found.ticket)
    return found.ticket
