"""The real server in a process of its own, and every file that it could leave something in."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx2

from concejo import settings
from concejo.db import execute, fetch
from concejo.db.config import file_of
from tests.conftest import Databases
from voting.box.keys import services as keys

#: Room that is not used yet: nothing that anybody looks for, and much of a database's files.
_EMPTY = re.compile(rb"\0{64,}")
ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Server:
    """A server at `url` with a data folder, a folder for temporary files, and a log of its own."""

    url: str
    data: Path
    temporary: Path
    log: Path
    databases: Databases
    began: float

    async def files(self) -> dict[str, bytes]:
        """Read every file that it has or could have written to, by path."""
        places = [self.data, self.temporary, self.log]
        if main := file_of(self.databases.main):
            return _read_all([*places, Path(main).parent])
        # It holds other databases, too: whatever was written since shortly before this began.
        await execute("CHECKPOINT")
        (row,) = await fetch("SELECT current_setting('data_directory') AS folder")
        return _read_all(places) | _read_all([Path(row.text("folder"))], self.began)


@contextmanager
def served(databases: Databases, election: str, folder: Path) -> Iterator[Server]:
    """Serve an election whose keys are in the data folder of the tests."""
    server = _prepare(databases, election, folder)
    environment = os.environ | {
        "CONCEJO_DATA": str(server.data),
        "CONCEJO_DATABASE": databases.main,
        "CONCEJO_BOX_DATABASE": databases.box,
        "CONCEJO_BASE_URL": server.url,
        "TMPDIR": str(server.temporary),
    }
    command = [sys.executable, "-m", "concejo", "serve", "--port", server.url.split(":")[-1]]
    with server.log.open("w") as words:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=words, stderr=words)
        try:
            _wait_for(server)
            yield server
        finally:
            process.terminate()
            process.wait(timeout=20)


def _read_all(places: list[Path], since: float = 0) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for file in (file for place in places for file in (place, *place.rglob("*"))):
        # What a database server throws away meanwhile was there the last time.
        with suppress(FileNotFoundError):
            if file.is_file() and file.stat().st_mtime >= since:
                found[str(file)] = _EMPTY.sub(bytes(64), file.read_bytes())
    return found


def _prepare(databases: Databases, election: str, folder: Path) -> Server:
    for name in ("data", "temporary"):
        (folder / name).mkdir()
    # The key under which ballots wait is made when it is first needed: all use the same.
    keys.name_of(bytes.fromhex(election), b"first", b"")
    for kind in ("issuing", "boxes"):
        shutil.copytree(settings.DATA / kind / election, folder / "data" / kind / election)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}"
    places = folder / "data", folder / "temporary", folder / "server.log"
    return Server(url, *places, databases, time.time() - 15)


def _wait_for(server: Server) -> None:
    for _try in range(300):
        try:
            if httpx2.get(f"{server.url}/health").status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.1)
    raise AssertionError(f"The server did not start:\n{server.log.read_text()}")
