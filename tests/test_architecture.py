"""The house is built as its plan says."""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLAN = tomllib.loads((ROOT / "pyproject.toml").read_text())

#: Packages of the ground floor that hold no room: they are named in the layers by themselves.
ROOM_DOORS = {"routes", "handlers", "services", "forms", "models", "core"}


def packages():
    """Every package of ours, as its import name."""
    for base, folder in (
        ("", ROOT / "voting"),
        ("", ROOT / "proposals"),
        ("", ROOT / "platform" / "concejo"),
    ):
        for init in folder.rglob("__init__.py"):
            yield base + ".".join(init.parent.relative_to(folder.parent).parts)


def contract(name):
    return next(c for c in PLAN["tool"]["importlinter"]["contracts"] if c["name"].startswith(name))


def test_the_import_contracts_are_kept():
    linter = Path(sys.executable).with_name("lint-imports")

    result = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert result.returncode == 0, result.stdout[-3000:]


def test_platform_stays_a_plain_folder():
    assert not (ROOT / "platform" / "__init__.py").exists()
    assert not list((ROOT / "platform").glob("*.py"))


def test_every_room_stands_on_a_floor():
    floors = {
        room.strip().strip("()")
        for layer in contract("Each room")["layers"]
        for room in layer.split(":")
    }

    rooms = {
        ".".join(name.split(".")[: 2 if name.startswith("concejo.") else 1]) for name in packages()
    }
    modules = {f"concejo.{path.stem}" for path in (ROOT / "platform" / "concejo").glob("*.py")}

    assert (rooms | modules) - {"concejo", "concejo.__init__"} <= floors


def test_every_room_with_doors_keeps_their_order():
    containers = set(contract("Inside a room")["containers"])

    with_doors = {
        name
        for name in packages()
        if len(ROOM_DOORS & {path.stem for path in folder_of(name).iterdir()}) >= 2
    }

    assert with_doors <= containers


def test_nobody_but_the_calendar_asks_which_phase_it_is():
    """What a phase allows is asked with `may` and `demand`; a calendar names phases."""
    makers = ("processes/", "admin/calendar/", "demo/", "commands/", "voting/imports/")

    asking = [
        str(path.relative_to(ROOT))
        for folder in ("platform/concejo", "proposals", "voting")
        for path in (ROOT / folder).rglob("*.py")
        if "PhaseKind" in path.read_text() and not any(m in str(path) for m in makers)
    ]

    assert asking == []


def folder_of(name):
    return ROOT.joinpath("platform" if name.startswith("concejo") else "", *name.split("."))
