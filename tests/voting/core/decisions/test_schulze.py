"""Schulze: by the strongest chains, as the paper defines them."""

from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.core.decisions.questions import (
    BY_ORDER,
    ballots_of,
    decided,
    preferring,
    weak_orders,
)
from voting.core.decisions.steps import StrongestChain
from voting.core.outcome import RuleSpec
from voting.core.steps import TieBroken


def strength(votes, against, measure):
    """The order of Schulze's section 2: of all pairs, won, equal and lost ones."""
    if measure == "margins":
        return (votes - against,)
    if votes > against:
        return (2, votes, -against)
    return (1,) if votes == against else (0, -against, votes)


def strongest(codes, ballots, measure):
    """Try every chain over any other options."""
    links = {
        (one, other): strength(
            preferring(ballots, one, other), preferring(ballots, other, one), measure
        )
        for one, other in permutations(codes, 2)
    }
    return {
        (one, other): max(
            min(links[link] for link in pairwise((one, *between, other)))
            for length in range(len(codes) - 1)
            for between in permutations(set(codes) - {one, other}, length)
        )
        for one, other in permutations(codes, 2)
    }


@given(weak_orders(most=4), st.sampled_from(["winning_votes", "margins"]))
def test_leading_is_having_no_weaker_chain_to_anybody_than_back(election, measure):
    codes, ballots = election
    chains = strongest(codes, ballots, measure)

    decision = decided(RuleSpec("schulze", {"strength": measure}), codes, ballots)

    assert set(decision.ranking[0]) == {
        one
        for one in codes
        if all(chains[one, other] >= chains[other, one] for other in codes if other != one)
    }


@given(weak_orders(most=4))
def test_recorded_chains_are_made_of_won_duels_and_as_strong_as_their_weakest(election):
    codes, ballots = election
    chains = strongest(codes, ballots, "winning_votes")

    decision = decided("schulze", codes, ballots)

    for step in decision.steps:
        if isinstance(step, StrongestChain):
            links = [
                strength(
                    preferring(ballots, one, other),
                    preferring(ballots, other, one),
                    "winning_votes",
                )
                for one, other in pairwise(step.path)
            ]
            assert (
                min(links) == chains[step.path[0], step.path[-1]] == (2, step.votes, -step.against)
            )


@pytest.mark.parametrize(
    ("ballots", "ranking"),
    [
        ({"a>c>d>b": 8, "b>a>d>c": 2, "c>d>b>a": 4, "d>b>a>c": 4, "d>c>b>a": 3}, "dacb"),
        ({"a>c>d>b": 3, "b>a>c>d": 9, "c>d>a>b": 8, "d>a>b>c": 5, "d>b>c>a": 5}, "cdba"),
        (
            {
                "a>c>b>e>d": 5,
                "a>d>e>c>b": 5,
                "b>e>d>a>c": 8,
                "c>a>b>e>d": 3,
                "c>a>e>b>d": 7,
                "c>b>a>d>e": 2,
                "d>c>e>b>a": 7,
                "e>b>a>d>c": 8,
            },
            "eacbd",
        ),
    ],
)
def test_the_examples_of_schulze_come_out(ballots, ranking):
    """Section 3 of Schulze's paper; the last, of 45 voters, is Wikipedia's too."""
    decision = decided("schulze", sorted(ranking), ballots_of(ballots))

    assert decision.ranking == tuple((code,) for code in ranking)


def test_the_chains_of_the_first_example_are_told_with_their_weakest_duel():
    ballots = {"a>c>d>b": 8, "b>a>d>c": 2, "c>d>b>a": 4, "d>b>a>c": 4, "d>c>b>a": 3}

    decision = decided("schulze", "abcd", ballots_of(ballots))

    assert StrongestChain(("d", "b", "a"), "b", "a", 13, 8) in decision.steps
    assert StrongestChain(("a", "c", "d"), "c", "d", 12, 9) in decision.steps


def test_options_that_chains_cannot_tell_apart_are_left_to_the_declared_order():
    """Electowiki's example of 9 voters, in which both B and D are beaten by nobody."""
    ballots = ballots_of({"A>B>C>D": 3, "D>A>B>C": 2, "D>B>C>A": 2, "C>B>D>A": 2})

    decision = decided("schulze", "ABCD", ballots, BY_ORDER)

    assert decision.ranking[0] == ("B", "D")
    assert decision.winners == ("B",)
    assert decision.steps[-1] == TieBroken(("B", "D"), "B", "published_order")


def test_margins_and_winning_votes_can_choose_differently():
    """The narrowest win of the cycle, 5 to 4, is not the one with the fewest votes, 4 to 2."""
    ballots = ballots_of({"a>c": 2, "b>a": 4, "c": 3})

    by_votes = decided("schulze", "abc", ballots)
    by_margin = decided(RuleSpec("schulze", {"strength": "margins"}), "abc", ballots)

    assert by_votes.matrix == ((0, 2, 6), (4, 0, 4), (3, 5, 0))
    assert by_votes.winners == ("a",)
    assert by_margin.winners == ("b",)
