"""concejo witness: make a key, cosign the board while it only grows, check it all at home."""

import argparse
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from concejo.commands.arguments import Subparsers
from concejo.commands.trustees.voice import Voice
from concejo.commands.witness.check import check
from concejo.commands.witness.cosign import cosign
from concejo.commands.witness.key import make_key
from concejo.errors import DomainError
from concejo.i18n import DEFAULT, NAMES

_Verb = Callable[[argparse.Namespace, Voice], None]
_ADDRESS = "the address of the box and the number of the vote: https://urna.example.org/3fa9…"


def register(subparsers: Subparsers) -> None:
    """Add the command with its verbs."""
    parser = subparsers.add_parser("witness", help="watch over the board of a vote")
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    making = _verb(verbs, "key", make_key, "make the key of a witness")
    making.add_argument("name", metavar="NAME", help="of the key, such as gaceta.example")
    making.add_argument("--key", type=Path, metavar="FILE", default=Path("witness.key"))
    signing = _verb(verbs, "cosign", cosign, "sign the latest checkpoint if the board only grew")
    signing.add_argument("address", metavar="BOX_URL/VOTE", help=_ADDRESS)
    signing.add_argument("--key", type=Path, metavar="FILE", default=Path("witness.key"))
    signing.add_argument("--state", type=Path, metavar="FOLDER", required=True)
    checking = _verb(verbs, "check", check, "verify the whole board, and receipts")
    checking.add_argument("address", metavar="BOX_URL/VOTE", help=_ADDRESS)
    checking.add_argument("--receipt", type=Path, metavar="FILE", action="append", default=[])
    checking.add_argument("--fingerprint", default="", help="as it was published before the vote")
    checking.add_argument("--state", type=Path, metavar="FOLDER", help="of cosign, to compare with")


def _verb(verbs: Subparsers, name: str, do: _Verb, words: str) -> argparse.ArgumentParser:
    parser = verbs.add_parser(name, help=words)
    parser.add_argument(
        "--language", choices=list(NAMES), default=DEFAULT, help="of what is said: es or en"
    )
    parser.set_defaults(run=partial(_run, do), needs_database=False)
    return parser


def _run(do: _Verb, arguments: argparse.Namespace) -> None:
    """Do it; what cannot be done is one sentence, with exit status 1."""
    voice = Voice(arguments.language)
    try:
        do(arguments, voice)
    except DomainError as error:
        sys.exit(f"concejo: {voice.words(error.message)}")
