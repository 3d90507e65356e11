"""concejo serve: answer requests."""

import argparse
import asyncio
import errno
import socket
import sys

import uvicorn

from concejo.commands.arguments import Subparsers
from concejo.db.migrate import migrate


def register(subparsers: Subparsers) -> None:
    """Add the command."""
    parser = subparsers.add_parser("serve", help="answer requests")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.set_defaults(run=run, needs_database=False)


def run(arguments: argparse.Namespace) -> None:
    """Serve until interrupted, on tables that are up to date.

    There is no access log: who looked at what, and when, is nobody's business.
    """
    refuse_taken_port(arguments.host, arguments.port)
    asyncio.run(migrate())
    uvicorn.run(
        "concejo.app:app",
        host=arguments.host,
        port=arguments.port,
        access_log=False,
        log_level="warning",
        server_header=False,
    )


def refuse_taken_port(host: str, port: int, other: str = "PORT={port} make demo") -> None:
    """Say what to do when something already listens there, before anything is loaded.

    `other` is what takes another port, which it names as {port}.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                sys.exit(
                    f"\n  Port {port} is taken by another program."
                    f"\n  Choose another one: {other.format(port=port + 1)}\n"
                )
            sys.exit(f"\n  Cannot listen on {host}:{port}: {error.strerror}.\n")
