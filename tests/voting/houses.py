"""A ballot box in another house: a real second process with a database of its own."""

import itertools
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_bytes

import httpx2

from tests.voting.core.protocol import town
from voting.box.core import Sent
from voting.core.crypto import rsabssa
from voting.core.protocol.client import Voter
from voting.core.protocol.manifest import Manifest

ROOT = Path(__file__).resolve().parent.parent.parent
TOKEN = "the token that both houses know"
PLAIN = '{"1":{"choices":["7"],"points":[]}}'
numbers = itertools.count()


def free_port() -> int:
    """Find a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class House:
    """The house where the box is: its folder, its database, its port; down until it is started."""

    folder: Path
    database: str
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Give its address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def words(self) -> str:
        """Give all that the box has said on its screen."""
        return (self.folder / "words.txt").read_text()

    def start(self) -> None:
        """Start the box, and wait until it answers."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith("CONCEJO_")} | {
            "CONCEJO_DATA": str(self.folder),
            "CONCEJO_BOX_DATABASE": self.database,
            "CONCEJO_BOX_TOKEN": TOKEN,
            # There is no such folder, and no such database: nothing may ask for it.
            "CONCEJO_DATABASE": f"sqlite://{self.folder}/nowhere/main.sqlite3",
        }
        command = [sys.executable, "-m", "concejo", "box", "serve", "--port", str(self.port)]
        with (self.folder / "words.txt").open("a") as words:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=words, stderr=words
            )
        for _ in range(300):
            try:
                httpx2.get(self.url)
                return
            except httpx2.TransportError:
                time.sleep(0.1)
        raise AssertionError(f"The box did not start:\n{self.words}")

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End the box: by asking, or without letting it finish anything."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(timeout=30)
            self.process = None


class Hand:
    """A voter of the first style of the town with a credential."""

    def __init__(self, manifest: Manifest) -> None:
        self.manifest = manifest
        self.voter = Voter(token_bytes(16), manifest.election_id)
        request = self.voter.request(0, manifest.keys[0])
        answer = rsabssa.blind_sign(town.KEYS[0], request, 3)
        self.credential = self.voter.credential(0, manifest.keys[0], answer)

    def ballot(self, counter: int = 1, plain: str = PLAIN) -> Sent:
        """Make a ballot."""
        m = self.manifest
        return Sent(*self.voter.ballot(0, self.credential, counter, plain, m.pad, m.seal_pk))

    def void(self) -> Sent:
        """Give everything up."""
        return Sent(self.voter.void(0, self.credential), b"")


def manifest_of(election: bytes, board_key: bytes, **changes: object) -> Manifest:
    """Give a manifest of the town for a box that has made its key."""
    made: Manifest = town.manifest(
        election_id=election,
        origin=f"urna.example/vote/{election.hex()[:16]}",
        board_key=board_key,
        **changes,
    )
    return made
