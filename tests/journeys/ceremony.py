"""The trustees of a journey: they make a key, open the ballots off-line, and verify at home."""

import asyncio
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.journeys.conftest import ROOT, Server

#: Any three of the five.
PRESENT = (5, 1, 3)


async def concejo(*words: str | Path, typed: str = "", **more: str) -> str:
    """Run a command of Concejo, and give what it said."""
    ran = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "concejo", *map(str, words)],
        cwd=ROOT,
        env=more or None,
        input=typed,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@dataclass(frozen=True)
class Trustees:
    """Five people with a share each, in a folder that is on no server."""

    folder: Path
    codes: dict[int, str]

    @classmethod
    async def meet(cls, folder: Path) -> "Trustees":
        """Make the key and its shares."""
        said = await concejo(
            "trustees", "make", "--need", "3", "--of", "5", "--show", "--language", "en", folder
        )
        found = re.findall(r"^Share (\d): (\S+)$", said, re.M)
        return cls(folder, {int(number): code for number, code in found})

    @property
    def key(self) -> Path:
        """Give the public key, which the board brings in."""
        return self.folder / "seal-key.json"

    async def open(self, to_open: Path, out: Path) -> tuple[Path, Path]:
        """Open what counts, with three of them present."""
        typed = "".join(f"{self.codes[number]}\n" for number in PRESENT)
        await concejo("trustees", "open", "--language", "en", to_open, out, typed=typed)
        return out / "opened.jsonl", out / "unopened.jsonl"


async def verified(server: Server, folder: Path) -> str:
    """Take the bundle of the vote that was closed last, verify it at home, and give the report."""
    bundle = folder / "vote.zip"
    await concejo("election", "bundle", "--latest", bundle, **server.environment)
    ran = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-I", str(ROOT / "voting" / "verify.py"), str(bundle), "--lang", "en"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout
