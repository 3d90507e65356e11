"""The analysis in one value: complete, stored without loss, and light to have at hand."""

import json
import subprocess
import sys

import pytest
from hypothesis import given, settings

from tests.voting.core.analysis.counts import counts
from tests.voting.core.real_elections import WIELICZKA
from voting.core.analysis.codec import dump, load
from voting.core.analysis.margins import Margin, Sought
from voting.core.analysis.report import Analysis, analyse, from_json, to_json
from voting.core.analysis.turns import Line
from voting.core.rules import count
from voting.core.table import BallotTable


@settings(max_examples=60, deadline=None)
@given(counts())
def test_nothing_is_lost_in_writing(counted):
    found = analyse(counted.outcome, counted.instance, counted.profile, {"a": "north"}, 50)

    text = to_json(found)

    assert from_json(text) == found
    assert to_json(from_json(text)) == text


@settings(max_examples=20, deadline=None)
@given(counts("equal_shares", "greedy"))
def test_ballots_in_arrays_are_analysed_alike(counted):
    if not counted.profile.groups:
        return
    table = BallotTable.of(counted.instance, counted.profile, is_ordered=True)

    found = analyse(counted.outcome, counted.instance, table)

    assert found == analyse(counted.outcome, counted.instance, counted.profile)


def test_other_rules_are_counted_only_if_they_are_asked_for():
    election = WIELICZKA.read()
    outcome = count(WIELICZKA.rule, election.instance, election.profile, WIELICZKA.ties)

    found = analyse(outcome, election.instance, election.profile, most_recounts=0, beside=())

    assert [row.winners for row in found.rules] == [outcome.winners]


def test_no_arrays_are_loaded_before_ballots_are_analysed():
    asked = "import sys, voting.core.analysis.report; print({'numpy', 'numba'} & set(sys.modules))"

    result = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    )

    assert result.stdout.strip() == "set()"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Margin, '{"sought":"found","number":"3"}'),
        (Margin, '{"sought":"lost","number":3}'),
        (Margin, "[]"),
        (Line, '{"turns":{},"first_out":"","score":0,"total":0}'),
        (Analysis, "null"),
    ],
)
def test_what_was_not_written_so_is_refused(kind, text):
    with pytest.raises(ValueError, match=r"is not a|valid"):
        load(kind, text)


def test_what_has_no_json_is_refused():
    with pytest.raises(TypeError, match="no JSON for a float"):
        dump(0.5)


def test_a_real_election_is_told_in_full():
    election = WIELICZKA.read()
    outcome = count(WIELICZKA.rule, election.instance, election.profile, WIELICZKA.ties)

    # A part of the losers, since all of them take half a minute.
    found = analyse(
        outcome, election.instance, election.profile, projects={"16", "8", "41"}, most_recounts=60
    )

    assert found.digest == outcome.digest()
    assert len(found.incomes) == 30
    assert len(found.outlays) == len(found.reaches) == 34
    assert all(reach.permille < 1000 for reach in found.reaches)
    assert found.line is None
    margins = {one.project: one for one in found.margins.projects}
    assert margins["16"].votes == Margin(Sought.FOUND, 16)
    assert margins["16"].cost == Margin(Sought.FOUND, 45_163_85)
    assert margins["8"].votes == Margin(Sought.FOUND, 11)
    assert margins["41"].cost == Margin(Sought.FOUND, 192_751_17)
    assert found.margins.recounts <= 60
    assert from_json(to_json(found)) == found
    assert len(json.loads(to_json(found))["rules"]) >= 5
