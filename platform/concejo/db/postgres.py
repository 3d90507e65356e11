"""The PostgreSQL backend: a pool whose connections always come back.

Tortoise's own backend (1.1.9) loses a connection of the pool whenever a request is cancelled
while it begins a transaction: after five of them the process waits for ever. Here a connection
that was taken is always given back, and asyncpg itself reads the address, as libpq would.
"""

from collections.abc import Sequence
from types import TracebackType

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import (
    TransactionalDBClient,
    TransactionContext,
    TransactionContextPooled,
)
from tortoise.backends.base_postgres.client import translate_exceptions
from tortoise.connection import get_connections

from concejo.db.cancel import finish
from concejo.db.savepoint import Savepoint


async def _affect(connection: asyncpg.Connection, query: str, values: Sequence[object]) -> int:
    """Count from asyncpg's status, "INSERT 0 3": Tortoise reads the 0 for an INSERT."""
    last = (await connection.execute(query, *values)).rpartition(" ")[2]
    return int(last) if last.isdecimal() else 0


class Transaction(TransactionWrapper):
    """An open transaction on one connection of the pool."""

    def _in_transaction(self) -> TransactionContext:
        return Savepoint(Transaction(self))

    @translate_exceptions
    async def affect(self, query: str, values: Sequence[object]) -> int:
        """Run a statement and tell how many rows it changed."""
        async with self.acquire_connection() as connection:
            return await _affect(connection, query, values)


class PooledTransaction(TransactionContextPooled):
    """A connection of the pool together with a transaction: both begin, and both end."""

    async def __aenter__(self) -> TransactionalDBClient:
        await self.ensure_connection()
        self.client._connection = await self.client._parent._pool.acquire()
        try:
            await finish(self.client.begin(), undo=self.client.rollback)
        except BaseException:
            await finish(self._release())
            raise
        self.token = get_connections().set(self.connection_name, self.client)
        return self.client

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        try:
            await finish(self._end(failed=exc_type is not None))
        finally:
            get_connections().reset(self.token)

    async def _end(self, failed: bool) -> None:
        try:
            if not self.client._finalized:
                await (self.client.rollback() if failed else self.client.commit())
        finally:
            await self._release()

    async def _release(self) -> None:
        # The pool is gone when the process is shutting down in the middle of a request.
        if self.client._parent._pool:
            await self.client._parent._pool.release(self.client._connection)


class Client(AsyncpgDBClient):
    """A pool of connections to the server that `dsn` names."""

    def __init__(self, dsn: str, minsize: int = 1, maxsize: int = 10, **options: str) -> None:
        super().__init__(
            minsize=minsize, maxsize=maxsize, connection_name=options["connection_name"]
        )
        self.dsn = dsn

    async def create_connection(self, with_db: bool) -> None:
        """Open the pool, whole or not at all."""
        if self._pool is None:
            await finish(self._open_pool())

    async def _open_pool(self) -> None:
        self._pool = await asyncpg.create_pool(
            self.dsn, min_size=self.pool_minsize, max_size=self.pool_maxsize
        )
        await self._post_connect()

    def _in_transaction(self) -> TransactionContext:
        return PooledTransaction(Transaction(self), self._pool_init_lock)

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
