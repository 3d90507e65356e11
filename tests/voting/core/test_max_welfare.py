"""Maximum of the total score: no choice that fits has more, and equal ones are told apart."""

from collections.abc import Iterator, Sequence
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voting.core.elections import TIES, approval, instance_of
from voting.core.ballots import Ballot, Kind, Project
from voting.core.limits import limits_of
from voting.core.outcome import Outcome, RuleSpec
from voting.core.profile import Instance, Profile, Quota, Standing
from voting.core.rules import count
from voting.core.steps import LeftOut, Maximised
from voting.core.ties import TieOrder

CODES = "abcdef"


@st.composite
def contests(draw: st.DrawFn) -> tuple[Instance, Profile]:
    """Up to six projects, some free, with a conflict and a quota now and then."""
    costs = draw(st.lists(st.sampled_from([0, 1, 2, 3, 5, 5, 8]), min_size=1, max_size=6))
    codes = CODES[: len(costs)]
    total = sum(costs)
    instance = Instance(
        tuple(Project(code, cost) for code, cost in zip(codes, costs, strict=True)),
        draw(st.integers(0, total + 1)),
        conflicts=draw(st.sampled_from([(), (tuple(codes[:2]),)])),
        quotas=draw(st.sampled_from([(), (Quota("north", tuple(codes[:3]), most=total // 3),)])),
    )
    chosen = draw(st.lists(st.sets(st.sampled_from(codes)), max_size=7))
    return instance, Profile.of(approval(*named) for named in chosen)


def counted(instance: Instance, profile: Profile, utility: str = "score") -> Outcome:
    return count(RuleSpec("max_welfare", {"utility": utility}), instance, profile, TIES)


def choices_that_fit(
    instance: Instance, standings: Sequence[Standing]
) -> Iterator[tuple[Standing, ...]]:
    limits = limits_of(instance)
    for size in range(len(standings) + 1):
        for choice in combinations(standings, size):
            fits = sum(item.cost for item in choice) <= instance.budget and all(
                sum(limit.takes.get(item.project, 0) for item in choice) <= limit.room
                for limit in limits
            )
            if fits:
                yield choice


def total_of(choice: Sequence[Standing], utility: str) -> int:
    return sum(item.score * (item.cost if utility == "score_times_cost" else 1) for item in choice)


@settings(deadline=None)
@given(contests(), st.sampled_from(["score", "score_times_cost"]))
def test_no_choice_that_fits_is_better_by_total_cost_or_tie_order(contest, utility):
    instance, profile = contest

    outcome = counted(instance, profile, utility)

    order = TieOrder(TIES, outcome.standings)
    ranked = sorted(outcome.standings, key=lambda item: order.sort_key(item.project))
    best = max(
        choices_that_fit(instance, ranked),
        key=lambda choice: (
            total_of(choice, utility),
            -sum(item.cost for item in choice),
            [item in choice for item in ranked],
        ),
    )
    assert set(outcome.winners) == {item.project for item in best}


@settings(deadline=None)
@given(contests())
def test_every_loser_is_told_the_best_total_with_it(contest):
    instance, profile = contest

    outcome = counted(instance, profile)

    choices = list(choices_that_fit(instance, outcome.standings))
    told = {step.project: step.best_with for step in outcome.steps if isinstance(step, LeftOut)}
    assert set(told) == {item.project for item in outcome.standings} - set(outcome.winners)
    for code, best_with in told.items():
        totals = [
            total_of(choice, "score")
            for choice in choices
            if any(item.project == code for item in choice)
        ]
        assert best_with == max(totals, default=-1)


def test_two_small_projects_beat_a_popular_one_that_takes_all():
    instance = instance_of([10, 5, 5], 10)
    ballots = [approval("a", "b"), approval("a", "c"), approval("a", "b"), approval("c")]

    outcome = counted(instance, Profile.of(ballots))

    assert set(outcome.winners) == {"b", "c"}
    assert Maximised(4, 10) in outcome.steps
    assert LeftOut("a", 3, 10, 3, "") in outcome.steps


def test_points_in_tenths_are_not_rounded_away():
    instance = instance_of([2, 3], 3)
    ballots = [Ballot.of(Kind.CUMULATIVE, ["a", "b"], [7, 9])]
    rule = RuleSpec("max_welfare", {"scoring": "points"})

    outcome = count(rule, instance, Profile.of(ballots), TIES)

    assert outcome.winners == ("b",)


def test_very_many_projects_need_no_recursion():
    instance = Instance(tuple(Project(f"p{n}", 100 + n % 7) for n in range(3000)), 308_000)
    ballots = [approval(*(f"p{n}" for n in range(start, 3000, 5))) for start in range(5)]

    outcome = counted(instance, Profile.of(ballots))

    assert len(outcome.winners) > 2900
    assert outcome.spent <= 308_000


@pytest.mark.parametrize("unit", [1, 10**15])
def test_prices_of_any_size_are_exact(unit):
    instance = instance_of([3 * unit, 2 * unit, 2 * unit + 1], 4 * unit)
    ballots = [approval("a", "b", "c")] * 2 + [approval("b")]

    outcome = counted(instance, Profile.of(ballots))

    assert set(outcome.winners) == {"b"}
