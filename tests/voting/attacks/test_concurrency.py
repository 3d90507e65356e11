"""Many at once, in processes of their own and by every door: each person gets one thing."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Self

import pytest

from concejo.db import fetch
from tests.voting.elections import make_voter

ROOT = Path(__file__).resolve().parents[3]
DOORS = ("online", "code", "paper")
REFUSALS = {"AlreadyVoted"}
Asked = list[tuple[int, str, int]]


@dataclass(frozen=True)
class Worker:
    """A process that asks, and the two ends at which it is spoken to."""

    process: Process
    hears: asyncio.StreamWriter
    says: asyncio.StreamReader

    @classmethod
    async def start(cls, addresses: tuple[str, str], question: object) -> Self:
        """Start it, and tell it what it is to ask once it is told to."""
        command = [sys.executable, "-m", "tests.voting.attacks.granting", *addresses]
        process = await asyncio.create_subprocess_exec(
            *command, cwd=ROOT, stdin=PIPE, stdout=PIPE, limit=2**24
        )
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(question).encode() + b"\n")
        return cls(process, process.stdin, process.stdout)


async def grant(
    addresses: tuple[str, str], process: str, parts: Sequence[Asked], at_once: int
) -> list[str]:
    """Let as many processes as there are parts ask all at once; give all answers in order."""
    workers = [
        await Worker.start(addresses, {"process": process, "at_once": at_once, "asked": asked})
        for asked in parts
    ]
    for worker in workers:
        assert await worker.says.readline() == b"ready\n"
    for worker in workers:
        worker.hears.write(b"go\n")
    answers: list[str] = []
    for worker in workers:
        answers += json.loads(await worker.says.readline())
        worker.hears.close()
        assert await worker.process.wait() == 0
    return answers


def questions(people: Sequence[int], number: int, seed: int) -> Asked:
    """Make so many questions for these people: by every door, and with many seeds."""
    draw = Random(seed)
    return [(draw.choice(people), draw.choice(DOORS), draw.randrange(6)) for _each in range(number)]


async def marks() -> dict[int, str]:
    return {
        row.integer("person_id"): row.text("how")
        for row in await fetch("SELECT person_id, how FROM mark")
    }


def demand_one_each(asked: Asked, answers: Sequence[str], kept: dict[int, str]) -> None:
    """Demand that each person was given one thing, that of their mark, and that seed only."""
    assert len(asked) == len(answers)
    for person in {person for person, _door, _which in asked}:
        own = [
            (door, answer)
            for (one, door, _which), answer in zip(asked, answers, strict=True)
            if one == person and answer not in REFUSALS
        ]
        assert {door for door, _answer in own} == {kept[person]}
        # The same online request may come several times, and gets the same signature each time.
        assert len({answer for _door, answer in own}) == 1
        if kept[person] != "online":
            assert len(own) == 1


async def test_of_two_hundred_at_once_in_two_processes_one_is_given_something(
    any_database, election, rosa
):
    asked = questions([rosa.person_id], 200, seed=1)

    answers = await grant(
        (any_database.main, any_database.box),
        election.process.slug,
        [asked[:100], asked[100:]],
        at_once=100,
    )

    kept = await marks()
    assert list(kept) == [rosa.person_id]
    demand_one_each(asked, answers, kept)
    assert Counter(answers)["AlreadyVoted"] > 100


@pytest.mark.parametrize("any_database", ["postgres"], indirect=True)
@pytest.mark.postgres
async def test_a_thousand_for_twenty_five_people_over_twenty_four_connections(
    any_database, election, roll
):
    people = [(await make_voter(election, roll, f"D0{1 + n % 2}")).id for n in range(25)]
    asked = questions(people, 1000, seed=2)
    parts = [asked[n::3] for n in range(3)]
    # Three processes of eight connections each.
    main = any_database.main + ("&" if "?" in any_database.main else "?") + "minsize=8&maxsize=8"

    answers = await grant((main, any_database.box), election.process.slug, parts, at_once=40)

    in_order = [question for part in parts for question in part]
    kept = await marks()
    assert set(kept) == set(people)
    assert len(set(kept.values())) > 1
    demand_one_each(in_order, answers, kept)


async def test_the_same_page_sent_two_hundred_times_gets_one_signature(
    any_database, election, rosa
):
    asked = [(rosa.person_id, "online", 1)] * 200

    answers = await grant(
        (any_database.main, any_database.box),
        election.process.slug,
        [asked[:100], asked[100:]],
        at_once=100,
    )

    assert len(set(answers)) == 1
    assert await marks() == {rosa.person_id: "online"}
