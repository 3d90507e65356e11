"""Approval, Borda and Copeland: the highest score is chosen."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.core.decisions.questions import (
    BY_ORDER,
    ballots_of,
    beats,
    decided,
    raised,
    rankings,
    weak_orders,
)
from voting.core.ballots import Ballot, Kind
from voting.core.decisions import UnreadableBallot
from voting.core.decisions.steps import Scored
from voting.core.outcome import RuleSpec
from voting.core.steps import TieBroken

ZERO = RuleSpec("borda", {"unranked": "zero"})


def scores(decision):
    return {step.option: step.score for step in decision.steps if isinstance(step, Scored)}


@given(rankings(), st.integers(1, 3))
def test_nobody_left_out_has_more_approvals_than_somebody_chosen(election, seats):
    codes, ballots = election
    seats = min(seats, len(codes))

    decision = decided("approval", codes, ballots, seats=seats)

    votes = scores(decision)
    assert len(decision.winners) == seats
    others = [votes[code] for code in codes if code not in decision.winners]
    assert min(votes[code] for code in decision.winners) >= max(others, default=0)
    assert votes == {code: sum(code in ballot.choices for ballot in ballots) for code in codes}


@given(weak_orders())
def test_every_ballot_gives_the_same_sum_of_borda_points(election):
    codes, ballots = election

    points = scores(decided("borda", codes, ballots))

    assert sum(points.values()) == len(ballots) * len(codes) * (len(codes) - 1) // 2


@given(rankings(truncated=False))
def test_a_borda_point_is_an_option_put_below(election):
    codes, ballots = election

    points = scores(decided("borda", codes, ballots))

    for code in codes:
        below = (len(codes) - 1 - ballot.choices.index(code) for ballot in ballots)
        assert points[code] == sum(below)


@given(rankings(), st.sampled_from(["borda", ZERO]), st.data())
def test_who_leads_by_borda_leads_when_put_higher(election, rule, data):
    codes, ballots = election
    leader = decided(rule, codes, ballots).ranking[0][0]
    at = data.draw(st.integers(0, len(ballots) - 1))

    better = [*ballots[:at], raised(ballots[at], leader), *ballots[at + 1 :]]

    assert leader in decided(rule, codes, better).ranking[0]


@given(weak_orders())
def test_copeland_counts_duels_won_and_half_of_the_equal_ones(election):
    codes, ballots = election

    points = scores(decided("copeland", codes, ballots))

    for code in codes:
        others = [other for other in codes if other != code]
        won = sum(beats(ballots, code, other) for other in others)
        lost = sum(beats(ballots, other, code) for other in others)
        assert points[code] == Fraction(won + len(others) - lost, 2)


@given(rankings(truncated=False))
def test_copeland_turns_round_with_the_ballots(election):
    codes, ballots = election
    reversed_ballots = [Ballot(ballot.choices[::-1]) for ballot in ballots]

    ranking = decided("copeland", codes, ballots).ranking

    assert decided("copeland", codes, reversed_ballots).ranking == ranking[::-1]


def test_two_of_three_are_chosen_by_approval():
    ballots = [Ballot.of(Kind.APPROVAL, named) for named in ("ab", "b", "bc", "c")]

    decision = decided("approval", "abc", ballots, seats=2)

    assert decision.winners == ("b", "c")
    assert decision.votes == (1, 3, 2)
    assert decision.ranking == (("b",), ("c",), ("a",))


def test_a_tie_for_the_last_seat_is_broken_and_recorded():
    ballots = ballots_of({"a": 2, "b": 1, "c": 1})

    decision = decided("approval", "abc", ballots, BY_ORDER, seats=2)

    assert decision.winners == ("a", "b")
    assert decision.steps[-1] == TieBroken(("b", "c"), "b", "published_order")


@pytest.mark.parametrize(
    ("rule", "ranking", "points"),
    [
        ("borda", "a", (3, 1, 1, 1)),
        ("borda", "a>b=c", (3, Fraction(3, 2), Fraction(3, 2), 0)),
        (ZERO, "a", (3, 0, 0, 0)),
    ],
)
def test_options_left_out_share_what_is_left_or_get_nothing(rule, ranking, points):
    decision = decided(rule, "abcd", ballots_of({ranking: 1}))

    assert tuple(scores(decision).values()) == points


def test_of_one_option_left_out_nothing_is_left_to_share():
    assert tuple(scores(decided("borda", "abc", ballots_of({"a>b": 1}))).values()) == (2, 1, 0)


def test_places_that_contradict_the_order_are_not_counted_in_silence():
    with pytest.raises(UnreadableBallot, match="places"):
        decided("borda", "ab", [Ballot(("a", "b"), (2, 1))])


def test_points_are_no_approvals():
    with pytest.raises(UnreadableBallot, match="points"):
        decided("approval", "ab", [Ballot(("a", "b"), (9, 1))])
