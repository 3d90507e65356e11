"""The command line that lists rolls and brings one in."""

import argparse
import asyncio
from pathlib import Path

import pytest

from concejo.cli import main
from concejo.commands import roll as command
from concejo.errors import NotFound, Refused
from concejo.roll.models import Roll, RollEntry
from concejo.roll.services import find_roll

LINES = """\
documento;fecha_nacimiento;codigo_postal;area
12345678Z;17/05/1980;40001;D01
12345678A;17/05/1980;40001;D01
X1234567L;1990-01-01;40002;D02
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of three lines, one of them wrong."""
    path = tmp_path / "padron.csv"
    path.write_text(LINES, encoding="utf-8")
    return path


def asked(file: Path, roll: str, **more: bool) -> argparse.Namespace:
    options = {"new": False, "synthetic": False, "complete": False} | more
    return argparse.Namespace(file=file, roll=roll, **options)


async def test_a_file_comes_in_and_each_refused_line_is_told(database, roll, file, capsys):
    await command.bring(asked(file, roll.name, complete=True))
    await command.show(argparse.Namespace())

    told = capsys.readouterr().out
    assert "line 3: The letter does not go with the digits." in told
    assert "3 lines: 2 added, 0 changed, 0 unchanged, 1 refused, 0 deactivated" in told
    assert "Nobody was deactivated" in told
    assert f"{roll.name}\tmunicipal\t2 persons" in told


async def test_a_new_roll_is_made_only_when_asked_for(database, file):
    with pytest.raises(NotFound):
        await command.bring(asked(file, "Padrón"))

    await command.bring(asked(file, "Padrón", new=True, synthetic=True))

    assert (await find_roll("Padrón")).is_synthetic
    assert await RollEntry.all().count() == 3


async def test_a_file_that_is_not_there_is_refused(database, roll, tmp_path):
    with pytest.raises(Refused, match="no such file"):
        await command.bring(asked(tmp_path / "nothing.csv", roll.name))

    assert await Roll.all().count() == 1


async def test_many_refused_lines_are_counted_and_not_all_shown(database, roll, tmp_path, capsys):
    path = tmp_path / "wrong.csv"
    await asyncio.to_thread(path.write_text, LINES.splitlines()[0] + "\n" + "x;y;z;w\n" * 60)

    await command.bring(asked(path, roll.name))

    told = capsys.readouterr().out
    assert told.count("\nline ") == 49
    assert "… and 10 more lines" in told


def test_the_commands_are_there(monkeypatch, capsys):
    for words in (["roll", "--help"], ["role", "--help"], ["audit", "--help"]):
        monkeypatch.setattr("sys.argv", ["concejo", *words])
        with pytest.raises(SystemExit) as done:
            main()
        assert done.value.code == 0

    assert "verify" in capsys.readouterr().out
