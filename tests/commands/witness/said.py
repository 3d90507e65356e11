"""The command as a witness types it."""

import argparse
import io
from contextlib import redirect_stderr, redirect_stdout

from concejo.commands import witness as command


def said(*words: object, language: str = "en") -> tuple[int, str, str]:
    """Run the command; give exit status, output, and the standard error."""
    parser = argparse.ArgumentParser()
    command.register(parser.add_subparsers())
    arguments = parser.parse_args(["witness", *map(str, words), "--language", language])
    assert not arguments.needs_database
    status: object = 0
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
        try:
            arguments.run(arguments)
        except SystemExit as leaving:
            status = leaving.code
    failure = status if isinstance(status, str) else ""
    return (1 if failure else int(str(status))), out.getvalue(), err.getvalue() + failure
