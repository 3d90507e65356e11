"""What the demo tells, read from the files in content/ into values."""

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from concejo.accounts.core import Role
from concejo.processes.core import PhaseKind

FOLDER = Path(__file__).parent / "content"


class Table:
    """A table of a TOML file, read by somebody who knows what is in it."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = values

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def text(self, name: str, otherwise: str = "") -> str:
        """Read a text, without the line breaks around it."""
        return str(self._values.get(name, otherwise)).strip()

    def number(self, name: str, otherwise: int = 0) -> int:
        """Read a whole number."""
        value = self._values.get(name, otherwise)
        assert isinstance(value, int), name
        return value

    def table(self, name: str) -> "Table":
        """Read a table inside this one; there is nothing in one that is missing."""
        value = self._values.get(name, {})
        assert isinstance(value, dict), name
        return Table(value)

    def tables(self, name: str) -> "list[Table]":
        """Read a list of tables."""
        return [Table(value) for value in self.items(name)]

    def items(self, name: str) -> list[dict[str, object]]:
        """Read a list."""
        value = self._values.get(name, [])
        assert isinstance(value, list), name
        return value

    def names(self) -> list[str]:
        """List the names in it, in their order."""
        return list(self._values)


@dataclass(frozen=True)
class Person:
    """Somebody with an account; `area` is where a verified resident lives, `role` their duty."""

    key: str
    name: str
    area: str
    role: Role | None
    shown: str

    @property
    def email(self) -> str:
        """Give the address that they sign in with."""
        return f"{self.key}@olmeda.example"


@dataclass(frozen=True)
class People:
    """Everybody with an account, their one password and the administrator's second factor."""

    password: str
    second_factor: str
    persons: tuple[Person, ...]


@dataclass(frozen=True)
class Story:
    """A process: its table of words, the phase that it is in and its areas with their euros."""

    table: Table
    slug: str
    phase: PhaseKind
    areas: tuple[tuple[str, str, int], ...]
    ideas: tuple[Table, ...]


@cache
def towns_areas() -> tuple[tuple[str, str, int], ...]:
    """Read the areas of the town: code, name and envelope in euros; the whole city comes first."""
    with (FOLDER / "areas.csv").open(encoding="utf-8", newline="") as file:
        return tuple((r["code"], r["name"], int(r["envelope"])) for r in csv.DictReader(file))


@cache
def people() -> People:
    """Read who has an account."""
    table = _read(FOLDER / "people.toml")
    persons = table.table("people")
    return People(
        table.text("password"),
        table.text("second_factor"),
        tuple(_person(key, persons.table(key)) for key in persons.names()),
    )


def stories() -> list[Story]:
    """Read the processes, in the order of their files."""
    return [_story(_read(path)) for path in sorted(FOLDER.glob("[0-9]-*.toml"))]


def _read(path: Path) -> Table:
    return Table(tomllib.loads(path.read_text(encoding="utf-8")))


def _person(key: str, table: Table) -> Person:
    role = Role(table.text("role")) if "role" in table else None
    return Person(key, table.text("name"), table.text("area"), role, table.text("shown"))


def _story(table: Table) -> Story:
    return Story(
        table,
        table.text("slug"),
        PhaseKind(table.text("phase")),
        _areas(table),
        tuple(table.tables("proposals")),
    )


def _areas(table: Table) -> tuple[tuple[str, str, int], ...]:
    """Give the areas of a process; the whole city is above them, without money where not named."""
    if table.text("areas") == "all":
        return towns_areas()
    named = table.table("areas")
    return tuple(
        (code, name, named.number(code))
        for code, name, _envelope in towns_areas()
        if code in named or code == towns_areas()[0][0]
    )
