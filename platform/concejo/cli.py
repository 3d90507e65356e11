"""The command line: concejo migrate · serve · demo · roll · process · election · audit."""

import argparse
import asyncio
import sys

from concejo import db
from concejo.commands import COMMANDS
from concejo.db.migrate import migrate
from concejo.db.scripts import MigrationFailed, MigrationRefused
from concejo.errors import DomainError
from concejo.i18n import translate


def main() -> None:
    """Run one command; what cannot be done is said in one sentence, with exit status 1."""
    parser = argparse.ArgumentParser(
        prog="concejo", description="Participatory budgeting and proposal voting."
    )
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.register(subparsers)
    arguments = parser.parse_args()
    try:
        if arguments.needs_database:
            asyncio.run(_connected(arguments))
        else:
            arguments.run(arguments)
    except DomainError as error:
        sys.exit(f"concejo: {translate(error.message, 'en')}")
    except (MigrationFailed, MigrationRefused) as error:
        sys.exit(f"concejo: {error}")
    except ConnectionError as error:
        sys.exit(f"concejo: the database cannot be reached ({error}). Is it up?")
    except KeyboardInterrupt:
        sys.exit(130)


async def _connected(arguments: argparse.Namespace) -> None:
    """Run a command on databases that are up to date, made now if need be."""
    await migrate()
    async with db.connected():
        await arguments.run(arguments)
