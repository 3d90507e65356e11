"""Any so many shares open a secret, and fewer tell nothing of it."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.core.crypto import shamir
from voting.core.crypto.shamir import NotShares, Share, join, split


@st.composite
def shared(draw):
    secret = draw(st.binary(min_size=1, max_size=33))
    of = draw(st.integers(1, 7))
    need = draw(st.integers(1, of))
    size = len(secret) * (need - 1)
    return secret, need, of, draw(st.binary(min_size=size, max_size=size))


@given(shared())
def test_every_subset_of_so_many_opens_in_any_order(case):
    secret, need, of, _coefficients = case

    shares = split(*case)

    assert [share.x for share in shares] == list(range(1, of + 1))
    for size in range(need, of + 1):
        for chosen in combinations(shares, size):
            assert join(chosen) == secret
            assert join(chosen[::-1]) == secret


@given(shared().filter(lambda case: case[1] > 1), st.data())
def test_fewer_fit_every_other_secret_as_well(case, data):
    """Whoever has one share too few can take any secret for true: the rest can be made to fit."""
    secret, need, _of, _coefficients = case
    few = data.draw(st.sampled_from(list(combinations(split(*case), need - 1))))
    other = data.draw(st.binary(min_size=len(secret), max_size=len(secret)))

    # The polynomial through the few and through (0, other) is one of degree below `need`.
    x = next(x for x in range(1, 256) if x not in [share.x for share in few])
    weights = dict.fromkeys([0, *(share.x for share in few)], 1)
    for at in weights:
        for against in weights:
            if against != at:
                ratio = shamir._product(x ^ against, shamir._inverse(at ^ against))
                weights[at] = shamir._product(weights[at], ratio)
    known = {0: other} | {share.x: share.y for share in few}
    made = bytes(len(secret))
    for at, y in known.items():
        made = bytes(a ^ shamir._product(b, weights[at]) for a, b in zip(made, y, strict=True))

    assert join([*few, Share(x, made)]) == other


def test_no_subset_of_fewer_opens_where_the_coefficients_are_not_zero():
    secret = b"the seal key of the whole vote!!"

    shares = split(secret, 3, 5, bytes(range(1, 65)))

    for size in (1, 2):
        for chosen in combinations(shares, size):
            assert join(chosen) != secret


def test_the_field_is_that_of_aes():
    """The example of FIPS 197, section 4.2: {57} times {83} is {c1}, {57} times {13} is {fe}."""
    assert shamir._product(0x57, 0x83) == 0xC1
    assert shamir._product(0x57, 0x13) == 0xFE
    assert all(shamir._product(a, shamir._inverse(a)) == 1 for a in range(1, 256))


def test_shares_that_do_not_belong_together_are_refused():
    one, two, three = split(b"secret", 2, 3, b"random")

    for shares in ([], [one, one], [one, Share(2, b"short")], [two, three, Share(3, b"secret")]):
        with pytest.raises(NotShares):
            join(shares)


@pytest.mark.parametrize(("x", "y"), [(0, b"a"), (256, b"a"), (1, b"")])
def test_what_is_no_share_is_refused(x, y):
    with pytest.raises(NotShares):
        Share(x, y)


@pytest.mark.parametrize(
    ("secret", "need", "of", "coefficients"),
    [
        (b"", 1, 1, b""),
        (b"a", 0, 1, b""),
        (b"a", 3, 2, b"ab"),
        (b"a", 2, 256, b"a"),
        (b"a", 2, 3, b""),
    ],
)
def test_what_cannot_be_shared_is_refused(secret, need, of, coefficients):
    with pytest.raises(ValueError, match=r"shared|random bytes"):
        split(secret, need, of, coefficients)


def test_a_share_is_not_shown():
    assert "secret" not in repr(Share(1, b"secret"))
