"""Migrations keep every row and every promise, or do nothing at all."""

import asyncio
import contextlib
import sqlite3
from pathlib import Path

import pytest
from tortoise.exceptions import IntegrityError, OperationalError
from tortoise.migrations.schema_editor.sqlite import SqliteSchemaEditor

from concejo import db
from concejo.db.migrate import MigrationFailed, MigrationRefused, migrate, migrate_one
from concejo.db.migrate_sqlite import statements
from tests.conftest import Databases
from tests.db.models import Paper, Round
from tests.db.stock import stock

ROUNDS = """
CREATE TABLE round (id INTEGER NOT NULL PRIMARY KEY, title VARCHAR(100) NOT NULL);
CREATE TABLE paper (
    id INTEGER NOT NULL PRIMARY KEY,
    round_id INTEGER NOT NULL REFERENCES round (id) ON DELETE CASCADE,
    person INTEGER NOT NULL,
    CONSTRAINT one_paper UNIQUE (round_id, person)
);
INSERT INTO round VALUES (1, 'one'), (2, 'two');
INSERT INTO paper VALUES (1, 1, 7), (2, 1, 8), (3, 2, 7);
"""
REBUILD = """
CREATE TABLE new_round (id INTEGER NOT NULL PRIMARY KEY, title VARCHAR(200) NOT NULL);
INSERT INTO new_round SELECT id, title FROM round;
DROP TABLE round;
ALTER TABLE new_round RENAME TO round;
"""
TRIGGER = """
-- A comment; with a semicolon.
CREATE TRIGGER shouts AFTER INSERT ON round BEGIN
    UPDATE round SET title = NEW.title || '; ' WHERE id = NEW.id;
    UPDATE round SET title = title || ';' WHERE id = NEW.id;
END;
INSERT INTO round VALUES (3, 'a;b')
-- and a last comment; after a last statement without one
"""
TRIGGER_POSTGRES = """
CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    NEW.title := NEW.title || '; ';
    NEW.title := NEW.title || ';';
    RETURN NEW;
END $$;
CREATE TRIGGER shouts BEFORE INSERT ON round FOR EACH ROW EXECUTE FUNCTION shout();
INSERT INTO round VALUES (3, 'a;b');
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of migrations with a first one, for both databases."""
    for which in ("main", "box"):
        (tmp_path / "migrations" / which).mkdir(parents=True)
    add(tmp_path / "migrations" / "main", "0001_rounds", ROUNDS)
    return tmp_path / "migrations"


def add(folder: Path, name: str, sql: str, postgres: str | None = None) -> None:
    (folder / f"{name}.sqlite.sql").write_text(sql)
    (folder / f"{name}.postgres.sql").write_text(sql if postgres is None else postgres)


async def read(databases: Databases, sql: str) -> list[db.Row]:
    async with db.connected(databases.main, databases.box):
        return await db.fetch(sql)


async def test_stock_migrations_delete_the_children_of_a_table_that_changes(empty_sqlite):
    async with stock(empty_sqlite.main) as client:
        round_ = await Round.create(title="one")
        await Paper.create(round=round_, person=7)

        await SqliteSchemaEditor(client).alter_field(Round, Round, "title")

        assert await Paper.all().count() == 0


async def test_stock_migrations_forget_that_nobody_hands_in_two(empty_sqlite):
    async with stock(empty_sqlite.main) as client:
        round_ = await Round.create(title="one")
        await Paper.create(round=round_, person=7)
        with pytest.raises(IntegrityError):
            await Paper.create(round=round_, person=7)

        await SqliteSchemaEditor(client).alter_field(Paper, Paper, "person")

        await Paper.create(round=round_, person=7)


async def test_stock_migrations_cut_a_trigger_in_pieces(empty_sqlite):
    async with stock(empty_sqlite.main) as client:
        with pytest.raises(OperationalError):
            await SqliteSchemaEditor(client)._run_sql(TRIGGER)


async def test_a_rebuilt_table_keeps_its_children_and_their_promises(empty_sqlite, folder):
    await migrate(empty_sqlite.main, empty_sqlite.box, folder)
    add(folder / "main", "0002_longer_titles", REBUILD)

    applied = await migrate(empty_sqlite.main, empty_sqlite.box, folder)

    assert applied == ["main/0002_longer_titles"]
    async with db.connected(empty_sqlite.main, empty_sqlite.box):
        assert len(await db.fetch("SELECT * FROM paper")) == 3
        with pytest.raises(IntegrityError):
            await db.execute("INSERT INTO paper VALUES (4, 1, 7)")
        with pytest.raises(IntegrityError):
            await db.execute("INSERT INTO paper VALUES (4, 9, 7)")
        assert await db.execute("DELETE FROM round WHERE id = 1") == 1
        assert len(await db.fetch("SELECT * FROM paper")) == 1


