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
SCORES = BallotForm(Kind.SCORES, min_points=-2, max_points=3, default_score=-1)
WEAK_ORDER = BallotForm(Kind.WEAK_ORDER, max_length=2)
QUESTION = BallotForm(Kind.QUESTION, min_length=2, max_length=2)
FORMS = (APPROVAL, KNAPSACK, CUMULATIVE, ORDINAL, SCORES, WEAK_ORDER, QUESTION)

KINDS = st.sampled_from(Kind)
CODES = st.lists(st.sampled_from(["a", "b", "c", "z"]), max_size=4)
NUMBERS = st.lists(st.integers(-3, 9), min_size=6, max_size=6)


@st.composite
def filled_in(draw: st.DrawFn, codes: st.SearchStrategy[list[str]] = CODES) -> tuple[Kind, Ballot]:
    """A ballot of any kind, made as the booth makes it of what was filled in."""
    kind, choices, numbers = draw(KINDS), draw(codes), draw(NUMBERS)
    return kind, Ballot.of(kind, choices, numbers[: len(choices)] if kind.has_points else ())


def reasons(form: BallotForm, choices: Sequence[str], points: Sequence[int] = ()) -> list[str]:
    ballot = Ballot.of(form.kind, choices, points)
    return [str(reason) for reason in check(ballot, form, PROJECTS)]


@given(filled_in(st.lists(st.text(max_size=5), max_size=6)))
def test_every_ballot_can_be_written_and_read_back(filled):
    _kind, ballot = filled

    assert decode(encode(ballot)) == ballot


@given(filled_in())
def test_a_ballot_in_canonical_order_stays_as_it_is(filled):
    kind, ballot = filled

    assert Ballot.of(kind, ballot.choices, ballot.points) == ballot


@given(filled_in(), st.randoms())
def test_those_who_say_the_same_have_the_same_ballot(filled, chance):
    kind, ballot = filled
    pairs = list(zip(ballot.choices, ballot.points or (0,) * len(ballot.choices), strict=True))
    if kind is not Kind.ORDINAL:
        chance.shuffle(pairs)
    if kind is Kind.WEAK_ORDER:
        pairs = [(code, place * 7 - 20) for code, place in pairs]

    again = Ballot.of(kind, [c for c, _n in pairs], [n for _c, n in pairs if kind.has_points])

    assert again == ballot


@given(st.sampled_from(FORMS), CODES, NUMBERS, st.booleans())
def test_what_is_valid_is_canonical(form, choices, numbers, has_points):
    ballot = Ballot(tuple(choices), tuple(numbers[: len(choices)] if has_points else ()))

    if not check(ballot, form, PROJECTS):
        assert Ballot.of(form.kind, ballot.choices, ballot.points) == ballot


@given(st.permutations(["a", "b", "c"]))
def test_those_who_choose_the_same_have_the_same_ballot(order):
    assert Ballot.of(Kind.APPROVAL, order) == Ballot.of(Kind.APPROVAL, ["a", "b", "c"])


def test_points_stay_with_their_project():
    ballot = Ballot.of(Kind.CUMULATIVE, ["b", "a"], [3, 1])

    assert ballot == Ballot(("a", "b"), (1, 3))


def test_an_order_of_preference_is_kept():
    assert Ballot.of(Kind.ORDINAL, ["c", "a"]).choices == ("c", "a")


def test_places_are_numbered_without_a_gap():
    ballot = Ballot.of(Kind.WEAK_ORDER, ["c", "b", "a"], [5, 1, 5])

    assert ballot == Ballot(("b", "a", "c"), (1, 2, 2))


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
        (SCORES, ["a", "b", "c"], [-2, 0, 3]),
        (BallotForm(Kind.SCORES), ["a"], [-1_000]),
        (WEAK_ORDER, ["c", "a"], [1, 1]),
        (QUESTION, ["b"], []),
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
        (
            BallotForm(Kind.CUMULATIVE, min_points=2),
            ["a"],
            [1],
            "A chosen project must get at least 2 points.",
        ),
        (SCORES, ["a"], [], "Each chosen project needs its points, and only those."),
        (SCORES, ["a"], [4], "A project may get at most 3 points."),
        (SCORES, ["a"], [-3], "A chosen project must get at least -2 points."),
        (WEAK_ORDER, ["a"], [], "Each chosen project needs its place, and only those."),
        (WEAK_ORDER, ["a", "b", "c"], [1, 2, 3], "At most 2 projects may be chosen; 3 were."),
        (QUESTION, ["z"], [], "There is no answer z to this question."),
        (QUESTION, ["a", "b"], [], "A question takes one answer; 2 were chosen."),
        (QUESTION, ["a"], [1], "This ballot takes no points."),
        (QUESTION, [], [], "A blank ballot is not allowed here."),
    ],
)
def test_what_is_wrong_is_said(form, choices, points, reason):
    assert reasons(form, choices, points) == [reason]


def test_an_order_that_means_nothing_cannot_mark_a_ballot():
    marked = Ballot(("b", "a"))

    found = check(marked, APPROVAL, PROJECTS)

    assert [str(reason) for reason in found] == ["The choices are not in the order of the codes."]


@pytest.mark.parametrize(
    "marked",
    [
        Ballot(("a", "b"), (2, 3)),
        Ballot(("a", "b"), (1, 3)),
        Ballot(("a", "b"), (0, 1)),
        Ballot(("a", "b"), (2, 1)),
        Ballot(("b", "a"), (1, 1)),
    ],
)
def test_places_that_mean_nothing_cannot_mark_a_ballot(marked):
    found = check(marked, WEAK_ORDER, PROJECTS)

    assert [str(reason) for reason in found] == [
        "The places must go up from 1 without a gap, equals in the order of the codes."
    ]


@pytest.mark.parametrize(
    ("form", "ballot", "number"),
    [
        (APPROVAL, Ballot(("a", "a", "z")), 3),
        (KNAPSACK, Ballot(("b", "a"), (1, 1)), 3),
        (CUMULATIVE, Ballot(("z", "a", "a", "a"), (9, 0, 0, 0)), 7),
        (SCORES, Ballot(("z", "a", "a"), (9, -9, 0)), 5),
        (ORDINAL, Ballot(("z",), (1,)), 3),
        (WEAK_ORDER, Ballot(("z", "a", "a"), (1, 2)), 4),
        (QUESTION, Ballot(("z", "a", "a"), (1,)), 4),
    ],
)
def test_every_reason_is_given_at_once(form, ballot, number):
    assert len(check(ballot, form, PROJECTS)) == number


def test_a_blank_ballot_is_valid_where_it_is_allowed():
    form = BallotForm(Kind.APPROVAL, allows_blank=True)

    assert Ballot().is_blank
    assert reasons(form, []) == []


def test_a_cost_is_never_negative():
    with pytest.raises(ValueError, match="negative"):
        Project("a", -1)
