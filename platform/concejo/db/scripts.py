"""Read the migration files, and decide which of them a database still needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path


class MigrationRefused(Exception):
    """The database and the files do not belong together; nothing was done."""


class MigrationFailed(Exception):
    """A migration could not be applied; nothing of it, or of those before it, remains."""


@dataclass(frozen=True)
class Script:
    """One migration in one dialect."""

    name: str
    sql: str

    @property
    def sha256(self) -> str:
        """Recognise the text again."""
        return sha256(self.sql.encode()).hexdigest()


def read(folder: Path, dialect: str) -> list[Script]:
    """Read the migrations of one database in the order in which they apply."""
    ending = f".{dialect}.sql"
    files = sorted(folder.glob(f"*{ending}"))
    return [Script(file.name.removesuffix(ending), file.read_text("utf-8")) for file in files]


def pending(scripts: list[Script], applied: Mapping[str, str]) -> list[Script]:
    """Choose what is still to apply, or refuse a database that the files do not explain."""
    known = {script.name: script for script in scripts}
    for name, recorded in applied.items():
        if name not in known:
            raise MigrationRefused(f"{name} was applied by another release and is unknown here")
        if known[name].sha256 != recorded:
            raise MigrationRefused(f"{name} was changed after it had been applied")
    return [script for script in scripts if script.name not in applied]
