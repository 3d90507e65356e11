"""The command line: concejo count · migrate · serve · demo · roll · process · election · audit."""

import argparse
import os
import sys

from concejo import commands


def main() -> None:
    """Run one command; what cannot be done is said in one sentence, with exit status 1."""
    parser = argparse.ArgumentParser(
        prog="concejo", description="Participatory budgeting and proposal voting."
    )
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    commands.register(subparsers, sys.argv[1:])
    arguments = parser.parse_args()
    try:
        _run(arguments)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # Whoever read wants no more; Python would complain once again when it closes the output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        sentence = _sentence(error)
        if not sentence:
            raise
        sys.exit(f"concejo: {sentence}")


def _run(arguments: argparse.Namespace) -> None:
    if not arguments.needs_database:
        arguments.run(arguments)
        return
    # What only some commands need is imported with them: it takes longer than to count a city.
    import asyncio

    asyncio.run(_connected(arguments))


async def _connected(arguments: argparse.Namespace) -> None:
    """Run a command on databases that are up to date, made now if need be."""
    from concejo import db
    from concejo.db.migrate import migrate

    await migrate()
    async with db.connected():
        await arguments.run(arguments)


def _sentence(error: Exception) -> str:
    """Say what could not be done; nothing where it is a fault of the program."""
    from concejo.db.scripts import MigrationFailed, MigrationRefused
    from concejo.errors import DomainError
    from concejo.i18n import translate

    match error:
        case DomainError():
            return translate(error.message, "en")
        case MigrationFailed() | MigrationRefused():
            return str(error)
        case ConnectionError():
            return f"the database cannot be reached ({error}). Is it up?"
    return ""
