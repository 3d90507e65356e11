"""Verify the board of a vote at home, as far as it has come, and whether a receipt was kept."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from tqdm import tqdm

from concejo.commands.trustees.voice import Voice
from concejo.commands.witness.site import Site
from concejo.commands.witness.state import opened
from concejo.errors import Refused
from concejo.text import Text, _, ngettext
from voting.core.crypto import notes
from voting.core.crypto.merkle import Tree
from voting.core.crypto.notes import Checkpoint, Note
from voting.core.protocol.board import Board, read_board, read_checkpoints
from voting.core.protocol.counted import Counted, UsedTwice, tell_apart
from voting.core.protocol.layout import Unreadable
from voting.core.protocol.leaves import hash_of
from voting.core.protocol.manifest import Manifest, in_groups
from voting.core.protocol.receipts import Receipt
from voting.core.protocol.witnessing import NotOfTheBoard, checkpoint_of


def check(arguments: argparse.Namespace, voice: Voice) -> None:
    """Read everything that the box publishes, verify it, and say what was verified."""
    site = Site.of(arguments.address)
    manifest = site.read_manifest()
    voice.say(_("Fingerprint of the vote: {letters}", letters=in_groups(manifest.fingerprint)))
    wanted = "".join(arguments.fingerprint.split()).lower()
    if wanted and wanted != manifest.fingerprint:
        raise Refused(_("That is not the fingerprint that was published. Make it public."))
    # The board first: whatever it holds is under a checkpoint that is read after it.
    board, written = _read(site.get("board.bin"), site.get("checkpoints.txt"))
    tree = Tree(map(hash_of, board.leaves))
    signed = _signed(manifest, tree, written)
    if arguments.state is not None:
        _compare(arguments.state, site, tree)
    counted = _verify_leaves(manifest, board, voice)
    _tell(manifest, board, counted, signed, voice)
    for path in arguments.receipt:
        _look_up(path, manifest, board, counted, voice)


def _read(board: bytes, checkpoints: bytes) -> tuple[Board, tuple[Note, ...]]:
    try:
        return read_board(board), read_checkpoints(checkpoints)
    except Unreadable as error:
        raise Refused(
            _("The board cannot be read: {reason}. Make it public.", reason=str(error))
        ) from error


def _signed(manifest: Manifest, tree: Tree, written: Sequence[Note]) -> list[Note]:
    """Give the checkpoints of the board as it was read, each with the root that it had."""
    kept = []
    for note in written:
        try:
            point = checkpoint_of(manifest, note)
        except NotOfTheBoard as error:
            raise Refused(_("A checkpoint is not signed by the board. Make it public.")) from error
        # It may have grown since the board was read.
        if point.size <= len(tree):
            _demand_root(tree, point)
            kept.append(note)
    if len(tree) and (not kept or Checkpoint.read(kept[-1].text).size != len(tree)):
        raise Refused(_("There are leaves on the board that no checkpoint signs. Make it public."))
    return kept


def _demand_root(tree: Tree, point: Checkpoint) -> None:
    if point.size > len(tree) or tree.root(point.size) != point.root:
        raise Refused(
            ngettext(
                "The board is not the one that was signed when it had one leaf. Make it public.",
                "The board is not the one that was signed when it had {count} leaves. Make it"
                " public.",
                point.size,
            )
        )


def _compare(folder: Path, site: Site, tree: Tree) -> None:
    """Hold the board against the checkpoint that this witness cosigned last."""
    with opened(folder, site.election) as state:
        if state.last is not None:
            _demand_root(tree, Checkpoint.read(state.last.text))


def _verify_leaves(manifest: Manifest, board: Board, voice: Voice) -> Counted:
    title = voice.words(_("Checking the board"))
    for number, leaf in enumerate(tqdm(board.ballots, title, disable=None, leave=False), 1):
        if leaf.faults(manifest.election_id, manifest.keys):
            raise Refused(
                _("Ballot {number} on the board is not valid. Make it public.", number=number)
            )
    try:
        return tell_apart(board.ballots)
    except UsedTwice as error:
        raise Refused(_("A ballot is on the board twice. Make it public.")) from error


def _tell(
    manifest: Manifest, board: Board, counted: Counted, signed: Sequence[Note], voice: Voice
) -> None:
    voice.say(
        ngettext(
            "Everything on the board is right: one checkpoint.",
            "Everything on the board is right: {count} checkpoints.",
            len(signed),
        )
    )
    voice.tell(_("Leaves"), len(board.leaves))
    voice.tell(_("Ballots that count"), len(counted.counting))
    voice.tell(_("Ballots replaced"), len(counted.replaced))
    for witness in manifest.witnesses:
        sizes = [
            Checkpoint.read(note.text).size
            for note in signed
            if notes.cosigned_at(note, witness.name, witness.key) is not None
        ]
        voice.say(
            _("{name} last signed a board of {size}.", name=witness.name, size=sizes[-1])
            if sizes
            else _("{name} has signed nothing yet.", name=witness.name)
        )


def _look_up(path: Path, manifest: Manifest, board: Board, counted: Counted, voice: Voice) -> None:
    """Say what became of the ballot of a receipt, or refuse where the promise is broken."""
    receipt = _read_receipt(path, manifest)
    said = _standing(receipt, counted)
    if said is None and board.closing is not None:
        raise Refused(
            _(
                "{code} IS NOT ON THE BOARD, AND THE BOX IS CLOSED. The receipt is signed: it"
                " proves that the box failed. Take it to the electoral board.",
                code=receipt.code,
            )
        )
    later = _(
        "{code} is not on the board yet. Look again in a day, and at the close.",
        code=receipt.code,
    )
    voice.say(said or later)


def _read_receipt(path: Path, manifest: Manifest) -> Receipt:
    try:
        receipt = Receipt.read(path.read_text(encoding="utf-8").strip())
    except (OSError, UnicodeDecodeError, Unreadable) as error:
        raise Refused(_("{file} is not a receipt.", file=str(path))) from error
    is_ours = receipt.election_id == manifest.election_id
    if not is_ours or not receipt.is_signed(manifest.board_key):
        raise Refused(_("The board of this vote did not sign {file}.", file=str(path)))
    return receipt


def _standing(receipt: Receipt, counted: Counted) -> Text | None:
    """Say where the ballot of a receipt is; None where it is not."""
    code = receipt.code
    for said, leaves in (
        (_("{code} is on the board and counts.", code=code), counted.counting),
        (
            _("{code} is on the board; a later ballot of the same voter counts.", code=code),
            counted.replaced,
        ),
        (_("{code} is on the board: the vote was given up at the desk.", code=code), counted.voids),
    ):
        if any(hash_of(leaf.encode()) == receipt.leaf_hash for leaf in leaves):
            return said
    return None
