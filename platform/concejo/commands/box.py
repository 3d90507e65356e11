"""concejo box: run the ballot box in a house of its own, with its database and no other."""

import argparse
import asyncio

import uvicorn

from concejo.commands.arguments import Subparsers
from concejo.commands.serve import refuse_taken_port
from concejo.db.migrate import migrate_box
from voting.box.keys.services import office_token


def register(subparsers: Subparsers) -> None:
    """Add the command with its verbs."""
    parser = subparsers.add_parser("box", help="run the ballot box in a house of its own")
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    serving = verbs.add_parser("serve", help="take ballots; needs no database but the box's")
    serving.add_argument("--host", default="127.0.0.1")
    serving.add_argument("--port", type=int, default=8001)
    serving.set_defaults(run=run_serve, needs_database=False)
    telling = verbs.add_parser("token", help="print the token by which the office is known")
    telling.set_defaults(run=run_token, needs_database=False)


def run_serve(arguments: argparse.Namespace) -> None:
    """Take ballots until interrupted, without an access log: who came when is nobody's to know."""
    again = "concejo box serve --port {port}"
    refuse_taken_port(arguments.host, arguments.port, again)
    asyncio.run(migrate_box())
    office_token()
    uvicorn.run(
        "voting.box.app:house",
        host=arguments.host,
        port=arguments.port,
        access_log=False,
        log_level="warning",
        server_header=False,
    )


def run_token(_arguments: argparse.Namespace) -> None:
    """Print the token, made now if there is none; whoever has it speaks for the office."""
    print(office_token())
