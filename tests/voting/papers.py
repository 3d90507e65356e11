"""Officials with the sheets of an urn: a closed box, an urn that two declared, sheets typed."""

from dataclasses import dataclass

from concejo.accounts.core import Role, Visitor
from concejo.processes.core import PhaseKind
from concejo.roll.models import Roll
from tests.people import make_account
from tests.voting.desks import give_sheet, make_officer, put_on_roll
from tests.voting.elections import reopen
from voting.core.ballots import Ballot, Kind
from voting.core.protocol.plain import encode_plain
from voting.counting.services import close
from voting.desk.core import Style, list_styles
from voting.paper.core import Content, Reason
from voting.paper.entry.services import type_sheet
from voting.paper.models import Urn
from voting.paper.urns.services import declare, open_urn
from voting.setup.services import ElectionView


@dataclass
class Office:
    """An election whose box is closed, its urn, and four people who may enter sheets."""

    election: ElectionView
    urn: int
    omar: Visitor
    ona: Visitor
    olga: Visitor
    chair: Visitor


async def close_box(election: ElectionView, chair: Visitor) -> ElectionView:
    """End the vote and close the box."""
    late = await reopen(election.process, PhaseKind.COUNTING)
    await close(late.process, chair.actor)
    return await reopen(election.process, PhaseKind.COUNTING)


async def make_clerk(election: ElectionView, name: str) -> Visitor:
    """Make somebody with the role of the desk."""
    return await make_account(name, roles=((Role.DESK, election.process.id),))


async def make_urn(election: ElectionView, clerk: Visitor, name: str = "Urna 1") -> int:
    """Open an urn on which nobody has declared anything yet."""
    await open_urn(election, clerk.actor, name)
    urn = await Urn.get(election_id=election.id, name=name)
    return int(urn.id)


async def make_office(
    election: ElectionView, chair: Visitor, roll: Roll, *, sheets: int, given: int | None = None
) -> Office:
    """Hand out sheets of the D01 (as many as are in the urn, or `given`), close, declare them."""
    officer = await make_officer(election, "Olivia")
    for number in range(1, (sheets if given is None else given) + 1):
        await put_on_roll(roll, number)
        await give_sheet(election, officer, number)
    late = await close_box(election, chair)
    clerks = [await make_clerk(late, name) for name in ("Omar", "Ona", "Olga")]
    urn = await make_urn(late, clerks[0])
    for clerk in clerks[:2]:
        await declare(late, clerk.actor, urn, sheets)
    return Office(late, urn, clerks[0], clerks[1], clerks[2], chair)


def style_of(election: ElectionView, area_code: str = "D01") -> Style:
    """Give the style of an area."""
    styles = list_styles(election.contests)
    return next(s for s in styles if s.contests[-1].area_code == area_code)


def content(election: ElectionView, *titles: str, area_code: str = "D01") -> Content:
    """Give a sheet on which projects are chosen by their titles; the other contests are blank."""
    style = style_of(election, area_code)
    ballots = {}
    for contest in style.contests:
        codes = [project.code for project in contest.projects if project.name in titles]
        ballots[contest.area_code] = Ballot.of(Kind.KNAPSACK, codes)
    return Content(style.key, encode_plain(ballots))


def null(election: ElectionView, reason: Reason = Reason.UNREADABLE) -> Content:
    """Give a sheet that is null."""
    return Content(style_of(election).key, "", reason)


async def type_both(office: Office, number: int, first: Content, second: Content) -> None:
    """Have Omar and Ona type a sheet."""
    await type_sheet(office.election, office.omar.actor, office.urn, number, first)
    await type_sheet(office.election, office.ona.actor, office.urn, number, second)
