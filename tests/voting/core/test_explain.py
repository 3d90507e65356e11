"""Explanations: told from the steps, for every project."""

from hypothesis import given
from hypothesis import strategies as st

from tests.voting.core.elections import TIES, approval, elections, instance_of
from voting.core.ballots import Ballot, Kind, Project
from voting.core.charts import bars, spending
from voting.core.explain import Explanation, explain
from voting.core.outcome import RuleSpec, from_json, to_json
from voting.core.profile import Instance, Profile
from voting.core.rules import count

SPECS = st.sampled_from(
    [
        RuleSpec("greedy", {"threshold": 1}),
        RuleSpec("greedy", {"over_budget": "stop", "reserve_percent": 50}),
        RuleSpec("equal_shares", {"step": 1}),
        RuleSpec("equal_shares", {"step": 1, "completion": "add1"}),
        RuleSpec("equal_shares", {"completion": "none", "satisfaction": "cardinality"}),
    ]
)


def told(
    spec: RuleSpec,
    instance: Instance,
    ballots: list[Ballot],
    names: dict[str, str] | None = None,
) -> dict[str, Explanation]:
    outcome = count(spec, instance, Profile.of(ballots), TIES)
    return {item.project: item for item in explain(from_json(to_json(outcome)), names)}


@given(elections(), SPECS)
def test_every_project_is_explained_and_the_headline_says_who_won(election, spec):
    instance, ballots = election

    explanations = told(spec, instance, ballots)

    assert list(explanations) == [project.code for project in instance.projects]
    for item in explanations.values():
        assert str(item.headline).startswith("Funded") is item.won
        assert all(str(detail) for detail in item.details)


@given(elections(), SPECS)
def test_charts_show_the_winners_and_what_they_cost(election, spec):
    instance, ballots = election
    outcome = count(spec, instance, Profile.of(ballots), TIES)

    rows, line = bars(outcome), spending(outcome)

    assert {row.project for row in rows if row.won} == set(outcome.winners)
    assert [row.permille for row in rows] == sorted((row.permille for row in rows), reverse=True)
    assert [point.project for point in line] == list(outcome.winners)
    assert (line[-1].total if line else 0) == outcome.spent


def test_greedy_is_told_in_amounts_and_places():
    instance = instance_of([140_000_00, 51_000_00, 1_00], 150_000_00)
    ballots = [approval("a", "b"), approval("a", "b"), approval("a", "c")]

    explanations = told(RuleSpec("greedy"), instance, ballots)

    assert str(explanations["a"].headline) == (
        "Funded: 3 votes, place 1 of all, and 150,000.00 EUR still available."
    )
    assert str(explanations["b"].headline) == (
        "Not funded: it costs 51,000.00 EUR and only 10,000.00 EUR was left when its turn came."
    )
    assert [str(detail) for detail in explanations["b"].details] == [
        "It would have needed 41,000.00 EUR more."
    ]
    assert "1 vote, place 3" in str(explanations["c"].headline)


def test_the_end_of_the_count_is_told():
    instance = instance_of([2_00, 9_00, 1_00], 4_00)
    ballots = [approval("a", "b", "c"), approval("a", "b"), approval("a")]

    explanations = told(
        RuleSpec("greedy", {"over_budget": "stop"}), instance, ballots, {"b": "Pool"}
    )

    assert str(explanations["c"].headline) == "Not funded: the count ended before its turn came."
    assert str(explanations["c"].details[0]) == "It ended at “Pool”, which did not fit."
    assert str(explanations["b"].details[-1]) == "By the rule, the count ended there."


def test_a_reserve_is_told():
    instance = instance_of([5_00, 1_00], 4_00)
    spec = RuleSpec("greedy", {"over_budget": "stop", "reserve_percent": 80})

    explanations = told(spec, instance, [approval("a", "b"), approval("a")])

    assert str(explanations["a"].headline) == (
        "Funded with help of a reserve: 4.00 EUR of its 5.00 EUR was still available."
    )
    assert str(explanations["b"].details[0]) == "It ended when the reserve was used."


def test_a_rival_is_told_by_name():
    instance = Instance((Project("a", 1), Project("b", 1)), 9, conflicts=(("a", "b"),))
    ballots = [approval("a", "b"), approval("b")]

    explanations = told(RuleSpec("greedy", {"exclusive": True}), instance, ballots, {"b": "Park"})

    assert "beside “Park”" in str(explanations["a"].headline)


def test_a_threshold_is_told():
    explanations = told(RuleSpec("greedy", {"threshold": 2}), instance_of([1], 9), [approval("a")])

    assert (
        str(explanations["a"].headline) == "Not funded: it has 1 vote, and at least 2 were needed."
    )


def test_equal_shares_are_told_by_supporters_and_prices():
    instance = instance_of([60_00, 50_00, 9_00], 100_00)
    ballots = [approval("a", "b")] * 5 + [approval("a")] + [approval()] * 4

    explanations = told(
        RuleSpec("equal_shares", {"completion": "none", "blank_has_share": True}), instance, ballots
    )

    assert str(explanations["a"].headline) == (
        "Funded: its 6 supporters could together pay its cost at 10.00 EUR each."
    )
    assert str(explanations["b"].headline) == (
        "Not funded: it costs 50.00 EUR, and its 5 supporters together had 0.00 EUR left."
    )
    assert str(explanations["c"].headline) == "Not funded: nobody supported it."


def test_who_pays_less_than_the_price_is_told():
    instance = instance_of([7_00, 14_00], 24_00)
    ballots = [approval("a"), approval("a", "b"), approval("b"), approval("b")]

    explanations = told(RuleSpec("equal_shares", {"completion": "none"}), instance, ballots)

    assert [str(detail) for detail in explanations["a"].details] == [
        "1 of them had less than that and paid all that was left."
    ]


def test_points_are_told_as_points():
    instance = instance_of([4_00], 4_00)
    ballots = [Ballot.of(Kind.CUMULATIVE, ["a"], [2])]
    spec = RuleSpec("equal_shares", {"scoring": "points", "completion": "none"})

    explanations = told(spec, instance, ballots)

    assert str(explanations["a"].headline) == (
        "Funded: its 1 supporter could pay its cost at 2.00 EUR for each point."
    )


def test_a_broken_tie_is_told_to_both():
    explanations = told(RuleSpec("greedy"), instance_of([6, 5], 6), [approval("a", "b")])

    assert str(explanations["b"].details[0]) == (
        "1 other project was equal to it; it went first because it costs less."
    )
    assert str(explanations["a"].details[0]) == (
        "“b” was equal to it and went first because it costs less."
    )
