"""Bring both databases up to the tables that this release needs.

A migration is a pair of files, `0003_what_is_new.sqlite.sql` and `….postgres.sql`, in
`concejo/migrations/main` or `…/box`. All pending ones of a database run in one transaction
together with the record that they ran: after a failure everything is as it was. A file that was
applied is never changed again, and nothing runs on a database that a newer release has changed.
"""

import asyncio
from pathlib import Path

from concejo import settings
from concejo.db.config import dsn_of, file_of
from concejo.db.migrate_postgres import migrate_postgres
from concejo.db.migrate_sqlite import migrate_sqlite
from concejo.db.scripts import MigrationFailed, MigrationRefused, read

__all__ = ["FOLDER", "MigrationFailed", "MigrationRefused", "migrate", "migrate_box", "migrate_one"]

FOLDER = Path(__file__).parent.parent / "migrations"


async def migrate(
    database: str = settings.DATABASE,
    box_database: str = settings.BOX_DATABASE,
    folder: Path = FOLDER,
) -> list[str]:
    """Apply what is pending to both databases and tell the names of what was applied."""
    main = await migrate_one(database, folder / "main", keep_copy=True)
    return [f"main/{name}" for name in main] + await migrate_box(box_database, folder)


async def migrate_box(
    box_database: str = settings.BOX_DATABASE, folder: Path = FOLDER
) -> list[str]:
    """Apply what is pending to the ballot box alone and tell the names of what was applied."""
    # No copy of the box: laid beside the copy of the marks it would tell which ballots were
    # cast by those who had voted before the migration.
    box = await migrate_one(box_database, folder / "box", keep_copy=False)
    return [f"box/{name}" for name in box]


async def migrate_one(url: str, folder: Path, *, keep_copy: bool) -> list[str]:
    """Apply what is pending in this folder to one database."""
    file = file_of(url)
    if file is None:
        return await migrate_postgres(dsn_of(url), read(folder, "postgres"))
    wanted = read(folder, "sqlite")
    return await asyncio.to_thread(migrate_sqlite, Path(file), wanted, keep_copy=keep_copy)
