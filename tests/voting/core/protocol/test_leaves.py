"""Leaves are read strictly: one bit more or less, and it is no leaf that counts."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.core.protocol.town import KEYS, VECTORS, flipped
from voting.core.protocol.layout import Unreadable
from voting.core.protocol.leaves import (
    BALLOT_BYTES,
    VOID,
    BallotLeaf,
    ClosingLeaf,
    PaperLeaf,
    read_ballot_leaf,
    read_leaf,
)

PUBLIC = [key.public for key in KEYS]
VOTER = VECTORS["voters"][1]
ELECTION = bytes.fromhex(VOTER["election_id"])
LEAF = bytes.fromhex(VOTER["ballots"][0]["leaf"])
VOID_LEAF = bytes.fromhex(VOTER["void_leaf"])
U16, U32 = st.integers(0, 2**16 - 1), st.integers(0, 2**32 - 1)
HASHES = st.binary(min_size=32, max_size=32)
BALLOTS = st.builds(
    BallotLeaf,
    U16,
    HASHES,
    HASHES,
    st.binary(min_size=384, max_size=384),
    st.integers(1, VOID - 1),
    HASHES,
    HASHES,
    st.binary(min_size=64, max_size=64),
)


@given(
    BALLOTS
    | st.builds(PaperLeaf, U32, HASHES)
    | st.builds(ClosingLeaf, U32, U32, U32, U32, U32, HASHES)
)
def test_a_leaf_comes_back_as_it_was(leaf):
    octets = leaf.encode()

    assert read_leaf(octets) == leaf
    for other in (octets[:-1], octets + b"\0", b"\0" + octets[1:], b"\4" + octets[1:]):
        with pytest.raises(Unreadable):
            read_leaf(other)


@given(st.binary(max_size=700))
def test_what_is_read_is_written_the_same(octets):
    try:
        leaf = read_leaf(octets)
    except Unreadable:
        return
    assert leaf.encode() == octets


@pytest.mark.parametrize("octets", [LEAF, VOID_LEAF], ids=["ballot", "void"])
def test_no_changed_bit_of_a_leaf_is_taken_by_the_box(octets):
    taken = []
    for bit in range(8 * BALLOT_BYTES):
        try:
            leaf = read_ballot_leaf(flipped(octets, bit))
        except Unreadable:
            continue
        if not leaf.faults(ELECTION, PUBLIC, strictly=True):
            taken.append(bit)

    assert read_ballot_leaf(octets).faults(ELECTION, PUBLIC, strictly=True) == ()
    assert taken == []


@given(st.integers(0, 8 * BALLOT_BYTES - 1))
def test_no_changed_bit_of_a_leaf_is_taken_by_a_verifier(bit):
    try:
        leaf = read_ballot_leaf(flipped(LEAF, bit))
    except Unreadable:
        return
    assert leaf.faults(ELECTION, PUBLIC)


def test_the_counter_begins_with_one():
    leaf = read_ballot_leaf(LEAF)
    with pytest.raises(ValueError, match="begins with 1"):
        replace(leaf, ctr=0)
    at = 1 + 2 + 32 + 32 + 384

    assert LEAF[at : at + 4] == (1).to_bytes(4, "big")
    with pytest.raises(Unreadable, match="begins with 1"):
        read_leaf(LEAF[:at] + bytes(4) + LEAF[at + 4 :])


def test_a_void_says_nothing():
    at = 1 + 2 + 32 + 32 + 384

    with pytest.raises(Unreadable, match="void"):
        read_leaf(LEAF[:at] + b"\xff" * 4 + LEAF[at + 4 :])
    assert read_ballot_leaf(VOID_LEAF).is_void


def test_only_a_ballot_is_a_ballot():
    with pytest.raises(Unreadable, match="leaf of a ballot"):
        read_ballot_leaf(PaperLeaf(1, bytes(32)).encode())
    with pytest.raises(Unreadable):
        read_leaf(b"")
