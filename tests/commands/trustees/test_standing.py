"""What counts is found leaf after leaf as it is found all at once; lines come out sorted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concejo.commands.trustees.lines import SortedLines
from concejo.commands.trustees.standing import Standing
from voting.core.protocol.counted import UsedTwice, tell_apart
from voting.core.protocol.credential import CREDENTIAL_BYTES
from voting.core.protocol.leaves import VOID, BallotLeaf

KEYS = st.integers(0, 3)
COUNTERS = st.integers(1, 4) | st.just(VOID)


def leaf(key, ctr):
    commitment = bytes(32) if ctr == VOID else bytes([key, ctr]) + bytes(30)
    credential = bytes(CREDENTIAL_BYTES)
    return BallotLeaf(0, bytes([key] * 32), bytes(32), credential, ctr, commitment, commitment)


@given(st.lists(st.tuples(KEYS, COUNTERS), max_size=12))
def test_leaf_after_leaf_the_same_counts_as_all_at_once(cast):
    board = [leaf(key, ctr) for key, ctr in cast]
    try:
        expected = tell_apart(board)
    except UsedTwice:
        expected = None

    standing = Standing()
    try:
        for each in board:
            standing.take(each)
    except UsedTwice:
        assert expected is None
        return

    assert expected is not None
    counting = [each for each, counts in zip(board, standing.counting(), strict=True) if counts]
    assert tuple(counting) == expected.counting
    assert standing.voids == len(expected.voids)


@given(st.lists(st.binary(max_size=3)), st.integers(1, 5))
def test_lines_are_sorted_whatever_the_size_of_a_run(tmp_path_factory, lines, run_lines):
    path = tmp_path_factory.mktemp("lines") / "sorted"
    ended = [line.replace(b"\n", b"") + b"\n" for line in lines]

    with SortedLines(path, run_lines) as file:
        for line in ended:
            file.add(line)

    assert path.read_bytes() == b"".join(sorted(ended))


def test_nothing_is_written_where_something_failed(tmp_path):
    def written():
        with SortedLines(tmp_path / "sorted", 1) as file:
            file.add(b"a line\n")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        written()

    assert list(tmp_path.iterdir()) == []
