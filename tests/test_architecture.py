"""The house is built as its plan says."""

import ast
import re
import subprocess
import sys
import tomllib
from itertools import takewhile
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


def test_the_map_in_the_readme_shows_every_room_and_nothing_else():
    drawn = (ROOT / "README.md").read_text().split("## The map")[1].split("```")[1]
    shown, base = set(), ROOT
    for line in drawn.strip().splitlines():
        is_inside = line.startswith(("├── ", "└── "))
        words = line.lstrip("├└─ ").split()
        names = list(takewhile(lambda word: word.endswith(("/", ".py", ".md")), words))
        shown |= {(base if is_inside else ROOT) / name for name in names}
        base = base if is_inside else ROOT / names[0]

    rooms = {
        init.parent
        for house in ("platform/concejo", "voting")
        for init in (ROOT / house).glob("*/__init__.py")
    }
    assert {path for path in shown if not path.exists()} == set()
    assert rooms - shown == set()


def test_the_protocol_has_a_heading_for_each_room_of_the_vote_and_modules_name_no_other():
    text = (ROOT / "voting" / "README.md").read_text()
    headings = set(re.findall(r"^## (\w+)$", text, flags=re.MULTILINE))
    rooms = {init.parent.name for init in (ROOT / "voting").glob("*/__init__.py")} - {"core"}

    named = {
        name
        for module in (ROOT / "voting").rglob("*.py")
        for name in re.findall(r"See “(\w+)” in voting/README.md", module.read_text())
    }

    assert headings == rooms
    assert named <= headings


def test_what_the_protocol_calls_a_file_is_there():
    text = (ROOT / "voting" / "README.md").read_text()

    missing = [
        path
        for path in re.findall(r"`((?:tests|voting|platform)/[\w/.]+)`", text)
        if not (ROOT / path).exists()
    ]

    assert missing == []


def test_only_the_demo_tells_the_clock_another_time():
    tellers = {
        path.relative_to(ROOT).parent
        for house in ("platform", "proposals", "voting")
        for path in (ROOT / house).rglob("*.py")
        if "pretend" in path.read_text() and path.name != "clock.py"
    }

    assert tellers == {Path("platform/concejo/demo")}


#: The citizen's verifier is one file, so that whoever has it has all of it; its functions fit.
EXEMPT = {ROOT / "voting" / "verify.py"}


def test_functions_fit_in_thirty_lines_and_files_in_three_hundred():
    houses = ("platform", "proposals", "voting", "scripts", "bench")
    modules = {path: path.read_text() for house in houses for path in (ROOT / house).rglob("*.py")}

    long_files = [
        path for path, text in modules.items() if text.count("\n") > 300 and path not in EXEMPT
    ]
    long_functions = [
        f"{path}:{node.lineno} {node.name}"
        for path, text in modules.items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= 30
    ]

    assert long_files == []
    assert long_functions == []
