"""The audit log: only grows, and shows where it was tampered with."""

import argparse
import asyncio
from datetime import UTC, datetime

import pytest
from tortoise.exceptions import BaseORMException

from concejo.audit.core import GENESIS, SYSTEM, Actor, Entry, canonical, first_break, seal
from concejo.audit.models import AuditEntry
from concejo.audit.services import history, latest, record, verify
from concejo.commands import audit
from concejo.db import dialect, execute, fetch, transaction

ROSA = Actor(7, "Rosa")
TRIGGERS = (
    "audit_entry_is_never_changed",
    "audit_entry_is_never_deleted",
    "audit_entry_is_never_replaced",
    "audit_entry_is_never_emptied",
)


@pytest.fixture
async def log(any_database: object) -> None:
    """Five things that were done."""
    for number in range(1, 6):
        await record(ROSA, "proposal.admitted", f"proposal:{number}", reason=f"Cumple: {number}")


async def drop_guards() -> None:
    """Do what an intruder with the database's password would do first."""
    for name in TRIGGERS:
        on = " ON audit_entry" if dialect() == "postgres" else ""
        await execute(f"DROP TRIGGER IF EXISTS {name}{on}")


async def test_a_log_that_nobody_touched_is_whole(log):
    verdict = await verify()

    assert (verdict.entries, verdict.first_broken) == (5, None)
    assert verdict.head == (await AuditEntry.get(number=5)).hash


async def test_an_empty_log_is_whole(any_database):
    verdict = await verify()

    assert (verdict.entries, verdict.first_broken, verdict.head) == (0, None, GENESIS)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET actor_name = 'Inés' WHERE number = 3",
        "UPDATE audit_entry SET details = '{}'",
        "DELETE FROM audit_entry WHERE number = 5",
        "DELETE FROM audit_entry",
    ],
)
async def test_the_database_refuses_to_change_or_delete_an_entry(log, statement):
    with pytest.raises(BaseORMException, match="never"):
        await execute(statement)

    assert (await verify()).first_broken is None
    assert (await verify()).entries == 5


async def test_the_database_refuses_to_replace_an_entry(database):
    await record(ROSA, "proposal.admitted", "proposal:1")

    with pytest.raises(BaseORMException, match="never replaced"):
        await execute(
            "INSERT OR REPLACE INTO audit_entry"
            " SELECT number, at, actor_id, 'Inés', action, subject, details, previous_hash, hash"
            " FROM audit_entry"
        )


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ("actor_name = 'Inés' WHERE number = 3", 3),
        ("actor_id = NULL WHERE number = 1", 1),
        ("action = 'proposal.rejected' WHERE number = 5", 5),
        ("subject = 'proposal:9' WHERE number = 2", 2),
        ("details = '{}' WHERE number = 4", 4),
        ("previous_hash = 'x' WHERE number = 4", 4),
        ("hash = 'x' WHERE number = 2", 2),
        ("number = -1 WHERE number = 1", 1),
        ("number = 9 WHERE number = 4", 4),
    ],
)
async def test_a_changed_entry_is_found(log, change, broken):
    await drop_guards()

    await execute(f"UPDATE audit_entry SET {change}")

    assert (await verify()).first_broken == broken


async def test_a_changed_time_is_found(log):
    await drop_guards()

    await execute(
        "UPDATE audit_entry SET at = ? WHERE number = 2", datetime(2020, 1, 1, tzinfo=UTC)
    )

    assert (await verify()).first_broken == 2


@pytest.mark.parametrize("number", [1, 3, 4])
async def test_a_removed_entry_is_found(log, number):
    await drop_guards()

    await execute("DELETE FROM audit_entry WHERE number = ?", number)

    assert (await verify()).first_broken == number


async def test_an_end_that_was_cut_off_is_seen_by_the_head_that_was_noted(log):
    noted = (await verify()).head
    await drop_guards()

    await execute("DELETE FROM audit_entry WHERE number = 5")

    verdict = await verify(noted)
    assert (verdict.first_broken, verdict.has_noted_head) == (None, False)


