"""What is sealed opens for the trustees only, and only as the ballot that it was."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.core.protocol.town import SEAL_PK, SEAL_PRIVATE, flipped
from voting.core.protocol.layout import Unreadable
from voting.core.protocol.sealing import (
    Context,
    NotOpened,
    Unopened,
    commitment_of,
    opening_of,
    read_opening,
    seal,
    unseal,
)

E, PK, NONCE, PLAIN = bytes(32), b"p" * 32, b"n" * 32, b'{"1":{"choices":[],"points":[]}}'
CONTEXT = Context(E, PK, 1, commitment_of(E, PK, 1, NONCE, PLAIN))


def reason_of(sealed, context=CONTEXT, pad=80):
    with pytest.raises(NotOpened) as refused:
        unseal(SEAL_PRIVATE, context, sealed, pad)
    return refused.value.reason


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=60), st.integers(0, 20))
def test_an_opening_comes_back_as_it_was(nonce, plain, more):
    pad = 34 + len(plain) + more

    opening = opening_of(nonce, plain, pad)

    assert len(opening) == pad
    assert read_opening(opening) == (nonce, plain)


def test_an_opening_is_zero_after_its_end():
    opening = opening_of(NONCE, PLAIN, 80)

    for wrong in (opening[:-1] + b"\1", opening[:33], NONCE + b"\xff\xff" + PLAIN):
        with pytest.raises(Unreadable):
            read_opening(wrong)
    with pytest.raises(ValueError, match="longer"):
        opening_of(NONCE, PLAIN, 34 + len(PLAIN) - 1)


def test_a_sealed_ballot_opens():
    sealed = seal(SEAL_PK, CONTEXT, opening_of(NONCE, PLAIN, 80), b"e" * 32)

    assert unseal(SEAL_PRIVATE, CONTEXT, sealed, 80) == (NONCE, PLAIN.decode())


@pytest.mark.parametrize(
    "other",
    [
        replace(CONTEXT, election_id=b"x" * 32),
        replace(CONTEXT, pk=b"x" * 32),
        replace(CONTEXT, ctr=2),
        replace(CONTEXT, commitment=bytes(32)),
    ],
)
def test_a_copied_ballot_does_not_open(other):
    sealed = seal(SEAL_PK, CONTEXT, opening_of(NONCE, PLAIN, 80), b"e" * 32)

    assert reason_of(sealed, other) is Unopened.NOT_SEALED


@given(st.integers(0, 8 * 128 - 1))
def test_a_changed_bit_keeps_it_closed(bit):
    sealed = seal(SEAL_PK, CONTEXT, opening_of(NONCE, PLAIN, 80), b"e" * 32)

    assert reason_of(flipped(sealed, bit)) is Unopened.NOT_SEALED


def test_every_reason_is_told():
    other = opening_of(NONCE, PLAIN + b" ", 80)
    binary = replace(CONTEXT, commitment=commitment_of(E, PK, 1, NONCE, b"\xff"))

    def sealed(opening, context=CONTEXT):
        return seal(SEAL_PK, context, opening, b"e" * 32)

    assert reason_of(b"") is Unopened.NOT_SEALED
    assert reason_of(sealed(b"short")) is Unopened.NOT_AN_OPENING
    assert reason_of(sealed(opening_of(NONCE, PLAIN, 81))) is Unopened.NOT_AN_OPENING
    assert reason_of(sealed(other)) is Unopened.OTHER_COMMITMENT
    assert reason_of(sealed(opening_of(NONCE, b"\xff", 80), binary), binary) is Unopened.NOT_TEXT


def test_a_commitment_is_of_all_that_it_is_about():
    about = (E, PK, 1, NONCE, PLAIN)
    others = [(b"x" * 32, b"x" * 32, 2, b"x" * 32, b"x")]

    changed = {
        commitment_of(*about[:at], others[0][at], *about[at + 1 :]) for at in range(len(about))
    }

    assert len(changed | {commitment_of(*about)}) == 6
