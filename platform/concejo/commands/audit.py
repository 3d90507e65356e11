"""concejo audit: check the chain of the audit log."""

import argparse
import sys

from concejo.audit.services import verify
from concejo.commands.arguments import Subparsers


def register(subparsers: Subparsers) -> None:
    """Add the command."""
    parser = subparsers.add_parser("audit", help="check the audit log")
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    checking = verbs.add_parser("verify", help="find the first entry that was tampered with")
    checking.add_argument(
        "--head", metavar="HASH", help="a hash that was noted before: it must still be in the log"
    )
    checking.set_defaults(run=run, needs_database=True)


async def run(arguments: argparse.Namespace) -> None:
    """Say whether the log is whole; its head, noted elsewhere, shows if its end is cut off."""
    verdict = await verify(arguments.head)
    if verdict.first_broken is not None:
        sys.exit(f"The audit log is broken at entry {verdict.first_broken}.")
    if not verdict.has_noted_head:
        sys.exit("The hash that was noted is not in the audit log: its end was cut off.")
    print(f"{verdict.entries} entries, unbroken. Head: {verdict.head}")
