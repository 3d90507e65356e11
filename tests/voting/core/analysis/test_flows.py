"""Flows: what supporters paid and what they have left is what they had, to the last fraction."""

from fractions import Fraction

from hypothesis import assume, given, settings

from tests.voting.core.analysis.counts import Count, counts
from tests.voting.core.elections import TIES, approval, instance_of
from voting.core.analysis.backing import Group, backers
from voting.core.analysis.flows import (
    Income,
    Outlay,
    Payers,
    Taken,
    incomes,
    outlays,
    spent_by,
)
from voting.core.analysis.reach import effective_support, moments
from voting.core.analysis.replay import Payment, Replay
from voting.core.analysis.turns import Line, Turn, line_of
from voting.core.outcome import RuleSpec
from voting.core.profile import Profile
from voting.core.rules import settled
from voting.core.steps import Bought, CompletionRound, SharesSet, Unaffordable


def replay_of(counted: Count) -> Replay:
    replay = Replay.of(counted.outcome)
    assert replay is not None
    return replay


@settings(max_examples=200, deadline=None)
@given(counts("equal_shares", comparison="none"))
def test_what_supporters_paid_and_have_left_is_what_they_had(counted):
    replay = replay_of(counted)
    shares = [step.per_voter for step in counted.outcome.steps if isinstance(step, SharesSet)]
    kept = [s.per_voter for s in counted.outcome.steps if isinstance(s, CompletionRound) and s.kept]

    for groups in backers(counted.spenders).values():
        left, paid = spent_by(replay, groups)
        voters = sum(group.voters for group in groups)
        assert Fraction(left + sum(paid), replay.denominator) == voters * (kept or shares)[0]


@settings(max_examples=200, deadline=None)
@given(counts("equal_shares", comparison="none"))
def test_what_is_replayed_is_what_the_count_recorded(counted):
    outcome, replay = counted.outcome, replay_of(counted)
    supported = backers(counted.spenders)

    _left, spent = spent_by(replay, counted.spenders)

    bought = [step for step in outcome.steps if isinstance(step, Bought)]
    assert [Fraction(paid, replay.denominator) for paid in spent] == [s.cost for s in bought]
    for step in outcome.steps:
        if isinstance(step, Unaffordable):
            left, _paid = spent_by(replay, supported.get(step.project, []))
            assert left // replay.denominator == step.money


@settings(max_examples=200, deadline=None)
@given(counts("equal_shares", "phragmen"))
def test_the_payers_of_a_winner_are_its_supporters_and_pay_its_cost(counted):
    replay = Replay.of(counted.outcome)
    assume(replay is not None)
    supporters = {one.project: one.supporters for one in counted.outcome.standings}

    found = incomes(replay, counted.spenders)

    assert [income.project for income in found] == list(replay.projects)
    for income in found:
        cost = counted.cost(income.project)
        assert sum(payers.voters for payers in income.payers) == supporters[income.project]
        assert cost - len(income.payers) < sum(p.total for p in income.payers) <= cost
        assert all(payers.least <= payers.most for payers in income.payers)
        assert all(not payers.in_full for payers in income.payers[1:])
        rest = [payers.most for payers in income.payers if not payers.in_full]
        assert rest == sorted(rest, reverse=True)
        assert len(rest) <= 5


@settings(max_examples=200, deadline=None)
@given(counts("equal_shares", comparison="none", completion="none"))
def test_who_was_not_bought_came_less_near_than_its_cost(counted):
    outcome, replay, supported = counted.outcome, replay_of(counted), backers(counted.spenders)

    for step in outcome.steps:
        if isinstance(step, Unaffordable) and step.cost:
            when = moments(outcome, replay, step.project, supported.get(step.project, []))
            permille = effective_support(when, replay.denominator, step.cost)
            assert step.money * 1000 // step.cost <= permille <= 1000


def test_a_purchase_is_divided_among_those_who_pay_it_in_full_and_the_rest():
    # 12.00 each. a's seven pay 6.00 each. Of b's five, the two who paid for a have 6.00 left and
    # the three others have 12.00: 40.00 are 6 + 6 + 3 x 9.33.
    spec = settled(RuleSpec("equal_shares", {"completion": "none"}))
    ballots = [approval("a", "b")] * 2 + [approval("a")] * 5 + [approval("b")] * 3
    counted = Count(spec, instance_of([42_00, 40_00], 120_00), Profile.of(ballots), TIES)

    found = incomes(replay_of(counted), counted.spenders)

    assert found == (
        Income("a", 6_00, (Payers(7, 6_00, 6_00, 42_00, in_full=True),)),
        Income(
            "b",
            9_33,
            (
                Payers(3, 9_33, 9_33, 28_00, in_full=True),
                Payers(2, 6_00, 6_00, 12_00, in_full=False),
            ),
        ),
    )


