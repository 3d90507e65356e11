"""Open the ballots that count, and only those; the private key stays in memory."""

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tqdm import tqdm

from concejo.commands.trustees.asked import ask_key
from concejo.commands.trustees.checked import Checked, ballots, check, is_there
from concejo.commands.trustees.folders import filling, write
from concejo.commands.trustees.lines import SortedLines
from concejo.commands.trustees.opening import Opening, minutes_of, tell
from concejo.commands.trustees.to_open import BOARD, ToOpen, damaged, opened
from concejo.commands.trustees.voice import Voice
from concejo.text import _, ngettext
from voting.core.protocol.leaves import BallotLeaf, hash_of
from voting.core.protocol.manifest import in_groups
from voting.core.protocol.openings import OpenedLine, UnopenedLine
from voting.core.protocol.sealing import NotOpened, Unopened, unseal
from voting.setup.seal_key.core import SealKey

OPENED, UNOPENED, MINUTES = "opened.jsonl", "unopened.jsonl", "minutes.html"


def open_ballots(arguments: argparse.Namespace, voice: Voice) -> None:
    """Check the board, ask for the shares, open, and write what came of it."""
    folder = Path(arguments.folder)
    with filling(folder) as part, opened(Path(arguments.file)) as file:
        checked = check(file, voice.words(_("Checking the board")))
        _show(checked, voice)
        private, places = ask_key(_seal_key(checked), voice)
        opening = _open(file, checked, private, part, voice)
        write(part / MINUTES, minutes_of(checked, opening, places, arguments.vote).encode())
    tell(checked, opening, voice)
    voice.say(_("{folder} holds the files to take with you.", folder=str(folder)))


def _seal_key(checked: Checked) -> SealKey:
    manifest = checked.manifest
    hashes = tuple(each.hex() for each in manifest.trustees.share_hashes)
    return SealKey(manifest.seal_pk.hex(), manifest.trustees.k, manifest.trustees.n, hashes)


def _show(checked: Checked, voice: Voice) -> None:
    """Say what those present have to compare before they type anything."""
    last, manifest = checked.last, checked.manifest
    voice.say(_("Fingerprint of the vote: {letters}", letters=in_groups(manifest.fingerprint)))
    voice.say(
        ngettext(
            "The board has one leaf. Its root: {letters}",
            "The board has {count} leaves. Its root: {letters}",
            last.size,
            letters=in_groups(last.root.hex()),
        )
    )
    if checked.witnesses:
        voice.say(_("Witnesses who signed it: {names}", names=", ".join(checked.witnesses)))
    else:
        voice.say(_("No witness signed it."))
    voice.say(
        ngettext(
            "One ballot counts and will be opened.",
            "{count} ballots count and will be opened.",
            checked.counting,
        )
    )
    voice.say(
        _(
            "Replaced or taken back, and never opened: {replaced}. Compare fingerprint and root"
            " with what is published elsewhere. If they differ, type no code: press Ctrl-C.",
            replaced=checked.replaced,
        )
    )


def _open(file: ToOpen, checked: Checked, private: bytes, part: Path, voice: Voice) -> Opening:
    reasons: Counter[Unopened] = Counter()
    title = voice.words(_("Opening"))
    kept, left = SortedLines(part / OPENED), SortedLines(part / UNOPENED)
    with kept, left, tqdm(desc=title, total=checked.counting, disable=None, leave=False) as bar:
        for leaf, sealed in _counting(file, checked):
            try:
                kept.add(_line(leaf, sealed, checked, private))
            except NotOpened as error:
                reasons[error.reason] += 1
                left.add(UnopenedLine(leaf.commitment, error.reason).write().encode())
            bar.update()
    digests = {OPENED: kept.digest, UNOPENED: left.digest}
    return Opening(checked.counting - reasons.total(), reasons, digests)


def _counting(file: ToOpen, checked: Checked) -> Iterator[tuple[BallotLeaf, bytes]]:
    """Give the ballots that count; what is read must still be what was checked."""
    place = 0
    for number, (octets, leaf, sealed) in enumerate(ballots(file)):
        if number >= len(checked.hashes) or hash_of(octets) != checked.hashes[number]:
            raise damaged(BOARD)
        if leaf is None:
            continue
        if checked.counts[place]:
            yield leaf, sealed
        place += 1


def _line(leaf: BallotLeaf, sealed: bytes, checked: Checked, private: bytes) -> bytes:
    """Open a ballot and write its line, or raise NotOpened."""
    if not is_there(leaf, sealed):
        raise NotOpened(Unopened.LOST)
    context = leaf.context(checked.manifest.election_id)
    nonce, plain = unseal(private, context, sealed, checked.manifest.pad)
    return OpenedLine(leaf.commitment, nonce, plain).write().encode()
