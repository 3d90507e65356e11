"""Make the seal key in memory, and give everybody a share of it on paper."""

import argparse
import secrets
from collections.abc import Sequence
from pathlib import Path

from concejo.commands.trustees.folders import filling, write
from concejo.commands.trustees.sheets import Announced, minutes_page, share_page, warning_alone
from concejo.commands.trustees.voice import Voice
from concejo.errors import Refused
from concejo.text import _
from voting.core.crypto import hpke
from voting.core.crypto.shamir import Share, join
from voting.core.protocol.manifest import in_groups
from voting.core.protocol.shares import code_of
from voting.setup.seal_key.core import MAX_TRUSTEES, SealKey, share_out

SEAL_KEY = "seal-key.json"
MINUTES = "minutes.html"
#: A heading of two lines, so that a sheet stays one page.
_LONGEST_NAME = 90


def make(arguments: argparse.Namespace, voice: Voice) -> None:
    """Make key, sheets and minutes in an empty folder; no share is shown unless asked for."""
    need, of, folder = arguments.need, arguments.of, Path(arguments.folder)
    _demand_terms(need, of, arguments.vote)
    if need == 1:
        voice.warn(warning_alone())
    key, shares = _made(need, of)
    write_sheets(folder, key, shares, arguments.vote)
    voice.say(_("Fingerprint of the public key: {letters}", letters=in_groups(key.fingerprint)))
    if arguments.show:
        for share in shares:
            voice.say(_("Share {number}: {code}", number=share.x, code=code_of(share)))
    voice.say(
        _(
            "In {folder} there are the public key ({key}), {of} sheets (share-1.html and so on)"
            " and the minutes ({minutes}). Open each sheet with the browser, print it once, and"
            " rehearse before anything is destroyed.",
            folder=str(folder),
            key=SEAL_KEY,
            of=of,
            minutes=MINUTES,
        )
    )


def _demand_terms(need: int, of: int, vote: str) -> None:
    if not 1 <= of <= MAX_TRUSTEES:
        raise Refused(_("There may be from 1 to {most} shares.", most=MAX_TRUSTEES))
    if need < 1:
        raise Refused(_("At least one share is needed to open the ballots."))
    if need > of:
        raise Refused(_("Of {of} shares, {need} can never come together.", of=of, need=need))
    if len(vote) > _LONGEST_NAME:
        raise Refused(_("The name of the vote has more than {most} letters.", most=_LONGEST_NAME))


def _made(need: int, of: int) -> tuple[SealKey, tuple[Share, ...]]:
    private = secrets.token_bytes(hpke.KEY_BYTES)
    key, shares = share_out(private, need, of, secrets.token_bytes(hpke.KEY_BYTES * (need - 1)))
    # A fault of the memory now would be found only when nobody can mend it.
    assert join(shares[:need]) == join(shares[-need:]) == private
    return key, shares


def write_sheets(folder: Path, key: SealKey, shares: Sequence[Share], vote: str) -> None:
    """Write key, minutes and the sheet of each share into an empty folder, all or nothing."""
    with filling(folder) as part:
        _write(part, key, shares, vote)


def _write(part: Path, key: SealKey, shares: Sequence[Share], vote: str) -> None:
    announced = Announced(
        need=key.k,
        of=key.n,
        public_key=key.seal_pk,
        fingerprint=key.fingerprint,
        share_marks=tuple(in_groups(each[:16]) for each in key.share_hashes),
        vote=vote,
    )
    command = f"concejo trustees make --need {key.k} --of {key.n}"
    write(part / SEAL_KEY, key.text.encode())
    write(part / MINUTES, minutes_page(announced, command).encode())
    for share in shares:
        sheet = share_page(announced, share.x, code_of(share))
        write(part / f"share-{share.x}.html", sheet.encode())
