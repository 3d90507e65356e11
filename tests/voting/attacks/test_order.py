"""Nothing that the box leaves on a disk tells in which order the ballots of a batch came.

The measure is the share of neighbours, as they lie in a file or table, that are in the order in
which they came: 1 tells all, 0.5 tells nothing. With 400 ballots its standard deviation is 0.015.
"""

from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from concejo import db
from concejo.db import fetch
from tests.conftest import Databases
from tests.voting.core.protocol import town
from tests.voting.test_box import PLAIN
from voting.box import services as box
from voting.box.core import Sent
from voting.core.crypto import rsabssa
from voting.core.protocol.client import Voter
from voting.core.protocol.leaves import hash_of, read_ballot_leaf
from voting.core.protocol.manifest import Manifest

BATCH, BATCHES = 50, 8
#: Seven standard deviations: this will not be seen where there is no leak.
NEAR_HALF = (0.395, 0.605)


def ballots(manifest: Manifest, number: int = BATCH * BATCHES) -> list[Sent]:
    """Make the ballots in the order in which they will come, from fixed seeds."""
    made, draw = [], Random(8)
    for _ballot in range(number):
        voter = Voter(draw.randbytes(16), manifest.election_id)
        answer = rsabssa.blind_sign(town.KEYS[0], voter.request(0, manifest.keys[0]), 3)
        credential = voter.credential(0, manifest.keys[0], answer)
        made.append(Sent(*voter.ballot(0, credential, 1, PLAIN, manifest.pad, manifest.seal_pk)))
    return made


async def arrive(manifest: Manifest, sent: list[Sent]) -> None:
    """Let the ballots come one by one, and go on the board in batches."""
    for number, one in enumerate(sent, 1):
        await box.cast(manifest.election_id, [one])
        if number % BATCH == 0:
            assert await box.flush(manifest.election_id) == BATCH


def share_in_order(arrivals: list[int]) -> float:
    """Give the share of neighbours of one batch that are in the order in which they came."""
    pairs = [(a, b) for a, b in pairwise(arrivals) if a // BATCH == b // BATCH]
    assert len(pairs) > 200
    return sum(a < b for a, b in pairs) / len(pairs)


def as_they_lie(octets: bytes, needles: list[bytes]) -> list[int]:
    """Give the numbers of the needles in the order of every place at which one lies."""
    places = []
    for number, needle in enumerate(needles):
        at = octets.find(needle)
        while at >= 0:
            places.append((at, number))
            at = octets.find(needle, at + 1)
    order = [number for _at, number in sorted(places)]
    # A row holds some of them twice, beside each other.
    return [number for at, number in enumerate(order) if at == 0 or order[at - 1] != number]


def contents(path: Path) -> bytes:
    """Give all that a file holds, whatever of it is in use."""
    return path.read_bytes()


@pytest.fixture
async def manifest(any_database: Databases) -> Manifest:
    """A box whose election has always the same number, so that the hashes are the same."""
    election = bytes(range(32))
    manifest: Manifest = town.manifest(
        election_id=election,
        origin=f"vota.olmeda.example/vote/{election.hex()[:16]}",
        board_key=box.prepare(election),
    )
    await box.open_box(manifest.write())
    return manifest


@pytest.mark.parametrize("any_database", ["sqlite"], indirect=True)
async def test_the_file_of_the_box_does_not_tell(any_database, manifest):
    path = Path(any_database.box.removeprefix("sqlite://"))
    sent = ballots(manifest)

    await arrive(manifest, sent)

    leaves = [read_ballot_leaf(one.leaf) for one in sent]
    places = {
        "rows": [leaf.commitment for leaf in leaves],
        "sealed": [one.sealed[:40] for one in sent],
        "keys": [leaf.pk for leaf in leaves],
        "hashes": [hash_of(one.leaf) for one in sent],
    }
    octets = contents(path)
    for name, needles in places.items():
        order = as_they_lie(octets, needles)
        assert set(order) == set(range(len(sent))), name
        assert NEAR_HALF[0] < share_in_order(order) < NEAR_HALF[1], name
    assert [file.name for file in path.parent.glob("box.sqlite3*")] == ["box.sqlite3"]


@pytest.mark.parametrize("any_database", ["sqlite"], indirect=True)
async def test_what_waited_is_overwritten_once_it_is_on_the_board(any_database, manifest):
    path = Path(any_database.box.removeprefix("sqlite://"))
    sent = ballots(manifest, BATCH)
    await box.cast(manifest.election_id, sent)
    rows = await fetch("SELECT id, voter, sealed FROM pending", connection="box")
    waited = [row.octets(name) for row in rows for name in ("id", "voter", "sealed")]
    pieces = [one[at : at + 24] for one in waited for at in range(0, len(one) - 24, 200)]
    before = contents(path)
    assert all(one[:24] in before for one in waited)

    await box.flush(manifest.election_id)

    after = contents(path)
    assert len(pieces) > 3 * BATCH
    assert [piece.hex() for piece in pieces if piece in after] == []


@pytest.mark.parametrize("any_database", ["sqlite"], indirect=True)
async def test_while_ballots_wait_nothing_lies_beside_the_file(any_database, manifest):
    path = Path(any_database.box.removeprefix("sqlite://"))

    for one in ballots(manifest, 5):
        await box.cast(manifest.election_id, [one])

        assert [file.name for file in path.parent.glob("box.sqlite3*")] == ["box.sqlite3"]
    async with db.box_transaction():
        settings = await fetch("PRAGMA secure_delete", connection="box")
        mode = await fetch("PRAGMA journal_mode", connection="box")
    assert [list(row.values()) for row in (*settings, *mode)] == [[1], ["delete"]]


@pytest.mark.parametrize("any_database", ["postgres"], indirect=True)
@pytest.mark.postgres
async def test_neither_rows_nor_transactions_of_the_table_tell(any_database, manifest):
    sent = ballots(manifest)

    await arrive(manifest, sent)

    number_of = {hash_of(one.leaf): number for number, one in enumerate(sent)}
    for order in ("ctid", "xmin::text::bigint, ctid", "place"):
        rows = await fetch(f"SELECT hash FROM leaf ORDER BY {order}", connection="box")
        arrivals = [number_of[row.octets("hash")] for row in rows]
        assert len(arrivals) == len(sent)
        assert NEAR_HALF[0] < share_in_order(arrivals) < NEAR_HALF[1], order
    made = await fetch("SELECT count(DISTINCT xmin::text) AS n FROM leaf", connection="box")
    assert made[0].integer("n") == BATCHES


async def test_a_box_that_wrote_ballots_as_they_come_would_be_found_out(any_database, manifest):
    """The measure itself: with batches of one everything is told."""
    sent = ballots(manifest, 5 * BATCH)

    for one in sent:
        await box.cast(manifest.election_id, [one])
        await box.flush(manifest.election_id, at_least=1)

    number_of = {hash_of(one.leaf): number for number, one in enumerate(sent)}
    rows = await fetch("SELECT hash FROM leaf ORDER BY place", connection="box")
    assert share_in_order([number_of[row.octets("hash")] for row in rows]) == 1
