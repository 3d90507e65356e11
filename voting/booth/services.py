"""Vote: who may, on what, and the moment in which a ballot is cast.

See “booth” in voting/README.md. This is the one place where a person and a choice are together, for
a moment and in memory only: nothing here is written down with both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from concejo.db import transaction
from concejo.errors import Invalid, Refused
from concejo.processes.core import Action
from concejo.roll import services as roll
from concejo.text import Text, _
from voting.booth.core import (
    Receipt,
    ballot_id_of,
    encode_choices,
    request_of,
    style_name,
)
from voting.booth.forms import field_of
from voting.box import services as box
from voting.box.services import Envelope
from voting.core.ballots import Ballot, check
from voting.credentials import services as credentials
from voting.setup.core import ContestView, style_of
from voting.setup.services import ElectionView, hold_open


class NothingToVoteOn(Refused):
    """No contest is open to the person."""


@dataclass(frozen=True)
class Voter:
    """Somebody who is entitled to vote, and the contests that are on their ballot."""

    person_id: int
    style: tuple[ContestView, ...]
    has_voted: bool


async def find_voter(election: ElectionView, person_id: int) -> Voter:
    """Give the voter that a person on the roll is in this election, or say why they are none."""
    area_code = await _demand_eligible(election, person_id)
    style = style_of(election.contests, area_code)
    if not style:
        raise NothingToVoteOn(_("There is nothing to vote on in your area in this process."))
    return Voter(person_id, style, await credentials.has_mark(election.id, person_id))


async def _demand_eligible(election: ElectionView, person_id: int) -> str:
    """Give the area of an eligible person."""
    assert isinstance(election.opened_on, date), "only a locked election is voted in"
    process = election.process
    entry = await roll.eligible_entry(
        person_id, process.roll_id, election.opened_on, process.minimum_age
    )
    return entry.area_code


@dataclass(frozen=True)
class Paper:
    """A filled-in ballot in its voter's hand, with the secret of the page."""

    person_id: int
    choices: Mapping[int, Ballot]
    secret: bytes


async def cast(
    election: ElectionView, person_id: int, choices: Mapping[int, Ballot], secret: bytes
) -> Receipt:
    """Mark the person, then put the ballot into the box; the same secret gives the same of both.

    The mark is committed first: a crash between the two leaves a mark whose page can be sent again,
    and never a ballot that nobody was marked for.
    """
    (receipt,) = await cast_all(election, [Paper(person_id, choices, secret)])
    return receipt


async def cast_all(election: ElectionView, papers: Sequence[Paper]) -> list[Receipt]:
    """Cast several ballots, each checked by itself, with one commit for the marks and one after."""
    for paper in papers:
        area_code = await _demand_eligible(election, paper.person_id)
        _demand_valid(election, style_of(election.contests, area_code), paper.choices)
    async with transaction():
        await hold_open(election.id)
        for paper in papers:
            await _mark(election, paper.person_id, request_of(election.id, paper.secret))
    envelopes = [_envelope(election, paper) for paper in papers]
    async with transaction():
        # The box cannot be closed between the mark and the ballot that it promises.
        await hold_open(election.id)
        await box.cast(election.id, envelopes)
    await box.flush(election.id)
    return [Receipt(box.receipt_of(envelope.ballot_id)) for envelope in envelopes]


def _envelope(election: ElectionView, paper: Paper) -> Envelope:
    return Envelope(
        ballot_id_of(election.id, paper.secret),
        style_name(list(paper.choices)),
        encode_choices(paper.choices),
    )


async def _mark(election: ElectionView, person_id: int, request: bytes) -> None:
    """Mark the person; after the phase only a request that was marked in it is let through."""
    if election.process.may(Action.VOTE):
        await credentials.issue(election.id, person_id, "online", request)
    elif not await credentials.holds(election.id, person_id, request):
        election.process.demand(Action.VOTE)


def _demand_valid(
    election: ElectionView, style: tuple[ContestView, ...], choices: Mapping[int, Ballot]
) -> None:
    """Refuse a ballot that the counting rule could not take as it is."""
    faults: dict[str, Text] = {}
    if {contest.id for contest in style} != set(choices):
        faults[""] = _("The ballot is not the one for your area.")
    for contest in style:
        ballot = choices.get(contest.id)
        if ballot is not None:
            for reason in check(ballot, contest.form(election.terms.form), contest.standing):
                faults.setdefault(field_of(contest.id), reason)
    if faults:
        raise Invalid(faults)
