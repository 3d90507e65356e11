"""Codes of seeds, shares and receipts: read as typed, and hardly any slip of the pen is one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.core.protocol.town import flipped
from voting.core.crypto.crockford import ALPHABET
from voting.core.crypto.shamir import Share
from voting.core.protocol import code, receipts, shares
from voting.core.protocol.layout import Unreadable, digest

SEEDS = st.binary(min_size=16, max_size=16)


@given(SEEDS)
def test_a_seed_comes_back_from_its_code(seed):
    written = code.code_of(seed)

    assert code.seed_of(written) == code.seed_of(written.lower().replace("-", " ")) == seed
    assert [len(group) for group in written.split("-")] == [4] * 7


def test_of_two_thousand_mistaken_characters_hardly_one_is_taken():
    taken = 0
    for at in range(2000):
        seed = digest(b"%d" % at)[:16]
        letters = code.code_of(seed).replace("-", "")
        place, other = at % 28, ALPHABET[at * 7 % 32]
        wrong = letters[:place] + other + letters[place + 1 :]
        if wrong == letters:
            continue
        try:
            taken += code.seed_of(wrong) != seed
        except code.NotACode:
            continue
    assert taken <= 2


@pytest.mark.parametrize("typed", ["", "0000", "0" * 27, "0" * 29, "0" * 28, "*" * 28])
def test_what_is_no_code_of_a_seed_is_refused(typed):
    with pytest.raises(code.NotACode):
        code.seed_of(typed)


def test_a_seed_has_sixteen_bytes():
    with pytest.raises(ValueError, match="16 bytes"):
        code.code_of(bytes(15))


@given(st.integers(1, 255), st.binary(min_size=32, max_size=32))
def test_a_share_comes_back_from_its_code(x, y):
    share = Share(x, y)

    written = shares.code_of(share)

    assert shares.share_of(written) == share
    assert [len(group) for group in written.split("-")] == [4] * 14


@pytest.mark.parametrize("typed", ["", "0" * 56, "Z" * 56, "0" * 55])
def test_what_is_no_code_of_a_share_is_refused(typed):
    with pytest.raises(shares.NotAShare):
        shares.share_of(typed)


def test_a_share_of_another_length_has_no_code():
    with pytest.raises(ValueError, match="32 bytes"):
        shares.code_of(Share(1, b"short"))


@given(st.binary(min_size=32, max_size=32))
def test_a_receipt_code_is_the_beginning_of_the_leaf_hash(leaf_hash):
    written = receipts.code_of(leaf_hash)

    assert receipts.read_code(written.lower()) == leaf_hash[:20]
    assert [len(group) for group in written.split("-")] == [4] * 8


def test_what_is_no_receipt_code_is_refused():
    with pytest.raises(Unreadable):
        receipts.read_code("0000")


@given(st.integers(0, 8 * 250))
def test_a_changed_bit_of_a_receipt_is_refused_or_seen(bit):
    receipt = receipts.Receipt.sign(bytes(32), bytes(range(32)), bytes(32))
    key = bytes.fromhex("3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29")
    octets = receipt.write().encode()

    assert receipts.Receipt.read(receipt.write()) == receipt
    assert receipt.is_signed(key)
    try:
        again = receipts.Receipt.read(flipped(octets, bit % (8 * len(octets))).decode())
    except (Unreadable, UnicodeDecodeError):
        return
    assert not again.is_signed(key)


def test_a_receipt_of_another_protocol_is_refused():
    written = receipts.Receipt(bytes(32), bytes(32), bytes(64)).write()

    with pytest.raises(Unreadable, match="another protocol"):
        receipts.Receipt.read(written.replace("pb1", "pb2"))
    assert receipts.Receipt.read(written).code == "-".join(["0000"] * 8)
