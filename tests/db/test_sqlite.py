"""What SQLite does for us that Tortoise's own backend does not let it do."""

import asyncio
import sys

import pytest
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.exceptions import IntegrityError, OperationalError, TransactionManagementError
from tortoise.transactions import in_transaction

from concejo import db
from tests.db.models import Note
from tests.db.stock import stock

pytestmark = pytest.mark.parametrize("empty", ["sqlite"], indirect=True)

#: Two of these at once: each transaction reads, then writes what depends on it.
READ_THEN_WRITE = """
import asyncio, sys
from concejo import db

async def main():
    async with db.connected(*sys.argv[1:]):
        for _ in range(200):
            async with db.transaction():
                [row] = await db.fetch("SELECT count(*) AS n FROM note")
                await db.execute("INSERT INTO note (text) VALUES (?)", str(row.integer("n")))

asyncio.run(main())
"""


async def count_while_a_transaction_is_open() -> int:
    """Read in another task, but no longer than a moment."""
    written, read = asyncio.Event(), asyncio.Event()

    async def write() -> None:
        async with in_transaction("default"):
            await Note.create(text="not committed yet")
            written.set()
            await read.wait()

    writing = asyncio.create_task(write())
    await written.wait()
    try:
        async with asyncio.timeout(0.2):
            return await Note.all().count()
    finally:
        read.set()
        await writing


async def test_stock_reads_wait_for_whoever_writes(empty):
    async with stock(empty.main):
        with pytest.raises(TimeoutError):
            await count_while_a_transaction_is_open()


async def test_reads_do_not_wait_and_see_what_is_committed(lab):
    await Note.create(text="committed")

    assert await count_while_a_transaction_is_open() == 1
    assert await Note.all().count() == 2


async def test_a_transaction_reads_what_it_wrote(lab):
    async with db.transaction():
        await Note.create(text="mine")

        assert await Note.all().count() == 1
        assert await db.fetch("SELECT text FROM note") == [{"text": "mine"}]


async def test_stock_transactions_refuse_each_other_at_once(empty):
    async def begin_and_read(client: BaseDBAsyncClient) -> None:
        await client.execute_query("PRAGMA busy_timeout=10000")
        await client.execute_query("BEGIN")
        await client.execute_query("SELECT count(*) FROM note")

    async with stock(empty.main) as first, stock(empty.main) as second:
        await begin_and_read(first)
        await begin_and_read(second)
        await first.execute_query("INSERT INTO note (text) VALUES ('first')")

        await first.execute_query("COMMIT")
        with pytest.raises(OperationalError, match="database is locked"):
            await second.execute_query("INSERT INTO note (text) VALUES ('second')")


async def test_two_processes_take_turns(lab):
    command = [sys.executable, "-c", READ_THEN_WRITE, lab.main, lab.box]

    processes = [await asyncio.create_subprocess_exec(*command) for _ in range(2)]
    codes = [await process.wait() for process in processes]

    assert codes == [0, 0]
    texts = await Note.all().values_list("text", flat=True)
    assert sorted(map(str, texts), key=int) == [str(number) for number in range(400)]


async def test_a_commit_that_fails_leaves_no_transaction_open(lab):
    await db.execute("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
    await db.execute(
        "CREATE TABLE child (parent_id REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)"
    )

    with pytest.raises(IntegrityError):
        async with db.transaction():
            await db.execute("INSERT INTO child VALUES (1)")

    async with db.transaction():
        assert await db.fetch("SELECT * FROM child") == []


async def test_what_is_left_over_from_a_transaction_cannot_write_into_the_next(lab):
    ended = asyncio.Event()

    async def forgotten() -> None:
        await ended.wait()
        await Note.create(text="too late")

    async with db.transaction():
        left_over = asyncio.create_task(forgotten())
    async with db.transaction():
        ended.set()
        with pytest.raises(TransactionManagementError):
            await left_over

    assert await Note.all().count() == 0


async def test_what_is_committed_is_on_the_disk_and_references_hold(lab):
    assert await db.fetch("PRAGMA journal_mode") == [{"journal_mode": "wal"}]
    assert await db.fetch("PRAGMA synchronous") == [{"synchronous": 2}]
    assert await db.fetch("PRAGMA foreign_keys") == [{"foreign_keys": 1}]
    assert await db.fetch("PRAGMA busy_timeout") == [{"timeout": 10_000}]


async def test_the_box_keeps_no_log_of_arrivals_and_nothing_that_was_deleted(lab, tmp_path):
    assert await db.fetch("PRAGMA journal_mode", connection="box") == [{"journal_mode": "delete"}]
    assert await db.fetch("PRAGMA secure_delete", connection="box") == [{"secure_delete": 1}]
    insert = "INSERT INTO pending (id, election, voter, sealed) VALUES (?, 'e', 'v', ?)"

    async with db.box_transaction():
        await db.execute(insert, b"id", b"a sealed ballot", connection="box")
    async with db.box_transaction():
        await db.execute("DELETE FROM pending", connection="box")

    assert sorted(path.name for path in tmp_path.glob("box*")) == ["box.sqlite3"]
    assert b"a sealed ballot" not in (tmp_path / "box.sqlite3").read_bytes()
