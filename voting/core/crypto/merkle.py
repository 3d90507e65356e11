"""Merkle trees (RFC 6962, section 2.1): one hash for a list that only grows, with short proofs.

The proofs are checked by the algorithms of RFC 9162, sections 2.1.3.2 and 2.1.4.2.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

EMPTY_ROOT = sha256().digest()


def leaf_hash(leaf: bytes) -> bytes:
    """Give the hash of a leaf."""
    return sha256(b"\0" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Give the hash of a node with two children."""
    return sha256(b"\1" + left + right).digest()


def root_of(hashes: Iterable[bytes]) -> bytes:
    """Give the root of a list of leaf hashes."""
    return Tree(hashes).root()


class Tree:
    """Be a tree that grows, and keep the hash of each of its full subtrees.

    The root of any size it ever had, and each proof, then takes a few dozen hashes at most.
    """

    def __init__(self, hashes: Iterable[bytes] = ()) -> None:
        self._levels: list[list[bytes]] = [[]]
        for one in hashes:
            self.append(one)

    def __len__(self) -> int:
        return len(self._levels[0])

    def append(self, leaf: bytes) -> None:
        """Add the hash of a leaf."""
        level = 0
        self._levels[0].append(leaf)
        while len(self._levels[level]) % 2 == 0:
            pair = self._levels[level][-2:]
            level += 1
            if level == len(self._levels):
                self._levels.append([])
            self._levels[level].append(node_hash(*pair))

    def root(self, size: int | None = None) -> bytes:
        """Give the root, or the root that the tree had at a size."""
        whole = self._within(size)
        return self._hash(0, whole) if whole else EMPTY_ROOT

    def inclusion_proof(self, index: int, size: int | None = None) -> tuple[bytes, ...]:
        """Prove that the leaf at an index is in the tree of a size (section 2.1.1)."""
        whole = self._within(size)
        if not 0 <= index < whole:
            raise IndexError(f"there is no leaf {index} among {whole}")
        start, end, proof = 0, whole, []
        while end - start > 1:
            middle = start + _split(end - start)
            if index < middle:
                proof.append(self._hash(middle, end))
                end = middle
            else:
                proof.append(self._hash(start, middle))
                start = middle
        return tuple(reversed(proof))

    def consistency_proof(self, old: int, size: int | None = None) -> tuple[bytes, ...]:
        """Prove that the tree of the old size is the beginning of this one (section 2.1.2)."""
        whole = self._within(size)
        if not 0 <= old <= whole:
            raise IndexError(f"a tree of {whole} leaves never had {old}")
        if old in (0, whole):
            return ()
        start, end, proof = 0, whole, []
        while old != end:
            middle = start + _split(end - start)
            if old <= middle:
                proof.append(self._hash(middle, end))
                end = middle
            else:
                proof.append(self._hash(start, middle))
                start = middle
        if start:
            proof.append(self._hash(start, end))
        return tuple(reversed(proof))

    def _within(self, size: int | None) -> int:
        whole = len(self) if size is None else size
        if not 0 <= whole <= len(self):
            raise IndexError(f"the tree has {len(self)} leaves, not {whole}")
        return whole

    def _hash(self, start: int, end: int) -> bytes:
        """Give the hash over the leaves from start to end."""
        length = end - start
        if length & (length - 1) == 0:
            level = length.bit_length() - 1
            return self._levels[level][start >> level]
        middle = start + _split(length)
        return node_hash(self._hash(start, middle), self._hash(middle, end))


def _split(length: int) -> int:
    """Give the greatest power of two below a length."""
    return 1 << ((length - 1).bit_length() - 1)


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Say whether the proof shows that the leaf with this hash is in the tree with this root."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(step, found)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, step)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def is_consistent(
    old: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]
) -> bool:
    """Say whether the proof shows that the old tree is the beginning of the new one."""
    if old == 0:
        return not proof and old_root == EMPTY_ROOT and size >= 0
    if old == size:
        return not proof and old_root == root
    if not 0 < old < size or not proof:
        return False
    path = list(proof) if old & (old - 1) else [old_root, *proof]
    at, last = old - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    of_old = of_new = path[0]
    for step in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            of_old, of_new = node_hash(step, of_old), node_hash(step, of_new)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            of_new = node_hash(of_new, step)
        at, last = at >> 1, last >> 1
    return last == 0 and of_old == old_root and of_new == root
