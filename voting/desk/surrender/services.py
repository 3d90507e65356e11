"""Give up a vote by web for a sheet of paper: the void first, then the mark, then the sheet.

See “desk” in voting/README.md. Whoever has not the code of the vote cannot give it up. Nothing that
was cast is opened for this, now or later.
"""

from dataclasses import dataclass

from concejo.db import transaction
from concejo.processes.core import Action
from voting.booth.assistant import services as assistant
from voting.booth.services import find_voter
from voting.core.protocol.receipts import Receipt
from voting.credentials import services as credentials
from voting.desk.core import Style
from voting.desk.models import DeskSession
from voting.desk.services import count_handed, style_of
from voting.desk.sessions.services import demand_desk, hold_session
from voting.desk.tickets.services import read_ticket
from voting.setup.services import ElectionView, hold_open


@dataclass(frozen=True)
class GivenUp:
    """A vote that was given up: the sheet to give for it, and the box's receipt of the void."""

    style: Style
    receipt: Receipt


async def surrender(election: ElectionView, officer_id: int, sent: str, seed: bytes) -> GivenUp:
    """Void what the person of a page cast by web, and only then tell which sheet to give.

    Interrupted anywhere, it is done again with the same code; the mark lets one sheet through. The
    same page sent again gets the same answer.
    """
    desk = await demand_desk(election, officer_id)
    ticket = read_ticket(sent, desk)
    voter = await find_voter(election, ticket.person_id)
    if not await assistant.is_void(election, seed):
        election.process.demand(Action.VOTE)
    request, void = await assistant.prepare_void(election, voter, seed)
    # Outside of the transaction: the box may be in another house, and slow to answer.
    receipt = await assistant.send(election, void)
    style = style_of(election, voter)
    async with transaction():
        await hold_open(election.id)
        session = await hold_session(desk)
        if session.last_page != ticket.mark:
            await credentials.surrender(election.id, ticket.person_id, request)
            await count_handed(session, style)
            await DeskSession.filter(id=session.id).update(last_page=ticket.mark)
    return GivenUp(style, receipt)
