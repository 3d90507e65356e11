"""Killed at any moment and many times, nothing that anybody was told turns out untrue."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest

from concejo.db import fetch
from concejo.processes.core import PhaseKind
from concejo.processes.services import get_process
from tests.voting.attacks.hands import request_of, seed_of
from tests.voting.elections import make_voter, reopen
from voting.booth import services as booth
from voting.box.log import services as log
from voting.core.crypto import merkle
from voting.core.crypto.notes import Checkpoint, Note, is_signed
from voting.core.protocol.client import Voter
from voting.counting.services import close, count, turnout
from voting.credentials.services import AlreadyVoted
from voting.setup.services import ElectionView, get_election

ROOT = Path(__file__).resolve().parents[3]
KILLS, KILLS_WHILE_CLOSING = 45, 8
#: How many people come in one life.
AT_ONCE = 12
#: Seconds that a life lasts at the most, once it has begun.
LONGEST = 0.25


async def kill_again_and_again(command: list[str], lives: Iterable[str], draw: Random) -> None:
    """Let the worker live these lives, each ended by SIGKILL at a random moment."""
    midwife = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdin=PIPE, stdout=PIPE)
    assert midwife.stdin is not None
    assert midwife.stdout is not None
    for life in lives:
        midwife.stdin.write(f"{life}\n".encode())
        assert await midwife.stdout.readline() == b"alive\n"
        await asyncio.sleep(draw.random() * LONGEST)
        midwife.stdin.write(b"kill\n")
        assert await midwife.stdout.readline() == b"killed\n"
    midwife.stdin.close()
    assert await midwife.wait() == 0


def lines_of(told: Path, kind: str) -> list[list[str]]:
    found = [line.split() for line in told.read_text().splitlines()]
    return [words[1:] for words in found if words[0] == kind]


async def demand_same_answers(election: ElectionView, told: Path) -> None:
    """Demand that whoever asks again gets what they got, and that nobody got two."""
    answers: dict[int, set[tuple[int, str]]] = defaultdict(set)
    seeds: dict[int, set[int]] = defaultdict(set)
    for person, which, digest in lines_of(told, "issued"):
        answers[int(person)].add((int(which), digest))
        seeds[int(person)].add(int(which))
    for person, which, _leaf in lines_of(told, "receipt"):
        seeds[int(person)].add(int(which))
    assert {len(own) for own in seeds.values()} == {1}
    for number, given in answers.items():
        ((held, digest),) = given
        voter = await booth.find_voter(election, number)
        for seed in range(2):
            hand = Voter(seed_of(number, seed), election.protocol.election_id)
            request = request_of(election, hand, voter.style_number)
            if seed == held:
                again = await booth.issue(election, voter, request)
                assert sha256(again).hexdigest() == digest
            else:
                with pytest.raises(AlreadyVoted):
                    await booth.issue(election, voter, request)


async def demand_whole_board(election: ElectionView) -> set[bytes]:
    """Demand that no leaf is on the board twice and every checkpoint is of it; give the hashes."""
    uid, manifest = election.protocol.election_id, election.protocol
    hashes = await log.list_hashes(uid)
    assert max(Counter(hashes).values()) == 1
    for text in await log.list_checkpoints(uid):
        note = Note.read(text)
        checkpoint = Checkpoint.read(note.text)
        assert is_signed(note, manifest.origin, manifest.board_key)
        assert checkpoint.root == merkle.root_of(hashes[: checkpoint.size])
    assert checkpoint.size == len(hashes)
    assert await fetch("SELECT id FROM pending", connection="box") == []
    return set(hashes)


async def demand_one_key_each(election: ElectionView, people: Sequence[int]) -> None:
    """Demand that at most one of the two keys of each person is on the board, and no other key."""
    uid = election.protocol.election_id
    of_person = {
        Voter(seed_of(person, which), uid).pk: person for person in people for which in range(2)
    }
    keys = {line.voter for line in await log.list_lines(uid) if line.voter is not None}
    assert keys <= set(of_person)
    assert len({of_person[key] for key in keys}) == len(keys)


async def test_whatever_was_told_before_a_kill_holds_after_it(
    any_database, election, process, roll, rosa, chair, tmp_path
):
    people = [(await make_voter(election, roll)).id for _person in range(KILLS + AT_ONCE)]
    told, draw = tmp_path / "told", Random(5)
    addresses = [any_database.main, any_database.box]
    worker = [sys.executable, "-m", "tests.voting.attacks.dying"]
    command = [*worker, *addresses, process.slug, str(told)]
    # Somebody new comes with each life, and somebody goes who has been through many.
    lives = [f"{n} {' '.join(map(str, people[n : n + AT_ONCE]))}" for n in range(KILLS)]

    await kill_again_and_again(command, lives, draw)
    await demand_same_answers(election, told)
    await reopen(process, PhaseKind.COUNTING)
    closings = [str(KILLS + n) for n in range(KILLS_WHILE_CLOSING)]
    await kill_again_and_again(command, closings, draw)
    late = await get_process(process.slug)
    await close(late, chair.actor)

    hashes = await demand_whole_board(election)
    await demand_one_key_each(election, people)
    receipts = {bytes.fromhex(leaf) for _person, _which, leaf in lines_of(told, "receipt")}
    assert len(receipts) > 10
    assert receipts <= hashes
    # What is left is enough to count, and adds up.
    await count(late, chair.actor)
    took_part = await turnout(await get_election(late))
    assert took_part.ballots <= took_part.marks <= len(people)
