"""Points in Pabulib's files: exact, with decimals or without, and scores that are checked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.core.test_pabulib_values import TEXT, fault_of, said, with_vote_column
from voting.core.ballots import Ballot, BallotForm, Kind
from voting.core.pabulib import read, write
from voting.core.pabulib.points import scale_for, thousandths, written


def points(kind: str, first: str, second: str, *keys: str) -> str:
    """The file with points, and further keys before PROJECTS."""
    text = with_vote_column("points", first).replace("approval", kind)
    text = text.replace(f"2;b;{first}", f"2;b;{second}")
    return text.replace("PROJECTS", "\n".join([*keys, "PROJECTS"]))


@given(st.integers(-(10**12), 10**12).filter(lambda value: abs(value) < 10**12))
def test_points_are_read_as_they_are_written(value):
    assert thousandths(written(value, 1000)) == value


@given(st.lists(st.integers(-9999, 9999)))
def test_the_scale_is_the_least_that_makes_all_points_whole(values):
    scale = scale_for(values)

    assert all(value * scale % 1000 == 0 for value in values)
    assert scale == 1 or any(value * (scale // 10) % 1000 for value in values)


def test_points_with_decimals_are_scaled_for_the_whole_file():
    text = points("scoring", "2.50,-1", "3", "max_points;3", "default_score;-0.5")

    file = read(text)

    assert file.point_scale == 10
    assert [line.ballot.points for line in file.votes] == [(25, -10), (30,)]
    assert file.form == BallotForm(
        Kind.SCORES, max_points=30, default_score=-5, currency="XXX", max_length=None
    )
    assert "1;a,b;2.5,-1\n2;b;3\n" in write(file)


def test_whole_points_stay_as_they_are():
    file = read(points("cumulative", "2.0,1", "3", "max_sum_points;3"))

    assert file.point_scale == 1
    assert file.votes[0].ballot == Ballot(("a", "b"), (2, 1))
    assert file.form.max_sum_points == 3


def test_a_limit_with_decimals_scales_points_too():
    file = read(points("cumulative", "2,1", "3", "max_points;3.5", "min_project_score_threshold;2"))

    assert file.votes[0].ballot == Ballot(("a", "b"), (20, 10))
    assert (file.form.max_points, file.threshold) == (35, 20)


def test_a_score_counts_points_and_the_default_for_who_is_not_named():
    text = points("scoring", "2.5,-1", "3", "default_score;-0.5").replace("votes\n", "score\n")

    assert said(text.replace("a;40;1", "a;40;2").replace("b;60;2", "b;60;2.0")) == []
    assert said(text)[0] == (17, "score says 1, but by the ballots it is 2.")


@pytest.mark.parametrize(
    ("scoring", "warnings"),
    [("", []), ("scoring_fn;Borda\n", []), ("scoring_fn;Dowdall\n", [])],
)
def test_an_order_scores_by_borda_where_nothing_else_is_said(scoring, warnings):
    text = TEXT.replace("approval", "ordinal").replace("votes\n", "score\n")
    text = text.replace("PROJECTS", f"{scoring}PROJECTS").replace("a;40;1", "a;40;2")

    assert said(text) == warnings
    assert bool(said(text.replace("a;40;2", "a;40;9"))) == ("Dowdall" not in scoring)


def test_places_are_ours_and_need_their_column():
    text = TEXT.replace("vote_type;approval", "vote_type;ordinal\nconcejo_form;weak_order+blank")

    assert fault_of(text)[1] == "The header must begin with voter_id and have concejo_places."
    text = text.replace("voter_id;vote", "voter_id;vote;concejo_places")
    text = text.replace("1;a,b", "1;b,a;1,1").replace("2;b", "2;b;1")
    assert read(text).votes[0].ballot == Ballot(("a", "b"), (1, 1))
    assert read(text).kind is Kind.WEAK_ORDER
    assert fault_of(text.replace("2;b;1", "2;b;1.5"))[1] == (
        "concejo_places: “1.5” is not a whole number."
    )
