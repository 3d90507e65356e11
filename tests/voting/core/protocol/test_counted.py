"""Which ballots count: of each key the highest, of a void key none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.core.protocol.counted import UsedTwice, tell_apart
from voting.core.protocol.leaves import VOID, BallotLeaf

NOTHING = bytes(32)


def leaf_of(voter, ctr):
    said = NOTHING if ctr == VOID else bytes([ctr % 256]) * 32
    return BallotLeaf(0, bytes([voter]) * 32, NOTHING, bytes(384), ctr, said, said)


CAST = st.lists(st.tuples(st.integers(0, 4), st.sampled_from([1, 2, 3, 20, VOID])), unique=True)


@given(CAST)
def test_of_each_key_the_highest_counter_counts_and_of_a_void_key_none(cast):
    leaves = [leaf_of(*one) for one in cast]

    counted = tell_apart(leaves)

    by_hand = {}
    for voter, ctr in cast:
        by_hand[voter] = max(ctr, by_hand.get(voter, 0))
    expected = [leaf_of(voter, ctr) for voter, ctr in cast if by_hand[voter] == ctr != VOID]
    assert list(counted.counting) == expected
    assert counted.void_keys == {bytes([v]) * 32 for v, ctr in by_hand.items() if ctr == VOID}
    parts = [*counted.counting, *counted.replaced, *counted.voids]
    assert sorted(parts, key=leaves.index) == leaves
    assert all(leaf.is_void for leaf in counted.voids)
    assert not any(leaf.is_void for leaf in counted.replaced)


@given(CAST, st.randoms())
def test_the_order_of_the_board_makes_no_difference(cast, chance):
    leaves = [leaf_of(*one) for one in cast]
    shuffled = list(leaves)
    chance.shuffle(shuffled)

    assert set(tell_apart(leaves).counting) == set(tell_apart(shuffled).counting)


def test_a_counter_is_used_once():
    with pytest.raises(UsedTwice):
        tell_apart([leaf_of(1, 1), leaf_of(2, 1), leaf_of(1, 1)])
