"""Maximum of the total score: no choice that fits has more, and equal ones are told apart."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voting.core.definitions import choices_that_fit, total_of
from tests.voting.core.elections import BY_ORDER, TIES, approval, elections, instance_of
from tests.voting.core.real_elections import text_of
from tests.voting.core.test_limits import limited
from voting.core import pabulib
from voting.core.ballots import Ballot, Kind, Project
from voting.core.limits import limits_of
from voting.core.outcome import Outcome, RuleSpec, from_json, to_json
from voting.core.profile import Instance, Profile, Quota, Scoring, Standing
from voting.core.rules import count, describe
from voting.core.rules.max_welfare import TooHard
from voting.core.rules.max_welfare.choices import Choice, Code, Effort
from voting.core.rules.max_welfare.knapsack import Knapsack
from voting.core.rules.max_welfare.limited import Limited
from voting.core.steps import LeftOut, Maximised
from voting.core.ties import TieKey, TieOrder, Ties

UTILITIES = st.sampled_from(["score", "score_times_cost"])
ORDERS = st.sampled_from([TIES, BY_ORDER, Ties((TieKey.DEAREST, TieKey.LOT), "x")])


@st.composite
def close_contests(draw: st.DrawFn) -> tuple[Instance, list[Ballot]]:
    """Up to nine projects, some free and many equal, without limits or with a few."""
    costs = draw(st.lists(st.sampled_from([0, 1, 2, 3, 5, 5, 8]), min_size=1, max_size=9))
    codes = "abcdefghi"[: len(costs)]
    budget = draw(st.integers(0, sum(costs) + 1))
    north, south = tuple(codes[: len(codes) // 2]), tuple(codes[len(codes) // 2 :])
    most = st.none() | st.integers(0, 10)
    quotas = (
        Quota("north", north, draw(most), draw(st.integers(0, budget // 2))),
        Quota("south", south, draw(most), draw(st.integers(0, budget // 2))),
    )
    groups = st.lists(st.sampled_from(codes), min_size=1, max_size=3, unique=True).map(tuple)
    instance = Instance(
        tuple(Project(code, cost) for code, cost in zip(codes, costs, strict=True)),
        budget,
        conflicts=tuple(draw(st.lists(groups, max_size=3))),
        quotas=quotas if draw(st.booleans()) else (),
    )
    chosen = draw(st.lists(st.sets(st.sampled_from(codes)), max_size=7))
    return instance, [approval(*named) for named in chosen]


def counted(
    instance: Instance, ballots: list[Ballot], utility: str = "score", ties: Ties = TIES
) -> Outcome:
    spec = RuleSpec("max_welfare", {"utility": utility})
    return count(spec, instance, Profile.of(ballots), ties)


def coded(standings: Sequence[Standing]) -> tuple[Code, list[Choice]]:
    code = Code.of(standings)
    return code, [code.choice(at, item.cost, item.score) for at, item in enumerate(standings)]


@settings(deadline=None)
@given(close_contests() | limited(), UTILITIES, ORDERS)
def test_no_choice_that_fits_is_better_by_total_cost_or_tie_order(contest, utility, ties):
    instance, ballots = contest

    outcome = counted(instance, ballots, utility, ties)

    order = TieOrder(ties, outcome.standings)
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
    assert Maximised(total_of(best, utility), outcome.spent) in outcome.steps


@settings(deadline=None)
@given(close_contests() | limited(), UTILITIES, ORDERS)
def test_every_loser_is_told_the_best_total_with_it_and_what_decided(contest, utility, ties):
    instance, ballots = contest

    outcome = counted(instance, ballots, utility, ties)

    choices = list(choices_that_fit(instance, outcome.standings))
    (maximised,) = (step for step in outcome.steps if isinstance(step, Maximised))
    told = {step.project: step for step in outcome.steps if isinstance(step, LeftOut)}
    assert set(told) == {item.project for item in outcome.standings} - set(outcome.winners)
    for code, step in told.items():
        totals = [
            (total_of(choice, utility), -sum(item.cost for item in choice))
            for choice in choices
            if any(item.project == code for item in choice)
        ]
        total, cost = max(totals, default=(-1, 0))
        decided = "cheapest" if -cost > maximised.cost else ties.order[-1]
        assert step.best_with == total
        assert step.tie == (decided if total == maximised.score else "")


@given(elections(), UTILITIES)
def test_winners_come_in_the_order_of_their_score(election, utility):
    instance, ballots = election

    outcome = counted(instance, ballots, utility)

    scores = {standing.project: standing.score for standing in outcome.standings}
    won = [scores[code] for code in outcome.winners]
    assert won == sorted(won, reverse=True)


def test_two_small_projects_beat_a_popular_one_that_takes_all_but_not_by_cost():
    instance = instance_of([10, 5, 5], 10)
    ballots = [approval("a", "b"), approval("a", "c"), approval("a", "b"), approval("c")]

    by_number = counted(instance, ballots)
    by_cost = counted(instance, ballots, "score_times_cost")

    assert by_number.steps == (Maximised(4, 10), LeftOut("a", 3, 10, 3, ""))
    assert by_cost.steps[0] == Maximised(30, 10)
    assert by_cost.steps[1:] == (LeftOut("b", 2, 5, 20, ""), LeftOut("c", 2, 5, 20, ""))


def test_of_the_same_total_the_cheaper_choice_is_taken_and_then_the_first():
    instance = instance_of([3, 2, 2, 9], 4)
    ballots = [approval("a", "b", "c", "d")] * 2

    outcome = counted(instance_of([3, 2, 2, 9], 3), ballots, ties=BY_ORDER)

    assert outcome.winners == ("b",)
    assert outcome.steps[1:] == (
        LeftOut("a", 2, 3, 2, "cheapest"),
        LeftOut("c", 2, 2, 2, "published_order"),
        LeftOut("d", 2, 9, -1, ""),
    )
    assert counted(instance, ballots, ties=BY_ORDER).winners == ("b", "c")


def test_points_in_tenths_are_not_rounded_away():
    """With scores that are no whole numbers pabutools 1.2.3 gives 0.7 here, where 0.9 fits."""
    instance = instance_of([2, 3], 3)
    ballots = [Ballot.of(Kind.CUMULATIVE, ["a", "b"], [7, 9])]
    rule = RuleSpec("max_welfare", {"scoring": "points"})

    outcome = count(rule, instance, Profile.of(ballots), TIES)

    assert outcome.steps == (Maximised(9, 3), LeftOut("a", 7, 2, 7, ""))


def test_what_excludes_others_is_weighed_with_what_is_reserved():
    # The price of money is the same in no two of these groups.
    costs = [786, 123, 906, 183, 837, 561, 109, 702, 204]
    instance = Instance(
        instance_of(costs, 0).projects,
        2_709,
        conflicts=(("h", "g", "f"), ("i", "f", "h")),
        quotas=(Quota("north", tuple("abcd")), Quota("south", tuple("efghi"), reserved=1_354)),
    )
    ballots = [approval(*named) for named in ("abcdefgh", "cehi", "abdehi", "e", "acfh")]

    outcome = counted(instance, ballots, ties=Ties((TieKey.DEAREST, TieKey.LOT), "8131"))

    choices = choices_that_fit(instance, outcome.standings)
    (maximised,) = (step for step in outcome.steps if isinstance(step, Maximised))
    assert maximised.score == max(total_of(choice, "score") for choice in choices)


def test_many_equal_projects_are_one_choice_after_the_other():
    codes = [f"{at:03}" for at in range(200)]
    instance = Instance(tuple(Project(code, 7) for code in codes), 7 * 60)
    ballots = [approval(*codes)] * 3

    outcome = counted(instance, ballots, ties=BY_ORDER)

    assert outcome.winners == tuple(codes[:60])
    assert outcome.steps[1] == LeftOut("060", 3, 7, 180, "published_order")


@pytest.mark.parametrize("unit", [1, 10**15])
def test_prices_of_any_size_are_exact(unit):
    instance = instance_of([3 * unit, 2 * unit, 2 * unit + 1], 4 * unit)
    ballots = [approval("a", "b", "c")] * 2 + [approval("b")]

    outcome = counted(instance, ballots)

    assert outcome.winners == ("b",)


def city(projects: int) -> tuple[Instance, list[Ballot]]:
    """Prices as a city has them, and a few projects that very many want."""
    chance = random.Random(7)
    codes = [f"{at:04}" for at in range(projects)]
    costs = [10_000 * (1 + round(chance.lognormvariate(7, 1))) for _code in codes]
    popular = [1 / (rank + 3) for rank in range(projects)]
    ballots = [approval(*{*chance.choices(codes, popular, k=60)}) for _voter in range(400)]
    priced = tuple(Project(code, cost) for code, cost in zip(codes, costs, strict=True))
    return Instance(priced, sum(costs) * 3 // 10), ballots


@pytest.mark.parametrize("utility", ["score", "score_times_cost"])
def test_five_hundred_projects_of_a_city_are_counted(utility):
    instance, ballots = city(500)

    outcome = counted(instance, ballots, utility)

    assert len(outcome.steps) == 501 - len(outcome.winners)
    assert from_json(to_json(outcome)) == outcome


def test_three_thousand_projects_need_no_recursion():
    instance = Instance(tuple(Project(f"p{n}", 100 + n % 7) for n in range(3000)), 308_000)
    ballots = [approval(*(f"p{n}" for n in range(start, 3000, 5))) for start in range(5)]

    outcome = counted(instance, ballots)

    assert len(outcome.winners) > 2900


def test_a_few_projects_are_no_matter_however_alike_they_are():
    chance = random.Random(3)
    costs = [chance.randint(10**8, 10**9) for _project in range(24)]
    instance = Instance(
        tuple(Project(f"{at:02}", cost) for at, cost in enumerate(costs)), 48 * 10**8
    )

    outcome = counted(
        instance, [approval(*(p.code for p in instance.projects))], "score_times_cost"
    )

    assert outcome.steps[0] == Maximised(outcome.spent, outcome.spent)
    assert 0 <= instance.budget - outcome.spent < 1_000


def test_what_takes_too_long_is_said_to_be_too_hard():
    chance = random.Random(3)
    costs = [chance.randint(10**8, 10**9) for _project in range(60)]
    _code, choices = coded([Standing(f"{at:02}", cost, cost, 1) for at, cost in enumerate(costs)])

    with pytest.raises(TooHard, match=r"^Too many choices of projects are nearly equal"):
        Knapsack(choices, Effort(at_once=1_000)).best(12 * 10**9)


def test_limits_that_cross_can_be_too_hard():
    instance, ballots = city(36)
    codes, budget = [p.code for p in instance.projects], instance.budget
    areas = [Quota(f"area {at}", tuple(codes[at::5]), budget * 22 // 100) for at in range(5)]
    themes = [Quota(f"theme {at}", tuple(codes[at::3]), budget * 40 // 100) for at in range(3)]
    crossing = Instance(instance.projects, budget, quotas=(*areas, *themes))
    standings = Profile.of(ballots).standings(instance, Scoring.VOTES)
    code, choices = coded(standings)

    def best(in_all: int) -> Choice | None:
        limits = limits_of(crossing)
        return Limited(code, choices, crossing, limits, Effort(in_all=in_all)).best()

    with pytest.raises(TooHard, match=r"^Too many choices of projects are nearly equal"):
        best(10)
    found = best(10_000_000)
    assert found is not None
    assert set(code.names(found[1])) == set(counted(crossing, ballots, ties=BY_ORDER).winners)


def test_the_rule_is_told_in_words():
    by_cost = RuleSpec("max_welfare", {"utility": "score_times_cost"})

    sentences = [str(sentence) for sentence in describe(by_cost, TIES)]

    assert (
        "Each project counts with its score times its cost. Of all choices of projects that fit in"
        " the budget, the one with the highest total wins."
    ) in sentences


@pytest.mark.parametrize(
    ("file", "utility", "total", "cost"),
    [
        ("Poland_Lodz_2022.pb", "score", 173_785, 6_112_280_00),
        ("Poland_Warszawa_2026.pb", "score_times_cost", 24_119_387_367_100, 24_185_003_00),
    ],
)
def test_a_city_has_the_total_that_every_amount_of_money_gives(file, utility, total, cost):
    """By a table of the best total for each amount up to the budget, which takes long."""
    election = pabulib.read(text_of(file))
    spec = RuleSpec("max_welfare", {"utility": utility})

    outcome = count(spec, election.instance, election.profile, BY_ORDER)

    assert outcome.steps[0] == Maximised(total, cost)
