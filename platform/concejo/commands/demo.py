"""concejo demo: load Ciudad Olmeda where there is nothing yet, say who can sign in, and serve."""

import argparse
import asyncio
import os
import shutil
import sys
from collections.abc import Awaitable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pyotp
from tortoise.exceptions import OperationalError
from tqdm import tqdm

from concejo import db, settings
from concejo.commands import serve
from concejo.commands.arguments import Subparsers
from concejo.commands.trustees.folders import write
from concejo.commands.trustees.make import write_sheets
from concejo.db.config import file_of
from concejo.db.migrate import migrate
from concejo.db.scripts import MigrationRefused
from concejo.demo.content import people
from concejo.demo.loader import Found, load, look
from concejo.demo.roll import free_residents
from concejo.errors import Refused
from concejo.processes.services import ProcessView
from concejo.text import _
from voting.core.crypto.shamir import Share
from voting.core.protocol.shares import code_of
from voting.setup.seal_key.core import SealKey

#: Folders in the data folder that go with the demo's databases.
FOLDERS = ("uploads", "mail", "trustees", "boxes", "issuing", "sealing")
#: The codes of all shares of a vote, a line each. No real ceremony writes such a file.
CODES = "codes.txt"
#: The vote that waits to be closed and opened.
TO_CLOSE = "cultura-de-proximidad"


class NotADemo(Refused):
    """The databases hold something that no demo is loaded over, or deleted for."""


def register(subparsers: Subparsers) -> None:
    """Add the command."""
    parser = subparsers.add_parser("demo", help="run the whole platform with an invented town")
    parser.add_argument("what", nargs="?", choices=("code",), help="show the second factor's code")
    parser.add_argument("--load-only", action="store_true", help="load the town and do not serve")
    parser.add_argument("--reset", action="store_true", help="delete the demo and load it anew")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.set_defaults(run=run, needs_database=False)


def run(arguments: argparse.Namespace) -> None:
    """Load what is missing, print the accounts, serve."""
    if arguments.what == "code":
        print(code())
        return
    _begin_again_as_demo(arguments.port)
    if not arguments.load_only:
        serve.refuse_taken_port(arguments.host, arguments.port)
    asyncio.run(prepare(is_reset=arguments.reset))
    if not arguments.load_only:
        print(welcome(arguments.port), flush=True)
        serve.run(arguments)


def _begin_again_as_demo(port: int) -> None:
    """Start the program anew as a demo: the settings were read before this command was known."""
    if settings.DEMO:
        return
    settled = {"CONCEJO_DEMO": "1"}
    settled["CONCEJO_BASE_URL"] = os.environ.get("CONCEJO_BASE_URL", f"http://localhost:{port}")
    command = [sys.executable, "-m", "concejo", *sys.argv[1:]]
    os.execve(sys.executable, command, {**os.environ, **settled})


async def prepare(*, is_reset: bool) -> None:
    """Bring the databases to the demo, from nothing, from half of it, or anew."""
    if is_reset and await _holds_demo():
        _delete()
    await migrated()
    found = await _look()
    if found is Found.A_TOWN:
        raise NotADemo(
            _(
                "These databases hold something else than the demo: {folder}. Choose another"
                " folder in CONCEJO_DATA.",
                folder=str(settings.DATA),
            )
        )
    if found is Found.HALF_A_DEMO:
        _delete()
        await migrated()
        found = Found.NOTHING
    if found is Found.NOTHING:
        print("\n  Loading Ciudad Olmeda, a town that does not exist …", flush=True)
        async with connected():
            await load(_watched, keep_sheets)


async def migrated() -> None:
    """Bring both databases of the settings to the present schema."""
    try:
        await migrate(settings.DATABASE, settings.BOX_DATABASE)
    except MigrationRefused as refusal:
        raise NotADemo(
            _(
                "The databases here are of another version ({reason}). A demo begins anew with:"
                " make demo-reset",
                reason=str(refusal),
            )
        ) from refusal


async def _holds_demo() -> bool:
    """Say whether there is a demo to delete, whole or half, of this version or of another."""
    if not _is_there():
        return False
    try:
        return await _look() in (Found.DEMO, Found.HALF_A_DEMO)
    except OperationalError:
        return False


def connected() -> AbstractAsyncContextManager[None]:
    """Open both databases of the settings."""
    return db.connected(settings.DATABASE, settings.BOX_DATABASE)


def _is_there() -> bool:
    file = file_of(settings.DATABASE)
    return file is None or Path(file).exists()


async def _look() -> Found:
    async with connected():
        return await look()


def _watched(events: Iterable[Awaitable[None]], total: int) -> Iterable[Awaitable[None]]:
    return tqdm(events, total=total, desc="  A year of participation", unit=" events")


def _delete() -> None:
    """Delete the demo's databases and what was uploaded to it; only files can be deleted."""
    files = [file_of(url) for url in (settings.DATABASE, settings.BOX_DATABASE)]
    if None in files:
        raise NotADemo(
            _("The demo is on a server. Make its two databases anew there, then load again.")
        )
    for name in files:
        for end in ("", "-wal", "-shm", "-journal"):
            Path(f"{name}{end}").unlink(missing_ok=True)
    for folder in FOLDERS:
        shutil.rmtree(settings.DATA / folder, ignore_errors=True)


def keep_sheets(process: ProcessView, key: SealKey, shares: Sequence[Share]) -> None:
    """Write the sheets of a vote's trustees, as their ceremony does, and all codes in one file."""
    folder = trustees_folder() / process.slug
    write_sheets(folder, key, shares, process.title)
    write(folder / CODES, "".join(f"{code_of(share)}\n" for share in shares).encode())


def trustees_folder() -> Path:
    """Give the folder with the sheets of the demo's trustees."""
    return settings.DATA / "trustees"


def code() -> str:
    """Give the code that the second factor of the demo's administrator shows now."""
    return pyotp.TOTP(people().second_factor).now()


def welcome(port: int) -> str:
    """Say where the demo is and who can sign in."""
    shown = [person for person in people().persons if person.shown]
    width = max(len(person.email) for person in shown)
    free = free_residents()[0]
    return "\n".join(
        [
            "",
            f"  Concejo with Ciudad Olmeda: http://localhost:{port}",
            "",
            "  DEMO ONLY. Invented people; these accounts are in no other installation.",
            *(f"    {person.email:<{width}}  {person.shown}" for person in shown),
            f"  Password of all of them: {people().password}",
            f"  Code of the administrator now: {code()}   (a fresh one: make demo-code)",
            "",
            *_about_trustees(),
            "  To verify a new account of your own (a person of the roll without account):",
            f"    document {free.document}",
            f"    born {free.birth_date:%d/%m/%Y}",
            f"    postcode {free.postcode}",
            "",
            "  Ctrl+C stops it; the data stay. make demo-reset begins anew.",
            "",
        ]
    )


def _about_trustees() -> list[str]:
    return [
        "  Trustees: any three of five share codes open a vote. Each process has its folder:",
        f"    {trustees_folder()}/SLUG/share-1.html … share-5.html, and {CODES}",
        f"  To try it, close the vote of {TO_CLOSE} as both members of the board,",
        "  download TO-OPEN.zip from the board's page, open it, and bring both files back:",
        "    .venv/bin/concejo trustees open TO-OPEN.zip NEW_FOLDER",
        "",
    ]
