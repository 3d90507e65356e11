"""Instant runoff: the last goes out, round by round, until one has a majority."""

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import assume, given

from tests.voting.core.decisions.questions import (
    BY_LOT,
    BY_ORDER,
    ballots_of,
    decided,
    rankings,
)
from voting.core.ballots import Ballot
from voting.core.decisions import UnreadableBallot
from voting.core.decisions.steps import Elected, Eliminated, RoundTieBroken
from voting.core.ties import lot


@given(rankings(voters=20))
def test_in_every_round_votes_and_exhausted_add_up_to_the_ballots(election):
    codes, ballots = election

    decision = decided("irv", codes, ballots)

    for counted in decision.rounds:
        assert sum(counted.votes) + counted.exhausted == len(ballots)
        assert counted.lost == 0


@given(rankings(voters=20))
def test_each_round_counts_the_first_option_on_a_ballot_that_is_still_in(election):
    codes, ballots = election

    decision = decided("irv", codes, ballots)

    for counted in decision.rounds:
        first = Counter(
            next((code for code in ballot.choices if code in counted.options), None)
            for ballot in ballots
        )
        assert counted.votes == tuple(first[code] for code in counted.options)


@given(rankings(voters=20))
def test_who_has_a_majority_of_first_places_wins_in_the_first_round(election):
    codes, ballots = election
    first = Counter(ballot.choices[0] for ballot in ballots)
    favourite, votes = first.most_common(1)[0]
    assume(votes * 2 > len(ballots))

    decision = decided("irv", codes, ballots)

    assert decision.winners == (favourite,)
    assert len(decision.rounds) == 1


@given(rankings(voters=20))
def test_one_goes_out_at_a_time_and_nobody_has_fewer(election):
    codes, ballots = election

    decision = decided("irv", codes, ballots)

    gone = [step for step in decision.steps if isinstance(step, Eliminated)]
    assert len(gone) == len(decision.rounds) - 1
    for step, counted in zip(gone, decision.rounds, strict=False):
        assert step.votes == min(counted.votes)
        assert sum(step.amounts) + step.exhausted == step.votes


@given(rankings(voters=20))
def test_one_seat_of_the_transferable_vote_is_an_instant_runoff(election):
    codes, ballots = election

    winners = decided("irv", codes, ballots).winners

    assert decided("stv", codes, ballots).winners == winners
    assert decided("scottish_stv", codes, ballots).winners == winners


def test_knoxville_is_the_capital_of_tennessee():
    """The usual example of the capital of Tennessee (in Wikipedia's article)."""
    ballots = ballots_of({"M>N>C>K": 42, "N>C>K>M": 26, "C>K>N>M": 15, "K>C>N>M": 17})

    decision = decided("irv", "MNCK", ballots)

    assert decision.winners == ("K",)
    assert decision.ranking == (("K",), ("M",), ("N",), ("C",))
    assert decision.steps[-1] == Elected("K", 3, Fraction(58), Fraction(51), "majority")


def test_a_majority_is_of_the_ballots_that_still_count():
    ballots = ballots_of({"a": 4, "b>c": 3, "c": 2, "d": 2})

    decision = decided("irv", "abcd", ballots, BY_ORDER)

    assert decision.winners == ("a",)
    assert decision.steps[-1] == Elected("a", 3, Fraction(4), Fraction(4), "majority")


def test_of_equals_the_one_goes_out_that_had_fewer_in_the_latest_other_round():
    """After round 4 both have 5; d had fewer in round 3, though more in the first two."""
    ballots = ballots_of({"a>d": 3, "b>a": 2, "c>b": 2, "c>d": 1, "d>e": 4})

    decision = decided("irv", "abcde", ballots)

    assert decision.rounds[-2].votes == (5, 5)
    assert RoundTieBroken(("a", "d"), ("d",), "out", "earlier_round", 3) in decision.steps
    assert decision.winners == ("a",)


def test_who_is_still_equal_after_the_earlier_rounds_draws_a_lot():
    """After round 3 three have 4; a and d had fewer in round 2, and nothing sets them apart."""
    ballots = ballots_of({"a": 3, "b>a": 1, "b>d": 1, "d>e": 3, "e>a": 4})

    decision = decided("irv", "abcde", ballots)

    ties = [step for step in decision.steps if isinstance(step, RoundTieBroken)]
    last = lot(BY_LOT.seed, "ad")[-1]
    assert ties == [
        RoundTieBroken(("a", "d", "e"), ("a", "d"), "out", "earlier_round", 2),
        RoundTieBroken(("a", "d"), (last,), "out", "lot", 0),
    ]


def test_a_tie_that_no_round_decides_is_left_to_the_declared_order():
    ballots = ballots_of({"a": 3, "b": 1, "c": 1, "d": 2})

    by_order = decided("irv", "abcd", ballots, BY_ORDER)
    by_lot = decided("irv", "abcd", ballots, BY_LOT)

    assert by_order.steps[1] == RoundTieBroken(("b", "c"), ("c",), "out", "published_order", 0)
    last = lot(BY_LOT.seed, "bc")[-1]
    assert by_lot.steps[1] == RoundTieBroken(("b", "c"), (last,), "out", "lot", 0)


def test_a_place_for_two_options_is_not_counted_in_silence():
    with pytest.raises(UnreadableBallot, match="one place"):
        decided("irv", "ab", [Ballot(("a", "b"), (1, 1))])
