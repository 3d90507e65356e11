"""The verifier counts as the product does, by every rule and with every parameter.

They share no line of code: one has the engines and explanations, the other the definitions.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voting.verify.counting import contests, counted, profiles, specs, ties, verified
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
