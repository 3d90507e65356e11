"""Folders that are filled at once or not at all, and files that are overwritten before they go."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from concejo.errors import Refused
from concejo.text import _

_PART = ".part"
_PIECE_BYTES = 1 << 20


@contextmanager
def filling(folder: Path) -> Iterator[Path]:
    """Give a place to write files that all reach the folder at the end, or none of them.

    Whatever interrupts it, what was written is overwritten and removed.
    """
    is_ours = not folder.exists()
    _demand_empty(folder)
    part = folder / _PART
    moved: list[Path] = []
    try:
        part.mkdir(mode=0o700, parents=True)
        yield part
        for path in sorted(part.iterdir()):
            moved.append(folder / path.name)
            path.replace(moved[-1])
        part.rmdir()
    except BaseException:
        _clear([*moved, *part.glob("*")])
        _remove_empty(part, *([folder] if is_ours else []))
        raise


def create(path: Path) -> IO[bytes]:
    """Begin a new file that only its owner may read."""
    return open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def write(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read."""
    with create(path) as file:
        file.write(content)


def erase(path: Path) -> None:
    """Overwrite a file with random bytes, let that reach the disk, and remove it."""
    with path.open("r+b") as file:
        left = os.fstat(file.fileno()).st_size
        while left > 0:
            left -= file.write(secrets.token_bytes(min(left, _PIECE_BYTES)))
        file.flush()
        os.fsync(file.fileno())
        file.truncate(0)
    path.unlink()


def _demand_empty(folder: Path) -> None:
    try:
        is_empty = not folder.exists() or not any(folder.iterdir())
    except OSError as error:
        raise Refused(_("{folder} is no folder that can be used.", folder=str(folder))) from error
    if not is_empty:
        raise Refused(_("{folder} is not empty: name a new folder.", folder=str(folder)))


def _clear(paths: list[Path]) -> None:
    for path in paths:
        if path.is_file():
            erase(path)


def _remove_empty(*folders: Path) -> None:
    for folder in folders:
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
