"""Utilitarian greedy: by score, while the money lasts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.core.elections import BY_ORDER, TIES, approval, elections, instance_of
from voting.core.ballots import Ballot, Kind, Project
from voting.core.outcome import Outcome, RuleSpec
from voting.core.profile import Instance, Profile
from voting.core.rules import NoSuchRule, count, describe, validate
from voting.core.steps import (
    BelowThreshold,
    ExcludedByConflict,
    Funded,
    FundedFromReserve,
    SkippedOverBudget,
    Stopped,
    TieBroken,
)
from voting.core.ties import TieKey, Ties

SKIP = RuleSpec("greedy")
STOP = RuleSpec("greedy", {"over_budget": "stop"})
RULES = st.sampled_from([SKIP, STOP, RuleSpec("greedy", {"threshold": 2})])


def counted(
    rule: RuleSpec, instance: Instance, ballots: list[Ballot], ties: Ties = TIES
) -> Outcome:
    return count(rule, instance, Profile.of(ballots), ties)


@given(elections(), RULES)
def test_never_spends_more_than_the_budget(election, rule):
    instance, ballots = election

    outcome = counted(rule, instance, ballots)

    costs = {project.code: project.cost for project in instance.projects}
    assert outcome.spent == sum(costs[code] for code in outcome.winners) <= instance.budget


@given(elections(), RULES, st.randoms())
def test_who_voted_when_makes_no_difference(election, rule, chance):
    instance, ballots = election
    shuffled = ballots[:]
    chance.shuffle(shuffled)

    assert counted(rule, instance, shuffled) == counted(rule, instance, ballots)


@given(elections(), RULES, st.randoms())
def test_in_which_order_projects_are_published_makes_no_difference_without_that_tie_key(
    election, rule, chance
):
    instance, ballots = election
    shuffled = list(instance.projects)
    chance.shuffle(shuffled)
    other = Instance(tuple(shuffled), instance.budget)

    assert counted(rule, other, ballots).winners == counted(rule, instance, ballots).winners


@given(elections(), RULES)
def test_renamed_projects_win_under_their_new_name(election, rule):
    instance, ballots = election
    renamed = Instance(
        tuple(Project(f"new {p.code}", p.cost) for p in instance.projects), instance.budget
    )
    said_anew = [approval(*(f"new {code}" for code in ballot.choices)) for ballot in ballots]

    outcome = counted(rule, renamed, said_anew, BY_ORDER)

    before = counted(rule, instance, ballots, BY_ORDER).winners
    assert outcome.winners == tuple(f"new {code}" for code in before)


@given(elections(), RULES, st.integers(2, 9))
def test_in_another_currency_the_same_win(election, rule, factor):
    instance, ballots = election
    richer = Instance(
        tuple(Project(p.code, p.cost * factor) for p in instance.projects),
        instance.budget * factor,
    )

    assert counted(rule, richer, ballots).winners == counted(rule, instance, ballots).winners


@given(elections())
def test_with_skipping_no_further_project_fits(election):
    instance, ballots = election

    outcome = counted(SKIP, instance, ballots)

    left = instance.budget - outcome.spent
    assert all(p.cost > left for p in instance.projects if p.code not in outcome.winners)


def test_a_project_that_does_not_fit_is_skipped():
    instance = instance_of([6, 5, 3], 9)
    ballots = [approval("a", "b", "c"), approval("a", "b"), approval("a")]

    outcome = counted(SKIP, instance, ballots)

    assert outcome.winners == ("a", "c")
    assert outcome.steps == (
        Funded("a", 3, 6, 9),
        SkippedOverBudget("b", 2, 5, 3),
        Funded("c", 1, 3, 3),
    )


def test_the_count_can_stop_at_the_first_misfit():
    instance = instance_of([6, 5, 3], 9)
    ballots = [approval("a", "b", "c"), approval("a", "b"), approval("a")]

    outcome = counted(STOP, instance, ballots)

    assert outcome.winners == ("a",)
    assert outcome.steps[-1] == Stopped("b", 2, 5, 3, ("c",))


@pytest.mark.parametrize(("budget", "winners"), [(10, ("a", "b")), (9, ("a",))])
def test_a_reserve_pays_the_rest_where_enough_is_left(budget, winners):
    rule = RuleSpec("greedy", {"over_budget": "stop", "reserve_percent": 80})
    instance = instance_of([6, 5, 1], budget)
    ballots = [approval("a", "b", "c"), approval("a", "b"), approval("a")]

    outcome = counted(rule, instance, ballots)

    assert outcome.winners == winners
    reserved = any(isinstance(step, FundedFromReserve) for step in outcome.steps)
    assert reserved is ("b" in winners)


def test_a_project_below_the_threshold_is_not_considered():
    instance = instance_of([1, 1], 9)

    outcome = counted(RuleSpec("greedy", {"threshold": 2}), instance, [approval("a", "b")] * 1)

    assert outcome.winners == ()
    assert BelowThreshold("a", 1, 2) in outcome.steps


def test_of_rivals_only_the_first_is_funded():
    instance = Instance((Project("a", 1), Project("b", 1)), 9, conflicts=(("a", "b"),))
    ballots = [approval("a", "b"), approval("b")]

    outcome = counted(RuleSpec("greedy", {"exclusive": True}), instance, ballots)

    assert outcome.winners == ("b",)
    assert ExcludedByConflict("a", 1, "b") in outcome.steps


def test_rivals_of_a_project_that_did_not_fit_keep_their_chance():
    instance = Instance((Project("a", 1), Project("b", 10)), 9, conflicts=(("a", "b"),))
    ballots = [approval("a", "b"), approval("b")]

    outcome = counted(RuleSpec("greedy", {"exclusive": True}), instance, ballots)

    assert outcome.winners == ("a",)


def test_a_tie_is_broken_by_the_declared_key_and_recorded():
    instance = instance_of([6, 5], 6)

    outcome = counted(
        SKIP, instance, [approval("a", "b")], Ties((TieKey.CHEAPEST, TieKey.LOT), "x")
    )

    assert outcome.winners == ("b",)
    assert outcome.steps[0] == TieBroken(("b", "a"), "b", "cheapest")


def test_ranked_ballots_give_the_last_one_point():
    instance = instance_of([1, 1, 1], 1)
    ballots = [Ballot.of(Kind.ORDINAL, ["c", "a", "b"]), Ballot.of(Kind.ORDINAL, ["a"])]

    outcome = counted(RuleSpec("greedy", {"scoring": "borda"}), instance, ballots)

    assert [standing.score for standing in outcome.standings] == [3, 1, 3]


def test_a_zero_point_is_no_support():
    instance = instance_of([1, 1], 1)
    ballots = [Ballot.of(Kind.CUMULATIVE, ["a", "b"], [0, 2])]

    outcome = counted(RuleSpec("greedy", {"scoring": "points"}), instance, ballots)

    assert [standing.supporters for standing in outcome.standings] == [0, 1]


def test_nobody_voting_is_no_obstacle():
    outcome = counted(RuleSpec("greedy", {"threshold": 1}), instance_of([1], 5), [])

    assert outcome.winners == ()


@pytest.mark.parametrize(
    "rule",
    [
        RuleSpec("gready"),
        RuleSpec("greedy", {"treshold": 3}),
        RuleSpec("greedy", {"threshold": -1}),
        RuleSpec("greedy", {"threshold": True}),
        RuleSpec("greedy", {"reserve_percent": 101, "over_budget": "stop"}),
        RuleSpec("greedy", {"reserve_percent": 80}),
        RuleSpec("greedy", {"scoring": "applause"}),
        RuleSpec("equal_shares", {"step": 0}),
        RuleSpec("equal_shares", {"exhaustive_stop": 1}),
    ],
    ids=str,
)
def test_a_specification_that_cannot_count_is_refused(rule):
    assert len(validate(rule)) == 1

    with pytest.raises(NoSuchRule):
        counted(rule, instance_of([1], 1), [])


def test_ties_must_be_decidable():
    with pytest.raises(NoSuchRule, match="must end with"):
        counted(SKIP, instance_of([1], 1), [], Ties((TieKey.CHEAPEST,)))


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (STOP, "The count ends at the first project that does not fit."),
        (SKIP, "A project that does not fit is skipped, and the next has its turn."),
        (RuleSpec("greedy", {"threshold": 7}), "A project with a score below 7 is not considered."),
        (
            RuleSpec("equal_shares", {"step": 250}),
            "Then all is counted again with 2.50 EUR more for each voter, over and over.",
        ),
        (SKIP, "Of equal projects, the one that costs less goes first."),
        (
            SKIP,
            "If they are still equal, a lot decides; its public seed is “drawn on the square”.",
        ),
    ],
)
def test_a_rule_is_told_in_words(rule, said):
    assert said in [str(sentence) for sentence in describe(rule, TIES)]
