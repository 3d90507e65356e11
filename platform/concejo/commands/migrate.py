"""concejo migrate: bring both databases to the present schema."""

import argparse
import asyncio

from concejo.commands.arguments import Subparsers
from concejo.db.migrate import migrate


def register(subparsers: Subparsers) -> None:
    """Add the command."""
    parser = subparsers.add_parser("migrate", help="bring both databases to the present schema")
    parser.set_defaults(run=run, needs_database=False)


def run(arguments: argparse.Namespace) -> None:
    """Apply what is missing, and say what was."""
    for name in asyncio.run(migrate()):
        print(f"applied {name}")
