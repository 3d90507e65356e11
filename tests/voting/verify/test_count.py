"""The verifier counts as the product does, by every rule and with every parameter.

They share no line of code: one has the engines and explanations, the other the definitions.
"""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voting.verify.counting import (
    contests,
    counted,
    profiles,
    specs,
    start_of,
    ties,
    verified,
)
from voting import verify
from voting.core.ballots import Project
from voting.core.outcome import RuleSpec
from voting.core.profile import Instance
from voting.core.rules import RULES, count


@pytest.mark.parametrize("name", RULES)
@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_whatever_was_voted_the_verifier_counts_the_same(name, data):
    spec = data.draw(specs(name))
    instance = data.draw(contests())
    scoring = spec.parameters["scoring"]
    profile = data.draw(profiles(instance, scoring, least=-2 if scoring == "points" else 1))
    order = data.draw(ties())

    own = verified(spec, instance, profile, order)

    assert own == counted(count(spec, instance, profile, order))


@st.composite
def wide_contests(draw: st.DrawFn) -> Instance:
    """Costs and budgets so large that a share grows by many steps."""
    costs = draw(st.lists(st.integers(1, 5_000), min_size=2, max_size=7))
    codes = "abcdefg"[: len(costs)]
    projects = tuple(Project(code, cost) for code, cost in zip(codes, costs, strict=True))
    return Instance(projects, draw(st.integers(1, 9_000)))


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_however_many_steps_a_share_grows_the_verifier_leaps_over_none_that_matters(data):
    step = data.draw(st.sampled_from([1, 3, 10]))
    scoring = data.draw(st.sampled_from(["votes", "points"]))
    parameters = {"completion": "add1", "step": step, "scoring": scoring}
    for name in ("exhaustive_stop", "satisfaction"):
        parameters[name] = data.draw(st.sampled_from(CHOICES[name]))
    spec, instance = RuleSpec("equal_shares", parameters), data.draw(wide_contests())
    profile, order = data.draw(profiles(instance, scoring)), data.draw(ties())

    own = verified(spec, instance, profile, order)

    assert own == counted(count(spec, instance, profile, order))


CHOICES = {"exhaustive_stop": [True, False], "satisfaction": ["cost", "cardinality"]}


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_where_rounded_numbers_cannot_tell_exact_ones_do(data):
    """Twins, equal costs and equal crowds: nearly every purchase is a tie."""
    costs = data.draw(st.lists(st.sampled_from([6, 12]), min_size=3, max_size=7))
    projects = tuple(Project("abcdefg"[at], cost) for at, cost in enumerate(costs))
    instance = Instance(projects, data.draw(st.sampled_from([12, 24, 36])))
    spec = data.draw(specs("equal_shares"))
    profile = data.draw(profiles(instance, str(spec.parameters["scoring"])))
    order = data.draw(ties())

    own = verified(spec, instance, profile, order)

    assert own == counted(count(spec, instance, profile, order))


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_exact_and_rounded_runs_buy_the_same(data):
    spec = data.draw(specs("equal_shares"))
    instance = data.draw(contests())
    profile = data.draw(profiles(instance, str(spec.parameters["scoring"])))
    market = verify.Market(start_of(spec, instance, profile, data.draw(ties())))
    share = Fraction(data.draw(st.integers(0, 90)), data.draw(st.integers(1, 9)))

    exact = market._exact_run(share)

    assert market.run(share)[:2] == exact[:2]
