"""The command line: concejo migrate · serve · demo · roll · process · election · audit."""

import argparse
import asyncio
import sys

from concejo import db
from concejo.commands import COMMANDS
from concejo.errors import DomainError
from concejo.i18n import translate


def main() -> None:
    """Run one command; what the rules refuse is said in one sentence, with exit status 1."""
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
    except KeyboardInterrupt:
        sys.exit(130)


async def _connected(arguments: argparse.Namespace) -> None:
    async with db.connected():
        await arguments.run(arguments)
