"""Limits are kept by every rule: exclusive projects, quotas, reserves, and the least support."""

from dataclasses import replace
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from tests.voting.core.elections import TIES, elections
from voting.core.ballots import Ballot, Project
from voting.core.outcome import Outcome, RuleSpec
from voting.core.profile import Instance, Profile, Quota
from voting.core.rules import count
from voting.core.rules.codes import CODES
from voting.core.steps import BelowThreshold, TooFewSupporters

RULES = st.sampled_from(list(CODES.values()))


def counted(rule: RuleSpec, instance: Instance, ballots: list[Ballot]) -> Outcome:
    return count(rule, instance, Profile.of(ballots), TIES)


@st.composite
def limited(draw: st.DrawFn) -> tuple[Instance, list[Ballot]]:
    """An election with projects that exclude each other, quotas that may overlap, and reserves."""
    instance, ballots = draw(elections())
    codes = [project.code for project in instance.projects]
    groups = st.lists(st.sampled_from(codes), min_size=1, unique=True).map(tuple)
    conflicts = draw(st.lists(groups, max_size=2))
    quotas, free = [], instance.budget
    for name in draw(st.sets(st.sampled_from(["north", "south", "schools"]))):
        most = draw(st.none() | st.integers(0, 25))
        reserved = draw(st.integers(0, free))
        free -= reserved
        quotas.append(Quota(name, draw(groups), most, reserved))
    return replace(instance, conflicts=tuple(conflicts), quotas=tuple(quotas)), ballots


def outside(instance: Instance, quotas: tuple[Quota, ...], winners: tuple[str, ...]) -> int:
    """What the winners cost that are in none of the quotas."""
    inside = {code for quota in quotas for code in quota.projects}
    return sum(p.cost for p in instance.projects if p.code in set(winners) - inside)


@given(limited(), RULES)
def test_of_projects_that_exclude_each_other_one_is_funded_at_most(election, rule):
    instance, ballots = election

    winners = set(counted(rule, instance, ballots).winners)

    assert all(len(winners & set(group)) <= 1 for group in instance.conflicts)


@given(limited(), RULES)
def test_the_projects_of_a_quota_never_cost_more_than_it_allows(election, rule):
    instance, ballots = election

    winners = set(counted(rule, instance, ballots).winners)

    for quota in instance.quotas:
        costs = [p.cost for p in instance.projects if p.code in winners & set(quota.projects)]
        assert quota.most is None or sum(costs) <= quota.most


@given(limited(), RULES)
def test_nobody_else_spends_what_is_reserved(election, rule):
    instance, ballots = election

    winners = counted(rule, instance, ballots).winners

    reserved = [quota for quota in instance.quotas if quota.reserved]
    for size in range(1, len(reserved) + 1):
        for chosen in combinations(reserved, size):
            room = instance.budget - sum(quota.reserved for quota in chosen)
            assert outside(instance, chosen, winners) <= room


@given(limited(), RULES)
def test_the_budget_is_kept_beside_the_limits(election, rule):
    instance, ballots = election

    outcome = counted(rule, instance, ballots)

    costs = {project.code: project.cost for project in instance.projects}
    assert outcome.spent == sum(costs[code] for code in outcome.winners)
    assert outcome.spent <= instance.budget or "reserve_percent" in rule.parameters


@given(limited(), RULES, st.integers(0, 4), st.integers(0, 600), st.integers(0, 3))
def test_what_has_too_little_support_is_never_funded(election, rule, threshold, permille, budgets):
    instance, ballots = election
    needs = {"threshold": threshold, "support_permille": permille, "support_budgets": budgets}
    rule = RuleSpec(rule.name, {**rule.parameters, **needs})

    outcome = counted(rule, instance, ballots)

    barred = [s.project for s in outcome.steps if isinstance(s, BelowThreshold | TooFewSupporters)]
    assert not set(outcome.winners) & set(barred)
    for standing in outcome.standings:
        if standing.project in outcome.winners:
            assert standing.score >= threshold
            assert standing.supporters * 1000 >= outcome.voters * permille
            money = outcome.voters * standing.cost
            assert standing.supporters * budgets * instance.budget >= money * bool(budgets)


@given(limited(), RULES)
def test_conflicts_may_be_left_to_others(election, rule):
    instance, ballots = election
    rule = RuleSpec(rule.name, {**rule.parameters, "exclusive": False})
    without = replace(instance, conflicts=())

    assert counted(rule, instance, ballots).winners == counted(rule, without, ballots).winners


def test_a_reserve_that_is_not_used_stays_unspent():
    projects = (Project("a", 6), Project("b", 5))
    instance = Instance(projects, 10, quotas=(Quota("north", ("b",), reserved=5),))
    ballots = [Ballot(("a",))] * 3

    for rule in CODES.values():
        assert "a" not in counted(rule, instance, ballots).winners
