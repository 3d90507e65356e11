"""Options compared in pairs: who wins every duel is chosen, whatever the rule makes of a cycle."""

from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.voting.core.decisions.questions import (
    BY_ORDER,
    CONDORCET,
    ballots_of,
    condorcet_winner,
    decided,
    preferring,
    raised,
    rankings,
    smith_set,
    weak_orders,
)
from voting.core.ballots import Ballot
from voting.core.decisions.pairwise import layers, shortest_chain
from voting.core.decisions.steps import EqualDuels
from voting.core.outcome import RuleSpec

RULES = st.sampled_from(
    [
        *(RuleSpec(name) for name in CONDORCET),
        RuleSpec("schulze", {"strength": "margins"}),
        RuleSpec("ranked_pairs", {"strength": "winning_votes"}),
    ]
)


@given(weak_orders())
def test_the_matrix_counts_who_prefers_whom(election):
    codes, ballots = election

    matrix = decided("copeland", codes, ballots).matrix

    assert matrix == tuple(
        tuple(preferring(ballots, one, other) for other in codes) for one in codes
    )


@given(weak_orders())
def test_what_is_not_ranked_is_not_compared_where_the_rule_says_so(election):
    codes, ballots = election
    rule = RuleSpec("copeland", {"unranked": "explicit"})

    duels = decided(rule, codes, ballots).duels

    for duel in duels:
        both = [ballot for ballot in ballots if {duel.option, duel.other} <= {*ballot.choices}]
        assert duel.votes == preferring(both, duel.option, duel.other)
        assert duel.against == preferring(both, duel.other, duel.option)


@given(weak_orders(), RULES)
def test_who_wins_every_duel_is_chosen(election, rule):
    codes, ballots = election
    winner = condorcet_winner(codes, ballots)
    assume(winner is not None)

    decision = decided(rule, codes, ballots)

    assert decision.winners == (winner,)
    assert decision.ranking[0] == (winner,)


@given(weak_orders(), RULES)
def test_only_who_beats_all_outside_its_set_is_chosen(election, rule):
    codes, ballots = election

    decision = decided(rule, codes, ballots)

    assert set(decision.ranking[0]) <= smith_set(codes, ballots)


@given(rankings(), RULES, st.data())
def test_who_leads_still_leads_when_put_higher(election, rule, data):
    codes, ballots = election
    assume(rule.name != "copeland")
    leader = decided(rule, codes, ballots, BY_ORDER).ranking[0][0]
    at = data.draw(st.integers(0, len(ballots) - 1))

    better = [*ballots[:at], raised(ballots[at], leader), *ballots[at + 1 :]]

    assert leader in decided(rule, codes, better, BY_ORDER).ranking[0]


@given(rankings(truncated=False), RULES)
def test_who_alone_leads_does_not_lead_when_all_ballots_are_turned_round(election, rule):
    codes, ballots = election
    decision = decided(rule, codes, ballots)
    ranking = decision.ranking
    assume(len(ranking[0]) == 1)
    # The order that equal duels are taken in does not turn round.
    assume(not any(isinstance(step, EqualDuels) for step in decision.steps))

    reversed_ballots = [Ballot(ballot.choices[::-1]) for ballot in ballots]

    assert ranking[0][0] not in decided(rule, codes, reversed_ballots).ranking[0]


@given(weak_orders(), RULES)
def test_the_ranking_holds_every_option_once_and_the_winner_on_top(election, rule):
    codes, ballots = election

    decision = decided(rule, codes, ballots)

    assert sorted(code for equals in decision.ranking for code in equals) == sorted(codes)
    assert decision.winners[0] in decision.ranking[0]


def test_leaving_options_out_can_be_read_in_two_ways():
    """Made after the election of Debian's leader of 2006.

    There the count of the Debian Constitution (A.6: what is left out is below what is ranked)
    elects Anthony Towns, and the other reading Steve McIntyre.
    """
    ballots = ballots_of({"Towns": 3, "McIntyre>Towns": 2})

    implicit = decided("schulze", ["Towns", "McIntyre"], ballots)
    explicit = decided(
        RuleSpec("schulze", {"unranked": "explicit"}), ["Towns", "McIntyre"], ballots
    )

    assert (implicit.winners, implicit.matrix[0][1]) == (("Towns",), 3)
    assert (explicit.winners, explicit.matrix[0][1]) == (("McIntyre",), 0)


@pytest.mark.parametrize("rule", CONDORCET)
def test_nashville_is_the_capital_of_tennessee(rule):
    """The usual example of the capital of Tennessee (in Wikipedia's articles on each rule)."""
    ballots = ballots_of({"M>N>C>K": 42, "N>C>K>M": 26, "C>K>N>M": 15, "K>C>N>M": 17})

    decision = decided(rule, "MNCK", ballots)

    assert decision.ranking == (("N",), ("C",), ("K",), ("M",))
    assert decision.matrix[1] == (58, 0, 68, 68)


def test_a_chain_is_found_only_along_its_links():
    links = {"a": ["b"], "b": ["c", "a"], "c": ["d"]}

    assert shortest_chain(links, "a", "d") == ("a", "b", "c", "d")
    assert shortest_chain(links, "d", "a") is None


@given(st.permutations("abcd"))
def test_layers_put_nobody_beside_whom_they_beat(codes):
    ranked = layers(codes, lambda one, other: one < other and (one, other) != ("b", "c"))

    assert [set(layer) for layer in ranked] == [{"a"}, {"b", "c"}, {"d"}]
    assert not any(pair == ("a", "b") for layer in ranked for pair in combinations(layer, 2))
