"""The SQLite backend: one writer that cannot be wedged, readers that never wait for it.

Tortoise's own backend (1.1.9) leaves its lock taken for ever when a request is cancelled while
it begins a transaction, begins transactions so that two processes refuse each other, and lets
every read wait for whatever transaction is open. Hence this engine. It stands on private
classes of Tortoise: `tests/db` guards every one of these promises before an upgrade.
"""

import asyncio
import itertools
import sqlite3
from collections.abc import Sequence
from types import TracebackType
from typing import cast

import aiosqlite
from tortoise.backends.base.client import (
    ConnectionWrapper,
    TransactionalDBClient,
    TransactionContext,
)
from tortoise.backends.sqlite.client import (
    SqliteClient,
    SqliteTransactionContext,
    SqliteTransactionWrapper,
    translate_exceptions,
)
from tortoise.connection import get_connections
from tortoise.exceptions import TransactionManagementError

from concejo.db.cancel import finish
from concejo.db.savepoint import Savepoint

#: The first is the busy timeout, so that the ones after it wait for other processes too.
PRAGMAS = {
    "busy_timeout": 10_000,
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "journal_size_limit": 67_108_864,
}

Rows = Sequence[dict[str, object]]


class Turn(ConnectionWrapper[aiosqlite.Connection]):
    """One statement's turn on the connection; the lock is not kept when connecting fails."""

    async def __aenter__(self) -> aiosqlite.Connection:
        await self._lock.acquire()
        try:
            await self.ensure_connection()
        except BaseException:
            self._lock.release()
            raise
        return self.connection


class Transaction(SqliteTransactionWrapper):
    """An open transaction: every statement of its task runs on the writer's connection."""

    def _in_transaction(self) -> TransactionContext:
        return Savepoint(Transaction(self))

    def acquire_connection(self) -> Turn:
        """Take the connection, unless the transaction ended and a left-over task still runs."""
        if self._finalized:
            raise TransactionManagementError("this transaction has ended; it takes nothing more")
        return Turn(self._lock, self)

    @translate_exceptions
    async def affect(self, query: str, values: Sequence[object]) -> int:
        """Run a statement and tell how many rows it changed."""
        async with self.acquire_connection() as connection:
            return await _affect(connection, query, values)

    async def execute_script(self, query: str) -> None:
        """Refuse: SQLite would commit what is done so far, and then run the script."""
        raise TransactionManagementError("a script cannot be part of a transaction")

    async def begin(self) -> None:
        """Take SQLite's write lock at once: a lock wanted later is refused without waiting."""
        await _begin(self, "BEGIN IMMEDIATE")


@translate_exceptions
async def _begin(transaction: Transaction, statement: str) -> None:
    await transaction._connection.execute(statement)


async def _affect(connection: aiosqlite.Connection, query: str, values: Sequence[object]) -> int:
    async with connection.execute(query, values) as cursor:
        return cursor.rowcount


class TransactionTurn(SqliteTransactionContext):
    """The writer's lock together with a transaction: both begin, and both end."""

    def __init__(self, transaction: Transaction, lock: asyncio.Lock) -> None:
        super().__init__(transaction, lock)
        self.transaction = transaction

    async def __aenter__(self) -> TransactionalDBClient:
        await self._trxlock.acquire()
        try:
            await finish(self._begin(), undo=self._roll_back)
        except BaseException:
            self._trxlock.release()
            raise
        self.token = get_connections().set(self.connection_name, self.connection)
        return self.transaction

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        try:
            await finish(self._roll_back() if exc_type else self._commit())
        finally:
            self.connection._finalized = True
            get_connections().reset(self.token)
            self._trxlock.release()

    async def _begin(self) -> None:
        await self.ensure_connection()
        await self.connection.begin()

    @translate_exceptions
    async def _end(self, statement: str) -> None:
        await self.connection._connection.execute(statement)

    async def _commit(self) -> None:
        if self.connection._finalized:
            return  # The block itself committed or rolled back.
        try:
            await self._end("COMMIT")
        except BaseException:
            await self._roll_back()
            raise

    async def _roll_back(self) -> None:
        if self.connection._connection.in_transaction:
            await self._end("ROLLBACK")


class Client(SqliteClient):
    """One writing connection and, for reads outside transactions, a few that only read."""

    def __init__(self, file_path: str, readers: int = 2, **options: str | int) -> None:
        name = options.pop("connection_name")
        super().__init__(file_path, connection_name=name)
        self.pragmas = PRAGMAS | options
        self._readers: list[aiosqlite.Connection] = []
        self._readers_wanted = 0 if file_path == ":memory:" else readers
        self._readers_lock = asyncio.Lock()
        self._turn = itertools.count()

    async def create_connection(self, with_db: bool) -> None:
        """Open the writing connection, whole or not at all."""
        if self._connection is None:
            await finish(self._open_writer())

    async def _open_writer(self) -> None:
        self._connection = await self._open(self.pragmas)
        await self._post_connect()

    async def _open_reader(self) -> None:
        timeout = self.pragmas["busy_timeout"]
        self._readers.append(await self._open({"busy_timeout": timeout, "query_only": "ON"}))

    async def _open(self, pragmas: dict[str, str | int]) -> aiosqlite.Connection:
        def connect() -> sqlite3.Connection:
            connection = sqlite3.connect(self.filename, isolation_level=None)
            connection.row_factory = sqlite3.Row
            try:
                for name, value in pragmas.items():
                    connection.execute(f"PRAGMA {name}={value}")
            except BaseException:
                connection.close()
                raise
            return connection

        return await aiosqlite.Connection(connect, iter_chunk_size=64)

    async def close(self) -> None:
        """Close every connection."""
        while self._readers:
            await self._readers.pop().close()
        await super().close()

    def acquire_connection(self) -> Turn:
        """Wait for a turn on the writing connection."""
        return Turn(self._lock, self)

    def _in_transaction(self) -> TransactionContext:
        return TransactionTurn(Transaction(self), self._lock)

    async def _reader(self) -> aiosqlite.Connection:
        if len(self._readers) < self._readers_wanted:
            async with self._readers_lock:
                if len(self._readers) < self._readers_wanted:
                    await finish(self._open_reader())
        return self._readers[next(self._turn) % len(self._readers)]

    def _only_reads(self, query: str) -> bool:
        return self._readers_wanted > 0 and query.lstrip()[:6].upper() == "SELECT"

    @translate_exceptions
    async def execute_query(
        self, query: str, values: list[object] | None = None
    ) -> tuple[int, Rows]:
        """Run a query; a SELECT does not wait for the transaction that another task has open."""
        if not self._only_reads(query):
            answer: tuple[int, Rows] = await super().execute_query(query, values)
            return answer
        rows = list(await (await self._reader()).execute_fetchall(query, values))
        return len(rows), cast(Rows, rows)

    async def execute_query_dict(
        self, query: str, values: list[object] | None = None
    ) -> list[dict[str, object]]:
        """Run a query and give its rows as dictionaries."""
        return [dict(row) for row in (await self.execute_query(query, values))[1]]

    async def execute_many(self, query: str, values: list[list[object]]) -> None:
        """Run a statement for each set of values: for all of them or for none."""
        async with self._in_transaction() as transaction:
            await transaction.execute_many(query, values)

    @translate_exceptions
    async def affect(self, query: str, values: Sequence[object]) -> int:
        """Run a statement and tell how many rows it changed."""
        async with self.acquire_connection() as connection:
            return await _affect(connection, query, values)


client_class = Client
