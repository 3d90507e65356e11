"""No table joins a person and a ballot; and whoever adds a table has to say which it knows."""

from enum import Enum

import pytest

from concejo.db import Name, dialect
from tests.db.schema import schema


class Knows(Enum):
    """Whom or what the rows of a table tell of."""

    PERSON = "residents: accounts, entries on the roll, marks"
    STAFF = "what somebody did in an office, never as a voter"
    BALLOT = "ballots, sheets, envelopes: nobody's"
    NEITHER = "processes, projects, outcomes, numbers"


MAIN = {
    "account": Knows.PERSON,
    "account_token": Knows.PERSON,
    "area": Knows.NEITHER,
    "attempt": Knows.PERSON,
    "audit_entry": Knows.STAFF,
    "board_act": Knows.STAFF,
    "comment": Knows.PERSON,
    "commitment": Knows.NEITHER,
    "contest": Knows.NEITHER,
    "decision": Knows.STAFF,
    "desk_count": Knows.NEITHER,
    "desk_session": Knows.STAFF,
    "destination": Knows.STAFF,
    "election": Knows.NEITHER,
    "envelopes_made": Knows.NEITHER,
    "letter": Knows.PERSON,
    "mark": Knows.PERSON,
    "migration": Knows.NEITHER,
    "milestone": Knows.NEITHER,
    "opened": Knows.BALLOT,
    "origin": Knows.NEITHER,
    "phase": Knows.NEITHER,
    "process": Knows.NEITHER,
    "project": Knows.NEITHER,
    "proposal": Knows.PERSON,
    "proposal_image": Knows.NEITHER,
    "role_grant": Knows.STAFF,
    "roll": Knows.NEITHER,
    "roll_entry": Knows.PERSON,
    "roll_line": Knows.PERSON,
    "seal_key": Knows.NEITHER,
    "session": Knows.PERSON,
    "sheet": Knows.BALLOT,
    "support": Knows.PERSON,
    "tally": Knows.NEITHER,
    "typed_sheet": Knows.BALLOT,
    "unopened": Knows.BALLOT,
    "urn": Knows.NEITHER,
    "urn_declaration": Knows.STAFF,
    "valuation": Knows.STAFF,
    "verification": Knows.PERSON,
}
BOX = {
    "box": Knows.NEITHER,
    "checkpoint": Knows.NEITHER,
    "envelope": Knows.BALLOT,
    "leaf": Knows.BALLOT,
    "migration": Knows.NEITHER,
    "pending": Knows.BALLOT,
    "unused_envelopes": Knows.NEITHER,
}
#: Every column that a table may have that tells of ballots; whoever adds one thinks of it here.
BALLOT_COLUMNS = {
    "opened": {"election_id", "commitment", "style", "nonce", "plain"},
    "unopened": {"election_id", "place", "commitment", "reason"},
    "sheet": {"id", "number", "style", "plain", "urn_id"},
    # The clerk is who typed the sheet, which has nobody's name on it.
    "typed_sheet": {
        "id",
        "number",
        "turn",
        "style",
        "plain",
        "reason",
        "clerk_id",
        "urn_id",
    },
    "envelope": {"id", "election", "sealed"},
    "leaf": {"election", "place", "hash", "leaf", "voter", "counter", "sealed"},
    "pending": {"id", "election", "voter", "sealed"},
}
#: What the table that says who took part may hold, and the frozen roll.
MARK_COLUMNS = {
    "mark": {"election_id", "person_id", "how", "request", "surrendered"},
    "roll_line": {"election_id", "person_id", "style", "salt"},
}
#: Words that name what is on a ballot or whose it is; a table of persons has none of these.
OF_BALLOTS = {
    "ballot",
    "choices",
    "choice",
    "code",
    "commitment",
    "counter",
    "credential",
    "leaf",
    "nonce",
    "pk",
    "plain",
    "points",
    "receipt",
    "sealed",
    "seed",
    "sheet_id",
    "signature",
    "voter",
}
#: Words that name a person, or where and when they were; a table of ballots has none of these.
OF_PERSONS = {
    "account_id",
    "address",
    "author_id",
    "browser",
    "document_hash",
    "email",
    "id_hash",
    "ip",
    "officer_id",
    "person_id",
    "request",
    "salt",
    "session_id",
    "token_hash",
    "user_agent",
}
TIMES = ("timestamp", "date", "time")

pytestmark = pytest.mark.usefixtures("any_database")


async def columns(connection: Name) -> dict[str, dict[str, str]]:
    """Give the columns of every table, with the type of each in small letters."""
    found: dict[str, dict[str, str]] = {}
    name, kind = ("column_name", "data_type") if dialect() == "postgres" else ("name", "type")
    for table, lines in (await schema(connection)).items():
        for line in lines:
            words = dict(word.split("=", 1) for word in line.split(" ") if "=" in word)
            if name in words and kind in words and not line.startswith("index"):
                found.setdefault(table, {})[words[name]] = words[kind].lower()
    return found


async def everything() -> list[tuple[str, Knows, dict[str, str]]]:
    """Give every table of both databases, whom it knows, and its columns."""
    found = []
    both: tuple[tuple[Name, dict[str, Knows]], ...] = (("default", MAIN), ("box", BOX))
    for connection, known in both:
        for table, own in (await columns(connection)).items():
            assert table in known, f"{table} is new: say in this test whom or what it knows"
            found.append((table, known[table], own))
    assert len(found) > 40
    return found


async def test_every_table_is_of_persons_or_of_ballots_and_none_of_both():
    for table, knows, own in await everything():
        if knows is Knows.BALLOT:
            assert set(own) & OF_PERSONS == set(), table
            assert set(own) == BALLOT_COLUMNS[table], table
        if knows is Knows.PERSON:
            assert set(own) & OF_BALLOTS == set(), table
        if knows is Knows.STAFF:
            assert set(own) & OF_BALLOTS == set(), table
            assert "person_id" not in own, table


async def test_who_took_part_stands_beside_nothing_else():
    found = {table: set(own) for table, _knows, own in await everything()}

    assert {table: found[table] for table in MARK_COLUMNS} == MARK_COLUMNS


async def test_neither_a_mark_nor_a_ballot_has_a_time():
    timed = [
        (table, name)
        for table, knows, own in await everything()
        if knows is Knows.BALLOT or table in MARK_COLUMNS
        for name, kind in own.items()
        if kind.startswith(TIMES) or name.endswith(("_at", "_on"))
    ]

    assert timed == []


async def test_the_box_has_no_row_that_leads_out_of_it():
    references = [
        line
        for lines in (await schema("box")).values()
        for line in lines
        if "FOREIGN KEY" in line or line.startswith("table=")
    ]

    assert references == []
    assert set(await columns("box")) & set(await columns("default")) <= {"migration"}


async def test_no_table_of_ballots_refers_to_anybody():
    """By a foreign key, or by a number that is called like a row of a table of persons."""
    persons = {table for table, knows in MAIN.items() if knows is Knows.PERSON}
    for table, knows, own in await everything():
        if knows is Knows.BALLOT:
            assert not {f"{person}_id" for person in persons} & set(own), table


async def test_the_request_is_the_only_value_beside_a_person_that_comes_of_a_seed():
    """It says nothing of the ballot: blinded, it fits every credential equally well."""
    holding = [
        (table, name)
        for table, knows, own in await everything()
        if knows in (Knows.PERSON, Knows.STAFF)
        for name, kind in own.items()
        if kind in ("blob", "bytea")
    ]

    assert sorted(holding) == [("mark", "request"), ("roll_line", "salt")]
