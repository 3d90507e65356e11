"""Plain ballots have one spelling, and none is longer than the pad has room for."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.core.protocol.town import CITY, FORM, NORTH, manifest
from voting.core.ballots import Ballot, BallotForm, Kind, NotABallot, Project, check
from voting.core.profile import Instance
from voting.core.protocol.contests import Contest
from voting.core.protocol.plain import (
    Endless,
    ballots_of,
    decode_plain,
    encode_plain,
    longest,
    pad_of,
)

CODES = st.text(min_size=1, max_size=6).filter(lambda text: text.isprintable())
BALLOTS = st.builds(
    Ballot,
    st.lists(CODES, max_size=4).map(tuple),
    st.lists(st.integers(-5, 10**6), max_size=4).map(tuple),
)


@given(st.dictionaries(CODES, BALLOTS, max_size=4))
def test_a_plain_ballot_comes_back_as_it_was(ballots):
    text = encode_plain(ballots)

    assert decode_plain(text) == ballots
    value = json.loads(text)
    assert json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        '{"1":null}',
        '{"1":[]}',
        '{"1":{"choices":[],"points":[],"more":1}}',
        '{"1":{"choices":[]}}',
        '{"1":{"points":[],"choices":[]}}',
        '{"1": {"choices":[],"points":[]}}',
        '{"1":{"choices":[1],"points":[]}}',
        '{"1":{"choices":[],"points":[1.0]}}',
        '{"1":{"choices":[],"points":[true]}}',
        '{"1":{"choices":[],"points":[-0]}}',
        '{"1":{"choices":[],"points":[NaN]}}',
        '{"1":{"choices":["\\u0061"],"points":[]}}',
        '{"1":{"choices":["\\ud800"],"points":[]}}',
        '{"1":{"choices":["\ud800"],"points":[]}}',
        '{"1":{"choices":["\\/"],"points":[]}}',
        '{"2":{"choices":[],"points":[]},"1":{"choices":[],"points":[]}}',
        '{"1":{"choices":[],"points":[]},"1":{"choices":[],"points":[]}}',
        '{"1":{"choices":[],"points":[]}}\n',
        '{"1":' * 3000,
        "[" * 100_000,
        '{"1":{"choices":[],"points":[' + "9" * 5000 + "]}}",
    ],
)
def test_any_other_spelling_is_no_ballot(text):
    with pytest.raises(NotABallot):
        decode_plain(text)


@pytest.mark.parametrize(
    ("text", "is_valid"),
    [
        (encode_plain({"1": Ballot(("7",)), "2": Ballot()}), True),
        (encode_plain({"1": Ballot(("7", "9")), "2": Ballot(("3",))}), True),
        (encode_plain({"1": Ballot(("7",))}), False),
        (encode_plain({"1": Ballot(), "2": Ballot(), "3": Ballot()}), False),
        (encode_plain({"1": Ballot(("9", "7")), "2": Ballot()}), False),
        (encode_plain({"1": Ballot(("12", "7")), "2": Ballot()}), False),
        (encode_plain({"1": Ballot(), "2": Ballot(("3", "5"))}), False),
        (encode_plain({"1": Ballot(), "2": Ballot(("3",), (1,))}), False),
        ("not a ballot", False),
    ],
)
def test_what_the_manifest_does_not_allow_is_null_in_all_contests(text, is_valid):
    found = manifest().ballots(1, text)

    assert (found is not None) == is_valid
    assert found is None or found == decode_plain(text)
    assert ballots_of(text, (CITY, NORTH), FORM) == found


LIMIT = st.none() | st.integers(0, 6)


@st.composite
def votes(draw):
    """Draw a form, a contest, and a ballot that is allowed there, if one is found."""
    kind = draw(st.sampled_from(Kind))
    codes = draw(st.lists(CODES, min_size=1, max_size=5, unique=True))
    costs = draw(st.lists(st.integers(0, 9), min_size=5, max_size=5))
    projects = tuple(Project(code, cost) for code, cost in zip(codes, costs, strict=False))
    contest = Contest(draw(CODES), "", Instance(projects, draw(st.integers(0, 30))))
    low = draw(st.integers(-12, 1)) if kind is Kind.SCORES else None
    form = BallotForm(
        kind,
        min_length=0,
        max_length=draw(LIMIT),
        max_sum_cost=draw(st.none() | st.integers(0, 30)),
        min_points=low,
        max_points=draw(st.integers(1, 120)),
        max_sum_points=draw(st.none() | st.integers(1, 150)),
        allows_blank=True,
    )
    chosen = draw(st.permutations(codes))[: draw(st.integers(0, len(codes)))]
    high = form.max_points if kind is not Kind.WEAK_ORDER else len(chosen)
    points = [draw(st.integers(-12, max(high, 1))) for _code in chosen] if kind.has_points else ()
    return form, contest, Ballot.of(kind, chosen, points)


@given(votes())
def test_no_allowed_ballot_is_longer_than_the_longest(case):
    form, contest, ballot = case
    if check(ballot, contest.form(form), contest.instance.projects):
        return

    text = encode_plain({contest.id: ballot})

    assert len(text.encode()) <= longest(form, (contest,))
    assert pad_of(form, [(contest,)]) >= 34 + len(text.encode())


def contest_of(count, cost=1, budget=1000):
    codes = [f"{at:03}" for at in range(count)]
    return Contest("c", "", Instance(tuple(Project(code, cost) for code in codes), budget))


@pytest.mark.parametrize(
    ("form", "contest", "ballot"),
    [
        (BallotForm(Kind.APPROVAL, max_length=2), contest_of(5), (("003", "004"), ())),
        (BallotForm(Kind.KNAPSACK), contest_of(5, 10, 39), (("000", "001", "002"), ())),
        (BallotForm(Kind.QUESTION, max_length=9), contest_of(5), (("004",), ())),
        (BallotForm(Kind.ORDINAL), contest_of(3), (("002", "001", "000"), ())),
        (
            BallotForm(Kind.CUMULATIVE, max_sum_points=2, max_points=9),
            contest_of(5),
            (("000", "001"), (1, 1)),
        ),
        (
            BallotForm(Kind.SCORES, min_points=-10, max_points=5),
            contest_of(2),
            (("000", "001"), (-10, -10)),
        ),
        (
            BallotForm(Kind.WEAK_ORDER),
            contest_of(11),
            (tuple(f"{at:03}" for at in range(11)), tuple(range(1, 12))),
        ),
    ],
)
def test_the_longest_is_no_longer_than_it_has_to_be(form, contest, ballot):
    written = encode_plain({"c": Ballot(*ballot)})

    assert check(Ballot(*ballot), contest.form(form), contest.instance.projects) == ()
    assert longest(form, (contest,)) == len(written.encode())


def test_several_contests_are_all_in_the_longest():
    ballots = {"1": Ballot(("12", "9")), "2": Ballot(("3",))}

    # Three cheap projects cost 70,010 together; two of them fit, and the longest codes count.
    assert longest(FORM, (CITY, NORTH)) == len(encode_plain(ballots))
    assert pad_of(FORM, [(CITY,), (CITY, NORTH)]) == 34 + longest(FORM, (CITY, NORTH))


@pytest.mark.parametrize(
    "form",
    [
        BallotForm(Kind.CUMULATIVE),
        BallotForm(Kind.SCORES, min_points=0),
        BallotForm(Kind.SCORES, max_points=5),
    ],
)
def test_a_form_without_a_bound_has_no_longest(form):
    with pytest.raises(Endless):
        longest(form, (CITY,))


def test_what_cannot_be_sealed_is_said_before():
    with pytest.raises(Endless, match="sealed"):
        pad_of(BallotForm(Kind.APPROVAL), [(contest_of(12_000),)])
