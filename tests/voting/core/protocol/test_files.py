"""The files of a bundle come back as they were written, and in no other spelling."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.core.protocol.test_leaves import BALLOTS, HASHES, LEAF, U32, VOTER
from tests.voting.core.protocol.test_leaves import ELECTION as ITS
from tests.voting.core.protocol.town import BOARD_KEY, BOARD_SEED, CITY, ELECTION, FORM, flipped
from tests.voting.core.protocol.town import manifest as town
from voting.core.ballots import Ballot
from voting.core.crypto import edwards, notes
from voting.core.profile import Profile
from voting.core.protocol.board import (
    Board,
    read_board,
    read_checkpoints,
    write_board,
    write_checkpoints,
    write_hints,
)
from voting.core.protocol.closing import FILES, Close
from voting.core.protocol.layout import Unreadable, digest
from voting.core.protocol.leaves import ClosingLeaf, PaperLeaf, read_ballot_leaf
from voting.core.protocol.openings import (
    OpenedLine,
    SheetLine,
    UnopenedLine,
    read_lines,
    write_lines,
)
from voting.core.protocol.result import ContestResult, read_result, write_result
from voting.core.protocol.sealing import Unopened
from voting.core.rules import count

PAPER = PaperLeaf(3, bytes(32))
CLOSING = ClosingLeaf(1, 2, 3, 4, 5, bytes(32))
TEXTS = st.text(max_size=12).map(lambda text: text.encode(errors="ignore").decode())


@given(
    st.lists(BALLOTS, max_size=4),
    st.none() | st.builds(ClosingLeaf, U32, U32, U32, U32, U32, HASHES),
    st.none() | st.builds(PaperLeaf, U32, HASHES),
)
def test_the_board_comes_back_as_it_was(ballots, closing, paper):
    paper = paper if closing else None
    leaves = tuple(leaf.encode() for leaf in (*ballots, closing, paper) if leaf)

    board = read_board(write_board(leaves))

    assert board == Board(leaves, tuple(ballots), paper, closing)


@pytest.mark.parametrize(
    "leaves",
    [
        [PAPER, read_ballot_leaf(LEAF)],
        [PAPER, CLOSING],
        [PAPER],
        [CLOSING, read_ballot_leaf(LEAF)],
        [PAPER, PAPER],
        [CLOSING, CLOSING],
    ],
)
def test_leaves_stand_in_their_order(leaves):
    with pytest.raises(Unreadable, match="place"):
        read_board(write_board(leaf.encode() for leaf in leaves))


@pytest.mark.parametrize("cut", [1, 2, 300, len(LEAF) + 1])
def test_a_board_that_is_cut_is_refused(cut):
    with pytest.raises(Unreadable):
        read_board(write_board([LEAF, LEAF])[:-cut])
    with pytest.raises(Unreadable):
        read_board(write_board([LEAF]) + bytes(2))


def test_hints_are_the_x_of_key_and_r():
    leaf = read_ballot_leaf(LEAF)

    hints = write_hints([leaf, leaf])

    assert len(hints) == 128
    for encoding, hint in ((leaf.pk, hints[:32]), (leaf.signature[:32], hints[32:64])):
        x, y = int.from_bytes(hint, "big"), int.from_bytes(encoding, "little") & (1 << 255) - 1
        assert (y * y - x * x - 1 - edwards._D * x * x * y * y) % edwards.P == 0
        assert x % 2 == encoding[31] >> 7


def test_there_is_no_hint_of_what_is_no_point():
    with pytest.raises(Unreadable, match="curve"):
        write_hints([BALLOT_OFF_THE_CURVE])


BALLOT_OFF_THE_CURVE = type(read_ballot_leaf(LEAF))(
    0, (2).to_bytes(32, "little"), bytes(32), bytes(384), 1, bytes(32), bytes(32)
)


@given(st.lists(st.integers(0, 10**6), max_size=4))
def test_checkpoints_come_back_with_their_signatures(sizes):
    given_notes = []
    for size in sizes:
        text = notes.Checkpoint("vota.example/vote/00", size, digest(b"%d" % size)).text
        signed = (notes.sign(text, "vota.example/vote/00", BOARD_SEED),)
        given_notes.append(notes.Note(text, signed) + notes.cosign(text, "gaceta", BOARD_SEED, 7))

    again = read_checkpoints(write_checkpoints(given_notes))

    assert list(again) == given_notes
    assert all(notes.is_signed(note, "vota.example/vote/00", BOARD_KEY) for note in again)


@pytest.mark.parametrize("change", [(b"---\n", b""), (b"---\n", b"--\n"), (b"---\n", b"---")])
def test_each_checkpoint_has_its_end(change):
    text = notes.Checkpoint("o", 1, bytes(32)).text
    octets = write_checkpoints([notes.Note(text, (notes.sign(text, "o", BOARD_SEED),))])

    with pytest.raises(Unreadable):
        read_checkpoints(octets.replace(*change))
    with pytest.raises(Unreadable):
        read_checkpoints(b"\xff" + octets)


OPENED = st.lists(
    st.builds(OpenedLine, HASHES, HASHES, TEXTS), unique_by=lambda line: line.commitment, max_size=4
)


@given(
    OPENED,
    st.lists(st.builds(UnopenedLine, HASHES, st.sampled_from(Unopened)), max_size=4),
    st.lists(st.builds(SheetLine, TEXTS, st.integers(0, 2**16 - 1)), max_size=4),
)
def test_openings_and_sheets_come_back_sorted(opened, unopened, sheets):
    assert list(read_lines(write_lines(opened), OpenedLine)) == sorted(opened)
    assert set(read_lines(write_lines(unopened), UnopenedLine)) == set(unopened)
    again = read_lines(write_lines(sheets), SheetLine)
    assert sorted(again) == sorted(sheets)
    assert write_lines(again) == write_lines(sheets)
    for line in write_lines([*opened, *unopened, *sheets]).decode().split("\n")[:-1]:
        written = json.dumps(
            json.loads(line), ensure_ascii=False, separators=(",", ":"), sort_keys=True
        )
        assert written == line


LINE = OpenedLine(bytes(32), bytes(32), "{}").write()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (LINE[:-1], OpenedLine),
        (LINE + LINE, OpenedLine),
        (LINE + "\n", OpenedLine),
        (LINE.replace("00", "0A", 1), OpenedLine),
        (LINE.replace("00", "", 1), OpenedLine),
        (LINE, SheetLine),
        (OpenedLine(b"b" * 32, bytes(32), "").write() + LINE, OpenedLine),
        (UnopenedLine(bytes(32), Unopened.LOST).write().replace("lost", "late"), UnopenedLine),
        (SheetLine("{}", 1).write() + SheetLine("{}", 0).write(), SheetLine),
        (SheetLine("{}", 65_535).write().replace("65535", "65536"), SheetLine),
        (SheetLine("{}", 1).write().replace("1", "1.0"), SheetLine),
    ],
)
def test_any_other_line_is_refused(text, kind):
    with pytest.raises(Unreadable):
        read_lines(text.encode(), kind)


def test_an_opening_is_held_against_its_leaf():
    ballot, leaf = VOTER["ballots"][0], read_ballot_leaf(LEAF)
    line = OpenedLine(leaf.commitment, bytes.fromhex(ballot["nonce"]), ballot["plain"])

    assert line.opens(ITS, leaf)
    assert not line.opens(ELECTION, leaf)
    assert not OpenedLine(leaf.commitment, line.nonce, line.plain + " ").opens(ITS, leaf)
    assert not OpenedLine(bytes(32), line.nonce, line.plain).opens(ITS, leaf)


CONTENTS = {name: name.encode() for name in FILES}
CLOSE = Close.over(ELECTION, CONTENTS, 7, bytes(32), BOARD_SEED)


def test_the_close_is_over_every_file():
    again = Close.read(CLOSE.write())

    assert again == CLOSE
    assert again.is_signed(BOARD_KEY)
    assert again.files == {name: digest(octets) for name, octets in CONTENTS.items()}
    with pytest.raises(ValueError, match="bundle"):
        Close.over(ELECTION, {"board.bin": b""}, 7, bytes(32), BOARD_SEED)


@given(st.integers(0, 8 * len(CLOSE.write()) - 1))
def test_a_changed_bit_of_the_close_is_refused_or_seen(bit):
    try:
        again = Close.read(flipped(CLOSE.write(), bit))
    except Unreadable:
        return
    assert not again.is_signed(BOARD_KEY)


def test_a_close_of_another_protocol_is_refused():
    with pytest.raises(Unreadable, match="another protocol"):
        Close.read(CLOSE.write().replace(b"pb1", b"pb2"))


@given(
    st.dictionaries(
        TEXTS,
        st.builds(
            ContestResult,
            U32,
            U32,
            U32,
            st.dictionaries(TEXTS, st.integers(-5, 5)),
            U32,
            st.lists(TEXTS).map(tuple),
        ),
        max_size=3,
    )
)
def test_a_result_comes_back_as_it_was(results):
    assert read_result(write_result(results)) == results


def test_a_result_is_that_of_a_count():
    ballots = [Ballot(("7",)), Ballot(("7", "9")), Ballot()]
    rule, ties = town().rule, town().ties

    outcome = count(rule, CITY.instance, Profile.of(ballots), ties)
    result = ContestResult.of(outcome, null=2)

    assert result == ContestResult(1, 2, 20_010, {"12": 0, "7": 2, "9": 1}, 3, ("7", "9"))
    assert FORM.allows_blank


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        '{"contests":[]}',
        '{"contests":{"1":{}}}',
        '{"contests":{"1":{"blank":0,"null":0,"spent":0,"voters":0,"votes":[],"winners":[]}}}',
        '{"contests":{"1":{"blank":0,"null":0,"spent":0,"voters":0,"votes":{"7":"1"},"winners":[]}}}',
        '{"contests":{"1":{"blank":-1,"null":0,"spent":0,"voters":0,"votes":{},"winners":[]}}}',
        '{"contests":{"1":{"blank":0,"null":0,"spent":0,"voters":0,"votes":{},"winners":"7"}}}',
    ],
)
def test_what_is_no_result_is_refused(text):
    with pytest.raises(Unreadable):
        read_result(text.encode())