async def test_a_second_time_there_is_nothing_to_do(empty, folder):
    assert await migrate(empty.main, empty.box, folder) == ["main/0001_rounds"]

    assert await migrate(empty.main, empty.box, folder) == []

    [row] = await read(empty, "SELECT name, sha256, applied_at FROM migration")
    assert row.text("name") == "0001_rounds"
    assert len(row.text("sha256")) == 64
    assert row.time("applied_at").tzinfo is not None


async def test_two_at_once_both_succeed_and_one_of_them_did_it(empty, folder):
    add(folder / "main", "0002_parks", "CREATE TABLE park (id INTEGER PRIMARY KEY);")

    results = await asyncio.gather(
        *[migrate_one(empty.main, folder / "main", keep_copy=True) for _ in range(4)]
    )

    assert sorted(results) == [[], [], [], ["0001_rounds", "0002_parks"]]


async def test_semicolons_in_triggers_texts_and_comments_end_nothing(empty, folder):
    add(folder / "main", "0002_shouts", TRIGGER, TRIGGER_POSTGRES)

    await migrate(empty.main, empty.box, folder)

    assert await read(empty, "SELECT title FROM round WHERE id = 3") == [{"title": "a;b; ;"}]


async def test_a_failure_leaves_nothing_of_itself_or_of_those_before_it(empty, folder):
    await migrate(empty.main, empty.box, folder)
    add(folder / "main", "0002_fine", "INSERT INTO round VALUES (3, 'three');")
    broken = "CREATE TABLE park (id INTEGER PRIMARY KEY); INSERT INTO nowhere VALUES (1);"
    add(folder / "main", "0003_broken", broken)

    with pytest.raises(MigrationFailed, match="0003_broken"):
        await migrate(empty.main, empty.box, folder)

    assert await read(empty, "SELECT name FROM migration") == [{"name": "0001_rounds"}]
    assert len(await read(empty, "SELECT * FROM round")) == 2
    with pytest.raises(OperationalError):
        await read(empty, "SELECT * FROM park")


async def test_a_child_without_a_parent_is_refused(empty, folder):
    await migrate(empty.main, empty.box, folder)
    orphan = "INSERT INTO paper VALUES (4, 99, 7);"
    add(folder / "main", "0002_orphan", orphan)

    with pytest.raises(MigrationFailed, match="0002_orphan"):
        await migrate(empty.main, empty.box, folder)

    assert len(await read(empty, "SELECT * FROM paper")) == 3


async def test_a_migration_that_was_changed_is_refused_by_name(empty, folder):
    await migrate(empty.main, empty.box, folder)
    add(folder / "main", "0001_rounds", ROUNDS + "-- a late thought")
    add(folder / "main", "0002_parks", "CREATE TABLE park (id INTEGER PRIMARY KEY);")

    with pytest.raises(MigrationRefused, match="0001_rounds was changed"):
        await migrate(empty.main, empty.box, folder)

    assert len(await read(empty, "SELECT * FROM migration")) == 1


async def test_a_database_from_a_later_release_is_refused(empty, folder):
    add(folder / "main", "0002_parks", "CREATE TABLE park (id INTEGER PRIMARY KEY);")
    await migrate(empty.main, empty.box, folder)
    for file in (folder / "main").glob("0002*"):
        file.unlink()

    with pytest.raises(MigrationRefused, match=r"0002_parks .* another release"):
        await migrate(empty.main, empty.box, folder)


async def test_the_state_before_the_last_migration_lies_beside_the_file(empty_sqlite, folder):
    add(folder / "box", "0001_slips", "CREATE TABLE slip (id BLOB PRIMARY KEY) WITHOUT ROWID;")
    await migrate(empty_sqlite.main, empty_sqlite.box, folder)
    file = Path(empty_sqlite.main.removeprefix("sqlite://"))
    assert list(file.parent.glob("*.before-migration*")) == []

    for number in (2, 3):
        add(folder / "main", f"000{number}", f"INSERT INTO round VALUES ({number + 1}, 'new');")
        add(folder / "box", f"000{number}", f"CREATE TABLE t{number} (id BLOB PRIMARY KEY);")
        await migrate(empty_sqlite.main, empty_sqlite.box, folder)

    [copy] = file.parent.glob("*.before-migration*")
    with contextlib.closing(sqlite3.connect(copy)) as connection:
        names = connection.execute("SELECT name FROM migration ORDER BY name").fetchall()
        rounds = connection.execute("SELECT count(*) FROM round").fetchone()
    assert copy.name == f"{file.name}.before-migration"
    assert names == [("0001_rounds",), ("0002",)]
    assert rounds == (3,)


def test_a_script_is_split_where_its_statements_end():
    assert [text.strip() for text in statements("SELECT 1; SELECT ';'; ")] == [
        "SELECT 1;",
        "SELECT ';';",
    ]
    assert list(statements(" \n")) == []
