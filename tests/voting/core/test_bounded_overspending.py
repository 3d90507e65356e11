"""Equal shares with bounded overspending: exactly its definition, whatever the shortcuts."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.core.definitions import given_by, overspending_by_definition
from tests.voting.core.elections import BY_ORDER, TIES, approval, elections, instance_of
from tests.voting.core.real_elections import WIELICZKA, text_of
from voting.core import pabulib
from voting.core.ballots import Ballot, Kind, Project
from voting.core.outcome import Outcome, RuleSpec, from_json, to_json
from voting.core.profile import Instance, Profile, Scoring
from voting.core.rules import bounded_overspending, count, describe, entry, settled
from voting.core.steps import (
    BoughtOnCredit,
    SharesSet,
    SkippedOverBudget,
    TieBroken,
    Unaffordable,
)
from voting.core.ties import TieOrder, Ties

SATISFACTIONS = st.sampled_from(["cost", "cardinality"])


def counted(
    instance: Instance,
    ballots: list[Ballot],
    satisfaction: str = "cost",
    scoring: str = "votes",
    ties: Ties = TIES,
) -> Outcome:
    spec = RuleSpec("bounded_overspending", {"satisfaction": satisfaction, "scoring": scoring})
    return count(spec, instance, Profile.of(ballots), ties)


def purchases(outcome: Outcome) -> list[BoughtOnCredit]:
    return [step for step in outcome.steps if isinstance(step, BoughtOnCredit)]


@given(elections(with_points=True), SATISFACTIONS, st.sampled_from(["votes", "points"]))
def test_ballots_are_counted_as_the_definition_says(election, satisfaction, scoring):
    instance, ballots = election
    ballots = [ballot for ballot in ballots if not ballot.is_blank]
    order = TieOrder(TIES, Profile.of(ballots).standings(instance, Scoring(scoring)))
    marked = ballots if scoring == "points" else [approval(*ballot.choices) for ballot in ballots]

    outcome = counted(instance, ballots, satisfaction, scoring)

    expected = overspending_by_definition(instance, marked, order, satisfaction == "cost")
    assert outcome.winners == tuple(code for code, _price, _part in expected)
    assert [(s.project, s.price, s.share) for s in purchases(outcome)] == expected


@given(elections(with_points=True), SATISFACTIONS, st.integers(1, 40))
def test_how_many_bits_are_reckoned_with_makes_no_difference(election, satisfaction, bits):
    instance, ballots = election
    spec = settled(
        RuleSpec("bounded_overspending", {"satisfaction": satisfaction, "scoring": "points"})
    )
    profile = Profile.of(ballots)
    start = entry.enter(spec, instance, profile, TIES)
    share = Fraction(instance.budget, max(profile.filled, 1))
    market = bounded_overspending.Market(start, profile, share, bits)

    market.trade()

    outcome = count(spec, instance, profile, TIES)
    assert tuple(market.winners) == outcome.winners
    assert (*start.steps, SharesSet(share, profile.filled), *market.steps) == outcome.steps


@given(elections(with_points=True), SATISFACTIONS)
def test_supporters_pay_the_same_or_all_they_have_and_no_more_than_the_cost(election, satisfaction):
    instance, ballots = election
    ballots = [ballot for ballot in ballots if not ballot.is_blank]

    outcome = counted(instance, ballots, satisfaction, "points")

    purse = [Fraction(instance.budget, max(len(ballots), 1))] * len(ballots)
    for step in purchases(outcome):
        wanted = [step.price * given_by(ballot).get(step.project, 0) for ballot in ballots]
        paid = [min(money, price) for money, price in zip(purse, wanted, strict=True)]
        purse = [money - price for money, price in zip(purse, paid, strict=True)]
        backers = [at for at, ballot in enumerate(ballots) if step.project in ballot.choices]
        assert step.in_full == sum(paid[at] == wanted[at] for at in backers)
        assert step.paid == sum(paid) <= step.cost
        assert (step.share == 1) <= (step.paid == step.cost)
    for step in outcome.steps:
        if isinstance(step, Unaffordable):
            assert not any(
                money
                for money, ballot in zip(purse, ballots, strict=True)
                if step.project in ballot.choices
            )


@given(elections(), SATISFACTIONS)
def test_what_is_refused_does_not_fit_or_has_supporters_without_money(election, satisfaction):
    instance, ballots = election

    outcome = counted(instance, ballots, satisfaction)

    cost = {project.code: project.cost for project in instance.projects}
    refused = [s for s in outcome.steps if isinstance(s, SkippedOverBudget)]
    empty = [s for s in outcome.steps if isinstance(s, Unaffordable)]
    assert all(step.cost > step.left >= instance.budget - outcome.spent for step in refused)
    told = [step.project for step in (*refused, *empty)]
    assert sorted((*told, *outcome.winners)) == sorted(cost)


@given(elections(), SATISFACTIONS)
def test_where_nothing_is_lent_it_is_the_method_of_equal_shares(election, satisfaction):
    instance, ballots = election
    spec = RuleSpec("equal_shares", {"satisfaction": satisfaction, "completion": "none"})

    outcome = counted(instance, ballots, satisfaction)

    whole = all(step.share == 1 for step in purchases(outcome))
    if whole and not any(isinstance(step, TieBroken) for step in outcome.steps):
        assert outcome.winners == count(spec, instance, Profile.of(ballots), TIES).winners


@given(elections(), SATISFACTIONS)
def test_price_over_part_never_falls(election, satisfaction):
    instance, ballots = election

    bought = purchases(counted(instance, ballots, satisfaction))

    ranks = [s.price / s.share / (s.cost if satisfaction == "cost" else 1) for s in bought]
    assert ranks == sorted(ranks)


def test_the_example_of_the_paper():
    """Papasotiropoulos et al. (arXiv:2409.15005): the election that is counted there throughout.

    pabutools has it among its tests, with this result.
    """
    costs = {"A": 300, "B": 400, "C": 300, "D": 240, "E": 170, "F": 100}
    instance = Instance(tuple(Project(code, cost) for code, cost in costs.items()), 1000)
    votes = ["A", "ABCE", "ABC", "ABC", "ABC", "ABF", "DE", "DE", "DEF", "CDF"]

    outcome = counted(instance, [approval(*sorted(named)) for named in votes])

    assert sorted(outcome.winners) == ["A", "C", "D", "F"]


def test_a_large_group_is_not_kept_from_its_project_by_a_small_one():
    """The paper calls it the Helenka paradox: equal shares fund b alone, with 98 % left unspent."""
    instance = instance_of([310_000, 6_000], 310_000)
    ballots = [approval("a")] * 403 + [approval("b")] * 11

    outcome = counted(instance, ballots)

    each = Fraction(310_000, 414)
    part = 403 * each / 310_000
    assert purchases(outcome) == [
        BoughtOnCredit("a", 310_000, each / part, part, 403 * each, 403, 0)
    ]
    assert outcome.steps[-1] == SkippedOverBudget("b", 11, 6_000, 0)


def test_a_part_is_paid_for_where_that_is_cheaper_than_the_whole():
    instance = instance_of([20, 30], 50)

    outcome = counted(instance, [approval("a", "b")] * 4 + [approval("b")], "cardinality")

    assert purchases(outcome) == [
        BoughtOnCredit("a", 20, Fraction(5), Fraction(1), Fraction(20), 4, 4),
        BoughtOnCredit("b", 30, Fraction(6), Fraction(5, 6), Fraction(26), 5, 1),
    ]


def test_the_two_satisfactions_differ_in_what_they_buy_first():
    instance = instance_of([30, 10], 60)
    ballots = [approval("a")] * 3 + [approval("b")] * 2 + [approval("a", "b")]

    by_number = counted(instance, ballots, "cardinality")

    assert by_number.winners == ("b", "a")
    assert counted(instance, ballots, "cost").winners == ("a", "b")


def test_points_that_are_worth_little_to_most_decide_little():
    """Tail utilities, in the words of the paper."""
    instance = instance_of([1, 1], 1)
    ballots = [Ballot.of(Kind.CUMULATIVE, ["a", "b"], [100, 2])] * 99
    ballots.append(Ballot.of(Kind.CUMULATIVE, ["a", "b"], [1, 2]))

    outcome = counted(instance, ballots, "cardinality", "points")

    assert outcome.winners == ("a",)


def test_who_votes_blank_has_a_share_where_the_rule_says_so():
    instance = instance_of([10], 10)
    spec = RuleSpec("bounded_overspending", {"blank_has_share": True})

    outcome = count(spec, instance, Profile.of([approval("a"), approval()]), BY_ORDER)

    assert outcome.steps == (
        SharesSet(Fraction(5), 2),
        BoughtOnCredit("a", 10, Fraction(10), Fraction(1, 2), Fraction(5), 1, 0),
    )


def test_what_costs_nothing_is_funded_when_somebody_supports_it():
    instance = instance_of([0, 0, 5], 0)

    outcome = counted(instance, [approval("a")])

    assert outcome.winners == ("a",)
    assert purchases(outcome) == [
        BoughtOnCredit("a", 0, Fraction(0), Fraction(1), Fraction(0), 1, 1)
    ]
    assert Unaffordable("b", 0, 0, 0) in outcome.steps


def chained(projects: int) -> tuple[Instance, Profile]:
    """An election in which each purchase is on credit and divides by what the one before left."""
    codes = [f"{at:04}" for at in range(projects)]
    instance = Instance(
        tuple(Project(code, 997 + 13 * at) for at, code in enumerate(codes)), 60_000
    )
    ballots = [approval(*codes[at : at + 3], *codes[at + 5 : at + 7]) for at in range(projects)]
    return instance, Profile.of(ballots)


def test_prices_of_many_digits_are_published_rounded():
    instance, profile = chained(60)

    outcome = count(RuleSpec("bounded_overspending"), instance, profile, BY_ORDER)

    assert len(outcome.winners) > 20
    assert all(step.price.denominator <= 10**60 for step in purchases(outcome))
    assert from_json(to_json(outcome)) == outcome


def test_twins_tie_however_long_the_prices_have_become():
    instance, profile = chained(60)
    twins = tuple(replace(project, code=f"{project.code}x") for project in instance.projects)
    instance = Instance((*instance.projects, *twins), 60_000)
    both = Profile(
        tuple(
            (approval(*ballot.choices, *(f"{code}x" for code in ballot.choices)), number)
            for ballot, number in profile.groups
        )
    )

    outcome = count(RuleSpec("bounded_overspending"), instance, both, BY_ORDER)

    ties = [step for step in outcome.steps if isinstance(step, TieBroken)]
    assert len(ties) >= len(outcome.winners) // 2
    assert all({f"{step.winner}x"} <= set(step.between) for step in ties)


def test_fifteen_hundred_winners_are_no_obstacle():
    codes = [f"{at:04}" for at in range(1500)]
    projects = tuple(Project(code, 10**12 + 7 * at * at) for at, code in enumerate(codes))
    instance = Instance(projects, 1600 * 10**12)
    ballots = [approval(*codes[at::500], *codes[at + 1 :: 500]) for at in range(500)]

    outcome = counted(instance, ballots, "cardinality")

    assert len(outcome.winners) > 1490


@pytest.mark.parametrize(
    ("satisfaction", "said"),
    [
        (
            "cost",
            "The project comes first that costs its supporters least for its cost; the smaller the"
            " part that they can pay, the later it comes.",
        ),
        (
            "cardinality",
            "The project comes first that costs each of its supporters least; the smaller the part"
            " that they can pay, the later it comes.",
        ),
    ],
)
def test_the_rule_is_told_in_words(satisfaction, said):
    spec = RuleSpec("bounded_overspending", {"satisfaction": satisfaction})

    assert said in [str(sentence) for sentence in describe(spec, TIES)]


def test_a_town_is_counted():
    election = pabulib.read(text_of(WIELICZKA.file))

    outcome = count(RuleSpec("bounded_overspending"), election.instance, election.profile, BY_ORDER)

    assert (len(outcome.winners), outcome.spent) == (29, 999_496_00)
