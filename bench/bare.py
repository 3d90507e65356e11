"""What a vote writes, bare: the same rows through the database's own driver, and nothing else."""

import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path
from secrets import token_bytes

import asyncpg

_TABLES = (
    "CREATE TABLE bare_mark (e INT, p INT, h TEXT, r {0}, PRIMARY KEY (e, p))",
    "CREATE TABLE bare_pending (id {0} PRIMARY KEY, e {0}, v {0}, s {0})",
    "CREATE TABLE bare_leaf (e {0}, p INT, h {0}, l {0}, v {0}, s {0}, PRIMARY KEY (e, p))",
)
_MARK = "INSERT INTO bare_mark VALUES ($1, $2, 'online', $3)"
_PENDING = "INSERT INTO bare_pending VALUES ($1, $2, $3, $4)"
_LEAF = "INSERT INTO bare_leaf VALUES ($1, $2, $3, $4, $5, $6)"


@dataclass(frozen=True)
class Rows:
    """How many ballots there are, and what is written for each."""

    number: int
    election: bytes
    leaf: bytes
    sealed: bytes
    waiting: bytes

    def mark(self, person: int) -> tuple[int, int, bytes]:
        """Give the row of a mark."""
        return 1, person, token_bytes(32)

    def pending(self) -> tuple[bytes, bytes, bytes, bytes]:
        """Give the row of a ballot that waits."""
        return token_bytes(32), self.election, token_bytes(32), self.waiting

    def board(self) -> list[tuple[bytes, int, bytes, bytes, bytes, bytes]]:
        """Give the rows of the board."""
        return [
            (self.election, n, token_bytes(32), self.leaf, token_bytes(32), self.sealed)
            for n in range(self.number)
        ]


def by_sqlite(rows: Rows, folder: Path) -> tuple[float, float]:
    """Give the seconds of all marks and waiting ballots, one by one, and of one batch."""
    main, box = (
        sqlite3.connect(folder / f"bare-{name}", isolation_level=None) for name in ("main", "box")
    )
    for one, mode in ((main, "WAL"), (box, "DELETE")):
        one.execute(f"PRAGMA journal_mode={mode}")
        one.execute("PRAGMA synchronous=FULL")
        one.execute("PRAGMA secure_delete=ON")
        for table in _TABLES:
            one.execute(f"{table.format('BLOB')} WITHOUT ROWID")
    began = time.perf_counter()
    for person in range(rows.number):
        main.execute(_MARK, rows.mark(person))
        box.execute(_PENDING, rows.pending())
    cast = time.perf_counter()
    box.execute("BEGIN IMMEDIATE")
    box.executemany(_LEAF, rows.board())
    box.execute("DELETE FROM bare_pending")
    box.execute("COMMIT")
    return cast - began, time.perf_counter() - cast


async def by_postgres(rows: Rows, main_url: str, box_url: str) -> tuple[float, float]:
    """Give the same of PostgreSQL."""
    main, box = await asyncpg.connect(main_url), await asyncpg.connect(box_url)
    for table in _TABLES:
        for one in (main, box):
            await one.execute(table.format("BYTEA"))
    began = time.perf_counter()
    for person in range(rows.number):
        await main.execute(_MARK, *rows.mark(person))
        await box.execute(_PENDING, *rows.pending())
    cast = time.perf_counter()
    async with box.transaction():
        await box.executemany(_LEAF, rows.board())
        await box.execute("DELETE FROM bare_pending")
    flushed = time.perf_counter()
    await main.close()
    await box.close()
    return cast - began, flushed - cast
