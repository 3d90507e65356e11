"""Vote on paper in person: find who may, mark them, hand over a sheet, exchange a spoilt one.

See “desk” in voting/README.md. The mark is committed before the page says that a sheet may be
given. What officers do is kept as numbers of their session: to whom, and when, is kept nowhere.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from concejo.accounts.attempts.core import Limit
from concejo.accounts.attempts.services import count_try, forget_tries, give_back_try
from concejo.db import execute, transaction
from concejo.errors import Invalid
from concejo.processes.core import Action
from concejo.processes.services import ProcessView, get_process_by_id
from concejo.roll import services as roll
from concejo.text import _
from voting.booth.services import Voter, find_voter
from voting.credentials import services as credentials
from voting.credentials.services import How
from voting.desk.core import Style, list_styles
from voting.desk.forms import PersonForm
from voting.desk.models import DeskCount, DeskSession
from voting.desk.sessions.services import Desk, demand_desk, hold_session, today
from voting.desk.tickets.services import new_ticket, read_ticket
from voting.envelopes.services import count_made
from voting.models import Election
from voting.setup.services import ElectionView, hold_open

#: An officer finds many people, and mistypes some: the tries that go well are given back.
BY_OFFICER = Limit("desk", free=20)
BY_DOCUMENT = Limit("desk_document")
_COUNT = """
INSERT INTO desk_count (session_id, style, handed, envelopes) VALUES (?, ?, ?, ?)
ON CONFLICT (session_id, style) DO UPDATE SET
    handed = desk_count.handed + excluded.handed,
    envelopes = desk_count.envelopes + excluded.envelopes
"""


@dataclass(frozen=True)
class Found:
    """Somebody on the roll who may vote: on what, and whether they have taken part already.

    `ticket` is for the page, and None where no sheet may be given, not even for a vote by web that
    the person gives up. `has_envelopes` says whether there are envelopes of the style to draw from.
    """

    style: Style
    door: How | None
    ticket: str | None
    has_envelopes: bool


@dataclass(frozen=True)
class StyleCount:
    """How many sheets of a style were handed out: in one session, on its day, and in all.

    `envelopes` is how many were drawn in all, and None where none of the style were made.
    """

    style: Style
    here: int
    today: int
    total: int
    envelopes: int | None


async def look_up(election: ElectionView, officer_id: int, form: PersonForm) -> Found:
    """Find a person by document and day of birth; nobody is ever listed."""
    desk = await demand_desk(election, officer_id)
    election.process.demand(Action.VOTE)
    document_key = roll.hash_of(form.document)
    await count_try(BY_OFFICER, str(officer_id))
    await count_try(BY_DOCUMENT, document_key)
    entry = await roll.find_person(election.process.roll_id, form.document, form.birth_date)
    if entry is None:
        # The same words whether the document is unknown or the day is another.
        message = _(
            "Nobody on the roll has this document and this date of birth. Compare both with the"
            " document itself. If they are right, send the person to the participation office."
        )
        raise Invalid({"": message}, form.typed)
    await give_back_try(BY_OFFICER, str(officer_id))
    await forget_tries(BY_DOCUMENT, document_key)
    voter = await find_voter(election, entry.id)
    door = await credentials.find_door(election.id, entry.id)
    ticket = new_ticket(desk, entry.id) if door in (None, "online") else None
    return await _found(election, voter, door, ticket)


async def find_again(election: ElectionView, officer_id: int, sent: str) -> Found:
    """Give what there is to tell now of the person of a page whose sheet was refused."""
    desk = await demand_desk(election, officer_id)
    ticket = read_ticket(sent, desk)
    voter = await find_voter(election, ticket.person_id)
    door = await credentials.find_door(election.id, ticket.person_id)
    return await _found(election, voter, door, sent if door == "online" else None)


async def _found(
    election: ElectionView, voter: Voter, door: How | None, ticket: str | None
) -> Found:
    made = await count_made(election.id)
    has_envelopes = made.get(voter.style_number, 0) > 0
    return Found(style_of(election, voter), door, ticket, has_envelopes)


async def hand_over(
    election: ElectionView, officer_id: int, sent: str, how: Literal["paper", "code"] = "paper"
) -> Style:
    """Mark the person of a page, and only then tell of which style the sheet or the envelope is.

    The same page sent again gets the same answer; of two officers who found the same person, one
    is refused by the primary key of the marks.
    """
    desk = await demand_desk(election, officer_id)
    ticket = read_ticket(sent, desk)
    async with transaction():
        await hold_open(election.id)
        session = await hold_session(desk)
        style = style_of(election, await find_voter(election, ticket.person_id))
        if session.last_page == ticket.mark:
            return style
        election.process.demand(Action.VOTE)
        await credentials.issue(election.id, ticket.person_id, how, None)
        await count_handed(session, style, how)
        await DeskSession.filter(id=session.id).update(last_page=ticket.mark)
    return style


async def count_handed(
    session: DeskSession, style: Style, how: Literal["paper", "code"] = "paper"
) -> None:
    """Count a sheet or an envelope that is handed out; part of the transaction of its mark."""
    await execute(_COUNT, session.id, style.key, int(how == "paper"), int(how == "code"))


def new_page(desk: Desk) -> str:
    """Give the ticket of a page that concerns nobody in particular: the exchange of a sheet."""
    return new_ticket(desk)


async def exchange(election: ElectionView, officer_id: int, sent: str) -> None:
    """Count a spoilt sheet that was exchanged for a new one: no mark is made, none is needed."""
    desk = await demand_desk(election, officer_id)
    ticket = read_ticket(sent, desk, of_person=False)
    async with transaction():
        await hold_open(election.id)
        session = await hold_session(desk)
        if session.last_page == ticket.mark:
            return
        election.process.demand(Action.VOTE)
        await DeskSession.filter(id=session.id).update(
            last_page=ticket.mark, spoilt=session.spoilt + 1
        )


async def count_styles(election: ElectionView, desk: Desk | None = None) -> list[StyleCount]:
    """Count the sheets that were handed out, style by style."""
    here: Counter[str] = Counter()
    this_day: Counter[str] = Counter()
    total: Counter[str] = Counter()
    envelopes: Counter[str] = Counter()
    rows = DeskCount.filter(session__election_id=election.id).prefetch_related("session")
    for row in await rows:
        total[row.style] += row.handed
        envelopes[row.style] += row.envelopes
        if row.session.day == today(election):
            this_day[row.style] += row.handed
        if desk is not None and row.session_id == desk.id:
            here[row.style] += row.handed
    made = await _made_of(election)
    return [
        StyleCount(
            style,
            here[style.key],
            this_day[style.key],
            total[style.key],
            envelopes[style.key] if style.keys in made else None,
        )
        for style in list_styles(election.contests)
    ]


async def _made_of(election: ElectionView) -> set[frozenset[str]]:
    """Give the contests of each style of which envelopes were made."""
    styles = election.protocol.styles
    return {frozenset(styles[style].contests) for style in await count_made(election.id)}


async def list_open_desks(process_ids: Iterable[int]) -> list[ProcessView]:
    """List the processes in which sheets can be handed out now."""
    waiting = Election.filter(
        process_id__in=sorted(process_ids), locked_at__isnull=False, closed_at__isnull=True
    )
    processes = [
        await get_process_by_id(row.process_id) for row in await waiting.order_by("process_id")
    ]
    return [process for process in processes if process.may(Action.VOTE)]


def style_of(election: ElectionView, voter: Voter) -> Style:
    """Give the style of the sheet that a voter gets."""
    styles = list_styles(election.contests)
    return next(style for style in styles if style.contests == voter.style)
