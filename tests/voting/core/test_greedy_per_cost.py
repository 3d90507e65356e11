"""Greedy by score per cost: what gives the most for its money has its turn first, exactly."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tests.voting.core.elections import BY_ORDER, TIES, approval, elections, instance_of
from voting.core.ballots import Ballot, Kind
from voting.core.outcome import Outcome, RuleSpec
from voting.core.profile import Instance, Profile, Scoring
from voting.core.rules import count, describe
from voting.core.steps import Funded, SkippedOverBudget, Stopped, TieBroken
from voting.core.ties import TieOrder, Ties


def counted(
    instance: Instance,
    ballots: list[Ballot],
    over_budget: str = "skip",
    scoring: str = "votes",
    ties: Ties = TIES,
) -> Outcome:
    parameters = {"by": "score_per_cost", "over_budget": over_budget, "scoring": scoring}
    return count(RuleSpec("greedy", parameters), instance, Profile.of(ballots), ties)


@given(elections(with_points=True), st.sampled_from(["skip", "stop"]))
def test_projects_have_their_turn_by_points_for_each_unit_of_cost(election, over_budget):
    instance, ballots = election

    outcome = counted(instance, ballots, over_budget, "points")

    standings = Profile.of(ballots).standings(instance, Scoring.POINTS)
    order = TieOrder(TIES, standings)
    left, expected = instance.budget, []
    for item in sorted(
        standings, key=lambda item: (-Fraction(item.score, item.cost), order.sort_key(item.project))
    ):
        if item.cost <= left:
            expected.append(item.project)
            left -= item.cost
        elif over_budget == "stop":
            break
    assert list(outcome.winners) == expected


@given(elections())
def test_where_all_cost_the_same_it_is_greedy_by_score(election):
    instance, ballots = election
    alike = instance_of([3] * len(instance.projects), instance.budget)

    by_cost = counted(alike, ballots)

    assert by_cost.winners == count(RuleSpec("greedy"), alike, Profile.of(ballots), TIES).winners


def test_a_cheap_project_comes_before_a_dear_one_with_more_votes():
    instance = instance_of([60, 20], 60)
    ballots = [approval("a")] * 5 + [approval("b")] * 2

    outcome = counted(instance, ballots)

    assert outcome.steps == (Funded("b", 2, 20, 60), SkippedOverBudget("a", 5, 60, 40))
    assert count(RuleSpec("greedy"), instance, Profile.of(ballots), TIES).winners == ("a",)


def test_the_count_can_stop_at_the_first_misfit():
    instance = instance_of([60, 20, 40], 60)
    ballots = [approval("a")] * 5 + [approval("b")] * 2 + [approval("c")]

    outcome = counted(instance, ballots, "stop")

    assert outcome.steps == (Funded("b", 2, 20, 60), Stopped("a", 5, 60, 40, ("c",)))


def test_the_same_score_for_the_same_cost_is_a_tie():
    instance = instance_of([2, 4], 4)

    outcome = counted(instance, [approval("a", "b"), approval("b")], ties=BY_ORDER)

    assert outcome.steps[0] == TieBroken(("a", "b"), "a", "published_order")
    assert outcome.winners == ("a",)


def test_no_difference_is_too_small_to_count():
    # As floating-point numbers the two are the same.
    instance = instance_of([10**17 + 1, 2 * 10**17 + 3], 3 * 10**17)

    outcome = counted(instance, [approval("a", "b"), approval("b")], ties=BY_ORDER)

    assert outcome.steps[0] == Funded("a", 1, 10**17 + 1, 3 * 10**17)


def test_what_costs_nothing_comes_first():
    instance = instance_of([1, 0], 1)
    ballots = [Ballot.of(Kind.CUMULATIVE, ["a", "b"], [9, 1])]

    outcome = counted(instance, ballots, scoring="points")

    assert outcome.winners == ("b", "a")


def test_the_rule_is_told_in_words():
    spec = RuleSpec("greedy", {"by": "score_per_cost"})

    sentences = [str(sentence) for sentence in describe(spec, TIES)]

    assert (
        "Projects have their turn from the highest score for each unit of cost to the lowest."
        in sentences
    )
