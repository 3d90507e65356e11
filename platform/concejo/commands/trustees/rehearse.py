"""Rehearse: open a test ballot with the shares, before anybody votes."""

import argparse
import secrets
from pathlib import Path

from concejo.commands.trustees.asked import ask_key
from concejo.commands.trustees.voice import Voice
from concejo.errors import Invalid, Refused
from concejo.text import _
from voting.core.crypto import hpke
from voting.core.protocol.manifest import in_groups
from voting.setup.seal_key.core import SealKey, parse_seal_key

_INFO = b"concejo/rehearsal\0"
_MESSAGE_BYTES = 64


def rehearse(arguments: argparse.Namespace, voice: Voice) -> None:
    """Seal to the public key, join the shares and open; nothing is written."""
    key = _read(Path(arguments.file))
    voice.say(_("Fingerprint of the public key: {letters}", letters=in_groups(key.fingerprint)))
    voice.say(_("Compare it with the minutes. {need} shares are needed.", need=key.k))
    message = secrets.token_bytes(_MESSAGE_BYTES)
    public = bytes.fromhex(key.seal_pk)
    sealed = hpke.seal(public, _INFO, b"", message, secrets.token_bytes(hpke.KEY_BYTES))
    private, _places = ask_key(key, voice)
    if hpke.unseal(private, _INFO, b"", sealed) != message:
        raise Refused(_("The test ballot came out changed: do not use this key."))
    voice.say(_("The test ballot was sealed and opened: these shares open the ballot box."))


def _read(file: Path) -> SealKey:
    try:
        return parse_seal_key(file.read_bytes())
    except OSError as error:
        raise Refused(_("It cannot be read: {reason}.", reason=error.strerror or "")) from error
    except Invalid as error:
        raise Refused(next(iter(error.fields.values()))) from error
