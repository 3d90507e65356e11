"""A file is loaded the one way or the other, and the same can be counted."""

from hypothesis import given

from tests.voting.core.elections import BY_ORDER
from tests.voting.core.test_pabulib import files
from tests.voting.core.test_pabulib_columns import POINTS
from voting.core.ballots import Ballot
from voting.core.loading import Loaded, load, profile_of
from voting.core.outcome import RuleSpec
from voting.core.pabulib import read, write
from voting.core.profile import Scoring
from voting.core.rules import count

#: META of ballots of scores, on which a project that is not named gets two points.
SCORED = "scoring\ndefault_score;2"


def in_arrays(data: bytes) -> Loaded:
    return load(data, few=0)


@given(files())
def test_both_ways_load_the_same(file):
    data = write(file).encode()

    small, large = load(data), in_arrays(data)

    instance = small.file.instance
    assert small.file == large.file
    assert small.file.warnings == large.file.warnings
    assert large.ballots.profile(instance) == small.ballots.profile(instance)


def test_who_gives_points_to_nothing_is_blank():
    data = POINTS.replace("3,0;internet", "3,0;internet").replace("1;12;", "1;0;").encode()

    for loaded in (load(data), in_arrays(data)):
        assert (loaded.ballots.filled, loaded.ballots.blank) == (2, 2)


def test_a_project_that_is_not_named_gets_the_default_score():
    scores = (
        POINTS.replace("cumulative\nmax_sum_points;7.5\nmin_points;0", "scoring\ndefault_score;-1")
        .replace("a2;1;12;", "a2;1;-1;")
        .encode()
    )

    for loaded in (load(scores), in_arrays(scores)):
        standings = loaded.ballots.standings(loaded.file.instance, Scoring.POINTS)
        assert [standing.score for standing in standings] == [3 - 1 - 1 - 1, -1 - 1 - 1 + 4, 3]


def test_a_default_score_is_added_up_as_cities_do():
    scored = POINTS.replace("cumulative\nmax_sum_points;7.5\nmin_points;0", SCORED)
    stated = scored.replace("cost;votes", "cost;score").replace(";40;1\n1;60;2", ";40;9\n1;60;20")

    file = read(stated.replace("63/24;70;2", "63/24;70;9"))

    assert file.warnings == ()
    standings = profile_of(file).standings(file.instance, Scoring.POINTS)
    assert [standing.score for standing in standings] == [9, 20, 9]


def test_whatever_the_way_the_outcome_is_one():
    data = POINTS.encode()
    rule = RuleSpec("equal_shares", {"scoring": "points"})

    outcomes = [
        count(rule, loaded.file.instance, loaded.ballots, BY_ORDER)
        for loaded in (load(data), in_arrays(data))
    ]

    assert outcomes[0].digest() == outcomes[1].digest()
    assert Ballot() not in {ballot for ballot, _n in load(data).ballots.groups}
