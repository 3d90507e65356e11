"""Proportionality: what rules promise holds, and a counter-example is one."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.voting.core.analysis.counts import Count, counts
from tests.voting.core.elections import TIES, approval, instance_of
from tests.voting.core.real_elections import WIELICZKA
from voting.core.analysis.backing import Group, backers, backing_of
from voting.core.analysis.priceability import Priceability, Verdict, priceability_of
from voting.core.analysis.proportionality import (
    Axiom,
    Check,
    Neglected,
    checks_of,
    considered,
    share_of,
)
from voting.core.analysis.replay import Replay
from voting.core.outcome import Outcome, RuleSpec
from voting.core.profile import Profile, Scoring
from voting.core.rules import count, settled

ALONE = {"comparison": "none", "scoring": "votes"}


def check_of(counted: Count, axiom: Axiom) -> Check:
    return next(
        check for check in checks_of(counted.outcome, counted.groups) if check.axiom is axiom
    )


@settings(max_examples=300, deadline=None)
@given(counts("equal_shares", satisfaction="cost", **ALONE))
def test_equal_shares_by_cost_neglect_nobody_up_to_any_project(counted):
    assert check_of(counted, Axiom.ANY_BY_COST).holds


@settings(max_examples=300, deadline=None)
@given(counts("equal_shares", satisfaction="cardinality", **ALONE))
def test_equal_shares_by_number_neglect_nobody_up_to_one_project(counted):
    assert check_of(counted, Axiom.ONE_BY_NUMBER).holds


@settings(max_examples=300, deadline=None)
@given(counts(), st.sampled_from(Axiom))
def test_a_counterexample_is_one_and_nothing_is_missed(counted, axiom):
    outcome, check = counted.outcome, check_of(counted, axiom)
    found = {one.project: one for one in check.counterexamples}
    share = share_of(outcome)
    losers = considered(outcome)
    cost = {one.project: one.cost for one in outcome.standings}

    for loser in losers:
        code, price = loser.project, loser.cost
        satisfied = sorted(
            worth(group, outcome.winners, cost if axiom is Axiom.ANY_BY_COST else None)
            for group in backers(counted.groups).get(code, [])
            for _voter in range(group.voters)
        )
        neglected = [
            has
            for voters, has in enumerate(satisfied, 1)
            if voters * share >= (has + price if axiom is Axiom.ANY_BY_COST else (has + 1) * price)
        ]
        assert bool(neglected) is (code in found)
        if neglected:
            one = found[code]
            assert one.voters == sum(has <= one.has for has in satisfied)
            assert one.has in neglected
            assert one.has <= one.deserved
            assert one.shares <= one.voters * share < one.shares + 1
    assert check.projects == len(losers)
    assert set(found) <= {loser.project for loser in losers}


def worth(group: Group, winners: tuple[str, ...], cost: dict[str, int] | None) -> int:
    own = [code for code in group.points if code in winners]
    return len(own) if cost is None else sum(cost[code] for code in own)


@settings(max_examples=300, deadline=None)
@given(counts("equal_shares", completion="none", **ALONE))
def test_what_voters_bought_is_priceable(counted):
    outcome, groups = counted.outcome, counted.groups

    found = priceability_of(outcome, groups, counted.replay, counted.spenders)

    assert found == Priceability(Verdict.SHOWN, int(share_of(outcome)))
    assert priceability_of(outcome, groups).verdict is not Verdict.DISPROVED


@settings(max_examples=300, deadline=None)
@given(counts("phragmen", over_budget="stop"))
def test_what_phragmen_funds_before_it_stops_is_priceable(counted):
    outcome, groups = counted.outcome, counted.groups
    assume(outcome.winners)

    found = priceability_of(outcome, groups, counted.replay, counted.spenders)

    assert found.verdict is Verdict.SHOWN
    assert priceability_of(outcome, groups).verdict is not Verdict.DISPROVED


@settings(max_examples=300, deadline=None)
@given(counts("greedy", "equal_shares"))
def test_a_disproof_is_one(counted):
    outcome, groups = counted.outcome, counted.groups
    found = priceability_of(outcome, groups, counted.replay, counted.spenders)
    if found.verdict is not Verdict.DISPROVED:
        return
    supporters = {one.project: one.supporters for one in outcome.standings}

    if found.project in outcome.winners:
        assert supporters[found.project] == 0
        return
    share, winners = least_share(counted), set(outcome.winners)
    untouched = [g for g in backers(groups)[found.project] if not winners & set(g.points)]
    assert found.voters == sum(group.voters for group in untouched)
    assert found.voters * share > found.cost == counted.cost(found.project)
    assert (found.share, found.left) == (int(share), int(found.voters * share))


def least_share(counted: Count) -> Fraction:
    """What each voter needs: winners, alone or together, are paid by who supports any of them."""
    winners, shares = set(counted.outcome.winners), [Fraction(0)]
    for chosen in [{code} for code in winners] + [winners]:
        payers = sum(group.voters for group in counted.groups if chosen & set(group.points))
        if payers:
            shares.append(Fraction(sum(counted.cost(code) for code in chosen), payers))
    return max(shares)


def majority() -> Count:
    """Six of ten voters want two projects of 50.00, four want one of 40.00; there are 100.00."""
    ballots = [approval("a", "b")] * 6 + [approval("c")] * 4
    spec = settled(RuleSpec("greedy"))
    return Count(spec, instance_of([50_00, 50_00, 40_00], 100_00), Profile.of(ballots), TIES)


def test_a_majority_that_takes_all_is_found_out_by_hand():
    counted = majority()

    by_cost, by_number = checks_of(counted.outcome, counted.groups)

    # Four times 10.00 would have paid for c, and those who support it have nothing.
    assert counted.outcome.winners == ("a", "b")
    assert by_cost.counterexamples == (
        Neglected("c", 40_00, voters=4, shares=40_00, has=0, deserved=0),
    )
    assert by_number.counterexamples == (
        Neglected("c", 40_00, voters=4, shares=40_00, has=0, deserved=1),
    )


def test_no_prices_explain_a_majority_that_takes_all():
    # Six voters pay 100.00, so each has 16.66 at least; the four then keep 66.66, more than 40.00.
    counted = majority()

    found = priceability_of(counted.outcome, counted.groups)

    assert found == Priceability(Verdict.DISPROVED, 16_66, "c", 4, 40_00, 66_66)


def test_equal_shares_give_the_minority_its_own():
    counted = replace(majority(), spec=settled(RuleSpec("equal_shares", {"completion": "none"})))

    by_cost, by_number = checks_of(counted.outcome, counted.groups)

    assert set(counted.outcome.winners) == {"a", "c"}
    assert by_cost.holds
    assert by_number.holds


def test_what_nobody_supports_is_not_priceable():
    ballots = Profile.of([approval("a")])
    counted = Count(settled(RuleSpec("greedy")), instance_of([5, 4], 10), ballots, TIES)

    found = priceability_of(counted.outcome, counted.groups)

    assert found == Priceability(Verdict.DISPROVED, project="b", cost=4)


def test_a_project_below_the_threshold_makes_no_counterexample():
    spec = settled(RuleSpec("greedy", {"threshold": 5}))

    checks = checks_of(replace(majority(), spec=spec).outcome, majority().groups)

    assert all(check.holds for check in checks)
    assert [check.projects for check in checks] == [0, 0]


@pytest.mark.parametrize(
    ("rule", "holds", "verdict"),
    [
        (WIELICZKA.rule, True, Verdict.SHOWN),
        (RuleSpec("greedy"), False, Verdict.DISPROVED),
    ],
    ids=["equal shares", "greedy"],
)
def test_wieliczka_2023_was_proportional_and_would_not_have_been_by_votes(rule, holds, verdict):
    election = WIELICZKA.read()
    outcome = count(rule, election.instance, election.profile, WIELICZKA.ties)
    groups = backing_of(election.profile, Scoring.VOTES)

    by_cost, _by_number = checks_of(outcome, groups)

    assert by_cost.holds is holds
    assert verdict_of(outcome, groups) is verdict


def verdict_of(outcome: Outcome, groups: tuple[Group, ...]) -> Verdict:
    replay = Replay.of(outcome)
    spenders = replay.follow(groups) if replay else ()
    return priceability_of(outcome, groups, replay, spenders).verdict
