"""The migrations make the tables that the models describe, and the other way round."""

import re
from pathlib import Path

import pytest
from tortoise.context import require_context

from concejo import db
from concejo.db import migrate
from tests.conftest import Databases
from tests.db.schema import Schema, schema

#: Tables that Tortoise cannot describe, or need not know.
BY_HAND = {
    "board_act",
    "checkpoint",
    "envelope",
    "envelopes_made",
    "leaf",
    "mark",
    "migration",
    "opened",
    "roll_line",
    "seal_key",
    "unopened",
    "unused_envelopes",
}


async def migrated(databases: Databases, connection: db.Name) -> Schema:
    await migrate.migrate(databases.main, databases.box)
    async with db.connected(databases.main, databases.box):
        return await schema(connection)


async def described(databases: Databases, connection: db.Name) -> Schema:
    async with db.connected(databases.main, databases.box):
        await require_context().generate_schemas(safe=False)
        return await schema(connection)


@pytest.fixture
def other(request: pytest.FixtureRequest, empty: Databases, tmp_path: Path) -> Databases:
    """A second pair of databases of the same kind as `empty`."""
    if empty.main.startswith("sqlite"):
        return Databases(*(f"sqlite://{tmp_path}/{name}" for name in ("other", "otherbox")))
    second: Databases = request.getfixturevalue("second_empty_postgres")
    return second


async def test_the_migrations_make_what_the_models_describe(empty, other):
    tables = await migrated(empty, "default")

    models = await described(other, "default")

    assert {name: tables[name] for name in tables if name not in BY_HAND} == models, (
        "python -m concejo.db.draft writes the first migration anew"
    )


async def test_the_box_has_the_columns_that_its_models_describe(empty, other):
    def columns(tables: Schema) -> dict[str, list[str]]:
        # Only the names: how long a text may be, and where an index is, was decided by hand.
        return {
            table: re.findall(r"^(?:table_name=\w+ column_)?name=(\w+)", "\n".join(lines), re.M)
            for table, lines in tables.items()
            if table not in BY_HAND
        }

    assert columns(await migrated(empty, "box")) == columns(await described(other, "box"))


async def test_both_dialects_have_the_same_migrations():
    for which in ("main", "box"):
        names = [
            [
                file.name.split(".")[0]
                for file in sorted((migrate.FOLDER / which).glob(f"*.{d}.sql"))
            ]
            for d in ("sqlite", "postgres")
        ]

        assert names[0] == names[1] != []


async def test_nothing_in_the_box_tells_when(any_database):
    tables = await schema("box")

    assert set(tables) == {
        *("box", "pending", "leaf", "checkpoint", "envelope", "unused_envelopes", "migration")
    }
    for name in ("pending", "leaf", "checkpoint", "envelope", "unused_envelopes"):
        assert not re.search(r"time|date|stamp|serial|nextval", " ".join(tables[name]), re.I)
