"""Files of ranked ballots are read strictly, and what is wrong is said with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.core import blt
from voting.core.ballots import Ballot
from voting.core.malformed import Malformed

FILE = """\
# A comment, and an empty line

3 2
4 1 3 0   # four like these
2 3 2 1 0
1 0
0
"Rosa"
"Inés #2"
"Tupaq"
"Board of the house"
"""


@st.composite
def elections(draw):
    candidates = draw(st.integers(1, 5))
    codes = [str(number) for number in range(1, candidates + 1)]
    order = st.permutations(codes)
    ballots = draw(st.lists(st.tuples(st.integers(1, 9), order, st.integers(0, 5)), max_size=6))
    groups = [(count, ranking[:length]) for count, ranking, length in ballots]
    return candidates, draw(st.integers(1, candidates)), groups


@given(elections())
def test_what_is_written_is_read(election):
    candidates, seats, groups = election
    lines = [f"{count} {' '.join([*ranking, '0'])}" for count, ranking in groups]
    names = [f'"Candidate {number}"' for number in range(1, candidates + 1)]

    file = blt.read("\n".join([f"{candidates} {seats}", *lines, "0", *names, '"Title"']))

    assert file.profile.voters == sum(count for count, _ranking in groups)
    found = dict(file.profile.groups)
    for _count, ranking in groups:
        alike = sum(number for number, other in groups if other == ranking)
        assert found.get(Ballot(tuple(ranking)), file.profile.blank) == alike
    assert (file.question.seats, len(file.question.options)) == (seats, candidates)


def test_names_title_and_ballots_are_read():
    file = blt.read(FILE)

    assert file.title == "Board of the house"
    assert file.names == {"1": "Rosa", "2": "Inés #2", "3": "Tupaq"}
    assert file.question.seats == 2
    assert dict(file.profile.groups) == {Ballot(("1", "3")): 4, Ballot(("3", "2", "1")): 2}
    assert file.profile.blank == 1


def test_who_has_withdrawn_is_no_option_and_on_no_ballot():
    text = FILE.replace("3 2\n", "3 1\n-3\n", 1)

    file = blt.read(text)

    assert file.question.codes == ("1", "2")
    assert dict(file.profile.groups) == {Ballot(("1",)): 4, Ballot(("2", "1")): 2}


def test_a_withdrawal_counts_wherever_it_stands():
    file = blt.read(FILE.replace("1 0\n0\n", "-2\n1 0\n0\n", 1))

    assert dict(file.profile.groups)[Ballot(("3", "1"))] == 2


def test_a_line_that_nobody_cast_is_no_ballot():
    file = blt.read(FILE.replace("4 1 3 0", "0 1 3 0"))

    assert file.profile.voters == 3
    assert len(file.profile.groups) == 1


def test_equal_places_are_a_weak_order_and_empty_ones_are_skipped():
    text = FILE.replace("4 1 3 0", "4 3=1 2 0").replace("2 3 2 1 0", "2 3 - 1 0")

    file = blt.read(text)

    assert dict(file.profile.groups) == {
        Ballot(("1", "3", "2"), (1, 1, 2)): 4,
        Ballot(("3", "1")): 2,
    }


def test_a_title_may_lack():
    assert blt.read(FILE.replace('"Board of the house"\n', "")).title == ""


@pytest.mark.parametrize(
    ("right", "wrong", "line", "reason"),
    [
        ("3 2\n", "3\n", 3, "the candidates and the seats"),
        ("3 2\n", "3 two\n", 3, "two is not a whole number"),
        ("3 2\n", "3 4\n", 3, "4 seats for 3 candidates"),
        ("3 2\n", "3 0\n", 3, "0 seats for 3 candidates"),
        ("4 1 3 0", "4 1 3", 4, "must end with 0"),
        ("4 1 3 0", "x 1 3 0", 4, "x is not a whole number"),
        ("4 1 3 0", "9" * 5000 + " 1 0", 4, "is not a whole number"),
        ("4 1 3 0", "4 1 7 0", 4, "no candidate 7"),
        ("4 1 3 0", "-7", 4, "no candidate 7"),
        ("2 3 2 1 0", "2 3 2 3 0", 5, "the candidate 3 more than once"),
        ('"Rosa"', "Rosa", 8, "between quotes"),
        ('"Tupaq"\n"Board of the house"\n', "", 0, "ends too early"),
        ("0\n" + FILE.split("1 0\n0\n")[1], "", 0, "ends too early"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(right, wrong, line, reason):
    with pytest.raises(Malformed) as caught:
        blt.read(FILE.replace(right, wrong, 1))

    assert caught.value.line == line
    assert reason in str(caught.value.reason)


def test_an_empty_file_is_refused():
    with pytest.raises(Malformed, match="ends too early"):
        blt.read("\ufeff")
