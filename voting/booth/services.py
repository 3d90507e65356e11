"""The booth: who may vote, on what, and the credential with which a ballot is cast.

See “booth” in voting/README.md. Nothing here sees a choice.
"""

import asyncio
from dataclasses import dataclass
from hashlib import sha256

from concejo.db import transaction
from concejo.processes.core import Action
from concejo.roll.services import NotEligible
from concejo.text import _
from voting.credentials import services as credentials
from voting.credentials.keys import services as keys
from voting.credentials.lines import services as lines
from voting.credentials.services import How
from voting.setup.core import ContestView
from voting.setup.services import ElectionView, hold_open


@dataclass(frozen=True)
class Voter:
    """Somebody who may vote: the contests on their ballot, and by which door they came, if any."""

    person_id: int
    style_number: int
    style: tuple[ContestView, ...]
    door: How | None


async def find_voter(election: ElectionView, person_id: int) -> Voter:
    """Give the voter that a person is in this election, or say why they are none."""
    entrant = await lines.find_entrant(election.id, person_id)
    if entrant is None:
        raise NotEligible(
            _(
                "You are not among those who could vote when this vote opened: on another roll, too"
                " young, or with nothing to vote on in your area. Ask at the participation office"
                " if that is wrong."
            )
        )
    keys_of_style = election.protocol.styles[entrant.style].contests
    style = tuple(contest for contest in election.contests if contest.key in keys_of_style)
    door = await credentials.find_door(election.id, person_id)
    return Voter(person_id, entrant.style, style, door)


async def issue(election: ElectionView, voter: Voter, request: bytes) -> bytes:
    """Mark the voter, commit that, and only then sign: the same request gives the same answer.

    After the phase only a request that was marked in it is let through.
    """
    uid = election.protocol.election_id
    keys.demand_request(election.protocol.keys[voter.style_number], request)
    digest = sha256(request).digest()
    async with transaction():
        await hold_open(election.id)
        if election.process.may(Action.VOTE):
            await credentials.issue(election.id, voter.person_id, "online", digest)
        elif not await credentials.holds(election.id, voter.person_id, digest):
            election.process.demand(Action.VOTE)
    return await asyncio.to_thread(keys.sign, uid, voter.style_number, request)
