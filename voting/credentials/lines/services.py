"""Keep the roll of a vote as it was when the vote opened, and write it without names.

See “credentials” in voting/README.md. Each person has a salt of their own, so that nobody but they
and whoever is shown the salts finds a person's line.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from secrets import token_bytes

from concejo.db import execute_many, fetch
from voting.core.protocol.roll import SALT_BYTES, Person, State, id_hash


@dataclass(frozen=True)
class Entrant:
    """Somebody who may vote: their number on the roll, their style, and the salt of their line."""

    person_id: int
    style: int
    salt: bytes

    def public(self, election: bytes) -> Person:
        """Give the person as the published roll has them."""
        return Person(id_hash(election, self.salt, self.person_id), self.style)


def salted(styles: Iterable[tuple[int, int]]) -> list[Entrant]:
    """Give everybody, as (person, style), a salt."""
    return [Entrant(person, style, token_bytes(SALT_BYTES)) for person, style in styles]


async def enrol(election_id: int, entrants: Sequence[Entrant]) -> None:
    """Keep who may vote."""
    await execute_many(
        "INSERT INTO roll_line (election_id, person_id, style, salt) VALUES (?, ?, ?, ?)",
        [(election_id, one.person_id, one.style, one.salt) for one in entrants],
    )


async def find_entrant(election_id: int, person_id: int) -> Entrant | None:
    """Find somebody among those who may vote."""
    rows = await fetch(
        "SELECT style, salt FROM roll_line WHERE election_id = ? AND person_id = ?",
        election_id,
        person_id,
    )
    return Entrant(person_id, rows[0].integer("style"), rows[0].octets("salt")) if rows else None


async def find_own(election_id: int, person_id: int) -> tuple[Entrant, State] | None:
    """Find somebody among those who may vote, with what has become of them."""
    entrant = await find_entrant(election_id, person_id)
    if entrant is None:
        return None
    rows = await fetch(
        "SELECT how, surrendered FROM mark WHERE election_id = ? AND person_id = ?",
        election_id,
        person_id,
    )
    return entrant, _state(rows[0]["how"], bool(rows[0]["surrendered"])) if rows else State.NONE


async def list_states(election_id: int, election: bytes) -> list[tuple[Person, State]]:
    """List everybody who could vote as the published roll has them, with what became of each."""
    rows = await fetch(
        "SELECT r.person_id AS person_id, r.style AS style, r.salt AS salt, m.how AS how,"
        " m.surrendered AS surrendered FROM roll_line r LEFT JOIN mark m"
        " ON m.election_id = r.election_id AND m.person_id = r.person_id"
        " WHERE r.election_id = ?",
        election_id,
    )
    states = []
    for row in rows:
        entrant = Entrant(row.integer("person_id"), row.integer("style"), row.octets("salt"))
        states.append((entrant.public(election), _state(row["how"], bool(row["surrendered"]))))
    return states


async def count_states(election_id: int) -> Counter[tuple[int, State]]:
    """Count who could vote by style and by what became of them."""
    rows = await fetch(
        "SELECT r.style AS style, m.how AS how, m.surrendered AS surrendered, count(*) AS n"
        " FROM roll_line r LEFT JOIN mark m"
        " ON m.election_id = r.election_id AND m.person_id = r.person_id"
        " WHERE r.election_id = ? GROUP BY r.style, m.how, m.surrendered",
        election_id,
    )
    return Counter(
        {
            (row.integer("style"), _state(row["how"], bool(row["surrendered"]))): row.integer("n")
            for row in rows
        }
    )


def _state(how: object, surrendered: bool) -> State:
    if how is None:
        return State.NONE
    return State.SURRENDERED if surrendered else State(str(how))
