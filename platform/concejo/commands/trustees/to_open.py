"""The file that the box hands to the trustees; its format is in docs/protocol.md, “To open”."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import cast

from concejo.errors import Refused
from concejo.text import _

MANIFEST, BOARD, CHECKPOINTS, SEALED = NAMES = (
    "manifest.json",
    "board.bin",
    "checkpoints.txt",
    "sealed.bin",
)
_MOST_TEXT_BYTES = 100_000_000
_MOST_SEALED_BYTES = 1_000_000
_BUFFER_BYTES = 1 << 20
_LENGTH_OF_LEAF, _LENGTH_OF_SEALED = 2, 4


@dataclass(frozen=True)
class ToOpen:
    """Be that file, open; leaves and sealed ballots are read one after another, never at once."""

    archive: zipfile.ZipFile

    def text(self, name: str) -> bytes:
        """Read the manifest or the checkpoints."""
        with _reading():
            if self.archive.getinfo(name).file_size > _MOST_TEXT_BYTES:
                raise damaged(name)
            return self.archive.read(name)

    def leaves(self) -> Iterator[bytes]:
        """Give the leaves of the board in order."""
        return self._records(BOARD, _LENGTH_OF_LEAF)

    def sealed(self) -> Iterator[bytes]:
        """Give the sealed ballot of each ballot leaf in order; nothing where it is left out."""
        return self._records(SEALED, _LENGTH_OF_SEALED)

    def _records(self, name: str, length_bytes: int) -> Iterator[bytes]:
        with _reading(), self.archive.open(name) as inside:
            file = BufferedReader(cast(RawIOBase, inside), _BUFFER_BYTES)
            while head := file.read(length_bytes):
                length = int.from_bytes(head, "big")
                if len(head) < length_bytes or length > _MOST_SEALED_BYTES:
                    raise damaged(name)
                record = file.read(length)
                if len(record) != length:
                    raise damaged(name)
                yield record


@contextmanager
def opened(path: Path) -> Iterator[ToOpen]:
    """Open the file, or refuse what is none, or damaged; the four files and nothing else."""
    with _reading():
        archive = zipfile.ZipFile(path)
    with archive:
        if sorted(archive.namelist()) != sorted(NAMES):
            raise Refused(
                _("The file does not hold just these four: {names}.", names=", ".join(NAMES))
            )
        yield ToOpen(archive)


@contextmanager
def _reading() -> Iterator[None]:
    """Say in words what cannot be read."""
    try:
        yield
    except OSError as error:
        raise Refused(_("It cannot be read: {reason}.", reason=error.strerror or "")) from error
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise Refused(_("This is no file to open, or it is damaged: ask for it again.")) from error


def damaged(name: str) -> Refused:
    """Say that one of the files is not what it has to be."""
    return Refused(_("{name} is damaged: ask for the file again.", name=name))
