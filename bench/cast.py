"""Ballots a second through `voting.services.cast`, beside the bare rows in the same run.

    .venv/bin/python bench/cast.py [BALLOTS]

Both write durably (synchronous=FULL) into two SQLite files of one folder: the baseline a mark
and a sealed ballot of the same size, each in a transaction of its own, with Python's sqlite3;
Concejo all that a cast is: eligibility, the rules of the ballot, mark, seal, box, batches.
"""

import asyncio
import os
import sqlite3
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from secrets import token_bytes

FOLDER = tempfile.TemporaryDirectory(prefix="concejo-bench-", dir=os.environ.get("BENCH_FOLDER"))
os.environ["CONCEJO_DATA"] = FOLDER.name

from concejo import db  # noqa: E402 the folder comes first
from concejo.clock import now  # noqa: E402 the folder comes first
from concejo.db.migrate import migrate  # noqa: E402 the folder comes first
from concejo.processes.core import PhaseKind  # noqa: E402 the folder comes first
from concejo.processes.models import Area, PhaseRow, Process  # noqa: E402 the folder comes first
from concejo.processes.services import get_process  # noqa: E402 the folder comes first
from concejo.roll.models import Roll, RollEntry  # noqa: E402 the folder comes first
from voting.core.ballots import Ballot, BallotForm, Kind  # noqa: E402 the folder comes first
from voting.core.outcome import RuleSpec  # noqa: E402 the folder comes first
from voting.core.ties import TieKey, Ties  # noqa: E402 the folder comes first
from voting.services import cast, get_election  # noqa: E402 the folder comes first
from voting.setup.core import ContestDraft, ProjectDraft, Terms  # noqa: E402 the folder comes first
from voting.setup.services import ElectionView, lock  # noqa: E402 the folder comes first

AT_ONCE = 32
_SEALED_BYTES = 300


def bare(ballots: int) -> float:
    """Write the bare rows, and give how many a second."""
    main, box = (_bare_database(name) for name in ("bare-main", "bare-box"))
    main.execute(
        "CREATE TABLE mark (e INTEGER, p INTEGER, r BLOB, PRIMARY KEY (e, p)) WITHOUT ROWID"
    )
    box.execute("CREATE TABLE pending (id BLOB PRIMARY KEY, e INTEGER, s BLOB) WITHOUT ROWID")
    began = time.perf_counter()
    for person in range(ballots):
        main.execute("INSERT INTO mark VALUES (1, ?, ?)", (person, token_bytes(32)))
        box.execute(
            "INSERT INTO pending VALUES (?, 1, ?)", (token_bytes(32), token_bytes(_SEALED_BYTES))
        )
    return ballots / (time.perf_counter() - began)


def _bare_database(name: str) -> sqlite3.Connection:
    made = sqlite3.connect(Path(FOLDER.name) / name, isolation_level=None)
    made.execute("PRAGMA journal_mode=" + ("WAL" if name == "bare-main" else "DELETE"))
    made.execute("PRAGMA synchronous=FULL")
    made.execute("PRAGMA secure_delete=ON")
    return made


async def make_roll(voters: int) -> int:
    """Make a roll of so many persons, and give its id."""
    roll = await Roll.create(name="Bench")
    await RollEntry.bulk_create(
        RollEntry(
            roll_id=roll.id,
            document_hash=f"{n:064d}",
            birth_date=date(1980, 1, 1),
            postcode="1",
            area_code="A",
        )
        for n in range(voters)
    )
    return int(roll.id)


async def make_area(roll_id: int) -> Area:
    """Make a process that is voting, and give its one area."""
    process = await Process.create(
        slug="bench",
        title="Bench",
        summary="",
        timezone="UTC",
        currency="EUR",
        roll_id=roll_id,
        created_at=now(),
    )
    day = timedelta(days=1)
    await PhaseRow.create(
        process_id=process.id, kind=PhaseKind.VOTING, starts_at=now() - day, ends_at=now() + day
    )
    return await Area.create(
        process_id=process.id,
        code="A",
        name="A",
        envelope_amount=1_000_000,
        envelope_currency="EUR",
    )


async def make_election(voters: int) -> tuple[ElectionView, list[int]]:
    """Open a vote with one contest of twenty projects, and a roll of so many persons."""
    roll_id = await make_roll(voters)
    area = await make_area(roll_id)
    projects = tuple(
        ProjectDraft(f"P{n:02d}", f"Project {n}", "", 100_000, None) for n in range(20)
    )
    contest = ContestDraft(area.id, "A", True, "A", 1_000_000, "EUR", projects)
    terms = Terms(
        BallotForm(Kind.KNAPSACK), RuleSpec("greedy", {}), Ties((TieKey.PUBLISHED_ORDER,))
    )
    view = await get_process("bench")
    await lock(view, terms, [contest])
    people = await RollEntry.filter(roll_id=roll_id).only("id")
    return await get_election(view), [person.id for person in people]


async def ours(ballots: int) -> float:
    """Cast the ballots, so many at once, and give how many a second."""
    election, people = await make_election(ballots)
    contest = election.contests[0]
    waiting = iter(people)

    async def voters() -> None:
        for person in waiting:
            chosen = Ballot.of(Kind.KNAPSACK, [f"P{(person + k) % 20:02d}" for k in range(5)])
            await cast(election, person, {contest.id: chosen}, token_bytes(16))

    began = time.perf_counter()
    await asyncio.gather(*(voters() for _ in range(AT_ONCE)))
    return ballots / (time.perf_counter() - began)


async def run(ballots: int) -> None:
    """Measure the one and the other, and say both."""
    await migrate()
    async with db.connected():
        cast_rate = await ours(ballots)
    bare_rate = bare(ballots)
    print(f"{ballots} ballots, {AT_ONCE} at once, SQLite, synchronous=FULL")
    print(f"  bare rows      {bare_rate:8.0f} /s")
    print(f"  Concejo casts  {cast_rate:8.0f} /s   {cast_rate / bare_rate:.2f} of the bare rows")


if __name__ == "__main__":
    asyncio.run(run(int(sys.argv[1]) if len(sys.argv) > 1 else 2000))
