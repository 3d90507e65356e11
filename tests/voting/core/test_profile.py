"""Profiles: the same ballots give the same profile, and only what can be counted stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.core.elections import approval, elections, instance_of
from voting.core.ballots import Project
from voting.core.profile import Instance, Profile, Scoring


@given(elections(), st.integers(0, 7))
def test_stations_counted_apart_add_up(election, cut):
    _instance, ballots = election
    parts = [Profile.of(ballots[:cut]), Profile.of(ballots[cut:])]

    merged = Profile.merged(
        [*parts[0].groups, *parts[1].groups, (approval(), parts[0].blank + parts[1].blank)]
    )

    assert merged == Profile.of(ballots)
    assert merged.voters == len(ballots)


def test_blank_ballots_are_counted_apart():
    profile = Profile.of([approval("a"), approval(), approval("a")])

    assert (profile.voters, profile.filled, profile.blank) == (3, 2, 1)
    assert profile.groups == ((approval("a"), 2),)


def test_a_ballot_for_what_does_not_stand_is_never_counted():
    with pytest.raises(ValueError, match="does not stand"):
        Profile.of([approval("z")]).standings(instance_of([1], 1), Scoring.VOTES)


@pytest.mark.parametrize(
    ("projects", "budget", "conflicts"),
    [
        ((Project("a", 1), Project("a", 2)), 1, ()),
        ((Project("a", 1),), -1, ()),
        ((Project("a", 1),), 1, (("a", "z"),)),
    ],
)
def test_an_instance_that_makes_no_sense_is_refused(projects, budget, conflicts):
    with pytest.raises(ValueError, match=r"same code|negative|does not stand"):
        Instance(projects, budget, conflicts=conflicts)
