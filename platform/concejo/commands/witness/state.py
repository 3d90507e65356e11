"""What a witness remembers of a vote: the manifest, the last checkpoint that was cosigned."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from concejo.errors import Refused
from concejo.text import _
from voting.core.crypto.notes import NotANote, Note
from voting.core.protocol.board import write_checkpoints


@dataclass(frozen=True)
class State:
    """Be the folder of one vote; files in it are whole or not there."""

    folder: Path

    @property
    def manifest(self) -> str:
        """Give the manifest as it was when it was first seen; nothing before."""
        path = self.folder / "manifest.json"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    @property
    def last(self) -> Note | None:
        """Give the last checkpoint that was cosigned, if any was."""
        path = self.folder / "checkpoint"
        try:
            return Note.read(path.read_text(encoding="utf-8")) if path.exists() else None
        except (UnicodeDecodeError, NotANote) as error:
            raise Refused(
                _(
                    "{file} is damaged. Restore it from a copy: without it nobody can tell whether"
                    " the board only grew.",
                    file=str(path),
                )
            ) from error

    @property
    def evidence(self) -> list[Path]:
        """List the proofs of a split view that were found before."""
        return sorted(self.folder.glob("split-view-*.txt"))

    def keep_manifest(self, text: str) -> None:
        """Remember the manifest."""
        self._write("manifest.json", text.encode())

    def keep_last(self, note: Note) -> None:
        """Remember a checkpoint: before it is cosigned, so that nothing is signed and forgotten."""
        self._write("checkpoint", note.write().encode())

    def keep_evidence(self, older: Note, newer: Note) -> Path:
        """Keep two checkpoints that cannot be of one board, and tell where."""
        content = write_checkpoints([older, newer])
        return self._write(f"split-view-{sha256(content).hexdigest()[:16]}.txt", content)

    def _write(self, name: str, content: bytes) -> Path:
        path, fresh = self.folder / name, self.folder / f"{name}.new"
        try:
            with fresh.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)
        except OSError as error:
            raise _unusable(self.folder, error) from error
        return path


@contextmanager
def opened(folder: Path, election: str) -> Iterator[State]:
    """Have the folder of a vote to oneself: two at once could sign two boards."""
    mine = folder / election
    try:
        mine.mkdir(parents=True, exist_ok=True)
        lock = (mine / "lock").open("wb")
    except OSError as error:
        raise _unusable(mine, error) from error
    with lock:
        if sys.platform != "win32":
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX)
        yield State(mine)


def _unusable(folder: Path, error: OSError) -> Refused:
    return Refused(_("{folder} cannot be used: {reason}", folder=str(folder), reason=str(error)))
