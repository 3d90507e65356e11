"""concejo trustees: make the key of the ballot box, rehearse, open, destroy; without a network."""

import argparse
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from concejo.commands.arguments import Subparsers
from concejo.commands.trustees.destroy import destroy
from concejo.commands.trustees.make import make
from concejo.commands.trustees.open import open_ballots
from concejo.commands.trustees.rehearse import rehearse
from concejo.commands.trustees.voice import Voice
from concejo.errors import DomainError
from concejo.i18n import DEFAULT, NAMES

_Verb = Callable[[argparse.Namespace, Voice], None]


def register(subparsers: Subparsers) -> None:
    """Add the command with its verbs."""
    parser = subparsers.add_parser(
        "trustees", help="make, rehearse and open with the shared key of the ballot box"
    )
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    making = _verb(verbs, "make", make, "make the key, its shares on sheets, and the minutes")
    making.add_argument("folder", metavar="FOLDER", help="a new or empty folder, best in memory")
    making.add_argument("--need", type=int, default=3, help="how many shares open the ballots: 3")
    making.add_argument("--of", type=int, default=5, help="how many shares there are: 5")
    making.add_argument("--vote", default="", help="the name of the vote, for the heading")
    making.add_argument("--show", action="store_true", help="show the shares on the screen too")
    rehearsing = _verb(verbs, "rehearse", rehearse, "open a test ballot; nothing is written")
    rehearsing.add_argument("file", metavar="seal-key.json")
    opening = _verb(verbs, "open", open_ballots, "open the ballots that count")
    opening.add_argument("file", metavar="TO-OPEN.zip")
    opening.add_argument("folder", metavar="OUT_FOLDER", help="a new or empty folder")
    opening.add_argument("--vote", default="", help="the name of the vote, for the minutes")
    destroying = _verb(verbs, "destroy", destroy, "overwrite and remove the sheets in a folder")
    destroying.add_argument("folder", metavar="FOLDER")
    destroying.add_argument("--yes", action="store_true", help="do not ask")


def _verb(verbs: Subparsers, name: str, do: _Verb, words: str) -> argparse.ArgumentParser:
    parser = verbs.add_parser(name, help=words)
    parser.add_argument(
        "--language", choices=list(NAMES), default=DEFAULT, help="of what is said: es or en"
    )
    parser.set_defaults(run=partial(_run, do), needs_database=False)
    return parser


def _run(do: _Verb, arguments: argparse.Namespace) -> None:
    """Do it; what cannot be done is one sentence in the language of those present."""
    voice = Voice(arguments.language)
    _leave_no_core()
    try:
        with _tidying():
            do(arguments, voice)
    except DomainError as error:
        sys.exit(f"concejo: {voice.words(error.message)}")


@contextmanager
def _tidying() -> Iterator[None]:
    """Let a closed window or a shutdown tidy up as Ctrl-C does."""
    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), _interrupt) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _leave_no_core() -> None:
    """Keep a crash from writing the memory, in which the key is, to the disk."""
    if sys.platform != "win32":
        import resource

        _soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
