"""What other programs get wrong, or never come to an end of, comes out right here."""

import pytest

from tests.voting.core.elections import BY_ORDER, approval, instance_of
from tests.voting.core.open_set import elections
from tests.voting.core.real_elections import WIELICZKA
from tests.voting.core.test_equal_shares import counted
from voting.core.ballots import Ballot, Kind, Project
from voting.core.outcome import RuleSpec
from voting.core.profile import Instance, Profile
from voting.core.rules import count, equal_shares, settled
from voting.core.rules.equal_shares.engines import fast_if_fine, reference
from voting.core.steps import Bought, Compared, CompletionRound


def test_voters_without_a_winner_of_their_own_are_compared_too():
    election = WIELICZKA.read()
    compared = {**WIELICZKA.rule.parameters, "comparison": "number"}

    outcome = count(
        RuleSpec("equal_shares", compared), election.instance, election.profile, WIELICZKA.ties
    )

    assert Compared(1_615, 873, switched=False) in outcome.steps
    assert len(outcome.winners) == 30


def test_a_comparison_that_they_alone_turn_is_turned():
    (election,) = elections("Poland_Gdynia_2020_Babie_Doly__large.pb")

    outcome = election.by("equalshares/utilitarian-comparison")

    assert Compared(61, 121, switched=True) in outcome.steps
    assert outcome.winners == election.by("greedy").winners


def test_who_has_nothing_prefers_anything():
    # One voter has no winner of equal shares; for the other two it is all the same.
    instance = instance_of([30, 60], 60)
    ballots = [approval("a")] * 2 + [approval("b")] * 3

    outcome = counted(instance, ballots, BY_ORDER, comparison="number")

    assert outcome.winners == ("b",)
    assert any(isinstance(step, Compared) for step in outcome.steps)


@pytest.mark.parametrize("make", [fast_if_fine, reference])
def test_fifteen_hundred_winners_are_no_matter(make):
    codes = [f"{at:04}" for at in range(1_500)]
    projects = tuple(Project(code, cost) for cost, code in enumerate(codes, 1))
    instance = Instance(projects, sum(project.cost for project in projects))
    profile = Profile(((Ballot(tuple(codes)), 10),))
    parameters = {"completion": "none", "satisfaction": "cardinality"}
    spec = settled(RuleSpec("equal_shares", parameters))

    bought = equal_shares.count(spec, instance, profile, BY_ORDER, make)
    funded = count(RuleSpec("greedy"), instance, profile, BY_ORDER)

    assert len(bought.winners) == len(funded.winners) == 1_500


@pytest.mark.parametrize("stops", [True, False])
def test_rounds_end_where_everything_can_be_paid_for(stops):
    instance = instance_of([10, 20], 100)

    outcome = counted(
        instance, [approval("a"), approval("b")], completion="add1", exhaustive_stop=stops
    )

    assert set(outcome.winners) == {"a", "b"}


@pytest.mark.parametrize("completion", ["none", "add1", "add1u"])
def test_less_money_than_voters_can_still_be_rounded_down(completion):
    instance = instance_of([3, 5], 4)
    ballots = [approval("a")] * 6 + [approval("b")] * 3

    outcome = counted(instance, ballots, completion=completion, start="floor")

    kept = [step for step in outcome.steps if isinstance(step, CompletionRound) and step.kept]
    assert all(step.per_voter.denominator == 1 for step in kept)
    assert outcome.winners == (() if completion == "none" else ("a",))


def test_parts_of_a_point_are_whole_numbers_of_parts():
    ballots = [Ballot.of(Kind.CUMULATIVE, ["a", "b"], [7, 9])] * 2
    instance = instance_of([20, 30], 30)

    outcome = counted(instance, ballots, scoring="points")

    assert all(type(standing.score) is int for standing in outcome.standings)
    assert outcome.winners == ("b",)


@pytest.mark.parametrize(
    "file",
    ["France_Toulouse_2024.pb", "Poland_Warszawa_2019_RadiowoWolka_WeglowaPlacowkaHuta.pb"],
)
def test_effective_votes_are_not_cut_to_whole_numbers(file):
    (election,) = elections(file)

    outcome = election.by("equalshares")

    bought = [step for step in outcome.steps if isinstance(step, Bought)]
    votes = [step.effective_votes for step in bought]
    assert votes == sorted(votes, reverse=True)
    assert outcome == election.by("equalshares", reference)
