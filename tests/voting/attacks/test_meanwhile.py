"""Whoever comes between two queries of the box is told nothing that is not so.

PostgreSQL lets others commit between them. To hit that moment every time, looking at the board is
made slow here, after what it sees has been decided.
"""

import asyncio
from collections.abc import Awaitable

import pytest

from concejo.db import execute
from tests.conftest import Databases
from tests.voting.test_box import LONGER, Hand, opened
from voting.box import services as box
from voting.box.log import services as log
from voting.box.services import CounterUsed
from voting.core.protocol.manifest import Manifest

PAUSE = 0.2


@pytest.fixture
async def slow_board(postgres_database: Databases) -> Manifest:
    manifest = await opened()
    await execute("ALTER TABLE leaf RENAME TO kept_leaf", connection="box")
    await execute(
        f"CREATE VIEW leaf AS SELECT * FROM kept_leaf WHERE (SELECT pg_sleep({PAUSE})) IS NOT NULL",
        connection="box",
    )
    return manifest


async def after(seconds: float, waited: Awaitable[object]) -> object:
    await asyncio.sleep(seconds)
    return await waited


@pytest.mark.postgres
async def test_a_batch_that_goes_meanwhile_gives_no_receipt_for_another_text(slow_board):
    election, hand = slow_board.election_id, Hand(slow_board)
    first, other = hand.ballot(), hand.ballot(plain=LONGER)
    await box.cast(election, [first])

    refused, flushed = await asyncio.gather(
        box.cast(election, [other]),
        after(PAUSE / 2, box.flush(election, at_least=1)),
        return_exceptions=True,
    )

    assert flushed == 1
    assert isinstance(refused, CounterUsed)
    assert [line.leaf for line in await log.list_lines(election)] == [first.leaf]


@pytest.mark.postgres
async def test_a_batch_that_goes_meanwhile_hides_no_number_that_was_used(slow_board):
    election, hand = slow_board.election_id, Hand(slow_board)
    await box.cast(election, [hand.ballot()])

    asked = [after(n * PAUSE / 10, box.latest_counter(election, hand.voter.pk)) for n in range(16)]
    flushed, *counters = await asyncio.gather(
        after(PAUSE / 4, box.flush(election, at_least=1)), *asked
    )

    assert flushed == 1
    assert counters == [1] * 16
