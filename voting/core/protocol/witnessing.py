"""Witnessing: what a checkpoint has to prove before anybody signs that the board only grew."""

from collections.abc import Sequence

from voting.core.crypto import merkle, notes
from voting.core.crypto.notes import Checkpoint, NotANote, Note
from voting.core.protocol.manifest import Manifest


class NotOfTheBoard(ValueError):
    """The note is not a checkpoint that the board of this vote signed."""


class SplitView(ValueError):
    """Two checkpoints, both signed by the board, of which neither is the beginning of the other."""


def checkpoint_of(manifest: Manifest, note: Note) -> Checkpoint:
    """Give the checkpoint that a note is, signed by the board of this vote, or NotOfTheBoard."""
    try:
        checkpoint = Checkpoint.read(note.text)
    except NotANote as error:
        raise NotOfTheBoard("not a checkpoint") from error
    if checkpoint.origin != manifest.origin:
        raise NotOfTheBoard("a checkpoint of another log")
    if not notes.is_signed(note, manifest.origin, manifest.board_key):
        raise NotOfTheBoard("not signed with the key of the board")
    return checkpoint


def demand_growth(older: Checkpoint, newer: Checkpoint, proof: Sequence[bytes]) -> None:
    """Raise SplitView unless the proof shows that the older board is the beginning of the newer.

    A board that became smaller is a split view, too: what is on it stays there.
    """
    if newer.size < older.size or not merkle.is_consistent(
        older.size, older.root, newer.size, newer.root, proof
    ):
        raise SplitView(f"{older.size} leaves are not the beginning of {newer.size}")
