"""Margins: what would have been enough was counted, and so was that one less is not."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voting.core.analysis.counts import Count, counts, hardly_countable
from tests.voting.core.elections import TIES, approval, instance_of
from voting.core.analysis.held import hold
from voting.core.analysis.margins import Margin, ProjectMargins, Sought, margins_of
from voting.core.analysis.margins.seek import least, seek
from voting.core.ballots import Ballot
from voting.core.outcome import RuleSpec
from voting.core.profile import Profile
from voting.core.rules import settled
from voting.core.table import BallotTable

PLENTY = 100_000


def margins(counted: Count, most: int = PLENTY) -> dict[str, ProjectMargins]:
    found = margins_of(counted.outcome, counted.instance, counted.held, counted.groups, most)
    return {one.project: one for one in found.projects}


@settings(max_examples=150, deadline=None)
@given(counts())
def test_votes_that_are_enough_are_enough_and_one_fewer_is_not(counted):
    lost = [one for one in margins(counted).values() if not one.won]

    for one in lost:
        number = one.votes.number
        if one.votes.sought is Sought.FOUND:
            assert counted.wins(one.project, more=number)
            assert not counted.wins(one.project, more=number - 1)
        elif one.votes.sought is Sought.VAIN:
            assert not counted.wins(one.project, more=number)
        else:
            assert one.votes.sought is Sought.NEVER
            assert not any(counted.wins(one.project, more=more) for more in (1, 10, 1000))


@settings(max_examples=150, deadline=None)
@given(counts())
def test_at_the_stated_cost_a_project_wins_and_at_one_more_it_does_not(counted):
    found = margins(counted)

    for one in found.values():
        if one.cost.sought is Sought.FOUND:
            assert counted.wins(one.project, cost=one.cost.number)
            assert not counted.wins(one.project, cost=one.cost.number + 1)
            assert (one.cost.number >= counted.cost(one.project)) is one.won
        else:
            assert one.cost.sought is Sought.NEVER
            assert not one.won
            assert not counted.wins(one.project, cost=0)


@settings(max_examples=200, deadline=None)
@given(counts("greedy"), st.integers(0, 3))
def test_for_greedy_no_smaller_change_is_enough(counted, threshold):
    spec = settled(
        replace(counted.spec, parameters={**counted.spec.parameters, "threshold": threshold})
    )
    counted = replace(counted, spec=spec)

    for one in margins(counted, most=0).values():
        if one.won:
            continue
        enough = {Sought.FOUND: one.votes.number, Sought.VAIN: one.votes.number + 1}
        fewer = range(enough.get(one.votes.sought, 20))
        assert not any(counted.wins(one.project, more=more) for more in fewer)
        dearer = range(
            one.cost.number + 1 if one.cost.sought is Sought.FOUND else 0,
            counted.cost(one.project),
        )
        assert not any(counted.wins(one.project, cost=cost) for cost in dearer)


@settings(max_examples=150, deadline=None)
@given(counts("greedy", scoring="votes"))
def test_a_winner_of_greedy_can_lose_the_stated_votes_and_not_one_more(counted):
    won = [one for one in margins(counted).values() if one.won]

    for one in won:
        supporters = next(
            s.supporters for s in counted.outcome.standings if s.project == one.project
        )
        if one.votes.sought is Sought.NEVER:
            assert one.project in deserted(counted, one.project, supporters).outcome.winners
        else:
            number = one.votes.number
            assert one.project in deserted(counted, one.project, number).outcome.winners
            assert one.project not in deserted(counted, one.project, number + 1).outcome.winners


def deserted(counted: Count, project: str, voters: int) -> Count:
    """The count after so many have crossed the project off their ballots."""
    ballots = []
    for ballot, times in [*counted.profile.groups, (Ballot(), counted.blank)]:
        off = min(voters, times) if project in ballot.choices else 0
        voters -= off
        rest = Ballot(tuple(code for code in ballot.choices if code != project))
        ballots += [(ballot, times - off), (rest, off)]
    return replace(counted, profile=Profile.merged(pair for pair in ballots if pair[1]))


@settings(max_examples=60, deadline=None)
@given(counts("greedy", scoring="votes"), st.sampled_from([300, 600]))
def test_where_turnout_counts_greedy_is_counted_again(counted, permille):
    parameters = {**counted.spec.parameters, "support_permille": permille, "support_budgets": 1}
    counted = replace(counted, spec=settled(RuleSpec("greedy", parameters)))

    for one in margins(counted).values():
        if not one.won and one.votes.sought is Sought.FOUND:
            assert counted.wins(one.project, more=one.votes.number)
            assert not counted.wins(one.project, more=one.votes.number - 1)
        if one.cost.sought is Sought.FOUND:
            assert counted.wins(one.project, cost=one.cost.number)
            assert not counted.wins(one.project, cost=one.cost.number + 1)


@settings(max_examples=40, deadline=None)
@given(counts("equal_shares"))
def test_ballots_in_arrays_give_the_same_margins(counted):
    if not counted.profile.groups:
        return
    table = BallotTable.of(counted.instance, counted.profile, is_ordered=True)
    held = hold(counted.instance, table, counted.outcome)

    found = margins_of(counted.outcome, counted.instance, held, counted.groups, PLENTY)

    assert {one.project: one for one in found.projects} == margins(counted)


@given(st.integers(1, 10_000), st.data())
def test_the_least_change_is_found_whatever_is_guessed(most, data):
    enough = data.draw(st.integers(1, 2 * most))
    off = data.draw(st.integers(-5, 5)) * data.draw(st.sampled_from([1, 7, 1000]))
    attempts = []

    def attempt(change: int) -> int | None:
        attempts.append(change)
        return None if change >= enough else max(0, enough + off)

    found = seek(attempt, most)

    assert found == (enough if enough <= most else None)
    assert len(attempts) <= 3 * most.bit_length() + 4
    assert least(lambda change: change >= enough, most) == found


def test_a_right_guess_needs_two_attempts_beside_the_first():
    attempts = []

    def attempt(change: int) -> int | None:
        attempts.append(change)
        return None if change >= 700 else 700

    found = seek(attempt, 10_000)

    assert (found, attempts) == (700, [0, 700, 699])


def equal_shares_example() -> Count:
    """Four voters have 3.00 each. b's three pay 2.00; a's two have 1.00 left each, c's one 3.00."""
    spec = settled(RuleSpec("equal_shares", {"completion": "none"}))
    ballots = [approval("a", "b"), approval("a", "b"), approval("b"), approval("c")]
    return Count(spec, instance_of([4_00, 6_00, 5_00], 12_00), Profile.of(ballots), TIES)


