"""What the databases themselves refuse, whoever asks."""

from datetime import UTC, datetime

import pytest
from tortoise.exceptions import IntegrityError

from concejo import db

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
ENTRY = """
INSERT INTO audit_entry
    (number, at, actor_name, action, subject, details, previous_hash, hash)
VALUES (?, ?, 'Rosa', 'opened', 'process 1', '', ?, ?)
"""
MARK = "INSERT INTO mark (election_id, person_id, how, request) VALUES (?, ?, ?, ?)"


async def write_two_entries() -> None:
    await db.execute(ENTRY, 1, NOON, "", "a")
    await db.execute(ENTRY, 2, NOON, "a", "b")


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit_entry SET actor_name = 'Tupaq' WHERE number = 1",
        "DELETE FROM audit_entry WHERE number = 1",
        "DELETE FROM audit_entry",
        "INSERT INTO audit_entry SELECT * FROM audit_entry WHERE number = 2"
        " ON CONFLICT (number) DO UPDATE SET actor_name = 'Tupaq'",
    ],
    ids=["update", "delete", "delete all", "upsert"],
)
async def test_the_audit_log_only_grows(any_database, sql):
    await write_two_entries()

    with pytest.raises(IntegrityError):
        await db.execute(sql)

    rows = await db.fetch("SELECT number, actor_name FROM audit_entry ORDER BY number")
    assert rows == [{"number": n, "actor_name": "Rosa"} for n in (1, 2)]


async def test_the_audit_log_is_not_replaced(database):
    await write_two_entries()

    with pytest.raises(IntegrityError, match="never replaced"):
        await db.execute(ENTRY.replace("INSERT", "INSERT OR REPLACE"), 2, NOON, "a", "forged")
    with pytest.raises(IntegrityError, match="never replaced"):
        await db.execute(ENTRY.replace("INSERT", "INSERT OR REPLACE"), 3, NOON, "z", "b")

    assert len(await db.fetch("SELECT * FROM audit_entry WHERE hash IN ('a', 'b')")) == 2


@pytest.mark.postgres
async def test_the_audit_log_is_not_emptied(postgres_database):
    await write_two_entries()

    with pytest.raises(IntegrityError):
        await db.execute("TRUNCATE audit_entry")


async def test_a_person_has_one_mark_in_an_election_by_whatever_door(any_database):
    await db.execute(MARK, 1, 7, "online", b"request")

    with pytest.raises(IntegrityError):
        await db.execute(MARK, 1, 7, "paper", None)
    again = await db.execute(f"{MARK} ON CONFLICT DO NOTHING", 1, 7, "paper", None)
    elsewhere = await db.execute(f"{MARK} ON CONFLICT DO NOTHING", 2, 7, "paper", None)

    assert (again, elsewhere) == (0, 1)
    [row] = await db.fetch("SELECT how, request FROM mark WHERE election_id = 1")
    assert (row.text("how"), row.octets("request")) == ("online", b"request")


@pytest.mark.parametrize(
    ("how", "request_"), [("online", None), ("paper", b"request"), ("code", b""), ("post", None)]
)
async def test_a_mark_says_how_and_keeps_a_request_only_of_online_voters(
    any_database, how, request_
):
    with pytest.raises(IntegrityError):
        await db.execute(MARK, 1, 7, how, request_)


async def test_sqlite_keeps_marks_and_ballots_without_row_numbers(database):
    for connection, table in (("default", "mark"), ("box", "pending"), ("box", "leaf")):
        [row] = await db.fetch(
            "SELECT wr FROM pragma_table_list WHERE name = ?",
            table,
            connection="box" if connection == "box" else "default",
        )
        assert row.flag("wr")
