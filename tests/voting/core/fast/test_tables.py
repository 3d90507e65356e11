"""Ballots in arrays are the same ballots: whatever a rule asks of them, and whatever it counts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voting.core.elections import TIES
from tests.voting.core.fast.test_engines import CODES, COMPLETIONS, contests
from voting.core.ballots import Ballot, Kind, Project
from voting.core.outcome import RuleSpec
from voting.core.profile import Instance, Profile, Scoring
from voting.core.rules import count, settled
from voting.core.rules.equal_shares import count as count_shares
from voting.core.rules.equal_shares.engines import fast_if_fine, reference
from voting.core.table import BallotTable

#: Points of a ballot of scores: some take back what others gave.
SCORES = st.sampled_from([-2, 0, 1, 1, 3])
CHOSEN = st.sets(st.sampled_from(CODES))


def in_arrays(instance: Instance, profile: Profile, *, is_ordered: bool = False) -> BallotTable:
    return BallotTable.of(instance, profile, is_ordered=is_ordered).grouped()


@given(contests(SCORES), CHOSEN, CHOSEN, st.sampled_from([None, 1, 2]))
def test_a_table_answers_as_the_profile_does(contest, these, those, at_most):
    instance, profile = contest
    codes = {project.code for project in instance.projects}

    table = in_arrays(instance, profile)

    assert table.choices == profile.choices
    assert table.preferring(instance, these & codes, those & codes, at_most) == (
        profile.preferring(instance, these & codes, those & codes, at_most)
    )


@settings(max_examples=200, deadline=None)
@given(contests(), COMPLETIONS)
def test_equal_shares_of_approvals_are_the_same(contest, parameters):
    instance, profile = contest
    step = max(1, instance.budget // max(profile.filled, 1) // 50)
    spec = settled(RuleSpec("equal_shares", {**parameters, "step": step}))

    outcome = count_shares(spec, instance, in_arrays(instance, profile), TIES, fast_if_fine)

    assert outcome == count_shares(spec, instance, profile, TIES, reference)


@settings(max_examples=200, deadline=None)
@given(contests(SCORES), st.sampled_from(["cost", "cardinality"]))
def test_equal_shares_of_scores_are_the_same(contest, satisfaction):
    instance, profile = contest
    parameters = {"scoring": "points", "satisfaction": satisfaction, "completion": "utilitarian"}
    spec = settled(RuleSpec("equal_shares", parameters))

    outcome = count_shares(spec, instance, in_arrays(instance, profile), TIES, fast_if_fine)

    assert outcome == count_shares(spec, instance, profile, TIES, reference)


@pytest.mark.parametrize("rule", ["greedy", "equal_shares"])
@given(st.lists(st.permutations(CODES), max_size=6), st.integers(0, 6))
def test_orders_are_the_same(rule, orders, length):
    instance = Instance(tuple(Project(code, 5) for code in CODES), 20)
    profile = Profile.of(Ballot.of(Kind.ORDINAL, order[:length]) for order in orders)
    spec = RuleSpec(rule, {"scoring": Scoring.BORDA.value})

    outcome = count(spec, instance, in_arrays(instance, profile, is_ordered=True), TIES)

    assert outcome == count(spec, instance, profile, TIES)
