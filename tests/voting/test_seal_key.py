"""The file of the seal key is read strictly: what the ceremony writes, and nothing else."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concejo.errors import Invalid
from tests.voting.boards import make_key
from voting.setup.seal_key.core import MAX_BYTES, MAX_TRUSTEES, SealKey, parse_seal_key

KEY = make_key()
VALUES = json.loads(KEY.text)

#: Points of small order and what stands for them, little endian: nothing is secret with them.
WEAK = [
    bytes(32),
    (1).to_bytes(32, "little"),
    (2**255 - 20).to_bytes(32, "little"),
    (2**255 - 19).to_bytes(32, "little"),
    (2**255 - 18).to_bytes(32, "little"),
    bytes.fromhex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
    bytes.fromhex("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"),
    bytes.fromhex("ff" * 32),
]


def canonical(values):
    return json.dumps(values, sort_keys=True, separators=(",", ":")).encode()


@given(st.integers(1, MAX_TRUSTEES), st.data())
def test_every_key_is_read_as_it_is_written(n, data):
    k = data.draw(st.integers(1, n))
    key = SealKey(KEY.seal_pk, k, n, tuple(f"{number:064x}" for number in range(n)))

    assert parse_seal_key(key.text.encode()) == key
    assert len(key.text) <= MAX_BYTES


@pytest.mark.parametrize(
    "change",
    [
        {"v": "pb2"},
        {"v": 1},
        {"k": 0},
        {"k": 6},
        {"k": True},
        {"k": "3"},
        {"k": 3.0},
        {"k": -1},
        {"n": 4},
        {"n": 256},
        {"n": None},
        {"share_hashes": VALUES["share_hashes"][:4]},
        {"share_hashes": VALUES["share_hashes"][:4] * 2},
        {"share_hashes": [*VALUES["share_hashes"][:4], VALUES["share_hashes"][0]]},
        {"share_hashes": [*VALUES["share_hashes"][:4], "A" * 64]},
        {"share_hashes": [*VALUES["share_hashes"][:4], 7]},
        {"share_hashes": [*VALUES["share_hashes"][:4], ["00" * 32]]},
        {"share_hashes": "0" * 5},
        {"share_hashes": None},
        {"seal_pk": VALUES["seal_pk"].upper().replace("1", "A")},
        {"seal_pk": VALUES["seal_pk"][:-2]},
        {"seal_pk": VALUES["seal_pk"] + "\n"},
        {"seal_pk": 7},
        {"more": ""},
        *({"seal_pk": point.hex()} for point in WEAK),
    ],
    ids=str,
)
def test_a_key_that_is_not_one_is_refused(change):
    with pytest.raises(Invalid) as refused:
        parse_seal_key(canonical(VALUES | change))

    assert list(refused.value.fields) == ["seal_key"]


@pytest.mark.parametrize("missing", sorted(VALUES))
def test_a_key_that_lacks_something_is_refused(missing):
    with pytest.raises(Invalid):
        parse_seal_key(canonical({name: VALUES[name] for name in VALUES if name != missing}))


@pytest.mark.parametrize(
    "content",
    [
        KEY.text.encode() + b"\n",
        b" " + KEY.text.encode(),
        KEY.text.replace(",", ", ").encode(),
        KEY.text.replace('"k":3', '"k":4,"k":3').encode(),
        KEY.text.replace('"v"', '"\\u0076"').encode(),
        KEY.text.encode("utf-16"),
        b"[" * 15_000,
        b"9" * 9_000,
        b"null",
        b"NaN",
        b"",
    ],
    ids=range(11),
)
def test_another_spelling_is_refused(content):
    with pytest.raises(Invalid):
        parse_seal_key(content)


@given(st.binary(max_size=200))
def test_whatever_is_sent_is_read_or_refused(content):
    with pytest.raises(Invalid):
        parse_seal_key(content)


@given(st.integers(0, len(KEY.text) - 1), st.integers(0, 255))
def test_no_byte_can_be_another(place, byte):
    content = bytearray(KEY.text.encode())
    is_same = content[place] == byte
    content[place] = byte

    try:
        key = parse_seal_key(bytes(content))
    except Invalid:
        assert not is_same
    else:
        assert key.text.encode() == bytes(content)
        assert is_same or key.fingerprint != KEY.fingerprint
