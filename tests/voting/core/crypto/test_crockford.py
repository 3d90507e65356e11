"""Codes are read as people type them, and nothing else is a code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.core.crypto.crockford import (
    ALPHABET,
    NotACode,
    decode,
    decode_bytes,
    encode,
    encode_bytes,
)


@given(st.binary(min_size=5, max_size=40).filter(lambda value: len(value) % 5 == 0))
def test_bytes_come_back_as_they_were(value):
    code = encode_bytes(value)

    assert decode_bytes(code, len(value)) == value
    assert all(len(group) == 4 for group in code.split("-"))


@given(st.integers(0, 2**140 - 1))
def test_case_spaces_hyphens_and_mistaken_letters_mean_nothing(value):
    typed = encode(value, 140).lower().replace("-", "  ").replace("0", "o").replace("v", "u")

    assert decode(typed.replace("1", "l"), 140) == value
    assert decode("\t" + typed.replace("1", "I") + "\n", 140) == value


def test_the_alphabet_is_written_in_its_order():
    value = 0
    for at in range(32):
        value = value << 5 | at

    assert encode(value, 160).replace("-", "") == ALPHABET


@pytest.mark.parametrize("typed", ["", "0", "0000-00000", "0000-000*", "0000-000é", "٠٠٠٠-٠٠٠٠"])
def test_what_is_no_code_is_refused(typed):
    with pytest.raises(NotACode):
        decode(typed, 40)


@pytest.mark.parametrize(("value", "bits"), [(-1, 40), (2**40, 40), (1, 41)])
def test_what_does_not_fit_is_not_written(value, bits):
    with pytest.raises(ValueError, match="not a number"):
        encode(value, bits)
