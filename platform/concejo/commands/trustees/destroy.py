"""Destroy the sheets in a folder, and say what no program can promise."""

import argparse
import sys
from pathlib import Path

from concejo.commands.trustees.folders import erase
from concejo.commands.trustees.sheets import is_share_page
from concejo.commands.trustees.voice import Voice
from concejo.errors import Refused
from concejo.text import Text, _, ngettext


def destroy(arguments: argparse.Namespace, voice: Voice) -> None:
    """Overwrite and remove every sheet with a share, once it is confirmed."""
    folder = Path(arguments.folder)
    sheets = _sheets(folder)
    if not arguments.yes:
        _demand_yes(len(sheets), voice)
    for path in sheets:
        erase(path)
    voice.say(_remark())
    voice.say(_("For the minutes:"))
    voice.say(
        ngettext(
            "One sheet with a share of the key was overwritten and removed: {names}.",
            "{count} sheets with shares of the key were overwritten and removed: {names}.",
            len(sheets),
            names=", ".join(path.name for path in sheets),
        )
    )


def _sheets(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise Refused(_("There is no folder {folder}.", folder=str(folder)))
    sheets = [path for path in sorted(folder.glob("*.html")) if is_share_page(path)]
    if not sheets:
        raise Refused(_("There is no sheet with a share in {folder}.", folder=str(folder)))
    return sheets


def _demand_yes(count: int, voice: Voice) -> None:
    voice.say(
        ngettext(
            "One sheet will be destroyed for good. Was it printed, and did the rehearsal open the"
            " test ballot? Type {count} to go on, anything else to leave it.",
            "{count} sheets will be destroyed for good. Were they printed, and did the rehearsal"
            " open the test ballot? Type {count} to go on, anything else to leave them.",
            count,
        )
    )
    if sys.stdin.readline().strip() != str(count):
        raise Refused(_("Nothing was destroyed."))


def _remark() -> Text:
    return _(
        "The files are gone from the folder. What a program cannot promise: flash memory (SSD,"
        " USB sticks) and file systems keep old copies, and so may backups, the browser and the"
        " memory of the printer. Only what was never written to a disk is surely gone: switch the"
        " computer off if the folder was in memory; otherwise destroy the disk. Empty the"
        " printer's memory. Sheets of paper are destroyed by hand."
    )
