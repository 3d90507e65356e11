"""Ballots: valid or not, and why; and the one way to write each."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.core.ballots import Ballot, BallotForm, Kind, NotABallot, Project, check, decode, encode

PROJECTS = (Project("a", 40_00, "Fountain"), Project("b", 70_00, "Benches"), Project("c", 10_00))
APPROVAL = BallotForm(Kind.APPROVAL, max_length=2)
KNAPSACK = BallotForm(Kind.KNAPSACK, budget=100_00)
CUMULATIVE = BallotForm(
    Kind.CUMULATIVE, max_points=5, min_sum_points=2, max_sum_points=8, max_length=3
)
ORDINAL = BallotForm(Kind.ORDINAL, min_length=2)

BALLOTS = st.builds(
    lambda kind, codes, points: Ballot.of(
        kind, codes, points[: len(codes)] if kind is Kind.CUMULATIVE else ()
    ),
    st.sampled_from(Kind),
    st.lists(st.text(max_size=5), max_size=6),
    st.lists(st.integers(1, 9), min_size=6, max_size=6),
)


def reasons(form: BallotForm, choices: Sequence[str], points: Sequence[int] = ()) -> list[str]:
    ballot = Ballot.of(form.kind, choices, points)
    return [str(reason) for reason in check(ballot, form, PROJECTS)]


@given(BALLOTS)
def test_every_ballot_can_be_written_and_read_back(ballot):
    assert decode(encode(ballot)) == ballot


@given(st.permutations(["a", "b", "c"]))
def test_those_who_choose_the_same_have_the_same_ballot(order):
    assert Ballot.of(Kind.APPROVAL, order) == Ballot.of(Kind.APPROVAL, ["a", "b", "c"])


def test_points_stay_with_their_project():
    ballot = Ballot.of(Kind.CUMULATIVE, ["b", "a"], [3, 1])

    assert ballot == Ballot(("a", "b"), (1, 3))


def test_an_order_of_preference_is_kept():
    assert Ballot.of(Kind.ORDINAL, ["c", "a"]).choices == ("c", "a")


def test_a_ballot_is_written_without_spaces_and_with_sorted_keys():
    assert encode(Ballot(("ñ",), (2,))) == '{"choices":["ñ"],"points":[2]}'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "null",
        '{"choices":["a"]}',
        '{"choices":[1],"points":[]}',
        '{"choices":["a"],"points":[true]}',
        '{"choices":["a"],"points":[1.0]}',
        '{"points":[],"choices":["a"]}',
        '{"choices": ["a"],"points":[]}',
        '{"choices":["a"],"points":[],"x":1}',
        '{"choices":["\\u0061"],"points":[]}',
        "[" * 100_000,
    ],
)
def test_any_other_text_is_no_ballot(text):
    with pytest.raises(NotABallot):
        decode(text)


@pytest.mark.parametrize(
    ("form", "choices", "points"),
    [
        (APPROVAL, ["a", "b"], []),
        (KNAPSACK, ["b", "c"], []),
        (CUMULATIVE, ["a", "b"], [5, 3]),
        (ORDINAL, ["c", "a"], []),
    ],
)
def test_a_valid_ballot_gives_no_reason(form, choices, points):
    assert reasons(form, choices, points) == []


@pytest.mark.parametrize(
    ("form", "choices", "points", "reason"),
    [
        (APPROVAL, ["z"], [], "There is no project z on this ballot."),
        (APPROVAL, ["a", "a"], [], "“Fountain” is chosen more than once."),
        (APPROVAL, ["a", "b", "c"], [], "At most 2 projects may be chosen; 3 were."),
        (APPROVAL, ["a"], [1], "This ballot takes no points."),
        (APPROVAL, [], [], "A blank ballot is not allowed here."),
        (ORDINAL, ["a"], [], "At least 2 projects must be chosen; 1 were."),
        (
            KNAPSACK,
            ["a", "b"],
            [],
            "The chosen projects cost 110.00 EUR, which is 10.00 EUR over the budget of"
            " 100.00 EUR.",
        ),
        (
            BallotForm(Kind.APPROVAL, max_sum_cost=50_00),
            ["b"],
            [],
            "The chosen projects cost 70.00 EUR; together they may cost at most 50.00 EUR.",
        ),
        (
            BallotForm(Kind.APPROVAL, min_sum_cost=50_00),
            ["a"],
            [],
            "The chosen projects cost 40.00 EUR; together they must cost at least 50.00 EUR.",
        ),
        (CUMULATIVE, ["a", "b"], [5], "Each chosen project needs its points, and only those."),
        (CUMULATIVE, ["a"], [], "Each chosen project needs its points, and only those."),
        (CUMULATIVE, ["a", "b"], [5, 0], "Each chosen project needs at least one point."),
        (CUMULATIVE, ["a"], [6], "A project may get at most 5 points."),
        (CUMULATIVE, ["a", "b"], [5, 4], "At most 8 points may be given; 9 were."),
        (CUMULATIVE, ["a"], [1], "At least 2 points must be given; 1 were."),
    ],
)
def test_what_is_wrong_is_said(form, choices, points, reason):
    assert reasons(form, choices, points) == [reason]


def test_an_order_that_means_nothing_cannot_mark_a_ballot():
    marked = Ballot(("b", "a"))

    found = check(marked, APPROVAL, PROJECTS)

    assert [str(reason) for reason in found] == ["The choices are not in the order of the codes."]


def test_every_reason_is_given_at_once():
    assert len(reasons(APPROVAL, ["a", "a", "z"])) == 3


def test_a_blank_ballot_is_valid_where_it_is_allowed():
    form = BallotForm(Kind.APPROVAL, allows_blank=True)

    assert Ballot().is_blank
    assert reasons(form, []) == []


def test_a_cost_is_never_negative():
    with pytest.raises(ValueError, match="negative"):
        Project("a", -1)