def test_margins_of_equal_shares_by_hand():
    # One more voter for a alone leaves 2.40 each: a costs its three 1.33 each, as good a price as
    # b's, and goes first because it costs less. One more for c leaves its two 4.80, two more leave
    # its three 6.00. b's three have 9.00 together.
    found = margins(equal_shares_example())

    assert found["a"] == ProjectMargins(
        "a", False, Margin(Sought.FOUND, 1), Margin(Sought.FOUND, 2_00)
    )
    assert found["c"] == ProjectMargins(
        "c", False, Margin(Sought.FOUND, 2), Margin(Sought.FOUND, 3_00)
    )
    assert found["b"] == ProjectMargins(
        "b", True, Margin(Sought.NOT_ASKED), Margin(Sought.FOUND, 9_00)
    )


def test_margins_of_greedy_by_hand():
    # a (3 votes) takes 6 of the 10, b (2) does not fit, c (1) takes the rest. With one vote more b
    # is equal to a and goes first, since it costs less; a with one fewer is equal to b and goes
    # second. c is funded even as the last one.
    ballots = [approval("a", "b", "c"), approval("a", "b"), approval("a")]
    spec = settled(RuleSpec("greedy"))
    found = margins(Count(spec, instance_of([6_00, 5_00, 4_00], 10_00), Profile.of(ballots), TIES))

    assert found["b"] == ProjectMargins(
        "b", False, Margin(Sought.FOUND, 1), Margin(Sought.FOUND, 4_00)
    )
    assert found["a"] == ProjectMargins(
        "a", True, Margin(Sought.FOUND, 0), Margin(Sought.FOUND, 10_00)
    )
    assert found["c"] == ProjectMargins("c", True, Margin(Sought.NEVER), Margin(Sought.FOUND, 4_00))


def test_margins_of_the_best_total_by_hand():
    # Of 10.00, a and c come to four votes; with b the best choice comes to three, b alone. One more
    # vote makes it four too, for 8.00 instead of 9.00. At 6.00 b fits beside c.
    ballots = [approval("a", "b", "c"), approval("a", "b"), approval("b"), approval("c")]
    spec = settled(RuleSpec("max_welfare"))
    counted = Count(spec, instance_of([5_00, 8_00, 4_00], 10_00), Profile.of(ballots), TIES)

    found = margins(counted)["b"]

    assert set(counted.outcome.winners) == {"a", "c"}
    assert found == ProjectMargins("b", False, Margin(Sought.FOUND, 1), Margin(Sought.FOUND, 6_00))


def test_a_recount_that_is_too_hard_is_reported_as_not_computed():
    hard = hardly_countable("max_welfare")
    easy = replace(hard, instance=replace(hard.instance, budget=0))

    found = margins_of(easy.outcome, hard.instance, easy.held, hard.groups, PLENTY, {"p00"})

    assert found.projects[0].votes == Margin(Sought.NOT_COMPUTED)


def test_what_costs_more_than_there_is_never_wins_by_more_votes():
    spec = settled(RuleSpec("greedy"))
    counted = Count(spec, instance_of([9], 8), Profile.of([approval("a")]), TIES)

    found = margins(counted)["a"]

    assert (found.votes, found.cost) == (Margin(Sought.NEVER), Margin(Sought.FOUND, 8))


@pytest.mark.parametrize("most", [0, 1, 2])
def test_no_more_recounts_are_made_than_are_allowed(most):
    counted = equal_shares_example()

    found = margins_of(counted.outcome, counted.instance, counted.held, counted.groups, most)

    assert found.recounts == most
    assert Margin(Sought.NOT_COMPUTED) in {one.cost for one in found.projects}


def test_one_project_alone_can_be_asked_for():
    counted = equal_shares_example()

    found = margins_of(
        counted.outcome, counted.instance, counted.held, counted.groups, PLENTY, {"c"}
    )

    assert [one.project for one in found.projects] == ["c"]
    assert found.recounts < 10


def test_who_supports_one_project_only_gives_it_as_many_points_as_anybody_gave():
    spec = settled(RuleSpec("greedy", {"scoring": "points"}))
    ballots = [Ballot(("a", "b"), (3, 1))]
    counted = Count(spec, instance_of([5, 5], 5), Profile.of(ballots), TIES)

    found = margins_of(counted.outcome, counted.instance, counted.held, counted.groups, PLENTY)

    assert found.points == 3
    assert found.projects[1].votes == Margin(Sought.FOUND, 1)
