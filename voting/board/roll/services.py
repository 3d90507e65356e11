"""Publish the roll of a vote without names, and show a person which line is theirs.

See “board” in voting/README.md. Whoever marks somebody who stayed at home leaves it written in a
line that this very person can read: it is the only defence against that, so anybody can look.
"""

from dataclasses import dataclass

from concejo.errors import NotFound
from concejo.text import _
from voting.core.protocol.roll import State, write_after, write_before
from voting.credentials.lines import services as lines
from voting.setup.services import ElectionView


@dataclass(frozen=True)
class OwnLine:
    """A person's line: what it is made of, the line itself, and what stands in it now."""

    person_id: int
    salt: str
    line: str
    style: str
    state: State


async def write_roll_before(election: ElectionView) -> str:
    """Write who could vote when the vote opened, as it is hashed in the manifest."""
    if election.locked_at is None:
        raise NotFound(_("Nothing is locked before the vote opens."))
    states = await lines.list_states(election.id, election.protocol.election_id)
    return write_before(person for person, _state in states)


async def write_roll_after(election: ElectionView) -> str:
    """Write the same, with what became of each, once the box is closed."""
    if election.closed_at is None:
        raise NotFound(_("What became of each line is published when the ballot box is closed."))
    states = await lines.list_states(election.id, election.protocol.election_id)
    return write_after(states)


async def find_own_line(election: ElectionView, person_id: int) -> OwnLine | None:
    """Find the line of a person; None for somebody who could not vote."""
    if election.locked_at is None:
        return None
    found = await lines.find_own(election.id, person_id)
    if found is None:
        return None
    entrant, state = found
    return OwnLine(
        person_id,
        entrant.salt.hex(),
        entrant.public(election.protocol.election_id).line,
        election.protocol.styles[entrant.style].name,
        state,
    )
