"""Ranked pairs: the strongest duels are kept, as far as they do not contradict one another."""

from itertools import permutations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.voting.core.decisions.questions import (
    BY_ORDER,
    ballots_of,
    beats,
    decided,
    preferring,
    rankings,
    weak_orders,
)
from voting.core.ballots import Ballot
from voting.core.decisions.steps import EqualDuels, LeftOut, Locked
from voting.core.outcome import RuleSpec


def best_orders(codes, ballots, measure):
    """Of all orders, those that agree with the strongest duel, then with the next, and so on."""

    def strength(one, other):
        votes, against = preferring(ballots, one, other), preferring(ballots, other, one)
        return (votes - against,) if measure == "margins" else (votes, -against)

    won = [pair for pair in permutations(codes, 2) if beats(ballots, *pair)]
    place = codes.index
    won.sort(key=lambda pair: (place(pair[0]), -place(pair[1])))
    won.sort(key=lambda pair: strength(*pair), reverse=True)
    agreed = {
        order: [order.index(one) < order.index(other) for one, other in won]
        for order in permutations(codes)
    }
    most = max(agreed.values())
    return [order for order, agrees in agreed.items() if agrees == most]


@given(weak_orders(), st.sampled_from(["margins", "winning_votes"]))
def test_those_lead_who_are_first_in_an_order_that_agrees_with_the_strongest_duels(
    election, measure
):
    codes, ballots = election
    rule = RuleSpec("ranked_pairs", {"strength": measure})

    decision = decided(rule, codes, ballots, BY_ORDER)

    best = best_orders(codes, ballots, measure)
    assert set(decision.ranking[0]) == {order[0] for order in best}


@given(weak_orders())
def test_every_won_duel_is_kept_or_left_out_with_the_chain_that_it_contradicts(election):
    codes, ballots = election

    decision = decided("ranked_pairs", codes, ballots)

    kept = {(step.winner, step.loser) for step in decision.steps if isinstance(step, Locked)}
    left = [step for step in decision.steps if isinstance(step, LeftOut)]
    won = {pair for pair in permutations(codes, 2) if beats(ballots, *pair)}
    assert kept | {(step.winner, step.loser) for step in left} == won
    for step in left:
        assert (step.path[0], step.path[-1]) == (step.loser, step.winner)
        assert all(link in kept for link in zip(step.path, step.path[1:], strict=False))


@given(rankings(truncated=False))
def test_without_ties_the_ranking_turns_round_with_the_ballots(election):
    codes, ballots = election
    decision = decided("ranked_pairs", codes, ballots)
    assume(not any(isinstance(step, EqualDuels) for step in decision.steps))
    assume(len(decision.ranking) == len(codes))

    reversed_ballots = [Ballot(ballot.choices[::-1]) for ballot in ballots]

    assert decided("ranked_pairs", codes, reversed_ballots).ranking == decision.ranking[::-1]


def test_the_weakest_result_of_a_cycle_is_left_out():
    ballots = ballots_of({"a>b>c": 7, "b>c>a": 5, "c>a>b": 4})

    decision = decided("ranked_pairs", "abc", ballots)

    assert decision.ranking == (("a",), ("b",), ("c",))
    assert decision.steps[-3:] == (
        Locked("b", "c", 12, 4),
        Locked("a", "b", 11, 5),
        LeftOut("c", "a", 9, 7, ("a", "b", "c")),
    )


def test_equal_duels_are_taken_in_the_declared_order_and_recorded():
    ballots = ballots_of({"a>b>c": 1, "b>c>a": 1, "c>a>b": 1})

    decision = decided("ranked_pairs", "abc", ballots, BY_ORDER)

    order = EqualDuels(("a", "b", "c"), ("b", "c", "a"), ("published_order",) * 2)
    assert order in decision.steps
    assert decision.ranking == (("a",), ("b",), ("c",))


def test_of_one_winners_equal_duels_that_against_the_last_goes_first():
    decision = decided("ranked_pairs", "abc", ballots_of({"a": 1}), BY_ORDER)

    assert EqualDuels(("a", "a"), ("c", "b"), ("published_order",)) in decision.steps


@pytest.mark.parametrize(("measure", "winner"), [("margins", "a"), ("winning_votes", "a")])
def test_schulzes_first_example_is_decided_otherwise_by_ranked_pairs(measure, winner):
    ballots = {"a>c>d>b": 8, "b>a>d>c": 2, "c>d>b>a": 4, "d>b>a>c": 4, "d>c>b>a": 3}
    rule = RuleSpec("ranked_pairs", {"strength": measure})

    decision = decided(rule, "abcd", ballots_of(ballots))

    assert decision.winners == (winner,)
