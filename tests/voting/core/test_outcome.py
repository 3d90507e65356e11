"""Outcomes are written and read back without loss, and compared by their digest."""

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.core.elections import TIES, elections
from voting.core import steps
from voting.core.outcome import RuleSpec, from_json, to_json
from voting.core.profile import Profile
from voting.core.rules import count
from voting.core.rules.greedy import RULE

SPECS = st.sampled_from(
    [
        RuleSpec("greedy"),
        RuleSpec("greedy", {"over_budget": "stop", "reserve_percent": 50}),
        RuleSpec("equal_shares", {"step": 1}),
        RuleSpec("equal_shares", {"completion": "none", "satisfaction": "cardinality"}),
    ]
)

EVERY_STEP = [
    steps.TieBroken(("a", "b"), "a", "lot"),
    steps.Funded("a", 3, 5, 9),
    steps.FundedFromReserve("a", 3, 5, 4, 80),
    steps.SkippedOverBudget("a", 3, 5, 4),
    steps.BelowThreshold("a", 3, 5),
    steps.ExcludedByConflict("a", 3, "b"),
    steps.Stopped("a", 3, 5, 4, ("b", "c")),
    steps.SharesSet(Fraction(7, 3), 3),
    steps.CompletionRound(Fraction(10, 3), 1, 2, 9, kept=True),
    steps.Compared(7, 8, switched=True),
    steps.ExcludedByQuota("a", 3, 5, 4, "North"),
    steps.TooFewSupporters("a", 3, 5),
    steps.Carried("a", 5, Fraction(5, 3), 3, 9),
    steps.BoughtOnCredit("a", 5, Fraction(5, 4), Fraction(3, 4), Fraction(15, 4), 3, 2),
    steps.Maximised(12, 5),
    steps.LeftOut("a", 3, 5, 11, ""),
    steps.Bought("a", 5, Fraction(5, 3), Fraction(3), 3, 3),
    steps.Unaffordable("b", 5, 3, 4),
    steps.CompletedBy("utilitarian", 4),
]


@given(elections(), SPECS)
def test_nothing_is_lost_in_writing(election, spec):
    instance, ballots = election
    outcome = count(spec, instance, Profile.of(ballots), TIES)

    again = from_json(to_json(outcome))

    assert again == outcome
    assert again.digest() == outcome.digest()


@pytest.mark.parametrize("step", EVERY_STEP, ids=lambda step: type(step).__name__)
def test_every_kind_of_step_is_written_and_read_back(step):
    assert steps.from_value(json.loads(json.dumps(steps.to_value(step)))) == step


def test_every_kind_of_step_is_tried_here():
    assert {type(step) for step in EVERY_STEP} == set(steps.KINDS.values())


def test_a_fraction_is_written_as_numerator_and_denominator():
    assert steps.to_value(steps.SharesSet(Fraction(4, 2), 1))["per_voter"] == "2/1"


@pytest.mark.parametrize(
    "value",
    [
        [],
        {"name": "greedy"},
        {"name": 3, "parameters": {}},
        {"name": "greedy", "parameters": []},
        {"name": "greedy", "parameters": {"threshold": None}},
    ],
)
def test_what_is_no_specification_is_refused(value):
    with pytest.raises(ValueError, match=r"specification|no text"):
        RuleSpec.from_value(value)


def test_a_published_specification_leaves_nothing_open():
    spec = RULE.settled({"threshold": 5})

    assert set(spec.parameters) == {parameter.name for parameter in RULE.parameters}
    assert RuleSpec.from_value(spec.to_value()) == spec
