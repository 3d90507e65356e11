"""Signed notes are those of C2SP, in one spelling."""

from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.core.crypto import ed25519
from voting.core.crypto.notes import (
    Checkpoint,
    Kind,
    NotANote,
    Note,
    cosign,
    cosigned_at,
    is_name,
    is_signed,
    key_id,
    sign,
)

#: The example of Go's package sumdb/note, from which the format comes.
EXAMPLE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZ"
    "b6KE6RyyBwJnAM=\n"
)
PETER = b64decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")[1:]
SEED = bytes(range(32))
KEY = ed25519.public_key(SEED)
POINT = Checkpoint("vota.example/vote/00112233", 7, bytes(range(32)))
NAMES = st.text(min_size=1, max_size=20).filter(is_name)


def test_the_example_of_the_format():
    note = Note.read(EXAMPLE)

    assert note.write() == EXAMPLE
    assert note.text.endswith("your problem is.\n")
    assert key_id("PeterNeumann", Kind.NOTE, PETER).hex() == "c74f20a3"
    assert is_signed(note, "PeterNeumann", PETER)
    assert not is_signed(note, "PeterNeuman", PETER)
    assert not is_signed(note, "PeterNeumann", KEY)


@given(NAMES, st.integers(0, 2**64 - 1), st.binary(min_size=32, max_size=32))
def test_a_checkpoint_comes_back_as_it_was(origin, size, root):
    point = Checkpoint(origin, size, root)
    note = Note(point.text, (sign(point.text, origin, SEED),))

    again = Note.read(note.write())

    assert again == note
    assert Checkpoint.read(again.text) == point
    assert is_signed(again, origin, KEY)


def test_a_witness_says_when_it_saw_what():
    note = Note(POINT.text, (sign(POINT.text, POINT.origin, SEED),))
    for seconds in (1_790_000_000, 1_790_000_100):
        note += cosign(POINT.text, "gaceta.example", SEED, seconds)

    again = Note.read(note.write())

    assert cosigned_at(again, "gaceta.example", KEY) == 1_790_000_100
    assert cosigned_at(again, "otra.example", KEY) is None
    assert is_signed(again, POINT.origin, KEY)
    assert not is_signed(again, "gaceta.example", KEY)


def test_a_cosignature_is_of_one_time_and_one_text():
    good = cosign(POINT.text, "gaceta.example", SEED, 1_790_000_000)
    later = good.value[:7] + b"\xff" + good.value[8:]
    other = Checkpoint(POINT.origin, 8, POINT.root)

    for text, value in ((POINT.text, later), (other.text, good.value), (POINT.text, b"short")):
        forged = Note(text, (type(good)(good.name, good.key_id, value),))
        assert cosigned_at(forged, "gaceta.example", KEY) is None


def test_one_bad_signature_of_a_known_key_is_one_too_many():
    good = sign(POINT.text, POINT.origin, SEED)
    bad = sign("another text\n", POINT.origin, SEED)

    assert is_signed(Note(POINT.text, (good, good)), POINT.origin, KEY)
    assert not is_signed(Note(POINT.text, (good, bad)), POINT.origin, KEY)
    assert not is_signed(Note(POINT.text, ()), POINT.origin, KEY)


def test_a_cosignature_is_over_the_words_of_the_format():
    signature = cosign(POINT.text, "gaceta.example", SEED, 42)

    words = b"cosignature/v1\ntime 42\n" + POINT.text.encode()

    assert signature.value[:8] == (42).to_bytes(8, "big")
    assert ed25519.is_valid(KEY, words, signature.value[8:])
    assert signature.key_id == key_id("gaceta.example", Kind.COSIGNATURE, KEY)


@given(st.integers(0, 8 * 200))
def test_a_changed_bit_is_refused_or_seen(bit):
    written = (POINT.text + "\n" + sign(POINT.text, POINT.origin, SEED).line).encode()
    changed = (int.from_bytes(written, "big") ^ 1 << bit % (8 * len(written))).to_bytes(
        len(written), "big"
    )

    try:
        note = Note.read(changed.decode())
    except (NotANote, UnicodeDecodeError):
        return
    assert not is_signed(note, POINT.origin, KEY)


GOOD = Note(POINT.text, (sign(POINT.text, POINT.origin, SEED),)).write()


@pytest.mark.parametrize(
    "written",
    [
        "",
        POINT.text,
        POINT.text + "\n",
        GOOD[:-1],
        GOOD + "\n",
        GOOD.replace("\n", "\r\n"),
        GOOD.replace("— ", "- "),
        GOOD.replace("— ", "—  "),
        GOOD.replace("=\n", "\n"),
        GOOD + "— name AAAA\n",
        GOOD + "— name AAAAAA==\n",
        GOOD + "— na+me AAAAAAAA\n",
        GOOD + "no signature\n",
        GOOD.replace("vota", "vo\tta"),
        "\n\n" + GOOD.split("\n\n")[1],
    ],
)
def test_what_is_no_note_is_refused(written):
    with pytest.raises(NotANote):
        Note.read(written)


@pytest.mark.parametrize(
    "change",
    [
        ("\n7\n", "\n07\n"),
        ("\n7\n", "\n-7\n"),
        ("\n7\n", "\n+7\n"),
        ("\n7\n", "\n٧\n"),
        ("\n7\n", "\n\n"),
        ("\n7\n", "\n" + "9" * 5000 + "\n"),
        ("vota.example", "vota example"),
        ("vota.example/vote/00112233", ""),
        ("Hh8=", "Hh9="),
        ("Hh8=", "Hh8"),
        ("Hh8=\n", "Hh8=\nextension\n"),
        ("AAEC", "AAEC AAEC"),
        ("AAEC", "AAECAAEC"),
    ],
)
def test_a_checkpoint_has_one_spelling(change):
    assert change[0] in POINT.text

    with pytest.raises(NotANote):
        Checkpoint.read(POINT.text.replace(*change))
