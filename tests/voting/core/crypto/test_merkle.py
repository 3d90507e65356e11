"""Trees and proofs, against published vectors and a plain second way to make them."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.core.crypto.merkle import (
    EMPTY_ROOT,
    Tree,
    is_consistent,
    is_included,
    leaf_hash,
    root_of,
)

#: The test data of Certificate Transparency's reference implementation.
LEAVES = [
    bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")
] + [bytes(range(0x60, 0x70))]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def plain_root(leaves):
    """MTH as section 2.1 of the RFC writes it."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return sha256(b"\0" + leaves[0]).digest()
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return sha256(b"\1" + plain_root(leaves[:k]) + plain_root(leaves[k:])).digest()


def plain_path(m, leaves):
    """PATH as section 2.1.1 writes it."""
    if len(leaves) == 1:
        return []
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    if m < k:
        return [*plain_path(m, leaves[:k]), plain_root(leaves[k:])]
    return [*plain_path(m - k, leaves[k:]), plain_root(leaves[:k])]


def plain_subproof(m, leaves, is_known):
    """SUBPROOF as section 2.1.2 writes it."""
    if m == len(leaves):
        return [] if is_known else [plain_root(leaves)]
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    if m <= k:
        return [*plain_subproof(m, leaves[:k], is_known), plain_root(leaves[k:])]
    return [*plain_subproof(m - k, leaves[k:], False), plain_root(leaves[:k])]


def tree_of(leaves):
    return Tree(map(leaf_hash, leaves))


def numbered(count):
    return [b"leaf %d" % at for at in range(count)]


@pytest.mark.parametrize("size", range(1, 9))
def test_the_roots_are_those_of_certificate_transparency(size):
    assert root_of(map(leaf_hash, LEAVES[:size])).hex() == ROOTS[size - 1]
    assert tree_of(LEAVES).root(size).hex() == ROOTS[size - 1]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 7, 8, 9, 33])
def test_roots_and_proofs_are_those_that_the_rfc_writes_down(count):
    leaves = numbered(count)
    tree = tree_of(leaves)

    assert len(tree) == count
    for size in range(count + 1):
        assert tree.root(size) == plain_root(leaves[:size])
        for at in range(size):
            assert list(tree.inclusion_proof(at, size)) == plain_path(at, leaves[:size])
        for old in range(1, size + 1):
            proof = tree.consistency_proof(old, size)
            assert list(proof) == plain_subproof(old, leaves[:size], True)


@given(st.integers(1, 70), st.data())
def test_every_proof_is_believed_and_no_other(count, data):
    tree = tree_of(numbered(count))
    size = data.draw(st.integers(1, count))
    at, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, size))
    leaf, root, old_root = leaf_hash(b"leaf %d" % at), tree.root(size), tree.root(old)

    included, consistent = tree.inclusion_proof(at, size), tree.consistency_proof(old, size)

    assert is_included(leaf, at, size, included, root)
    assert is_consistent(old, old_root, size, root, consistent)
    assert not is_included(leaf_hash(b"other"), at, size, included, root)
    assert not is_included(leaf, at, size, (*included, root), root)
    assert not is_included(leaf, at + 1, size, included, root)
    assert not is_included(leaf, at, size, included, EMPTY_ROOT)
    assert not is_consistent(old, old_root, size, root, (*consistent, root))
    if included:
        assert not is_included(leaf, at, size, included[1:], root)
        place = data.draw(st.integers(0, len(included) - 1))
        assert not is_included(leaf, at, size, altered(included, place), root)
    if consistent:
        place = data.draw(st.integers(0, len(consistent) - 1))
        assert not is_consistent(old, old_root, size, root, altered(consistent, place))
        assert not is_consistent(old, old_root, size, root, consistent[1:])
        assert not is_consistent(old, root, size, root, consistent)
        assert not is_consistent(old, old_root, size, old_root, consistent)


def altered(proof, place):
    return (*proof[:place], sha256(proof[place]).digest(), *proof[place + 1 :])


def test_of_a_tree_that_was_rewritten_no_proof_is_believed():
    leaves = numbered(20)
    old_root = tree_of(leaves[:13]).root()

    forged = tree_of([*leaves[:4], b"another", *leaves[5:]])

    proof = forged.consistency_proof(13)
    assert not is_consistent(13, old_root, 20, forged.root(), proof)


def test_the_empty_tree():
    assert root_of([]) == EMPTY_ROOT == sha256(b"").digest()
    assert is_consistent(0, EMPTY_ROOT, 5, bytes(32), ())
    assert not is_consistent(0, bytes(32), 5, bytes(32), ())
    assert not is_consistent(5, bytes(32), 4, bytes(32), ())
    assert not is_included(bytes(32), 0, 0, (), EMPTY_ROOT)


def test_nothing_is_proved_of_what_is_not_there():
    tree = tree_of(numbered(3))

    for ask in (
        lambda: tree.root(4),
        lambda: tree.inclusion_proof(3),
        lambda: tree.inclusion_proof(-1),
        lambda: tree.consistency_proof(4),
    ):
        with pytest.raises(IndexError):
            ask()