def test_where_the_money_of_a_losers_supporters_went_by_hand():
    # 3.00 each: b's three pay 2.00 each, so that a's two have 1.00 left each and c's one has 3.00.
    spec = settled(RuleSpec("equal_shares", {"completion": "none"}))
    ballots = [approval("a", "b"), approval("a", "b"), approval("b"), approval("c")]
    counted = Count(spec, instance_of([4_00, 6_00, 5_00], 12_00), Profile.of(ballots), TIES)

    found = outlays(counted.outcome, replay_of(counted), counted.spenders)

    assert found == (
        Outlay("a", 2, 6_00, 2_00, (Taken("b", 4_00),)),
        Outlay("c", 1, 3_00, 3_00, ()),
    )


def test_effective_support_by_hand():
    # Before b was bought at a third of its cost each, a's two would have paid two thirds of a, and
    # c's one a third; at the end they have a half and three fifths.
    spec = settled(RuleSpec("equal_shares", {"completion": "none"}))
    ballots = [approval("a", "b"), approval("a", "b"), approval("b"), approval("c")]
    counted = Count(spec, instance_of([4_00, 6_00, 5_00], 12_00), Profile.of(ballots), TIES)
    replay, supported = replay_of(counted), backers(counted.spenders)

    found = {
        code: effective_support(
            moments(counted.outcome, replay, code, supported[code]),
            replay.denominator,
            counted.cost(code),
        )
        for code in "ac"
    }

    assert found == {"a": 666, "c": 600}


def test_loads_are_what_a_voter_pays_in_all():
    # a's two carry 3.00 each; with b its three carry (6 + 3) / 3 = 3.00: only its third one pays.
    spec = settled(RuleSpec("phragmen"))
    ballots = [approval("a", "b"), approval("a"), approval("b"), approval("b")]
    counted = Count(spec, instance_of([6_00, 6_00], 12_00), Profile.of(ballots), TIES)

    found = {
        income.project: income.payers for income in incomes(replay_of(counted), counted.spenders)
    }

    assert found == {
        "b": (Payers(3, 2_00, 2_00, 6_00, in_full=True),),
        "a": (Payers(2, 2_00, 4_00, 6_00, in_full=True),),
    }


def test_those_who_paid_less_are_told_in_few_classes():
    # Each has 10.00 and pays from 1.00 to 6.00 for a, so that from 9.00 to 4.00 are left for z.
    replay = Replay(("a", "z"), (1_00, 50_00), 10_00, 1)
    groups = [Group(1, {"a": points, "z": 6}) for points in range(1, 7)]

    _a, z = incomes(replay, replay.follow(groups))

    assert [(payers.voters, payers.least, payers.most) for payers in z.payers] == [
        (1, 9_00, 9_00),
        (2, 7_00, 8_00),
        (1, 6_00, 6_00),
        (2, 4_00, 5_00),
    ]
    assert not any(payers.in_full for payers in z.payers)


def test_who_had_nothing_left_is_told_apart():
    replay = Replay(("a", "z"), (10_00, 2_00), 10_00, 1)
    groups = [Group(3, {"a": 1, "z": 1}), Group(2, {"z": 1})]

    _a, z = incomes(replay, replay.follow(groups))

    assert z.payers == (Payers(2, 2_00, 2_00, 4_00, True), Payers(3, 0, 0, 0, False))


def test_what_is_too_little_to_be_there_is_not_left_after_a_rounded_price():
    # Two paid 5.00 each on credit; rounded down to thirty decimals, the price leaves them a crumb.
    crumb = 10**30
    replay = Replay(("a", "b"), (5 * crumb - 1, 3 * crumb), 5 * crumb, crumb, lends=True)

    (spender,) = replay.follow([Group(2, {"a": 1, "b": 1})])

    assert spender.payments == (Payment(0, 5 * crumb, True), Payment(1, 0, False))


def test_where_the_line_fell_by_hand():
    ballots = [approval("a", "b", "c"), approval("a", "b"), approval("a")]
    counted = Count(
        settled(RuleSpec("greedy")),
        instance_of([6_00, 5_00, 4_00], 10_00),
        Profile.of(ballots),
        TIES,
    )

    line = line_of(counted.outcome)

    assert line == Line(
        (
            Turn("a", 3, 6_00, True, 6_00),
            Turn("b", 2, 5_00, False, 6_00),
            Turn("c", 1, 4_00, True, 10_00),
        ),
        "b",
        2,
        6_00,
    )


@settings(max_examples=100, deadline=None)
@given(counts("greedy"))
def test_the_turns_spend_what_the_outcome_spends(counted):
    outcome = counted.outcome

    line = line_of(outcome)

    turns = line.turns if line else ()
    assert {turn.project for turn in turns if turn.funded} == set(outcome.winners)
    assert (turns[-1].total if turns else 0) == outcome.spent


@settings(max_examples=50, deadline=None)
@given(counts("phragmen"))
def test_there_is_no_line_where_scores_do_not_decide(counted):
    assume(counted.outcome.winners)

    assert line_of(counted.outcome) is None
