"""concejo envelopes: make envelopes with codes, void those nobody used, tell how many there are.

Two people are named who are there; the audit log gets their names and numbers, never a code.
"""

import argparse
import sys
from pathlib import Path

from concejo.commands.arguments import Subparsers
from concejo.commands.envelopes.sheets import SHEETS, Printed, sheets_page
from concejo.commands.trustees.folders import erase, filling, write
from concejo.commands.trustees.hidden import reading
from concejo.commands.trustees.voice import Voice
from concejo.errors import DomainError, Refused
from concejo.i18n import DEFAULT, NAMES
from concejo.processes.services import get_process
from concejo.text import _, ngettext
from voting.envelopes import services
from voting.setup.services import ElectionView, get_election


def register(subparsers: Subparsers) -> None:
    """Add the command with its verbs."""
    parser = subparsers.add_parser("envelopes", help="envelopes with codes: make, void, tell")
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    making = _verb(verbs, "make", "make envelopes of one style, as sheets to be printed")
    making.add_argument("folder", metavar="FOLDER", help="a new or empty folder, best in memory")
    making.add_argument("--style", type=int, default=-1, help="its number; without it all are told")
    making.add_argument("--number", type=int, required=True, help="how many")
    making.set_defaults(run=run_make)
    voiding = _verb(verbs, "void", "void unused envelopes, whose codes are typed or read in lines")
    voiding.set_defaults(run=run_void)
    for verb in (making, voiding):
        verb.add_argument("--present", nargs=2, required=True, metavar="NAME", help="who is there")
    _verb(verbs, "tell", "tell how many were made, drawn and voided").set_defaults(run=run_tell)
    destroying = verbs.add_parser("destroy", help="overwrite and remove the sheets in a folder")
    destroying.add_argument("folder", metavar="FOLDER")
    destroying.set_defaults(run=run_destroy, needs_database=False)
    _speaks(destroying)


def _verb(verbs: Subparsers, name: str, words: str) -> argparse.ArgumentParser:
    parser = verbs.add_parser(name, help=words)
    parser.add_argument("slug", metavar="ELECTION", help="the address of its process")
    parser.set_defaults(needs_database=True)
    _speaks(parser)
    return parser


def _speaks(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--language", choices=list(NAMES), default=DEFAULT, help="of what is said: es or en"
    )


async def run_make(arguments: argparse.Namespace) -> None:
    """Make the sheets of envelopes in an empty folder; all of them are valid at the end, or none.

    Interrupted at the very end there may be envelopes on record that were never printed. They are
    told as missing.
    """
    voice, election = Voice(arguments.language), await _election(arguments.slug)
    made = await services.make(election, arguments.style, arguments.number)
    style = election.protocol.styles[made.style].name
    addresses = services.code_address(election), services.short_address()
    printed = Printed(election.process.title, style, *addresses, made.codes)
    with filling(Path(arguments.folder)) as part:
        write(part / SHEETS, sheets_page(printed).encode())
        await services.register(election, made, arguments.present)
    voice.say(
        ngettext(
            "One sheet of “{style}” is in {file}. Print it once, put it folded into an opaque"
            " envelope, and destroy the file.",
            "{count} sheets of “{style}” are in {file}. Print them once, put each folded into an"
            " opaque envelope, shuffle the envelopes, and destroy the file.",
            len(made.codes),
            style=style,
            file=str(Path(arguments.folder) / SHEETS),
        )
    )


async def run_void(arguments: argparse.Namespace) -> None:
    """Void one envelope a code until there are no more; say of each what became of it."""
    voice, election = Voice(arguments.language), await _election(arguments.slug)
    voided = refused = 0
    with reading() as ask:
        while typed := ask(voice.words(_("Code of an unused envelope (Ctrl-D ends): "))):
            if not typed.strip():
                continue
            try:
                _style, was_void = await services.void(election, typed.strip())
            except DomainError as error:
                voice.warn(error.message)
                refused += 1
            else:
                voided += not was_void
                voice.say(_("It was void already.") if was_void else _("It is void."))
    await services.record_voided(election, voided, arguments.present)
    await _tell(voice, election)
    if refused:
        raise Refused(_("{count} codes were not voided: see above.", count=refused))


async def run_tell(arguments: argparse.Namespace) -> None:
    """Tell what became of the envelopes of each style."""
    await _tell(Voice(arguments.language), await _election(arguments.slug))


def run_destroy(arguments: argparse.Namespace) -> None:
    """Overwrite and remove the file with the sheets."""
    path = Path(arguments.folder) / SHEETS
    if not path.is_file():
        sys.exit(f"concejo: {path} is not there")
    erase(path)
    Voice(arguments.language).say(
        _(
            "{file} was overwritten and removed. Flash memory, backups and the memory of the"
            " printer may keep copies: empty the printer's, and destroy the disk unless the folder"
            " was in memory.",
            file=str(path),
        )
    )


async def _election(slug: str) -> ElectionView:
    return await get_election(await get_process(slug))


async def _tell(voice: Voice, election: ElectionView) -> None:
    for stock in await services.take_stock(election):
        if stock.made or stock.drawn:
            voice.say(
                _(
                    "{style}: {made} made, {drawn} drawn, {unused} voided, {missing} missing",
                    style=stock.name,
                    made=stock.made,
                    drawn=stock.drawn,
                    unused=stock.unused,
                    missing=stock.missing,
                )
            )
