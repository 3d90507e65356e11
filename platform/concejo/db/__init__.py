"""The databases: the main one, and the ballot box apart from it.

    async with connected():
        async with transaction():
            proposal = await Proposal.create(title="Un parque")
            await execute("UPDATE counter SET n = n + ? WHERE name = ?", 1, "proposals")
        rows = await fetch("SELECT title FROM proposal WHERE id = ?", proposal.id)

Everything else in this package is how it is done: `sqlite` and `postgres` are the engines under
Tortoise, `fields` is for the models, `migrate` makes and changes the tables.
"""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from functools import lru_cache
from typing import Literal

from tortoise.backends.base.client import TransactionContext
from tortoise.backends.base.executor import EXECUTOR_CACHE
from tortoise.connection import get_connection
from tortoise.context import TortoiseContext, set_global_context
from tortoise.transactions import in_transaction

from concejo import settings
from concejo.db import postgres, sqlite
from concejo.db.cancel import finish
from concejo.db.config import box_configuration, configuration
from concejo.db.rows import Row, Value, bind

__all__ = [
    "Row",
    "box_connected",
    "box_transaction",
    "connect",
    "connected",
    "dialect",
    "disconnect",
    "execute",
    "execute_many",
    "fetch",
    "lock_table",
    "transaction",
]

Name = Literal["default", "box"]
_contexts: list[TortoiseContext] = []


async def connect(
    database: str = settings.DATABASE, box_database: str = settings.BOX_DATABASE
) -> None:
    """Open both databases for the whole process, whatever task a request later runs in."""
    await _open(configuration(database, box_database))


async def _open(configured: dict[str, object]) -> None:
    context = TortoiseContext()
    # Tortoise keeps its statements by connection and table, not by dialect: a process that
    # turned from SQLite to PostgreSQL would send the one's placeholders to the other.
    EXECUTOR_CACHE.clear()
    try:
        with context:
            await context.init(configured)
            for client in context.connections.all():
                await client.create_connection(with_db=True)
        set_global_context(context)
    except BaseException:
        await finish(context.close_connections())
        raise
    _contexts.append(context)


async def disconnect() -> None:
    """Close both databases."""
    while _contexts:
        await finish(_contexts.pop().close_connections())


@asynccontextmanager
async def connected(
    database: str = settings.DATABASE, box_database: str = settings.BOX_DATABASE
) -> AsyncIterator[None]:
    """Have both databases open for as long as the block runs."""
    await connect(database, box_database)
    try:
        yield
    finally:
        await disconnect()


@asynccontextmanager
async def box_connected(box_database: str = settings.BOX_DATABASE) -> AsyncIterator[None]:
    """Have the ballot box open and nothing else, in a house where there is no main database."""
    await _open(box_configuration(box_database))
    try:
        yield
    finally:
        await disconnect()


def transaction() -> TransactionContext:
    """Do all of the block in the main database, or none of it; inside another, a savepoint."""
    return in_transaction("default")


def box_transaction() -> TransactionContext:
    """Do all of the block in the ballot box, or none of it."""
    return in_transaction("box")


def dialect(connection: Name = "default") -> str:
    """Tell which database it is: "sqlite" or "postgres"."""
    return get_connection(connection).capabilities.dialect


async def fetch(sql: str, *values: Value, connection: Name = "default") -> list[Row]:
    """Run SQL with `?` placeholders on either database and give its rows, if any.

    For `INSERT … RETURNING` too. Inside a transaction of the connection it is part of it.
    """
    client = get_connection(connection)
    bound = [bind(value) for value in values]
    rows = await client.execute_query_dict(_placed(sql, client.capabilities.dialect), bound)
    return [Row(row) for row in rows]


async def execute(sql: str, *values: Value, connection: Name = "default") -> int:
    """Run SQL with `?` placeholders on either database and tell how many rows it changed."""
    client = get_connection(connection)
    assert isinstance(
        client, sqlite.Client | sqlite.Transaction | postgres.Client | postgres.Transaction
    )
    bound = [bind(value) for value in values]
    changed: int = await client.affect(_placed(sql, client.capabilities.dialect), bound)
    return changed


async def execute_many(
    sql: str, rows: Iterable[Sequence[Value]], connection: Name = "default"
) -> None:
    """Run SQL with `?` placeholders once for each row of values: for all of them or for none."""
    client = get_connection(connection)
    bound = [[bind(value) for value in values] for values in rows]
    if bound:
        await client.execute_many(_placed(sql, client.capabilities.dialect), bound)


async def lock_table(name: str, connection: Name = "default") -> None:
    """Let one transaction at a time past this point, until it ends; reading goes on.

    SQLite has one writer anyway; PostgreSQL takes an advisory lock of the transaction.
    """
    if dialect(connection) == "postgres":
        await fetch("SELECT pg_advisory_xact_lock(hashtext(?))", name, connection=connection)


@lru_cache(maxsize=512)
def _placed(sql: str, dialect: str) -> str:
    """Turn each `?` into PostgreSQL's $1, $2, …, but not one inside a quoted text."""
    if dialect == "sqlite":
        return sql
    pieces = sql.split("'")
    number = 0
    for place in range(0, len(pieces), 2):
        head, *tails = pieces[place].split("?")
        for tail in tails:
            number += 1
            head += f"${number}{tail}"
        pieces[place] = head
    return "'".join(pieces)
