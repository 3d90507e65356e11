"""What real cities announced is what our rules count."""

import pytest

from tests.voting.core.real_elections import REAL_ELECTIONS, WIELICZKA
from voting.core.ballots import check
from voting.core.profile import Scoring
from voting.core.rules import count


@pytest.mark.parametrize("real", REAL_ELECTIONS, ids=lambda real: real.file.removesuffix(".pb"))
def test_the_official_winners_are_ours(real):
    election = real.read()

    outcome = count(real.rule, real.instance(election), election.profile, real.ties)

    assert set(outcome.winners) == election.selected(real.funded)


@pytest.mark.parametrize("real", REAL_ELECTIONS, ids=lambda real: real.file.removesuffix(".pb"))
def test_the_official_scores_are_ours(real):
    election = real.read()
    column = "score" if "score" in election.project_columns else "votes"

    table = election.profile.standings(
        election.instance, Scoring(str(real.rule.parameters.get("scoring", "votes")))
    )

    written = {line.project.code: int(line.columns[column]) for line in election.projects}
    assert {standing.project: standing.score for standing in table} == written


def test_ten_cities_are_among_them():
    assert len({real.city for real in REAL_ELECTIONS}) == 10


def test_wieliczka_2023_spends_what_it_announced():
    election = WIELICZKA.read()

    outcome = count(WIELICZKA.rule, election.instance, election.profile, WIELICZKA.ties)

    assert len(outcome.winners) == 30
    assert outcome.spent == 995_079_00


def test_wieliczka_would_have_one_winner_more_had_it_stopped_when_nothing_fits():
    election = WIELICZKA.read()
    stopping = {**WIELICZKA.rule.parameters, "exhaustive_stop": True}

    outcome = count(
        type(WIELICZKA.rule)("equal_shares", stopping),
        election.instance,
        election.profile,
        WIELICZKA.ties,
    )

    assert (len(outcome.winners), outcome.spent) == (31, 984_579_00)


def test_real_ballots_are_valid_by_the_form_of_their_file():
    election = WIELICZKA.read()
    projects = election.instance.projects

    reasons = [check(ballot, election.form, projects) for ballot, _n in election.profile.groups]

    assert not any(reasons)
