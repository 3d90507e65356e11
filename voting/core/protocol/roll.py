"""The roll: who may vote, by salted hashes, and what became of each, before and after the vote."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from voting.core.protocol.layout import HASH_BYTES, Unreadable, digest, label, lines_of
from voting.core.protocol.record import octets_of

SALT_BYTES = 16
_MOST_STYLES = 2**16


class State(StrEnum):
    """What became of a person's vote.

    surrendered: voted by web, gave that up at the desk and got paper.
    """

    NONE = "none"
    ONLINE = "online"
    CODE = "code"
    PAPER = "paper"
    SURRENDERED = "surrendered"


@dataclass(frozen=True, order=True)
class Person:
    """Be a line of the roll: the hash that only the person can find, and the style."""

    id_hash: bytes
    style: int

    @property
    def line(self) -> str:
        """Write the line, without its end."""
        return f"{self.id_hash.hex()},{self.style}"

    @classmethod
    def read(cls, line: str) -> "Person":
        """Read a line, or raise Unreadable."""
        name, _comma, style = line.partition(",")
        if not (style.isascii() and style.isdecimal()) or len(style) > 5:
            raise Unreadable("not a line of the roll")
        person = cls(octets_of(name, HASH_BYTES), int(style))
        if person.line != line or person.style >= _MOST_STYLES:
            raise Unreadable("not the one spelling of a line of the roll")
        return person


def id_hash(election_id: bytes, salt: bytes, person: int) -> bytes:
    """Give the hash of a person, who is the number of the entry on the roll."""
    if len(salt) != SALT_BYTES or person < 0:
        raise ValueError("a salt has 16 bytes, and an entry has a number")
    return digest(label("roll"), election_id, salt, str(person).encode())


def write_before(persons: Iterable[Person]) -> str:
    """Write roll_before.csv: everybody who may vote."""
    return "".join(f"{person.line}\n" for person in sorted(persons))


def read_before(text: str) -> tuple[Person, ...]:
    """Read roll_before.csv, or raise Unreadable."""
    persons = tuple(Person.read(line) for line in lines_of(text))
    _demand_order(persons)
    return persons


def write_after(states: Iterable[tuple[Person, State]]) -> str:
    """Write roll.csv: the same persons in the same order, and what became of each."""
    return "".join(f"{person.line},{state.value}\n" for person, state in sorted(states))


def read_after(text: str) -> tuple[tuple[Person, State], ...]:
    """Read roll.csv, or raise Unreadable."""
    states = tuple(_read_state(line) for line in lines_of(text))
    _demand_order([person for person, _state in states])
    return states


def _read_state(line: str) -> tuple[Person, State]:
    person, _comma, state = line.rpartition(",")
    if state not in list(State):
        raise Unreadable(f"no state of a vote: {state}")
    return Person.read(person), State(state)


def _demand_order(persons: Iterable[Person]) -> None:
    if not all(one.id_hash < other.id_hash for one, other in pairwise(persons)):
        raise Unreadable("the roll is not sorted, or names somebody twice")
