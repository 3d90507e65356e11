"""The transferable vote: the quota elects, and what is over passes on."""

from fractions import Fraction
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from tests.voting.core.decisions.questions import BY_LOT, ballots_of, decided, rankings
from voting.core.ballots import Ballot
from voting.core.decisions.steps import (
    Elected,
    QuotaSet,
    RoundTieBroken,
    SurplusMoved,
)
from voting.core.outcome import RuleSpec
from voting.core.ties import lot

RULES = st.sampled_from(
    [
        RuleSpec("stv"),
        RuleSpec("scottish_stv"),
        RuleSpec("stv", {"exact": False, "decimals": 0}),
    ]
)


def solid(ballots: list[Ballot], group: tuple[str, ...]) -> int:
    """Count who ranks all of a group before everybody else, in whatever order."""
    return sum({*ballot.choices[: len(group)]} == {*group} for ballot in ballots)


@given(rankings(voters=14), st.integers(1, 4))
def test_a_group_has_as_many_seats_as_its_voters_fill_quotas(election, seats):
    """Proportionality for solid coalitions, with Droop's quota (Woodall, 1994)."""
    codes, ballots = election
    seats = min(seats, len(codes))
    quota = len(ballots) // (seats + 1) + 1

    winners = decided("stv", codes, ballots, seats=seats).winners

    for size in range(1, len(codes) + 1):
        for group in combinations(codes, size):
            deserved = min(solid(ballots, group) // quota, size)
            assert len({*group} & {*winners}) >= deserved


@given(rankings(voters=20), st.integers(1, 3), RULES)
def test_in_every_round_votes_exhausted_and_lost_add_up_to_the_ballots(election, seats, rule):
    codes, ballots = election

    decision = decided(rule, codes, ballots, seats=min(seats, len(codes)))

    for counted in decision.rounds:
        assert sum(counted.votes) + counted.exhausted + counted.lost == len(ballots)
        assert min(*counted.votes, counted.exhausted, counted.lost) >= 0


@given(rankings(voters=20), st.integers(1, 3))
def test_nothing_is_lost_where_fractions_are_exact(election, seats):
    codes, ballots = election

    decision = decided("stv", codes, ballots, seats=min(seats, len(codes)))

    assert all(counted.lost == 0 for counted in decision.rounds)


@given(rankings(voters=20), st.integers(1, 3), RULES)
def test_every_seat_is_filled_by_quota_or_when_no_more_are_left(election, seats, rule):
    codes, ballots = election
    seats = min(seats, len(codes))

    decision = decided(rule, codes, ballots, seats=seats)

    elected = [step for step in decision.steps if isinstance(step, Elected)]
    assert decision.winners == tuple(step.option for step in elected)
    assert len(set(decision.winners)) == seats
    assert all(step.by == "rest" or step.votes >= step.needed for step in elected)


@given(rankings(voters=20), st.integers(1, 3), st.integers(0, 6))
def test_a_paper_loses_less_than_its_last_decimal(election, seats, decimals):
    codes, ballots = election
    rule = RuleSpec("stv", {"exact": False, "decimals": decimals})

    decision = decided(rule, codes, ballots, seats=min(seats, len(codes)))

    for step in decision.steps:
        if isinstance(step, SurplusMoved):
            assert 0 <= step.lost * 10**decimals < len(ballots)
            assert step.surplus == sum(step.amounts) + step.exhausted + step.lost


def test_chocolates_oranges_and_strawberries_are_served():
    """The example of the party's food in Wikipedia's article on the single transferable vote."""
    ballots = ballots_of(
        {
            "orange": 4,
            "pear>orange": 2,
            "chocolate>strawberry": 8,
            "chocolate>bonbon": 4,
            "strawberry": 1,
            "bonbon": 1,
        }
    )
    food = ["orange", "pear", "chocolate", "strawberry", "bonbon"]

    decision = decided("scottish_stv", food, ballots, seats=3)

    assert decision.winners == ("chocolate", "orange", "strawberry")
    assert QuotaSet(20, 3, 6) in decision.steps
    assert decision.rounds[1].votes == (4, 2, 6, 5, 3)
    assert decision.steps[-1] == Elected("strawberry", 4, Fraction(5), Fraction(6), "rest")


def test_what_a_paper_is_worth_is_cut_off_at_five_decimals():
    """Rule 48 (3): 6 of 9 votes pass on, 0.66666 a paper, and 0.00006 falls away."""
    ballots = ballots_of({"a": 4, "a>b": 3, "a>d": 2, "c>b": 2})

    scottish = decided("scottish_stv", "abcd", ballots, seats=3)
    exact = decided("stv", "abcd", ballots, seats=3)

    paper = Fraction(66666, 100000)
    assert scottish.steps[3] == SurplusMoved(
        "a", 1, Fraction(6), ("b", "d"), (3 * paper, 2 * paper), 4 * paper, Fraction(6, 100000)
    )
    assert exact.steps[3] == SurplusMoved(
        "a",
        1,
        Fraction(6),
        ("b", "d"),
        (Fraction(2), Fraction(4, 3)),
        Fraction(8, 3),
        Fraction(0),
    )


def test_papers_pass_on_with_a_part_of_what_they_were_worth_when_received():
    """Rule 48 (4): of the 7 votes of b, 3 are whole papers, and 8 papers are worth a half each."""
    ballots = ballots_of({"a>b>c": 8, "b>d": 3, "c": 2, "d": 2, "e": 2})

    decision = decided("scottish_stv", "abcde", ballots, seats=4)

    assert QuotaSet(17, 4, 4) in decision.steps
    moved = [step for step in decision.steps if isinstance(step, SurplusMoved)]
    assert (moved[0].option, moved[0].amounts) == ("a", (4,))
    assert (moved[1].option, moved[1].surplus, moved[1].to) == ("b", 3, ("c", "d"))
    assert moved[1].amounts == (8 * Fraction(21428, 100000), 3 * Fraction(42857, 100000))


def test_the_larger_surplus_goes_first():
    ballots = ballots_of({"a>c": 5, "b>d": 7, "c": 2, "d": 1, "e": 1})

    decision = decided("scottish_stv", "abcde", ballots, seats=3)

    moved = [step.option for step in decision.steps if isinstance(step, SurplusMoved)]
    assert decision.winners[:2] == ("b", "a")
    assert moved[0] == "b"


def test_of_equal_surpluses_the_one_goes_first_that_had_more_votes_earlier():
    """Rule 49 (2): x and y have 11 after the transfer from a, but x had 7 before, and y 5."""
    ballots = ballots_of({"a>x": 8, "a>y": 12, "x": 7, "y": 5, "z": 7, "v": 6})

    decision = decided("scottish_stv", "ayxzv", ballots, seats=4)

    assert RoundTieBroken(("y", "x"), ("x",), "pass_on", "earlier_round", 1) in decision.steps
    moved = [step.option for step in decision.steps if isinstance(step, SurplusMoved)]
    assert moved == ["a", "x", "y"]


def test_of_surpluses_that_were_always_equal_a_lot_picks_the_first():
    """Rule 49 (3)."""
    ballots = ballots_of({"a>c": 5, "b>c": 5, "c": 1, "d": 2})

    decision = decided("scottish_stv", "abcd", ballots, seats=3)

    first = lot(BY_LOT.seed, "ab")[0]
    assert RoundTieBroken(("a", "b"), (first,), "pass_on", "lot", 0) in decision.steps


def test_no_transfer_is_made_once_the_seats_can_be_filled():
    """Rule 52: two are left for two seats, so the surplus of a stays where it is."""
    decision = decided("scottish_stv", "abc", ballots_of({"a>c": 7, "b": 2}), seats=3)

    assert decision.winners == ("a", "b", "c")
    assert not any(isinstance(step, SurplusMoved) for step in decision.steps)
