"""What the command line does, one module a command (`arguments` is what they share).

Each has `register(subparsers)`, which adds its parser and sets two defaults: `run`, what to call
with the arguments, and `needs_database`. With it, `run` is awaited while the databases are
connected; without it, `run` is an ordinary function.
"""

from concejo.commands import audit, demo, election, migrate, process, role, roll, serve

COMMANDS = (audit, demo, election, migrate, process, role, roll, serve)
