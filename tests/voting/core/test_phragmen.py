"""Phragmén's sequential rule: exactly its definition, whatever the shortcuts."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.core.definitions import phragmen_by_definition
from tests.voting.core.elections import BY_ORDER, TIES, approval, elections, instance_of
from tests.voting.core.real_elections import text_of
from voting.core import pabulib
from voting.core.ballots import Ballot, Kind, Project
from voting.core.outcome import Outcome, RuleSpec, from_json, to_json
from voting.core.profile import Instance, Profile, Scoring
from voting.core.rules import count, describe
from voting.core.steps import (
    Carried,
    ExcludedByConflict,
    SkippedOverBudget,
    Stopped,
    TieBroken,
    Unaffordable,
)
from voting.core.ties import TieOrder, Ties

OVER_BUDGET = st.sampled_from(["stop", "skip"])


def counted(
    instance: Instance,
    ballots: list[Ballot],
    over_budget: str = "stop",
    ties: Ties = TIES,
    scoring: str = "votes",
) -> Outcome:
    spec = RuleSpec("phragmen", {"over_budget": over_budget, "scoring": scoring})
    return count(spec, instance, Profile.of(ballots), ties)


def carried(outcome: Outcome) -> list[Carried]:
    return [step for step in outcome.steps if isinstance(step, Carried)]


@given(elections(), OVER_BUDGET)
def test_ballots_are_counted_as_the_definition_says(election, over_budget):
    instance, ballots = election
    order = TieOrder(TIES, Profile.of(ballots).standings(instance, Scoring.VOTES))

    outcome = counted(instance, ballots, over_budget)

    expected = phragmen_by_definition(instance, ballots, over_budget, order)
    assert [(step.project, step.load) for step in carried(outcome)] == expected
    assert outcome.winners == tuple(code for code, _load in expected)


@given(elections(), OVER_BUDGET)
def test_what_supporters_carry_certifies_the_outcome(election, over_budget):
    instance, ballots = election

    outcome = counted(instance, ballots, over_budget)

    loads = [Fraction(0)] * len(ballots)
    for step in carried(outcome):
        paid = [step.load - loads[at] for at, b in enumerate(ballots) if step.project in b.choices]
        assert sum(paid) == step.cost
        assert min(paid) >= 0
        loads = [
            step.load if step.project in b.choices else load
            for load, b in zip(loads, ballots, strict=True)
        ]
    most = max(loads, default=Fraction(0))
    skipped = {step.project for step in outcome.steps if isinstance(step, SkippedOverBudget)}
    for project in instance.projects:
        if project.code not in skipped.union(outcome.winners):
            backers = [at for at, b in enumerate(ballots) if project.code in b.choices]
            assert sum(most - loads[at] for at in backers) <= project.cost


@given(elections(), OVER_BUDGET)
def test_loads_never_fall(election, over_budget):
    instance, ballots = election

    loads = [step.load for step in carried(counted(instance, ballots, over_budget))]

    assert loads == sorted(loads)


@given(elections(), OVER_BUDGET)
def test_what_nobody_supports_is_never_funded(election, over_budget):
    instance, ballots = election

    outcome = counted(instance, ballots, over_budget)

    supported = {code for ballot in ballots for code in ballot.choices}
    assert supported.issuperset(outcome.winners)


@given(elections())
def test_a_larger_budget_never_costs_a_winner_its_place(election):
    instance, ballots = election
    richer = Instance(instance.projects, instance.budget + 1)

    outcome = counted(richer, ballots)

    # A project that only the larger budget could pay for has its turn among the others.
    if all(project.cost != richer.budget for project in instance.projects):
        assert set(counted(instance, ballots).winners) <= set(outcome.winners)


@given(elections(), OVER_BUDGET)
def test_every_project_is_told_of_once(election, over_budget):
    instance, ballots = election

    outcome = counted(instance, ballots, over_budget)

    told = [s.project for s in outcome.steps if not isinstance(s, TieBroken)]
    told += [code for s in outcome.steps if isinstance(s, Stopped) for code in s.unreached]
    assert sorted(told) == sorted(project.code for project in instance.projects)


@given(elections(with_points=True), OVER_BUDGET)
def test_how_many_points_are_given_makes_no_difference(election, over_budget):
    instance, ballots = election
    marked = [approval(*ballot.choices) for ballot in ballots]

    by_points = counted(instance, ballots, over_budget, BY_ORDER, scoring="points")

    assert by_points.winners == counted(instance, marked, over_budget, BY_ORDER).winners


def test_points_below_one_are_no_support():
    ballots = [Ballot.of(Kind.SCORES, ["a", "b", "c"], [0, -2, 3])]
    ballots.append(Ballot.of(Kind.SCORES, ["b"], [2]))

    outcome = counted(instance_of([1, 4, 1], 9), ballots, scoring="points")

    assert outcome.steps == (
        Unaffordable("a", 1, 0, 0),
        Carried("c", 1, Fraction(1), 1, 9),
        Carried("b", 4, Fraction(4), 1, 8),
    )


def test_the_running_example_of_lackner_and_skowron():
    """Multi-Winner Voting with Approval Preferences (2023), Example 2.9."""
    instance = instance_of([1] * 7, 4)
    ballots = [approval(*named) for named in ["ab"] * 3 + ["ac"] * 3 + ["ad"] * 2]
    ballots += [approval(*named) for named in ["bcf", "e", "f", "g"]]

    outcome = counted(instance, ballots, ties=BY_ORDER)

    assert [(step.project, step.load) for step in carried(outcome)] == [
        ("a", Fraction(1, 8)),
        ("b", Fraction(11, 32)),
        ("c", Fraction(55, 128)),
        ("d", Fraction(5, 8)),
    ]
    assert TieBroken(("b", "c"), "b", "published_order") in outcome.steps


def test_phragmens_own_example():
    """Phragmén (1895); Janson, Phragmén's and Thiele's election methods (arXiv:1611.08826)."""
    instance = Instance(tuple(Project(code, 1) for code in "ABCPQR"), 3)
    votes = {"ABC": 1034, "PQR": 519, "ABQ": 90, "APQ": 47}
    profile = Profile.merged((approval(*named), number) for named, number in votes.items())

    outcome = count(RuleSpec("phragmen"), instance, profile, BY_ORDER)

    first, second = Fraction(1, 1171), (1 + Fraction(137, 1171)) / 656
    third = (1 + 1034 * first + 90 * second) / 1124
    assert [step.load for step in carried(outcome)] == [first, second, third]
    assert outcome.winners == ("A", "Q", "B")


def test_the_count_ends_where_any_of_equals_does_not_fit():
    instance = instance_of([2, 2, 4], 5)
    ballots = [approval("a")] * 2 + [approval("b")] + [approval("c")] * 2

    outcome = counted(instance, ballots)

    assert outcome.steps == (Carried("a", 2, Fraction(1), 2, 5), Stopped("c", 2, 4, 3, ("b",)))


def test_what_does_not_fit_is_skipped_where_the_rule_says_so():
    instance = instance_of([2, 3, 2], 4)
    ballots = [approval("a")] * 2 + [approval("b")] * 2 + [approval("c")]

    outcome = counted(instance, ballots, "skip")

    assert outcome.steps == (
        Carried("a", 2, Fraction(1), 2, 4),
        SkippedOverBudget("b", 2, 3, 2),
        Carried("c", 2, Fraction(2), 1, 2),
    )


def test_projects_beyond_the_budget_or_without_support_do_not_end_the_count():
    instance = instance_of([9, 1, 2], 5)

    outcome = counted(instance, [approval("a", "c")] * 3)

    assert outcome.winners == ("c",)
    assert outcome.steps[:2] == (SkippedOverBudget("a", 3, 9, 5), Unaffordable("b", 1, 0, 0))


def test_what_a_limit_keeps_out_does_not_end_the_count():
    instance = Instance(instance_of([2, 3, 2], 4).projects, 4, conflicts=(("a", "b"),))
    ballots = [approval("a")] * 2 + [approval("b")] * 2 + [approval("c")]

    outcome = counted(instance, ballots)

    assert outcome.winners == ("a", "c")
    assert ExcludedByConflict("b", 2, "a") in outcome.steps


def test_what_costs_nothing_adds_no_load():
    instance = instance_of([0, 4], 4)

    outcome = counted(instance, [approval("a", "b"), approval("b")])

    assert [(s.project, s.load) for s in carried(outcome)] == [("a", 0), ("b", 2)]


def test_fifteen_hundred_winners_are_no_obstacle():
    codes = [f"{at:04}" for at in range(1500)]
    projects = tuple(Project(code, 10**15 + 7 * at * at) for at, code in enumerate(codes))
    instance = Instance(projects, 1501 * 10**15)
    ballots = [approval(*codes[at::3], *codes[at + 1 :: 3]) for at in range(3)]

    outcome = counted(instance, ballots)

    assert len(outcome.winners) == 1500
    assert from_json(to_json(outcome)) == outcome


@pytest.mark.parametrize(
    ("over_budget", "said"),
    [
        (
            "stop",
            "The count ends as soon as a project with the least load does not fit in what is left,"
            " even if another one with the same load would fit.",
        ),
        ("skip", "A project that does not fit is skipped, and the next has its turn."),
    ],
)
def test_the_rule_is_told_in_words(over_budget, said):
    spec = RuleSpec("phragmen", {"over_budget": over_budget, "scoring": "points"})

    sentences = [str(sentence) for sentence in describe(spec, TIES)]

    assert said in sentences
    assert "Here points only tell whether somebody supports a project, not how much." in sentences


@pytest.mark.parametrize(
    ("file", "winners", "spent"),
    [("Poland_Warszawa_2026.pb", 51, 21_878_851_00), ("Poland_Lodz_2022.pb", 55, 6_047_180_00)],
)
def test_a_city_is_counted(file, winners, spent):
    election = pabulib.read(text_of(file))

    outcome = count(RuleSpec("phragmen"), election.instance, election.profile, BY_ORDER)

    assert (len(outcome.winners), outcome.spent) == (winners, spent)
