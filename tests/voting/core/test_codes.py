"""Codes: the short names of rules."""

import pytest

from voting.core.outcome import RuleSpec
from voting.core.rules import settled, validate
from voting.core.rules.codes import CODES, code_of, spec_of


@pytest.mark.parametrize("code", CODES)
def test_every_code_stands_for_a_rule_that_can_count(code):
    spec = spec_of(code, "EUR")

    assert spec is not None
    assert validate(spec) == ()


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (RuleSpec("greedy", {"over_budget": "skip"}), "greedy"),
        (RuleSpec("greedy", {"over_budget": "stop"}), "greedy-no-skip"),
        (RuleSpec("greedy", {"threshold": 25}), "greedy-threshold"),
        (RuleSpec("greedy", {"over_budget": "stop", "reserve_percent": 80}), "greedy-custom"),
        (RuleSpec("greedy", {"by": "score_per_cost"}), "greedy-per-cost"),
        (RuleSpec("equal_shares", {"completion": "none"}), "equalshares"),
        (RuleSpec("equal_shares", {"completion": "add1u"}), "equalshares/add1"),
        (RuleSpec("equal_shares", {"comparison": "any"}), "equalshares/add1-comparison"),
        (
            RuleSpec("equal_shares", {"satisfaction": "cardinality", "completion": "utilitarian"}),
            "equalshares-cardinality/utilitarian",
        ),
        (RuleSpec("phragmen"), "phragmen"),
        (RuleSpec("phragmen", {"over_budget": "skip", "threshold": 9}), "phragmen-skip"),
        (RuleSpec("bounded_overspending", {"blank_has_share": True}), "bos"),
        (RuleSpec("bounded_overspending", {"satisfaction": "cardinality"}), "bos-cardinality"),
    ],
)
def test_a_rule_is_named_by_the_nearest_code(rule, code):
    assert code_of(settled(rule)) == code


def test_conflicts_make_greedy_the_exclusive_one():
    assert code_of(settled(RuleSpec("greedy")), has_conflicts=True) == "greedy-exclusive"
    assert code_of(settled(RuleSpec("greedy", {"exclusive": False})), has_conflicts=True) == (
        "greedy"
    )


@pytest.mark.parametrize(("currency", "step"), [("EUR", 100), ("JPY", 1), ("KWD", 1000)])
def test_a_share_grows_by_one_whole_unit_of_the_currency(currency, step):
    spec = spec_of("equalshares/add1", currency)

    assert spec is not None
    assert spec.parameters["step"] == step


def test_a_threshold_is_taken_from_the_file():
    spec = spec_of("greedy-threshold", "PLN", threshold=50)

    assert spec == RuleSpec("greedy", {"threshold": 50})


def test_what_is_no_code_stands_for_nothing():
    assert spec_of("gready", "EUR") is None
