"""Completions of the method of equal shares, blank ballots and other edges."""

import pytest

from tests.voting.core.elections import BY_ORDER, approval, instance_of
from tests.voting.core.test_equal_shares import counted, purchases
from voting.core.steps import CompletedBy, CompletionRound, TieBroken


def test_the_pitfall_where_add1_funds_nothing_is_mended_by_u():
    instance = instance_of([5, 3], 7)
    # Voters 1 to 3 approve the first project, 3 and 4 the second, 5 neither.
    ballots = [
        approval("a"),
        approval("a"),
        approval("a", "b"),
        approval("b"),
        approval(),
    ]

    alone = counted(instance, ballots, completion="add1", blank_has_share=True)
    completed = counted(instance, ballots, completion="add1u", blank_has_share=True)

    assert alone.winners == ()
    assert completed.winners == ("a",)


def test_add1_ends_when_all_that_can_be_funded_is():
    instance = instance_of([10, 20], 100)

    outcome = counted(instance, [approval("a", "b")], completion="add1", exhaustive_stop=False)

    assert set(outcome.winners) == {"a", "b"}


def test_add1_ends_where_a_project_costs_more_than_the_budget():
    instance = instance_of([10, 200], 100)

    outcome = counted(instance, [approval("a", "b")] * 2, completion="add1", exhaustive_stop=False)

    assert outcome.winners == ("a",)


def test_a_share_rounded_down_to_nothing_grows_by_steps():
    instance = instance_of([2], 2)

    outcome = counted(instance, [approval("a")] * 3, completion="add1", start="floor")

    assert outcome.winners == ("a",)


@pytest.mark.parametrize(("fits", "rounds"), [("any", True), ("supported", False)])
def test_whether_an_unsupported_project_keeps_the_rounds_going_is_stated(fits, rounds):
    instance = instance_of([4, 9, 1], 10)
    ballots = [approval("a"), approval("b")]

    outcome = counted(instance, ballots, completion="add1", fits=fits)

    tried = [s for s in outcome.steps if isinstance(s, CompletionRound) and not s.kept]
    assert bool(tried) is rounds


def test_one_order_decides_the_ties_of_every_round():
    instance = instance_of([4, 4, 4], 9)
    ballots = [approval("a", "b", "c")] * 2

    outcome = counted(instance, ballots, completion="add1")

    broken = {
        s.between[0] for s in outcome.steps if isinstance(s, TieBroken) and len(s.between) == 3
    }
    assert broken == {outcome.winners[0]}


def test_a_project_that_nobody_supports_is_never_bought():
    outcome = counted(instance_of([1, 1], 10), [approval("a")], BY_ORDER)

    assert outcome.winners == ("a",)


def test_blank_ballots_have_a_share_only_if_that_is_said():
    instance = instance_of([10], 10)
    ballots = [approval("a"), approval()]

    assert counted(instance, ballots).winners == ("a",)
    assert counted(instance, ballots, blank_has_share=True).winners == ()


def test_a_completion_says_what_was_left():
    outcome = counted(
        instance_of([9, 1], 10), [approval("a"), approval("b")], completion="utilitarian"
    )

    assert CompletedBy("utilitarian", 9) in outcome.steps


def test_a_free_project_that_somebody_supports_is_bought_first():
    instance = instance_of([5, 0], 10)

    outcome = counted(instance, [approval("a", "b")])

    assert outcome.winners == ("b", "a")
    assert purchases(outcome)[0].price == 0
