"""A worker that is killed at any moment, and born again: it votes for people and mixes batches.

    python -m tests.voting.attacks.dying MAIN BOX PROCESS ACKNOWLEDGED

For each line that it reads, the number of a life and the people in it, it forks a child, which says
that it is alive and goes on until the next line; then it is killed. Without people it closes the
box. What a voter was told stands in the file ACKNOWLEDGED.
"""

import asyncio
import os
import signal
import sys
from dataclasses import dataclass
from hashlib import sha256
from random import Random

from concejo import db
from concejo.audit.core import SYSTEM
from concejo.errors import Refused
from concejo.processes.services import get_process
from tests.voting.attacks.hands import request_of, seed_of
from tests.voting.elections import choose
from voting.booth import services as booth
from voting.booth.assistant import services as assistant
from voting.box import services as box
from voting.core.protocol.client import Voter
from voting.counting.services import close
from voting.setup.services import ElectionView, get_election

AT_ONCE = 4
TITLES = ((), ("Un parque",), ("Diez fuentes",))


@dataclass(frozen=True)
class Life:
    """One life of the worker: what it does depends on its number and on when it ends."""

    election: ElectionView
    people: tuple[int, ...]
    draw: Random
    told: int

    def tell(self, *words: object) -> None:
        """Write down what a voter was told, in one piece."""
        os.write(self.told, (" ".join(map(str, words)) + "\n").encode())

    async def live(self) -> None:
        """Do one thing after the other, for ever."""
        while True:
            person, which = self.draw.choice(self.people), self.draw.randrange(2)
            do = self.draw.choice((self.issue, self.vote, self.vote, self.flush))
            try:
                await do(person, which)
            except Refused as refusal:
                self.tell("refused", type(refusal).__name__)

    async def issue(self, person: int, which: int) -> None:
        """Ask for a person's credential with one of two seeds."""
        voter = await booth.find_voter(self.election, person)
        hand = Voter(seed_of(person, which), self.election.protocol.election_id)
        request = request_of(self.election, hand, voter.style_number)
        answer = await booth.issue(self.election, voter, request)
        self.tell("issued", person, which, sha256(answer).hexdigest())

    async def vote(self, person: int, which: int) -> None:
        """Cast one of a person's three ballots, as the page without JavaScript does."""
        counter = 1 + self.draw.randrange(len(TITLES))
        choices = choose(self.election, CIUDAD=TITLES[counter - 1], D01=())
        paper = assistant.Paper(choices, seed_of(person, which), counter)
        receipt = await assistant.cast(self.election, person, paper)
        self.tell("receipt", person, which, receipt.leaf_hash.hex())

    async def flush(self, _person: int, _which: int) -> None:
        """Put what waits on the board."""
        await box.flush(self.election.protocol.election_id, at_least=1)


async def work(addresses: list[str], slug: str, number: int, told: int, people: list[int]) -> None:
    """Live one life, which ends from without."""
    async with db.connected(*addresses):
        election = await get_election(await get_process(slug))
        life = Life(election, tuple(people), Random(number), told)
        os.write(1, b"alive\n")
        while not people:
            await close(election.process, SYSTEM)
        await asyncio.gather(*(life.live() for _task in range(AT_ONCE)))


def main(main_address: str, box_address: str, slug: str, acknowledged: str) -> None:
    """Give birth for every other line, and kill for the one after it."""
    told = os.open(acknowledged, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for line in sys.stdin:
        number, *people = map(int, line.split())
        child = os.fork()
        if not child:
            try:
                asyncio.run(work([main_address, box_address], slug, number, told, people))
            finally:
                os._exit(1)
        sys.stdin.readline()
        os.kill(child, signal.SIGKILL)
        _child, status = os.waitpid(child, 0)
        os.write(1, b"killed\n" if os.WIFSIGNALED(status) else b"ended by itself\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
