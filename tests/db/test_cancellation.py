"""A request may be cancelled at any moment, and the next one must not notice."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import anyio
import pytest
from tortoise.connection import get_connection
from tortoise.transactions import in_transaction

from concejo import db
from tests.db.models import Note
from tests.db.stock import stock


def is_wedged(client: Any) -> bool:
    """Tell, while nobody works with it, whether something of it was not given back."""
    if client.capabilities.dialect == "sqlite":
        return bool(client._lock.locked())
    return bool(client._pool.get_idle_size() < client._pool.get_size())


async def cancelled(work: Callable[[], Awaitable[None]], after: int, times: int = 1) -> None:
    """Start the work and cancel it after so many turns of the loop, or of the database."""
    task = asyncio.ensure_future(work())
    for _ in range(after % 40):
        await asyncio.sleep(0)
    if after % 3 == 0:
        await asyncio.sleep(0.0001 * (after % 17))
    for _ in range(times):
        task.cancel()
        await asyncio.sleep(0)
    await asyncio.wait([task])


async def write_twice() -> None:
    async with in_transaction("default"):
        await Note.create(text="left")
        await Note.create(text="right")


async def write_twice_in_a_savepoint() -> None:
    async with in_transaction("default"):
        async with in_transaction("default"):
            await Note.create(text="left")
        await Note.create(text="right")


async def write_many() -> None:
    await Note.bulk_create([Note(text="left"), Note(text="right")])


async def write_by_sql() -> None:
    async with db.transaction():
        await db.execute("INSERT INTO note (text) VALUES (?)", "left")
        await db.execute("INSERT INTO note (text) VALUES (?)", "right")


async def test_stock_sqlite_never_gives_its_lock_back(empty_sqlite):
    async with stock(empty_sqlite.main) as client:
        await Note.all().count()

        for after in range(40):
            await cancelled(write_twice, after)

        assert is_wedged(client)


@pytest.mark.postgres
async def test_stock_postgres_loses_connections(empty_postgres):
    async with stock(empty_postgres.main) as client:
        await Note.all().count()

        for after in range(40):
            if not is_wedged(client):
                await cancelled(write_twice, after)

        assert is_wedged(client)
        client._pool.terminate()
        client._pool = None


@pytest.mark.parametrize("times", [1, 5])
@pytest.mark.parametrize(
    "work", [write_twice, write_twice_in_a_savepoint, write_many, write_by_sql]
)
async def test_nothing_half_done_stays_and_the_next_one_works(lab, work, times):
    client = get_connection("default")

    for after in range(150):
        await cancelled(work, after, times)
        assert not is_wedged(client)

    async with asyncio.timeout(5):
        await asyncio.gather(*[work() for _ in range(20)])
    assert await Note.filter(text="left").count() == await Note.filter(text="right").count() >= 20


async def test_a_timeout_inside_a_transaction_undoes_only_its_savepoint(lab):
    async def never_ready() -> None:
        async with in_transaction("default"):
            await Note.create(text="inner")
            await asyncio.sleep(60)

    async with db.transaction():
        await Note.create(text="outer")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await never_ready()

    assert await db.fetch("SELECT text FROM note") == [{"text": "outer"}]


async def test_a_scope_that_repeats_its_cancellation_is_survived_too(lab):
    client = get_connection("default")

    for hundredth in range(60):
        with anyio.move_on_after(hundredth / 10_000):
            await write_twice()
        assert not is_wedged(client)

    assert await Note.filter(text="left").count() == await Note.filter(text="right").count() > 0
