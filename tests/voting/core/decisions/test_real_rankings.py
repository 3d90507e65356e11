"""What real towns announced is what our rules decide.

The ballots are read from the folder of real data; none is copied into the project.
"""

import csv
import json
from collections import defaultdict
from itertools import takewhile
from pathlib import Path

import pytest

from tests.voting.core.decisions.questions import BY_LOT, question_of
from voting.core import blt
from voting.core.ballots import Ballot
from voting.core.decisions import Decision, decide
from voting.core.decisions.steps import QuotaSet, RoundTieBroken
from voting.core.outcome import RuleSpec
from voting.core.profile import Profile
from voting.core.ties import lot

RANKED = Path(__file__).resolve().parents[4].parent / "shared" / "data" / "ranked"

WARDS = (
    "Baillieston",
    "Calton",
    "Craigton",
    "Drumchapel-Anniesland",
    "Govan",
    "Hillhead",
    "Langside",
    "Maryhill-Kelvin",
    "Newlands-Auldburn",
    "Partick-West",
    "Pollokshields",
    "Southside-Central",
    "Springburn",
)

BURLINGTON = ("Kurt Wright", "Bob Kiss", "Andy Montroll", "Dan Smith", "James Simpson", "Write-in")


def text_of(file: str) -> str:
    """Give the text of a file, or skip the test where there is no folder of real data."""
    if not RANKED.exists():
        pytest.skip("the folder of real elections is not beside the repository")
    return (RANKED / file).read_text()


def ward(name: str) -> blt.BltFile:
    return blt.read(text_of(f"{name}-2007.blt"))


def counted(file: blt.BltFile, rule: str = "scottish_stv") -> Decision:
    return decide(RuleSpec(rule), file.question, file.profile, BY_LOT)


def announced() -> dict[str, dict[str, object]]:
    return {ward["election"]: ward for ward in json.loads(text_of("expected.json"))}


@pytest.mark.parametrize("name", WARDS)
def test_a_ward_of_glasgow_2007_elects_whom_it_announced(name):
    file = ward(name)
    official = announced()[file.title]

    decision = counted(file)

    assert sorted(file.names[code] for code in decision.winners) == official["elected"]
    assert str(decision.voters) == official["ballots"]
    (quota,) = (step.quota for step in decision.steps if isinstance(step, QuotaSet))
    assert f"{quota}.00000" == official["quota"]
    assert not any(isinstance(step, RoundTieBroken) for step in decision.steps)


def test_every_ward_that_was_announced_is_counted_here():
    assert {ward(name).title for name in WARDS} == set(announced())


def test_garscadden_elects_the_four_who_sat_for_it():
    """Not among the announced ones; the councillors are those of Glasgow's list of 2007."""
    file = ward("Garscadden-Scotsounhill")

    decision = counted(file)

    assert {file.names[code] for code in decision.winners} == {
        "Graeme Hendry",
        "Jean McFadden",
        "Liz Cameron",
        "Paul Rooney",
    }


@pytest.mark.parametrize("name", [*WARDS, "Garscadden-Scotsounhill"])
def test_in_every_stage_the_votes_add_up_and_exact_fractions_elect_the_same(name):
    file = ward(name)

    decision = counted(file)
    exact = counted(file, "stv")

    for counted_round in (*decision.rounds, *exact.rounds):
        total = sum(counted_round.votes) + counted_round.exhausted + counted_round.lost
        assert total == file.profile.filled
    assert set(exact.winners) == set(decision.winners)


def test_two_who_never_differed_are_left_to_the_lot():
    """A file of a test of tie-breaking: E and F have 3 votes in every stage."""
    file = blt.read(text_of("weak-surplus.blt"))

    decision = counted(file)

    out = lot(BY_LOT.seed, "56")[-1]
    assert [file.names[code] for code in decision.winners] == ["A", "B", "C", "D"]
    assert RoundTieBroken(("5", "6"), (out,), "out", "lot", 0) in decision.steps


@pytest.fixture(scope="module")
def burlington() -> Profile:
    """The mayoral election of Burlington, 2009; a ballot ends where it marks two at once."""
    ranked: dict[str, dict[int, str]] = defaultdict(dict)
    for row in csv.DictReader(text_of("burlington_2009_mayor.csv").splitlines()):
        ranked[row["ballot_id"]][int(row["rank"])] = row["choice"]
    return Profile.of(
        Ballot(
            tuple(
                dict.fromkeys(
                    name
                    for name in takewhile("$OVERVOTE".__ne__, map(marks.get, sorted(marks)))
                    if name in BURLINGTON
                )
            )
        )
        for marks in ranked.values()
    )


def test_burlington_elects_kiss_by_instant_runoff(burlington):
    decision = decide(RuleSpec("irv"), question_of(BURLINGTON), burlington, BY_LOT)

    last = decision.rounds[-1]
    assert decision.winners == ("Bob Kiss",)
    assert dict(zip(last.options, last.votes, strict=True)) == {
        "Bob Kiss": 4_313,
        "Kurt Wright": 4_060,
    }
    assert last.exhausted + decision.blank == 607


def test_burlington_would_have_elected_wright_by_first_places(burlington):
    decision = decide(RuleSpec("irv"), question_of(BURLINGTON), burlington, BY_LOT)

    assert decision.rounds[0].votes == (2951, 2585, 2063, 1306, 35, 36)


@pytest.mark.parametrize("rule", ["schulze", "ranked_pairs", "copeland", "borda"])
def test_burlington_would_have_elected_montroll_in_duels(burlington, rule):
    decision = decide(RuleSpec(rule), question_of(BURLINGTON), burlington, BY_LOT)

    assert decision.winners == ("Andy Montroll",)
    assert decision.ranking[:3] == (("Andy Montroll",), ("Bob Kiss",), ("Kurt Wright",))
