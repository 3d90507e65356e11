"""A second process that asks for credentials and sheets, as a worker of the real server would.

    python -m tests.voting.attacks.granting MAIN BOX < questions

The questions are JSON: the process, how many at once, and a list of (person, door, which seed).
It prints a line when it is ready, waits for a line, and then prints as JSON what each was given.
"""

import asyncio
import json
import sys
from dataclasses import dataclass
from hashlib import sha256

from concejo import db
from concejo.errors import Refused
from concejo.processes.services import get_process
from tests.voting.attacks.hands import request_of, seed_of
from voting.booth import services as booth
from voting.booth.services import Voter
from voting.core.protocol import client
from voting.credentials import services as credentials
from voting.credentials.services import How
from voting.setup.services import ElectionView, get_election, hold_open


@dataclass(frozen=True)
class Question:
    """What is asked for one person at one door; `request` is for the door of the web alone."""

    voter: Voter
    door: str
    which: int
    request: bytes


async def prepare(election: ElectionView, person_id: int, door: str, which: int) -> Question:
    """Do all that a voter does before asking, so that all ask at the same moment."""
    voter = await booth.find_voter(election, person_id)
    hand = client.Voter(seed_of(person_id, which), election.protocol.election_id)
    return Question(voter, door, which, request_of(election, hand, voter.style_number))


async def ask(election: ElectionView, question: Question) -> str:
    """Ask; tell what was given, or by what name it was refused."""
    try:
        if question.door == "online":
            answer = await booth.issue(election, question.voter, question.request)
            return f"{question.which} {sha256(answer).hexdigest()}"
        async with db.transaction():
            await hold_open(election.id)
            how: How = "code" if question.door == "code" else "paper"
            await credentials.issue(election.id, question.voter.person_id, how, None)
        return question.door
    except Refused as refusal:
        return type(refusal).__name__


async def main(main_address: str, box_address: str) -> None:
    """Answer all questions, so many at once."""
    questions = json.loads(sys.stdin.readline())
    async with db.connected(main_address, box_address):
        election = await get_election(await get_process(questions["process"]))
        prepared = [await prepare(election, *each) for each in questions["asked"]]
        turn = asyncio.Semaphore(questions["at_once"])

        async def one(question: Question) -> str:
            async with turn:
                return await ask(election, question)

        print("ready", flush=True)  # noqa: T201 it speaks to the test by its output
        await asyncio.to_thread(sys.stdin.readline)
        given = await asyncio.gather(*map(one, prepared))
        print(json.dumps(given), flush=True)  # noqa: T201 it speaks to the test by its output


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
