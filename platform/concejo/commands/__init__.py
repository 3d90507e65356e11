"""What the command line does, one module a command (`arguments` is what they share).

Each has `register(subparsers)`, which adds its parser and sets two defaults: `run`, what to call
with the arguments, and `needs_database`. With it, `run` is awaited while the databases are
connected; without it, `run` is an ordinary function.
"""

from collections.abc import Sequence
from importlib import import_module

from concejo.commands.arguments import Subparsers

COMMANDS = (
    "audit",
    "box",
    "count",
    "demo",
    "election",
    "envelopes",
    "migrate",
    "process",
    "role",
    "roll",
    "serve",
    "trustees",
    "witness",
)


def register(subparsers: Subparsers, typed: Sequence[str]) -> None:
    """Add the command that is typed, or all where none of them is.

    The others are not imported: a count at home has no need of databases, and starts in no time.
    """
    for name in [name for name in COMMANDS if name in typed[:1]] or COMMANDS:
        import_module(f"{__name__}.{name}").register(subparsers)
