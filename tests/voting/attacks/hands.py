"""A voter with a program of their own, and a look at all that is written anywhere."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from random import Random
from typing import Literal

import pytest

from concejo.db import dialect, fetch
from concejo.errors import DomainError
from tests.voting.elections import choose, new_secret
from voting.booth import services as booth
from voting.box.core import Sent
from voting.core.protocol.client import Voter
from voting.core.protocol.plain import encode_plain
from voting.setup.services import ElectionView

Rows = dict[tuple[str, str], list[str]]
DATABASES: tuple[Literal["default", "box"], ...] = ("default", "box")
_NAMES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table'",
    "postgres": "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
}


async def rows() -> Rows:
    """Give everything that both databases hold, by table, in an order of its own."""
    found: Rows = {}
    for connection in DATABASES:
        for table in await fetch(_NAMES[dialect(connection)], connection=connection):
            name = table.text("name")
            kept = await fetch(f'SELECT * FROM "{name}"', connection=connection)
            found[connection, name] = sorted(repr(list(row.items())) for row in kept)
    return found


@asynccontextmanager
async def refused(*errors: type[DomainError]) -> AsyncIterator[None]:
    """Demand that what is done within is refused, and that nothing is written anywhere."""
    before = await rows()
    with pytest.raises(errors):
        yield
    assert await rows() == before


@dataclass(frozen=True)
class Hand:
    """A voter who has a credential and signs whatever they like."""

    election: ElectionView
    person_id: int
    voter: Voter
    style: int
    credential: bytes

    def ballot(self, counter: int = 1, plain: str | None = None) -> Sent:
        """Sign and seal a ballot: any text, at first a valid one that chooses nothing."""
        m = self.election.protocol
        text = blank(self.election, self.style) if plain is None else plain
        return Sent(
            *self.voter.ballot(self.style, self.credential, counter, text, m.pad, m.seal_pk)
        )

    def void(self) -> Sent:
        """Sign that nothing of this key counts."""
        return Sent(self.voter.void(self.style, self.credential), b"")


def blank(election: ElectionView, style: int) -> str:
    """Write the plain ballot of a style on which nothing is chosen."""
    keys = election.protocol.styles[style].contests
    areas = {c.area_code: () for c in election.contests if c.key in keys}
    choices = choose(election, **areas)
    return encode_plain({c.key: choices[c.id] for c in election.contests if c.id in choices})


def request_of(election: ElectionView, hand: Voter, style: int) -> bytes:
    """Give the blinded request that a voter's program sends for a style."""
    return hand.request(style, election.protocol.keys[style])


async def make_hand(
    election: ElectionView, person_id: int | None, seed: bytes | None = None
) -> Hand:
    """Get a credential as a browser does."""
    assert person_id is not None
    voter = await booth.find_voter(election, person_id)
    hand = Voter(seed or new_secret(), election.protocol.election_id)
    style, key = voter.style_number, election.protocol.keys[voter.style_number]
    answer = await booth.issue(election, voter, hand.request(style, key))
    return Hand(election, person_id, hand, style, hand.credential(style, key, answer))


def seed_of(person_id: int, which: int = 0) -> bytes:
    """Give a seed that is the same in every process and every life of one."""
    return Random(f"{person_id} {which}").randbytes(16)
