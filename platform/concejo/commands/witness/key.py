"""Make the key of a witness, and read it again."""

import argparse
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_bytes

from concejo.commands.trustees.voice import Voice
from concejo.errors import Refused
from concejo.secret import keep_secret
from concejo.text import _
from voting.core.crypto import ed25519
from voting.core.crypto.notes import is_name
from voting.setup.core.witnesses import write_witness


@dataclass(frozen=True)
class Key:
    """Be the key of a witness: its name, and the private seed."""

    name: str
    seed: bytes = field(repr=False)

    @property
    def public(self) -> bytes:
        """Give the public half."""
        return ed25519.public_key(self.seed)


def make_key(arguments: argparse.Namespace, voice: Voice) -> None:
    """Make a key in a file, and say what to give to the municipality."""
    name: str = arguments.name
    if not is_name(name) or "," in name:
        raise Refused(_("The name of a key has neither spaces nor commas nor a plus sign."))
    if arguments.key.exists():
        raise Refused(_("There is a file {file} already.", file=str(arguments.key)))
    try:
        keep_secret(arguments.key, f"{name}\n{token_bytes(32).hex()}\n".encode())
    except OSError as error:
        raise Refused(
            _("{file} cannot be written: {reason}", file=str(arguments.key), reason=str(error))
        ) from error
    key = read_key(arguments.key)
    voice.say(
        _(
            "The key is in {file}. Keep it to yourself, and a copy elsewhere. Give this line to the"
            " municipality before the vote opens:",
            file=str(arguments.key),
        )
    )
    print(write_witness(key.name, key.public))


def read_key(path: Path) -> Key:
    """Read the file that `make_key` wrote, or refuse it."""
    try:
        name, seed = path.read_text(encoding="utf-8").split("\n")[:2]
        key = Key(name, bytes.fromhex(seed))
        ed25519.public_key(key.seed)
    except (OSError, ValueError) as error:
        raise Refused(
            _(
                "{file} is not the key of a witness. `concejo witness key` makes one.",
                file=str(path),
            )
        ) from error
    return key
