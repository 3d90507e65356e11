"""Method of Equal Shares: exactly its definition, whatever the shortcuts."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from tests.voting.core.elections import (
    TIES,
    approval,
    elections,
    equal_shares_by_definition,
    instance_of,
)
from voting.core.ballots import Ballot, Project
from voting.core.outcome import Outcome, RuleSpec
from voting.core.profile import Instance, Profile, Scoring
from voting.core.rules import count
from voting.core.steps import Bought, CompletionRound, SharesSet
from voting.core.ties import TieOrder, Ties

SATISFACTIONS = st.sampled_from(["cost", "cardinality"])
COMPLETIONS = st.sampled_from(["none", "add1", "utilitarian", "add1u"])


def counted(
    instance: Instance,
    ballots: list[Ballot],
    ties: Ties = TIES,
    **parameters: int | str | bool,
) -> Outcome:
    filled = {"step": 1, "completion": "none", **parameters}
    return count(RuleSpec("equal_shares", filled), instance, Profile.of(ballots), ties)


def purchases(outcome: Outcome) -> list[Bought]:
    return [step for step in outcome.steps if isinstance(step, Bought)]


def payments(
    ballots: list[Ballot], outcome: Outcome
) -> tuple[list[Fraction], list[list[Fraction]]]:
    """Who paid what, told by the log alone: the purse of each voter, and each paid price."""
    shares = [step for step in outcome.steps if isinstance(step, SharesSet | CompletionRound)]
    purse = [shares[-1].per_voter if not ballot.is_blank else Fraction(0) for ballot in ballots]
    paid = []
    for step in purchases(outcome):
        given = [
            dict(zip(b.choices, b.points or (1,) * len(b.choices), strict=True)).get(
                step.project, 0
            )
            for b in ballots
        ]
        paid.append([min(m, step.price * n) for m, n in zip(purse, given, strict=True)])
        purse = [money - price for money, price in zip(purse, paid[-1], strict=True)]
    return purse, paid


@given(elections(), SATISFACTIONS)
def test_approvals_are_counted_as_the_definition_says(election, satisfaction):
    instance, ballots = election
    ballots = [ballot for ballot in ballots if not ballot.is_blank]
    order = TieOrder(TIES, Profile.of(ballots).standings(instance, Scoring.VOTES))
    share = Fraction(instance.budget, max(1, len(ballots)))

    outcome = counted(instance, ballots, satisfaction=satisfaction)

    expected, _purse = equal_shares_by_definition(
        instance, ballots, share, order, satisfaction == "cost"
    )
    assert list(outcome.winners) == expected


@given(elections(with_points=True), SATISFACTIONS)
def test_points_are_counted_as_the_definition_says(election, satisfaction):
    instance, ballots = election
    ballots = [ballot for ballot in ballots if not ballot.is_blank]
    order = TieOrder(TIES, Profile.of(ballots).standings(instance, Scoring.POINTS))
    share = Fraction(instance.budget, max(1, len(ballots)))

    outcome = counted(instance, ballots, satisfaction=satisfaction, scoring="points")

    expected, _purse = equal_shares_by_definition(
        instance, ballots, share, order, satisfaction == "cost"
    )
    assert list(outcome.winners) == expected


@given(elections(), SATISFACTIONS, COMPLETIONS, st.booleans(), st.sampled_from(["exact", "floor"]))
def test_never_spends_more_than_the_budget(election, satisfaction, completion, stop, start):
    instance, ballots = election

    outcome = counted(
        instance,
        ballots,
        satisfaction=satisfaction,
        completion=completion,
        exhaustive_stop=stop,
        start=start,
    )

    costs = {project.code: project.cost for project in instance.projects}
    assert outcome.spent == sum(costs[code] for code in outcome.winners) <= instance.budget
    assert len(set(outcome.winners)) == len(outcome.winners)


@given(elections(with_points=True), SATISFACTIONS)
def test_what_supporters_pay_certifies_the_outcome(election, satisfaction):
    instance, ballots = election

    outcome = counted(
        instance, ballots, satisfaction=satisfaction, scoring="points", completion="add1"
    )

    purse, paid = payments(ballots, outcome)
    costs = {project.code: project.cost for project in instance.projects}
    assert [sum(prices) for prices in paid] == [costs[code] for code in outcome.winners]
    assert all(money >= 0 for money in purse)
    for code in set(costs) - set(outcome.winners):
        held = sum(m for m, b in zip(purse, ballots, strict=True) if code in b.choices)
        assert held < costs[code]


@given(elections(), SATISFACTIONS)
def test_supporters_pay_the_same_or_all_they_have(election, satisfaction):
    instance, ballots = election

    outcome = counted(instance, ballots, satisfaction=satisfaction)

    _purse, paid = payments(ballots, outcome)
    for prices, step in zip(paid, purchases(outcome), strict=True):
        full = [price for price in prices if price == step.price]
        assert len(full) == step.in_full
        assert all(price <= step.price for price in prices)


@given(elections(), SATISFACTIONS)
def test_prices_never_fall(election, satisfaction):
    instance, ballots = election

    bought = purchases(counted(instance, ballots, satisfaction=satisfaction))

    ranks = [s.price / s.cost if satisfaction == "cost" else s.price for s in bought]
    assert ranks == sorted(ranks)


@given(elections(), COMPLETIONS, st.randoms())
def test_who_voted_when_makes_no_difference(election, completion, chance):
    instance, ballots = election
    shuffled = ballots[:]
    chance.shuffle(shuffled)

    assert counted(instance, shuffled, completion=completion) == counted(
        instance, ballots, completion=completion
    )


@given(elections(), COMPLETIONS)
def test_grouped_ballots_count_as_single_ones(election, completion):
    instance, ballots = election
    rule = RuleSpec("equal_shares", {"step": 1, "completion": completion})
    apart = Profile(tuple((ballot, 1) for ballot in ballots if not ballot.is_blank))

    together = count(rule, instance, Profile.of(ballots), TIES)

    assert together.winners == count(rule, instance, apart, TIES).winners


@given(elections(), COMPLETIONS, st.randoms())
def test_the_published_order_makes_no_difference_without_that_tie_key(election, completion, chance):
    instance, ballots = election
    shuffled = list(instance.projects)
    chance.shuffle(shuffled)
    other = Instance(tuple(shuffled), instance.budget)

    winners = counted(other, ballots, completion=completion).winners

    assert winners == counted(instance, ballots, completion=completion).winners


@given(elections(), COMPLETIONS, st.integers(2, 9))
def test_in_another_currency_the_same_win(election, completion, factor):
    instance, ballots = election
    richer = Instance(
        tuple(Project(p.code, p.cost * factor) for p in instance.projects),
        instance.budget * factor,
    )

    winners = counted(richer, ballots, completion=completion, step=factor).winners

    assert winners == counted(instance, ballots, completion=completion).winners


@given(elections(), st.sampled_from(["utilitarian", "add1u"]))
def test_after_utilitarian_completion_no_further_project_fits(election, completion):
    instance, ballots = election

    outcome = counted(instance, ballots, completion=completion)

    left = instance.budget - outcome.spent
    assert all(p.cost > left for p in instance.projects if p.code not in outcome.winners)


def test_two_groups_share_the_budget_where_greedy_gives_all_to_one():
    instance = instance_of([60, 40, 40], 100)
    ballots = [approval("a", "b")] * 5 + [approval("a")] + [approval("c")] * 4

    outcome = counted(instance, ballots)

    assert outcome.winners == ("a", "c")
    assert purchases(outcome)[0] == Bought("a", 60, Fraction(10), Fraction(6), 6, 6)


def test_the_satisfactions_differ_in_what_they_buy_first():
    instance = instance_of([30, 10], 60)
    ballots = [approval("a")] * 3 + [approval("b")] * 2 + [approval("a", "b")]

    by_cost = counted(instance, ballots, satisfaction="cost")
    by_number = counted(instance, ballots, satisfaction="cardinality")

    assert by_cost.winners == ("a", "b")
    assert by_number.winners == ("b", "a")
