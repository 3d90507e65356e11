"""What holds of every budget rule that is not only a variant of another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.core.elections import BY_ORDER, TIES, elections
from voting.core.ballots import Ballot, Project
from voting.core.outcome import Outcome, RuleSpec, from_json, to_json
from voting.core.profile import Instance, Profile
from voting.core.rules import RULES, count, describe
from voting.core.rules.codes import CODES
from voting.core.table import BallotTable
from voting.core.ties import Ties

#: All that have a code but for the hundred ways of equal shares, which have tests of their own.
SPECS = {code: spec for code, spec in CODES.items() if spec.name != "equal_shares"}
EVERY = st.sampled_from([*SPECS.values(), CODES["equalshares"], CODES["equalshares-cardinality"]])


def counted(
    rule: RuleSpec, instance: Instance, ballots: list[Ballot], ties: Ties = TIES
) -> Outcome:
    return count(rule, instance, Profile.of(ballots), ties)


def with_scoring(rule: RuleSpec, scoring: str) -> RuleSpec:
    return RuleSpec(rule.name, {**rule.parameters, "scoring": scoring})


def test_every_rule_has_a_code():
    assert {spec.name for spec in CODES.values()} == set(RULES)


@given(elections(with_points=True), EVERY, st.sampled_from(["votes", "points"]))
def test_never_spends_more_than_the_budget(election, rule, scoring):
    instance, ballots = election

    outcome = counted(with_scoring(rule, scoring), instance, ballots)

    costs = {project.code: project.cost for project in instance.projects}
    assert outcome.spent == sum(costs[code] for code in outcome.winners)
    assert outcome.spent <= instance.budget or "reserve_percent" in rule.parameters
    assert len(set(outcome.winners)) == len(outcome.winners)


@given(elections(), EVERY, st.randoms())
def test_who_voted_when_makes_no_difference(election, rule, chance):
    instance, ballots = election
    shuffled = ballots[:]
    chance.shuffle(shuffled)

    assert counted(rule, instance, shuffled) == counted(rule, instance, ballots)


@given(elections(with_points=True), EVERY, st.sampled_from(["votes", "points"]))
def test_however_ballots_are_held_the_outcome_is_the_same(election, rule, scoring):
    instance, ballots = election
    rule = with_scoring(rule, scoring)
    profile = Profile.of(ballots)
    apart = Profile(tuple((ballot, 1) for ballot in ballots if not ballot.is_blank), profile.blank)

    outcome = count(rule, instance, profile, TIES)

    assert count(rule, instance, apart, TIES) == outcome
    if any(ballot.points for ballot in ballots) or scoring == "votes":
        assert count(rule, instance, BallotTable.of(instance, profile), TIES) == outcome


@given(elections(), EVERY, st.randoms())
def test_the_published_order_makes_no_difference_without_that_tie_key(election, rule, chance):
    instance, ballots = election
    shuffled = list(instance.projects)
    chance.shuffle(shuffled)
    other = Instance(tuple(shuffled), instance.budget)

    assert counted(rule, other, ballots).winners == counted(rule, instance, ballots).winners


@given(elections(with_points=True), EVERY, st.sampled_from(["votes", "points"]))
def test_renamed_projects_win_under_their_new_name(election, rule, scoring):
    instance, ballots = election
    rule = with_scoring(rule, scoring)
    projects = tuple(Project(f"new {p.code}", p.cost) for p in instance.projects)
    said_anew = [
        Ballot(tuple(f"new {code}" for code in ballot.choices), ballot.points) for ballot in ballots
    ]

    outcome = counted(rule, Instance(projects, instance.budget), said_anew, BY_ORDER)

    before = counted(rule, instance, ballots, BY_ORDER).winners
    assert outcome.winners == tuple(f"new {code}" for code in before)


@given(elections(with_points=True), EVERY, st.sampled_from(["votes", "points"]), st.integers(2, 9))
def test_in_another_currency_the_same_win(election, rule, scoring, factor):
    instance, ballots = election
    rule = with_scoring(rule, scoring)
    projects = tuple(Project(p.code, p.cost * factor) for p in instance.projects)
    richer = Instance(projects, instance.budget * factor)

    assert counted(rule, richer, ballots).winners == counted(rule, instance, ballots).winners


@given(elections(), EVERY)
def test_what_happened_is_published_without_loss(election, rule):
    instance, ballots = election

    outcome = counted(rule, instance, ballots)

    assert from_json(to_json(outcome)) == outcome


@pytest.mark.parametrize("code", CODES)
def test_nobody_voting_is_no_obstacle(code):
    instance = Instance((Project("a", 1), Project("b", 0)), 5)

    outcome = counted(CODES[code], instance, [])

    assert outcome.voters == 0
    assert outcome.spent <= 5


@pytest.mark.parametrize("code", CODES)
def test_every_rule_is_told_in_words(code):
    sentences = [str(sentence) for sentence in describe(CODES[code], TIES)]

    assert len(sentences) > 4
    assert all(sentence.endswith(".") for sentence in sentences)
