"""Apply migrations to a PostgreSQL database: all that are pending, or none."""

import asyncpg

from concejo.db.scripts import MigrationFailed, Script, pending

#: Any number will do, as long as every process that migrates takes the same.
LOCK = 0x636F6E63656A6F

RECORD = """CREATE TABLE IF NOT EXISTS migration (
    name TEXT NOT NULL PRIMARY KEY,
    sha256 TEXT NOT NULL,
    applied_at TIMESTAMPTZ NOT NULL
)"""


async def migrate_postgres(dsn: str, scripts: list[Script]) -> list[str]:
    """Apply what is pending to this database and tell the names of what was applied."""
    connection = await asyncpg.connect(dsn)
    try:
        async with connection.transaction():
            # The lock ends with the transaction, also when the process is killed in it.
            await connection.execute("SELECT pg_advisory_xact_lock($1)", LOCK)
            wanted = pending(scripts, await _applied(connection))
            for script in wanted:
                await _apply(connection, script)
    finally:
        await connection.close()
    return [script.name for script in wanted]


async def _applied(connection: asyncpg.Connection) -> dict[str, str]:
    if await connection.fetchval("SELECT to_regclass('migration')") is None:
        return {}
    return dict(await connection.fetch("SELECT name, sha256 FROM migration"))


async def _apply(connection: asyncpg.Connection, script: Script) -> None:
    try:
        await connection.execute(script.sql)
        # Where the schema defers a check to the end, have it now, with the script's name.
        await connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except asyncpg.PostgresError as error:
        raise MigrationFailed(f"{script.name}: {error}") from error
    await connection.execute(RECORD)
    await connection.execute(
        "INSERT INTO migration VALUES ($1, $2, now())", script.name, script.sha256
    )
