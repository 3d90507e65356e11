"""Tables say what profiles say, in arrays: nothing is lost, and equal ballots are merged."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.core.elections import approval
from voting.core.ballots import Ballot, Kind, Project
from voting.core.profile import Instance, Profile, Scoring
from voting.core.table import BallotTable, _merged

#: The published order is not that of the codes.
INSTANCE = Instance(tuple(Project(code, 10) for code in ("c", "a", "10", "9", "b")), 100)
CODES = [project.code for project in INSTANCE.projects]


@st.composite
def votes(draw: st.DrawFn) -> tuple[Kind, list[Ballot]]:
    """Ballots of one kind, some of them alike or blank."""
    kind = draw(st.sampled_from(Kind))
    made = []
    for chosen in draw(st.lists(st.lists(st.sampled_from(CODES), unique=True), max_size=6)):
        size = len(chosen) if kind.has_points else 0
        points = draw(st.lists(st.integers(-2, 3), min_size=size, max_size=size))
        made += [Ballot.of(kind, chosen, points)] * draw(st.integers(1, 3))
    return kind, made


def table_of(kind: Kind, ballots: list[Ballot]) -> BallotTable:
    rows = ((ballot, 1) for ballot in ballots)
    return BallotTable.of_ballots(INSTANCE, rows, is_ordered=kind.is_ordered)


@given(votes())
def test_a_profile_comes_back_from_its_table(cast):
    kind, ballots = cast
    profile = Profile.of(ballots)

    table = BallotTable.of(INSTANCE, profile, is_ordered=kind.is_ordered)

    assert table.profile(INSTANCE) == profile
    assert (table.voters, table.filled, table.blank) == (
        profile.voters,
        profile.filled,
        profile.blank,
    )


@given(votes())
def test_grouped_ballots_are_those_of_the_profile(cast):
    kind, ballots = cast

    grouped = table_of(kind, ballots).grouped()

    assert grouped.profile(INSTANCE) == Profile.of(ballots)
    assert len(grouped.weights) == len(Profile.of(ballots).groups)


@given(votes(), st.randoms())
def test_the_order_of_the_ballots_makes_no_difference(cast, chance):
    kind, ballots = cast
    shuffled = list(ballots)
    chance.shuffle(shuffled)

    assert table_of(kind, shuffled).grouped() == table_of(kind, ballots).grouped()


@given(votes())
def test_a_table_that_is_grouped_stays_as_it_is(cast):
    kind, ballots = cast
    grouped = table_of(kind, ballots).grouped()

    assert grouped.grouped() == grouped


@given(votes())
def test_equal_hashes_of_different_ballots_are_told_apart(cast):
    kind, ballots = cast
    table = table_of(kind, ballots).in_order()

    merged = _merged(table, np.zeros(len(table.weights), np.uint64))

    assert merged.profile(INSTANCE) == Profile.of(ballots)
    assert len(merged.weights) == len(Profile.of(ballots).groups)


@given(votes(), st.sampled_from([Scoring.VOTES, Scoring.BORDA, Scoring.POINTS]))
def test_standings_are_those_of_the_profile(cast, scoring):
    kind, ballots = cast
    profile = Profile.of(ballots)
    if scoring is Scoring.POINTS and not (kind.has_points and profile.filled):
        scoring = Scoring.VOTES

    for table in (table_of(kind, ballots), BallotTable.of(INSTANCE, profile, is_ordered=True)):
        assert table.standings(INSTANCE, scoring) == profile.standings(INSTANCE, scoring)


@given(votes())
def test_entries_of_a_set_are_put_in_published_order(cast):
    kind, ballots = cast

    table = table_of(kind, ballots).in_order()

    for begin, end in zip(table.starts, table.starts[1:], strict=False):
        named = table.projects[begin:end].tolist()
        assert kind.is_ordered or named == sorted(named)
    assert table.profile(INSTANCE) == Profile.of(ballots)


def test_a_table_holds_places_in_the_published_order():
    table = table_of(Kind.APPROVAL, [approval("a", "c"), approval(), approval("9")])

    assert table.starts.tolist() == [0, 2, 3]
    assert table.projects.tolist() == [1, 0, 3]
    assert table.weights.tolist() == [1, 1]
    assert (table.blank, table.points, table.is_ordered) == (1, None, False)
    assert table.in_order().projects.tolist() == [0, 1, 3]
    assert {array.dtype.name for array in (table.starts, table.weights)} == {"int64"}
    assert table.projects.dtype == np.int32


def test_an_order_keeps_its_order():
    ballots = [Ballot(("c", "a")), Ballot(("a", "c")), Ballot(("c", "a"))]

    grouped = table_of(Kind.ORDINAL, ballots).grouped()

    assert sorted(grouped.weights.tolist()) == [1, 2]


def test_the_same_projects_with_other_points_are_another_ballot():
    ballots = [Ballot(("a", "c"), (1, 2)), Ballot(("a", "c"), (2, 1)), Ballot(("a", "c"), (-1, 2))]

    assert len(table_of(Kind.SCORES, ballots).grouped().weights) == 3


@pytest.mark.parametrize(
    ("choices", "is_twice"),
    [([("a", "b"), ("b",)], False), ([("a", "b"), ("b", "b")], True), ([("b", "a", "b")], True)],
)
def test_a_project_named_twice_is_noticed(choices, is_twice):
    rows = [(Ballot(named), 1) for named in choices]

    table = BallotTable.of_ballots(INSTANCE, rows, is_ordered=True)

    assert table.has_one_twice() is is_twice


@pytest.mark.parametrize(
    ("ballots", "reason"),
    [
        ([Ballot(("z",))], "does not stand"),
        ([Ballot(("c", "a"))], "has to be said"),
        ([Ballot(("a", "c"), (1,))], "some of its projects only"),
        ([Ballot(("a",), (1,)), Ballot(("a",))], "some have not"),
    ],
)
def test_what_makes_no_table_is_refused(ballots, reason):
    with pytest.raises(ValueError, match=reason):
        table_of(Kind.APPROVAL, ballots)


def test_points_are_not_made_up():
    with pytest.raises(ValueError, match="no points"):
        table_of(Kind.APPROVAL, [approval("a")]).standings(INSTANCE, Scoring.POINTS)


def test_tables_are_compared_by_what_they_hold():
    one, other = (table_of(Kind.SCORES, [Ballot(("a",), (points,))]) for points in (1, 2))

    assert one == table_of(Kind.SCORES, [Ballot(("a",), (1,))])
    assert one != other
    assert one != table_of(Kind.APPROVAL, [approval("a")])
    assert one != "a table"


def test_the_web_process_starts_without_arrays():
    asked = "import sys, concejo.app; print({'numpy', 'numba'} & set(sys.modules))"

    said = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    ).stdout

    assert said.strip() == "set()"
