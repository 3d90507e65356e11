"""The roll is written in one way, and read in no other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.core.protocol.town import flipped
from voting.core.protocol.layout import Unreadable, digest
from voting.core.protocol.roll import (
    Person,
    State,
    id_hash,
    read_after,
    read_before,
    write_after,
    write_before,
)

PERSONS = st.lists(
    st.builds(Person, st.binary(min_size=32, max_size=32), st.integers(0, 2**16 - 1)),
    unique_by=lambda person: person.id_hash,
    max_size=8,
)


@given(PERSONS, st.data())
def test_the_roll_comes_back_sorted(persons, data):
    states = [(person, data.draw(st.sampled_from(State))) for person in persons]

    assert read_before(write_before(persons)) == tuple(sorted(persons))
    assert read_after(write_after(states)) == tuple(sorted(states))
    after = [line.rpartition(",")[0] for line in write_after(states).splitlines()]
    assert after == write_before(persons).splitlines()


def test_a_person_is_found_with_the_salt_only():
    election, salt = bytes(32), bytes(16)

    found = id_hash(election, salt, 42)

    assert found == digest(b"pb1/roll\0", election, salt, b"42")
    assert len({found, id_hash(election, salt, 43), id_hash(election, b"s" * 16, 42)}) == 3
    for bad in ((bytes(15), 42), (salt, -1)):
        with pytest.raises(ValueError, match="salt"):
            id_hash(election, *bad)


A, B = "aa" * 32, "bb" * 32


@pytest.mark.parametrize(
    "text",
    [
        f"{A},0",
        f"{B},0\n{A},0\n",
        f"{A},0\n{A},1\n",
        f"{A.upper()},0\n",
        f"{A[2:]},0\n",
        f"{A},00\n",
        f"{A},\n",
        f"{A}\n",
        f"{A},0,none\n",
        f"{A},+1\n",
        f"{A},65536\n",
        f"{A},٠\n",
        f"{A}, 0\n",
        f"{A},0\r\n",
        "\n",
        f"\n{A},0\n",
        f"{A},0\n\n",
        f"id_hash,style\n{A},0\n",
    ],
)
def test_any_other_spelling_is_refused(text):
    with pytest.raises(Unreadable):
        read_before(text)


@pytest.mark.parametrize("text", [f"{A},0\n", f"{A},0,\n", f"{A},0,None\n", f"{A},0,voted\n", "x"])
def test_a_state_is_one_of_five(text):
    with pytest.raises(Unreadable):
        read_after(text)


def test_the_empty_roll():
    assert read_before("") == read_after("") == ()


@given(st.integers(0, 8 * 150))
def test_a_changed_bit_is_refused_or_another_roll(bit):
    text = write_before([Person(bytes([at]) * 32, at) for at in range(3)]).encode()

    try:
        again = read_before(flipped(text, bit % (8 * len(text))).decode())
    except (Unreadable, UnicodeDecodeError):
        return
    assert again != read_before(text.decode())
