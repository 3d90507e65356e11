"""concejo roll: list the electoral rolls, and bring one in from a file."""

import argparse
from pathlib import Path
from typing import NoReturn

from tqdm import tqdm

from concejo.audit.core import SYSTEM
from concejo.commands.arguments import Subparsers
from concejo.errors import Refused
from concejo.i18n import translate
from concejo.roll.imports.core import ImportReport
from concejo.roll.imports.services import decoded, import_roll
from concejo.roll.services import create_roll, find_roll, list_rolls
from concejo.text import _

#: More refused lines than these are counted, not shown.
_SHOWN = 50


def register(subparsers: Subparsers) -> None:
    """Add the command."""
    parser = subparsers.add_parser("roll", help="list the electoral rolls, and bring one in")
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    listing = verbs.add_parser("list", help="list the rolls")
    listing.set_defaults(run=show, needs_database=True)
    bringing = verbs.add_parser("import", help="bring in a roll from a CSV file")
    bringing.add_argument("file", type=Path, metavar="FILE")
    bringing.add_argument("--roll", required=True, metavar="NAME")
    bringing.add_argument("--new", action="store_true", help="make the roll first")
    bringing.add_argument("--synthetic", action="store_true", help="a new roll of no real persons")
    bringing.add_argument(
        "--complete",
        action="store_true",
        help="the file is the whole roll: all others leave it",
    )
    bringing.set_defaults(run=bring, needs_database=True)


async def show(arguments: argparse.Namespace) -> None:
    """Print one roll a line."""
    for roll in await list_rolls():
        kind = "synthetic" if roll.is_synthetic else "municipal"
        print(f"{roll.id}\t{roll.name}\t{kind}\t{roll.active} persons")


async def bring(arguments: argparse.Namespace) -> None:
    """Bring in a file, with a bar while it goes on and a report at the end."""
    if not arguments.file.is_file():
        raise Refused(_("There is no such file: {file}", file=str(arguments.file)))
    if arguments.new:
        roll = await create_roll(SYSTEM, arguments.roll, is_synthetic=arguments.synthetic)
    else:
        roll = await find_roll(arguments.roll)
    with arguments.file.open("rb") as file:
        total = max(0, sum(1 for _line in file) - 1)
        with tqdm(total=total, unit=" lines", leave=False) as bar:
            report = await import_roll(
                roll.id,
                decoded(file),
                SYSTEM,
                complete=arguments.complete,
                progress=lambda read: _advance(bar, read),
            )
    _print(report)


def _advance(bar: "tqdm[NoReturn]", read: int) -> None:
    bar.update(read - bar.n)


def _print(report: ImportReport) -> None:
    for refusal in report.refused[:_SHOWN]:
        reasons = " ".join(translate(reason, "en") for reason in refusal.reasons)
        print(f"line {refusal.number}: {reasons}")
    if len(report.refused) > _SHOWN:
        print(f"… and {len(report.refused) - _SHOWN} more lines")
    print(
        f"{report.lines} lines: {report.added} added, {report.changed} changed,"
        f" {report.unchanged} unchanged, {len(report.refused)} refused,"
        f" {report.deactivated} deactivated"
    )
    if report.kept_missing:
        print("Nobody was deactivated, because lines were refused. Correct them and import again.")
