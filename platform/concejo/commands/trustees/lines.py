"""Lines that are written sorted, however many there are, with little memory."""

import heapq
from collections.abc import Iterator
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO

from concejo.commands.trustees.folders import create

_RUN_LINES = 100_000


class SortedLines:
    """Take lines in any order and write them to a file in the order of their bytes.

    Every hundred thousand are sorted and put aside, in files without a name in the same folder,
    which no interruption leaves behind; at the end all are merged.
    """

    def __init__(self, path: Path, run_lines: int = _RUN_LINES) -> None:
        self._path = path
        self._run_lines = run_lines
        self._lines: list[bytes] = []
        self._runs: list[IO[bytes]] = []
        self._stack = ExitStack()
        self._digest = sha256()

    def __enter__(self) -> "SortedLines":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._stack:
            if kind is None:
                self._write()

    def add(self, line: bytes) -> None:
        """Take a line with its end."""
        self._lines.append(line)
        if len(self._lines) >= self._run_lines:
            self._put_aside()

    @property
    def digest(self) -> str:
        """Give the SHA-256 of the file, once it is written."""
        return self._digest.hexdigest()

    def _put_aside(self) -> None:
        file = TemporaryFile(dir=self._path.parent)  # noqa: SIM115 the stack closes it
        run = self._stack.enter_context(file)
        run.writelines(sorted(self._lines))
        run.seek(0)
        self._runs.append(run)
        self._lines.clear()

    def _write(self) -> None:
        with create(self._path) as file:
            for line in self._merged():
                self._digest.update(line)
                file.write(line)

    def _merged(self) -> Iterator[bytes]:
        return heapq.merge(*self._runs, sorted(self._lines))
