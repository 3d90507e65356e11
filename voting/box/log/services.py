"""Keep the log of a box: append leaves, sign the root, prove what is in it.

See “box” in voting/README.md. The log only grows. Its times are those of batches.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from concejo.clock import now
from concejo.db import execute, fetch
from concejo.errors import NotFound
from concejo.text import _
from voting.box.keys import services as keys
from voting.core.crypto.merkle import Tree
from voting.core.crypto.notes import Checkpoint, Note, sign
from voting.core.protocol.leaves import VOID, hash_of
from voting.core.protocol.manifest import Manifest


class NotOnTheBoard(NotFound):
    """There is no such leaf, or not yet."""


@dataclass(frozen=True)
class Line:
    """What is appended: a leaf, and for a ballot its key, number and sealed content."""

    leaf: bytes
    voter: bytes | None = None
    counter: int | None = None
    sealed: bytes = b""


@dataclass(frozen=True)
class Proof:
    """Where a leaf is on the board, and the hashes that lead from it to the signed root."""

    place: int
    size: int
    hashes: tuple[bytes, ...]
    checkpoint: str


@dataclass(frozen=True)
class Signed:
    """A state of the board, and the note in which it is signed."""

    note: str
    state: Checkpoint


async def append(manifest: Manifest, lines: Sequence[Line]) -> None:
    """Append leaves in this order and sign the new root; part of the caller's transaction."""
    election = manifest.election_id
    hashes = await list_hashes(election)
    for place, line in enumerate(lines, len(hashes)):
        hashes.append(hash_of(line.leaf))
        await execute(
            "INSERT INTO leaf (election, place, hash, leaf, voter, counter, sealed)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            election,
            place,
            hashes[-1],
            line.leaf,
            line.voter,
            line.counter,
            line.sealed,
            connection="box",
        )
    await _sign(manifest, hashes)


async def _sign(manifest: Manifest, hashes: Sequence[bytes]) -> None:
    text = Checkpoint(manifest.origin, len(hashes), Tree(hashes).root()).text
    signature = sign(text, manifest.origin, keys.board_key(manifest.election_id))
    await execute(
        "INSERT INTO checkpoint (election, size, note) VALUES (?, ?, ?)",
        manifest.election_id,
        len(hashes),
        Note(text, (signature,)).write(),
        connection="box",
    )
    await execute(
        "UPDATE box SET flushed_at = ? WHERE election = ?",
        now(),
        manifest.election_id,
        connection="box",
    )


async def list_hashes(election: bytes) -> list[bytes]:
    """List the hashes of all leaves, in their order."""
    rows = await fetch(
        "SELECT hash FROM leaf WHERE election = ? ORDER BY place", election, connection="box"
    )
    return [row.octets("hash") for row in rows]


async def list_lines(election: bytes) -> list[Line]:
    """List all leaves in their order, with the sealed ballots."""
    rows = await fetch(
        "SELECT leaf, voter, counter, sealed FROM leaf WHERE election = ? ORDER BY place",
        election,
        connection="box",
    )
    return [
        Line(
            row.octets("leaf"),
            None if row["voter"] is None else row.octets("voter"),
            None if row["counter"] is None else row.integer("counter"),
            row.octets("sealed"),
        )
        for row in rows
    ]


async def count_counting(election: bytes) -> int:
    """Count the keys of which a ballot counts: all that are on the board but those given up."""
    rows = await fetch(
        "SELECT (SELECT count(DISTINCT voter) FROM leaf WHERE election = ?)"
        " - (SELECT count(*) FROM leaf WHERE election = ? AND counter = ?) AS n",
        election,
        election,
        VOID,
        connection="box",
    )
    return rows[0].integer("n")


async def list_leaves(election: bytes, start: int = 0) -> list[bytes]:
    """List the leaves from a place on, in their order, without what is sealed."""
    rows = await fetch(
        "SELECT leaf FROM leaf WHERE election = ? AND place >= ? ORDER BY place",
        election,
        start,
        connection="box",
    )
    return [row.octets("leaf") for row in rows]


async def list_checkpoints(election: bytes) -> list[str]:
    """List all signed checkpoints, the oldest first."""
    rows = await fetch(
        "SELECT note FROM checkpoint WHERE election = ? ORDER BY size", election, connection="box"
    )
    return [row.text("note") for row in rows]


async def find_latest(election: bytes) -> Signed | None:
    """Find the latest signed state of a board; None while nothing is on it."""
    rows = await fetch(
        "SELECT note FROM checkpoint WHERE election = ? ORDER BY size DESC LIMIT 1",
        election,
        connection="box",
    )
    if not rows:
        return None
    note = rows[0].text("note")
    return Signed(note, Checkpoint.read(Note.read(note).text))


async def find_place(election: bytes, leaf_hash: bytes) -> int | None:
    """Find the place of a leaf on the board."""
    rows = await fetch(
        "SELECT place FROM leaf WHERE election = ? AND hash = ?",
        election,
        leaf_hash,
        connection="box",
    )
    return rows[0].integer("place") if rows else None


async def prove(election: bytes, leaf_hash: bytes) -> Proof:
    """Prove that a leaf is under the latest signed root."""
    signed, place = await find_latest(election), await find_place(election, leaf_hash)
    if signed is None or place is None or place >= signed.state.size:
        raise NotOnTheBoard(_("This ballot is not on the board, or not yet."))
    tree, size = await _grow(election, signed.state), signed.state.size
    return Proof(place, size, tree.inclusion_proof(place, size), signed.note)


async def prove_consistency(
    election: bytes, older: int, whole: int | None = None
) -> tuple[bytes, ...]:
    """Prove that the board of an older size is the beginning of a later one, else of today's."""
    signed = await find_latest(election)
    if signed is not None:
        later = signed.state.size if whole is None else whole
        if 0 < older <= later <= signed.state.size:
            return (await _grow(election, signed.state)).consistency_proof(older, later)
    raise NotFound(_("The board never had that size."))


@lru_cache(maxsize=16)
def _kept(_election: bytes) -> Tree:
    """Give the tree that is kept of a board from one question to the next."""
    return Tree()


async def _grow(election: bytes, signed: Checkpoint) -> Tree:
    """Give the tree of a board, at least as large as a checkpoint and with its root.

    A tree that does not have the root is of another database with the same election, and is
    dropped: the checkpoint was signed in one transaction with the leaves.
    """
    tree = _kept(election)
    await _catch_up(election, tree, signed.size)
    if tree.root(signed.size) != signed.root:
        _kept.cache_clear()
        tree = _kept(election)
        await _catch_up(election, tree, signed.size)
    return tree


async def _catch_up(election: bytes, tree: Tree, size: int) -> None:
    """Add what a tree lacks; another request may have added some of it meanwhile."""
    start = len(tree)
    rows = await fetch(
        "SELECT hash FROM leaf WHERE election = ? AND place >= ? AND place < ? ORDER BY place",
        election,
        start,
        size,
        connection="box",
    )
    for row in rows[len(tree) - start :]:
        tree.append(row.octets("hash"))
