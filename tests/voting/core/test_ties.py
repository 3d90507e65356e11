"""Ties: one declared order, and a lot that anybody can draw again."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.core.profile import Standing
from voting.core.steps import TieBroken
from voting.core.ties import TieKey, TieOrder, Ties, lot, validate_ties

TABLE = (
    Standing("a", 5, 10, 10),
    Standing("b", 5, 12, 12),
    Standing("c", 7, 12, 12),
    Standing("d", 5, 10, 10),
)


def order(*keys: TieKey, seed: str = "seed") -> TieOrder:
    return TieOrder(Ties(keys, seed), TABLE)


@given(st.text(min_size=1), st.sets(st.text()), st.randoms())
def test_the_lot_depends_on_the_seed_and_the_codes_alone(seed, codes, chance):
    shuffled = sorted(codes)
    chance.shuffle(shuffled)

    assert lot(seed, shuffled) == lot(seed, sorted(codes))


def test_the_lot_is_the_order_of_the_hashes():
    drawn = lot("2027", "abc")

    hashes = [sha256(b"2027\x00" + code.encode()).hexdigest() for code in drawn]
    assert hashes == sorted(hashes)


@pytest.mark.parametrize(
    ("keys", "winner", "key"),
    [
        ((TieKey.CHEAPEST, TieKey.MOST_VOTES, TieKey.LOT), "b", "most_votes"),
        ((TieKey.DEAREST, TieKey.LOT), "c", "dearest"),
        ((TieKey.PUBLISHED_ORDER,), "a", "published_order"),
        ((TieKey.LOT,), lot("seed", "abcd")[0], "lot"),
    ],
)
def test_the_first_key_that_sets_one_apart_decides(keys, winner, key):
    first, steps = order(*keys).first(["a", "b", "c", "d"])

    assert first == winner
    assert isinstance(steps[0], TieBroken)
    assert (steps[0].winner, steps[0].key) == (winner, key)


def test_one_alone_is_no_tie():
    assert order(TieKey.LOT).first(["c"]) == ("c", ())


@pytest.mark.parametrize(
    "ties",
    [
        Ties(()),
        Ties((TieKey.CHEAPEST,)),
        Ties((TieKey.LOT,)),
        Ties((TieKey.PUBLISHED_ORDER, TieKey.PUBLISHED_ORDER)),
    ],
)
def test_an_order_that_may_not_decide_is_refused(ties):
    assert len(validate_ties(ties)) == 1

    with pytest.raises(ValueError, match=r"must end|twice|seed"):
        TieOrder(ties, TABLE)
