"""Check the board before any share is typed: only what it proves to count is ever opened."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tqdm import tqdm

from concejo.commands.trustees.standing import Standing
from concejo.commands.trustees.to_open import (
    BOARD,
    CHECKPOINTS,
    MANIFEST,
    SEALED,
    ToOpen,
    damaged,
)
from concejo.errors import Refused
from concejo.text import _
from voting.core.crypto import notes
from voting.core.crypto.merkle import Tree
from voting.core.crypto.notes import Checkpoint, NotANote, Note
from voting.core.protocol.board import read_checkpoints
from voting.core.protocol.counted import UsedTwice
from voting.core.protocol.layout import Unreadable, text_of
from voting.core.protocol.leaves import (
    BallotLeaf,
    ClosingLeaf,
    PaperLeaf,
    hash_of,
    read_leaf,
    sealed_hash_of,
)
from voting.core.protocol.manifest import Manifest

_ORDER = (BallotLeaf, ClosingLeaf, PaperLeaf)


@dataclass(frozen=True)
class Checked:
    """Be a board that is what its last checkpoint says, of which every ballot is its voter's.

    `hashes` are those of the leaves, in order; `counts` has a byte for each leaf of a ballot, 1
    where it counts.
    """

    manifest: Manifest
    last: Checkpoint
    witnesses: tuple[str, ...]
    hashes: list[bytes]
    counts: bytearray
    voids: int

    @property
    def counting(self) -> int:
        """Give how many ballots count."""
        return self.counts.count(1)

    @property
    def replaced(self) -> int:
        """Give how many were replaced by another, or taken back."""
        return len(self.counts) - self.counting - self.voids


def check(file: ToOpen, progress: str) -> Checked:
    """Check manifest, checkpoints and every leaf, or refuse with what is wrong."""
    manifest = _manifest(file)
    signed = _checkpoints(file, manifest)
    points = [point for point, _note in signed]
    standing, hashes = _walk(file, manifest, points, progress)
    last, note = signed[-1]
    cosigned = [
        one.name
        for one in manifest.witnesses
        if notes.cosigned_at(note, one.name, one.key) is not None
    ]
    return Checked(manifest, last, tuple(cosigned), hashes, standing.counting(), standing.voids)


def ballots(file: ToOpen) -> Iterator[tuple[bytes, BallotLeaf | None, bytes]]:
    """Give every leaf with what it says, where it is one of a ballot, and its sealed ballot.

    Refuses a board whose leaves are malformed or out of order, and what is sealed without a leaf.
    """
    sealed, kind = file.sealed(), 0
    for number, octets in enumerate(file.leaves(), 1):
        leaf = _leaf(octets, number)
        before, kind = kind, _ORDER.index(type(leaf))
        if kind < before or kind == before > 0:
            raise _wrong_leaf(number)
        if not isinstance(leaf, BallotLeaf):
            yield octets, None, b""
            continue
        found = next(sealed, None)
        if found is None or (leaf.is_void and found):
            raise damaged(SEALED)
        yield octets, leaf, found
    if next(sealed, None) is not None:
        raise damaged(SEALED)


def is_there(leaf: BallotLeaf, sealed: bytes) -> bool:
    """Say whether the sealed ballot is the one that the leaf names."""
    return sealed_hash_of(sealed) == leaf.sealed_hash


def _manifest(file: ToOpen) -> Manifest:
    try:
        return Manifest.read(text_of(file.text(MANIFEST)))
    except Unreadable as error:
        raise damaged(MANIFEST) from error


def _checkpoints(file: ToOpen, manifest: Manifest) -> list[tuple[Checkpoint, Note]]:
    try:
        written = read_checkpoints(file.text(CHECKPOINTS))
        signed = [(Checkpoint.read(note.text), note) for note in written]
    except (Unreadable, NotANote) as error:
        raise damaged(CHECKPOINTS) from error
    if not signed:
        raise damaged(CHECKPOINTS)
    for point, note in signed:
        is_ours = point.origin == manifest.origin
        if not is_ours or not notes.is_signed(note, manifest.origin, manifest.board_key):
            raise Refused(
                _(
                    "The signature of the board is not valid: open nothing. Ask for the file again,"
                    " and put it on record."
                )
            )
    return signed


def _walk(
    file: ToOpen, manifest: Manifest, points: Sequence[Checkpoint], progress: str
) -> tuple[Standing, list[bytes]]:
    standing, hashes = Standing(), list[bytes]()
    total = points[-1].size
    leaves = tqdm(ballots(file), progress, total, unit="", disable=None, leave=False)
    for number, (octets, leaf, _sealed) in enumerate(leaves, 1):
        hashes.append(hash_of(octets))
        if leaf is None:
            continue
        if leaf.faults(manifest.election_id, manifest.keys):
            raise _wrong_leaf(number)
        try:
            standing.take(leaf)
        except UsedTwice as error:
            raise _wrong_leaf(number) from error
    if not _are_of(hashes, points):
        raise Refused(
            _(
                "The board is not the one that was signed: open nothing. Ask for the file again,"
                " and put it on record."
            )
        )
    return standing, hashes


def _are_of(hashes: list[bytes], points: Sequence[Checkpoint]) -> bool:
    """Say whether every checkpoint is one of the board as it grew, and the last one the whole."""
    sizes = [0, *(point.size for point in points)]
    if sizes != sorted(sizes) or sizes[-1] != len(hashes):
        return False
    tree = Tree(hashes)
    return all(tree.root(point.size) == point.root for point in points)


def _leaf(octets: bytes, number: int) -> BallotLeaf | PaperLeaf | ClosingLeaf:
    try:
        return read_leaf(octets)
    except Unreadable as error:
        raise _wrong_leaf(number) from error


def _wrong_leaf(number: int) -> Refused:
    return Refused(
        _(
            "Leaf {number} of the board ({name}) is not as it has to be: open nothing, and put it"
            " on record.",
            number=number,
            name=BOARD,
        )
    )