async def test_a_head_that_was_noted_long_ago_is_still_in_the_log(log):
    noted = (await verify()).head
    await record(ROSA, "proposal.admitted", "proposal:6")

    assert (await verify(noted)).has_noted_head
    assert (await verify(GENESIS)).has_noted_head


@pytest.mark.parametrize("number", [0, 6, 3])
async def test_an_entry_that_was_slipped_in_is_found(log, number):
    await drop_guards()
    before = await AuditEntry.get(number=5)
    at = datetime(2027, 1, 1, tzinfo=UTC)
    made_up = "0" * 63 + "1"
    if number == 3:
        await execute("UPDATE audit_entry SET number = number + 10 WHERE number >= 3")

    await AuditEntry.create(
        number=number,
        at=at,
        actor_id=None,
        actor_name="Concejo",
        action="role.granted",
        subject="account:666",
        details="{}",
        previous_hash=before.hash if number == 6 else made_up,
        hash=made_up,
    )

    assert (await verify()).first_broken == (number or 1)


async def test_two_entries_that_changed_places_are_found(log):
    await drop_guards()

    for old, new in ((2, 100), (3, 2), (100, 3)):
        await execute("UPDATE audit_entry SET number = ? WHERE number = ?", new, old)

    assert (await verify()).first_broken == 2


def test_a_chain_made_anew_from_the_middle_needs_all_hashes_after_it():
    at = datetime(2027, 1, 1, tzinfo=UTC)
    entries = []
    previous = GENESIS
    for number in range(1, 4):
        sealed = seal(number, at, SYSTEM, "a", "b", "{}", previous)
        entries.append(Entry(number, at, SYSTEM, "a", "b", "{}", previous, sealed))
        previous = sealed

    assert first_break(entries) is None
    assert first_break([*entries[:1], *entries[2:]]) == 2
    assert first_break([]) is None
    assert canonical({"b": 1, "a": "ñ"}) == '{"a":"ñ","b":1}'


async def test_many_at_once_make_one_chain(any_database):
    await asyncio.gather(
        *(record(ROSA, "support.given", f"proposal:{number}") for number in range(40))
    )

    verdict = await verify()
    assert (verdict.entries, verdict.first_broken) == (40, None)


async def test_what_did_not_happen_is_not_in_the_log(any_database):
    async def fail() -> None:
        async with transaction():
            await record(ROSA, "proposal.admitted", "proposal:1")
            raise LookupError

    await asyncio.gather(
        fail(),
        record(ROSA, "a.b", "c:1"),
        fail(),
        record(ROSA, "a.b", "c:2"),
        return_exceptions=True,
    )

    verdict = await verify()
    assert (verdict.entries, verdict.first_broken) == (2, None)


async def test_the_history_of_a_thing_and_the_latest_entries_are_listed(log):
    await record(SYSTEM, "proposal.withdrawn", "proposal:2")

    told = [entry.action for entry in await history("proposal:2")]
    entries, total = await latest(0, 2)

    assert told == ["proposal.admitted", "proposal.withdrawn"]
    assert ([entry.number for entry in entries], total) == ([6, 5], 6)


async def run_verify(head: str | None = None) -> None:
    await audit.run(argparse.Namespace(head=head))


async def test_the_command_prints_the_head_of_a_whole_log(log, capsys):
    await run_verify()

    head = (await fetch("SELECT hash FROM audit_entry WHERE number = 5"))[0].text("hash")
    assert capsys.readouterr().out == f"5 entries, unbroken. Head: {head}\n"


async def test_the_command_names_the_first_broken_entry_and_fails(log):
    await drop_guards()
    await execute("UPDATE audit_entry SET details = '{}' WHERE number >= 4")

    with pytest.raises(SystemExit, match="broken at entry 4"):
        await run_verify()


async def test_the_command_fails_when_the_noted_head_is_gone(log):
    with pytest.raises(SystemExit, match="cut off"):
        await run_verify("f" * 64)
