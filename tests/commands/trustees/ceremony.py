"""The command as those present type it, and what they read from the sheets."""

import argparse
import io
import re
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from concejo.commands import trustees as command


def said(*words, typed=()):
    """Run the command on typed lines; give exit status, output, and the standard error."""
    parser = argparse.ArgumentParser()
    command.register(parser.add_subparsers())
    arguments = parser.parse_args(["trustees", *map(str, words), "--language", "en"])
    assert not arguments.needs_database
    status, stdin = 0, sys.stdin
    sys.stdin = io.StringIO("".join(f"{line}\n" for line in typed))
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
        try:
            arguments.run(arguments)
        except SystemExit as leaving:
            status = leaving.code
        finally:
            sys.stdin = stdin
    words_of_failure = status if isinstance(status, str) else ""
    return (1 if words_of_failure else status), out.getvalue(), err.getvalue() + words_of_failure


def code_on(sheet: Path) -> str:
    """Read the code from a sheet, group after group."""
    groups = re.findall(r"<b>([0-9A-Z]{4})</b>", sheet.read_text())
    assert len(groups) == 14
    return "-".join(groups)


def codes_in(folder: Path) -> list[str]:
    """Read the codes of all sheets, in the order of their numbers."""
    count = len(list(folder.glob("share-*.html")))
    return [code_on(folder / f"share-{number}.html") for number in range(1, count + 1)]
