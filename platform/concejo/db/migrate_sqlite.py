"""Apply migrations to an SQLite file: all that are pending, or none."""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from concejo.db.scripts import MigrationFailed, Script, pending

#: How long a second process waits for the first to finish.
PATIENCE_SECONDS = 600

RECORD = """CREATE TABLE IF NOT EXISTS migration (
    name TEXT NOT NULL PRIMARY KEY,
    sha256 TEXT NOT NULL,
    applied_at TIMESTAMP NOT NULL
)"""


def migrate_sqlite(file: Path, scripts: list[Script], *, keep_copy: bool) -> list[str]:
    """Apply what is pending to this file and tell the names of what was applied."""
    file.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(file, timeout=PATIENCE_SECONDS, isolation_level=None)
    with contextlib.closing(connection):
        # A table is rebuilt by dropping it, which with foreign keys on deletes the rows that
        # refer to it; and the setting is ignored inside a transaction, so it comes before it.
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("BEGIN IMMEDIATE")
        try:
            wanted = pending(scripts, _applied(connection))
            if wanted and keep_copy:
                _keep_copy(connection, file)
            for script in wanted:
                _apply(connection, script)
            connection.execute("COMMIT")
        except BaseException:
            connection.rollback()
            raise
    return [script.name for script in wanted]


def _applied(connection: sqlite3.Connection) -> dict[str, str]:
    if "migration" not in _tables(connection):
        return {}
    return dict(connection.execute("SELECT name, sha256 FROM migration"))


def _tables(connection: sqlite3.Connection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}


def _apply(connection: sqlite3.Connection, script: Script) -> None:
    try:
        for statement in statements(script.sql):
            connection.execute(statement)
    except sqlite3.Error as error:
        raise MigrationFailed(f"{script.name}: {error}") from error
    orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
    if orphans:
        table, row, parent, _ = orphans[0]
        raise MigrationFailed(f"{script.name}: {table} row {row} refers to nothing in {parent}")
    now = datetime.now(UTC).isoformat(" ", "seconds")
    connection.execute(RECORD)
    connection.execute("INSERT INTO migration VALUES (?, ?, ?)", (script.name, script.sha256, now))


def statements(sql: str) -> Iterator[str]:
    """Split a script into statements; a trigger's body or a text with `;` stays whole."""
    statement = ""
    *pieces, rest = sql.split(";")
    for piece in pieces:
        statement += piece + ";"
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if (statement + rest).strip():
        yield statement + rest


def _keep_copy(connection: sqlite3.Connection, file: Path) -> None:
    """Lay the last state beside the file, as the `….before-migration` that replaces the last.

    The lock is held and nothing is written yet, so a second connection reads exactly the state
    that the migration will change.
    """
    if not _tables(connection):
        return
    copy = file.with_name(f"{file.name}.before-migration")
    fresh = file.with_name(f"{copy.name}.new")
    fresh.unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(file)) as reader:
        reader.execute("VACUUM INTO ?", (str(fresh),))
    os.replace(fresh, copy)
