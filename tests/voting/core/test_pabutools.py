"""Our rules and those of pabutools choose the same, where it is right (an oracle by other hands).

It runs where pabutools is installed, which Concejo itself has no use for:

    .venv/bin/python -m pip install pabutools
"""

from collections.abc import Callable, Iterable, Sequence

import pytest
from hypothesis import given, settings

from tests.voting.core.elections import BY_ORDER, elections
from tests.voting.core.real_elections import FILE_ORDER, text_of
from voting.core import pabulib
from voting.core.ballots import Ballot, Project
from voting.core.outcome import RuleSpec
from voting.core.profile import Instance, Profile
from voting.core.rules import count

_REASON = "pabutools, another implementation to compare with, is not installed"
pabutools = pytest.importorskip("pabutools", reason=_REASON)

from pabutools import election as theirs  # noqa: E402 only where it is installed
from pabutools import rules as their_rules  # noqa: E402 only where it is installed
from pabutools.tiebreaking import TieBreakingRule  # noqa: E402 only where it is installed

#: Real elections of four cities, small enough for its speed.
REAL = (
    "Netherlands_Assen_2024.pb",
    "Poland_Warszawa_2026_Wesola.pb",
    "Poland_Lodz_2024_Chojny.pb",
    "Poland_Gdynia_2021_Wielki_Kack__small.pb",
)
SHARES: dict[str, int | str] = {"blank_has_share": True, "step": 1}


def greedy(instance, profile, ties):
    # With satisfaction by cost it is what is greedy by votes here.
    return their_rules.greedy_utilitarian_welfare(
        instance, profile, sat_class=theirs.Cost_Sat, tie_breaking=ties
    )


def greedy_per_cost(instance, profile, ties):
    return their_rules.greedy_utilitarian_welfare(
        instance, profile, sat_class=theirs.Cardinality_Sat, tie_breaking=ties
    )


def shares_by_cost(instance, profile, ties):
    return their_rules.method_of_equal_shares(
        instance, profile, sat_class=theirs.Cost_Sat, tie_breaking=ties
    )


def shares_by_number(instance, profile, ties):
    return their_rules.method_of_equal_shares(
        instance, profile, sat_class=theirs.Cardinality_Sat, tie_breaking=ties
    )


def shares_in_rounds(instance, profile, ties):
    return their_rules.method_of_equal_shares(
        instance,
        profile,
        sat_class=theirs.Cost_Sat,
        tie_breaking=ties,
        voter_budget_increment=1,
    )


def phragmen(instance, profile, ties):
    return their_rules.sequential_phragmen(instance, profile, tie_breaking=ties)


ROUNDS: dict[str, int | str] = {"completion": "add1", "exhaustive_stop": True, "fits": "supported"}
RULES = [
    (RuleSpec("greedy"), greedy),
    (RuleSpec("greedy", {"by": "score_per_cost"}), greedy_per_cost),
    (RuleSpec("equal_shares", {**SHARES, "completion": "none"}), shares_by_cost),
    (
        RuleSpec("equal_shares", {**SHARES, "completion": "none", "satisfaction": "cardinality"}),
        shares_by_number,
    ),
    (RuleSpec("equal_shares", {**SHARES, **ROUNDS}), shares_in_rounds),
    (RuleSpec("phragmen"), phragmen),
]
NAMES = [rule.__name__ for _spec, rule in RULES]


def their_winners(
    rule: Callable[..., Iterable[theirs.Project]],
    instance: Instance,
    ballots: Sequence[tuple[Ballot, int]],
) -> set[str]:
    """Count by their rule, ties by the published order."""
    projects = {p.code: theirs.Project(p.code, p.cost) for p in instance.projects}
    place = {code: at for at, code in enumerate(projects)}
    election = theirs.Instance(projects.values(), budget_limit=instance.budget)
    profile = theirs.ApprovalProfile(
        theirs.ApprovalBallot(projects[code] for code in ballot.choices)
        for ballot, count_ in ballots
        for _voter in range(count_)
    )
    ties = TieBreakingRule(lambda _instance, _profile, project: place[project.name])
    return {project.name for project in rule(election, profile.as_multiprofile(), ties)}


@pytest.mark.parametrize(("spec", "rule"), RULES, ids=NAMES)
@settings(max_examples=100, deadline=None)
@given(election=elections())
def test_small_elections_have_the_same_winners(spec, rule, election):
    instance, ballots = election
    profile = Profile.of(ballots)
    # Theirs funds what nobody supports.
    instance = supported(instance, profile)

    winners = count(spec, instance, profile, BY_ORDER).winners

    assert set(winners) == their_winners(rule, instance, every_ballot(profile))


def supported(instance: Instance, profile: Profile) -> Instance:
    named = {code for ballot, _count in profile.groups for code in ballot.choices}
    projects = tuple(project for project in instance.projects if project.code in named)
    return Instance(projects, instance.budget)


def every_ballot(profile: Profile) -> list[tuple[Ballot, int]]:
    return [*profile.groups, (Ballot(), profile.blank)]


@pytest.mark.parametrize("file", REAL)
@pytest.mark.parametrize(("spec", "rule"), RULES, ids=NAMES)
def test_real_elections_have_the_same_winners(spec, rule, file):
    election = pabulib.read(text_of(file))
    instance = supported(election.instance, election.profile)
    # Costs are in cents here, and so would be their steps.
    step = {"step": 100} if "completion" in spec.parameters else {}
    whole = whole_units(instance)

    winners = count(
        RuleSpec(spec.name, {**spec.parameters, **step}), instance, election.profile, FILE_ORDER
    ).winners

    assert set(winners) == their_winners(rule, whole, every_ballot(election.profile))


def whole_units(instance: Instance) -> Instance:
    projects = (Project(project.code, project.cost // 100) for project in instance.projects)
    return Instance(tuple(projects), instance.budget // 100)
