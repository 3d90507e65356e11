"""Raw SQL says the same to both databases."""

from decimal import Decimal

import pytest
from tortoise.exceptions import IntegrityError, OperationalError

from concejo import db
from tests.db.models import Note
from tests.db.stock import stock


@pytest.mark.postgres
async def test_stock_counts_no_inserted_row_on_postgres(empty_postgres):
    async with stock(empty_postgres.main) as client:
        insert = "INSERT INTO note (text) VALUES ('one'), ('two') RETURNING id"

        assert await client.execute_query(insert) == (0, [])


async def test_every_changed_row_is_counted(lab):
    insert = "INSERT INTO note (id, text) VALUES (?, ?), (?, ?) ON CONFLICT DO NOTHING"

    assert await db.execute(insert, 1, "one", 2, "two") == 2
    assert await db.execute(insert, 2, "two", 3, "three") == 1
    assert await db.execute("UPDATE note SET text = ? WHERE id > ?", "more", 1) == 2
    assert await db.execute("DELETE FROM note") == 3


async def test_rows_come_back_from_an_insert(lab):
    [row] = await db.fetch("INSERT INTO note (text) VALUES (?) RETURNING id, text", "one")

    assert (row.integer("id"), row.text("text")) == (1, "one")


async def test_a_question_mark_in_a_quoted_text_is_a_question_mark(lab):
    await db.execute("INSERT INTO note (text) VALUES ('who''s there?'), (?), ('?')", "me")

    rows = await db.fetch("SELECT text FROM note WHERE text <> '?' AND id < ?", 10)

    assert [row.text("text") for row in rows] == ["who's there?", "me"]


async def test_raw_sql_is_part_of_the_open_transaction(lab):
    async def write_and_think_again() -> None:
        async with db.transaction():
            await db.execute("INSERT INTO note (text) VALUES ('never')")
            await Note.create(text="neither")
            assert len(await db.fetch("SELECT * FROM note")) == 2
            raise RuntimeError("on second thoughts")

    with pytest.raises(RuntimeError, match="on second thoughts"):
        await write_and_think_again()

    assert await db.fetch("SELECT * FROM note") == []


async def test_the_two_databases_are_apart(lab):
    with pytest.raises(OperationalError):
        await db.fetch("SELECT * FROM note", connection="box")
    with pytest.raises(OperationalError):
        await db.execute("DELETE FROM ballot")


async def test_what_is_refused_is_refused_alike(lab):
    await db.execute("INSERT INTO note (id, text) VALUES (1, 'one')")

    with pytest.raises(IntegrityError):
        await db.execute("INSERT INTO note (id, text) VALUES (1, 'again')")
    with pytest.raises(ValueError, match="NUL"):
        await db.execute("INSERT INTO note (text) VALUES (?)", "a\0b")
    with pytest.raises(ValueError, match="64 bits"):
        await db.fetch("SELECT * FROM note WHERE id = ?", 2**63)


async def test_columns_are_read_as_what_is_in_them(lab):
    [row] = await db.fetch("SELECT sum(id) AS n, 1 = 1 AS yes, NULL AS gone FROM note WHERE 1 = 0")

    assert row["gone"] is None
    assert row.flag("yes") is True
    with pytest.raises(TypeError, match="n is no whole number"):
        row.integer("n")


@pytest.mark.parametrize("value", [3, Decimal(3), True])
def test_a_whole_number_is_one_in_any_guise(value):
    assert db.Row(n=value).integer("n") == int(value)


@pytest.mark.parametrize("value", ["three", Decimal("3.5"), b"3", None])
def test_what_is_not_a_whole_number_is_not_made_one(value):
    with pytest.raises(TypeError):
        db.Row(n=value).integer("n")


@pytest.mark.postgres
async def test_stock_sends_one_dialect_to_the_other_database(empty_sqlite, empty_postgres):
    from tortoise.backends.base.executor import EXECUTOR_CACHE

    async with stock(empty_sqlite.main):
        await Note.create(text="for SQLite")
    remembered = dict(EXECUTOR_CACHE)

    async with stock(empty_postgres.main):
        EXECUTOR_CACHE.update(remembered)
        with pytest.raises(OperationalError):
            await Note.create(text="for PostgreSQL")


@pytest.mark.postgres
async def test_one_process_can_turn_from_one_database_to_the_other(
    empty_sqlite, empty_postgres, monkeypatch
):
    monkeypatch.setattr(db.config, "ROOMS", ("tests.db",))

    for databases in (empty_sqlite, empty_postgres, empty_sqlite):
        async with db.connected(databases.main, databases.box):
            await db.execute("CREATE TABLE IF NOT EXISTS note (id INTEGER PRIMARY KEY, text TEXT)")
            await Note.create(id=await Note.all().count() + 1, text=db.dialect())

            assert await Note.filter(text=db.dialect()).exists()
