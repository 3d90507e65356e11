"""Real elections, held again ballot by ballot, come out as their cities announced."""

import argparse
import re
import subprocess
import sys

import pytest

from concejo.audit.core import SYSTEM
from concejo.commands import election as command
from concejo.processes.core import PhaseKind
from concejo.processes.models import Process
from concejo.processes.services import ProcessView, get_process
from tests.people import set_phase
from tests.voting.core.real_elections import REAL_ELECTIONS, text_of
from voting.board.services import export_pabulib, find_results
from voting.core.outcome import RuleSpec
from voting.core.pabulib import read
from voting.core.ties import Ties
from voting.counting.services import close, count
from voting.credentials import services as credentials
from voting.imports.core import NotImportable, plan, read_rule, recount, slug_of
from voting.imports.services import SlugTaken, import_election
from voting.setup.services import get_election

SMALL = """META
key;value
description;Una votación pequeña
country;Spain
unit;Olmeda
instance;2027
num_projects;3
num_votes;4
budget;100
vote_type;approval
rule;greedy
date_begin;01.05.2027
date_end;31.05.2027
currency;EUR
max_length;2
PROJECTS
project_id;cost;name;selected
a;60;Un parque;1
b;50;Una fuente;0
c;40;Un banco;1
VOTES
voter_id;vote
1;a,c
2;a
3;b
4;
"""


async def hold(
    text: str,
    slug: str = "real",
    rule: RuleSpec | None = None,
    ties: Ties | None = None,
    conflicts: tuple[tuple[str, ...], ...] = (),
) -> ProcessView:
    """Import an election, close it and count it."""
    process = await import_election(plan(text, rule, ties, conflicts), slug)
    await set_phase(process.id, PhaseKind.COUNTING)
    process = await get_process(slug)
    await close(process, SYSTEM)
    await count(process, SYSTEM)
    return process


@pytest.mark.parametrize("real", REAL_ELECTIONS, ids=lambda real: real.file.removesuffix(".pb"))
async def test_a_real_election_comes_out_as_announced(database, real):
    process = await hold(
        text_of(real.file), rule=real.rule, ties=real.ties, conflicts=real.conflicts
    )

    winners = (await find_results(process)).winners
    election = await get_election(process)
    assert {winner.code for winner in winners} == real.read().selected(real.funded)
    assert await credentials.turnout(election.id) == election.eligible == len(real.read().votes)


async def test_what_is_exported_is_imported_to_the_same_outcome(any_database):
    process = await hold(SMALL)
    results = await find_results(process)
    assert results is not None

    exported = await export_pabulib(results.contests[0].contest.id)
    again = await find_results(await hold(exported, slug="otra-vez"))

    assert again is not None
    assert again.contests[0].digest == results.contests[0].digest
    assert recount(plan(exported)).digest() == results.contests[0].digest


async def test_what_is_exported_is_written_as_pabulib_writes(database):
    process = await hold(SMALL)
    results = await find_results(process)
    assert results is not None

    file = read(await export_pabulib(results.contests[0].contest.id))

    assert re.fullmatch(r"\d\d\.\d\d\.\d{4}", file.meta["date_begin"])
    assert re.fullmatch(r"\d\d\.\d\d\.\d{4}", file.meta["date_end"])
    assert file.meta["rule"] == "greedy"
    assert file.selected({"1"}) == set(results.contests[0].outcome.winners)
    said = {row.project.code: row.columns["votes"] for row in file.projects}
    counted = {s.project: str(s.score) for s in results.contests[0].outcome.standings}
    assert said == counted


async def test_the_order_of_the_file_is_the_order_of_the_ballot(database):
    text = SMALL.replace("a;60", "z;60").replace("a,c", "z,c").replace("2;a", "2;z")
    process = await import_election(plan(text), "x")

    (contest,) = (await get_election(process)).contests

    assert [project.code for project in contest.projects] == ["z", "b", "c"]
    assert contest.budget == 100_00
    assert process.timezone == "Europe/Madrid"


async def test_a_malformed_file_is_refused_whole_with_its_line(database):
    with pytest.raises(NotImportable, match="Line 25"):
        plan(SMALL.replace("3;b", "3;nada"))

    assert await Process.all().count() == 0


def test_limits_that_the_citys_own_ballots_break_are_left_out_and_said():
    made = plan(SMALL.replace("max_length;2", "max_length;1"))

    assert made.terms.form.max_length is None
    assert [str(warning) for warning in made.warnings] == [
        "1 ballot does not keep to max_length; the limit is left out."
    ]


def test_blank_ballots_of_a_file_are_allowed():
    assert plan(SMALL).terms.form.allows_blank
    assert not plan(SMALL.replace("4;\n", "4;a\n")).terms.form.allows_blank


def test_a_rule_that_is_not_known_has_to_be_said():
    unknown = SMALL.replace("rule;greedy", "rule;condorcet")

    with pytest.raises(NotImportable, match="--rule"):
        plan(unknown)

    assert plan(unknown, RuleSpec("greedy")).terms.rule.name == "greedy"


def test_a_rule_that_does_not_count_such_ballots_is_refused():
    with pytest.raises(NotImportable, match="points"):
        plan(SMALL, RuleSpec("greedy", {"scoring": "points"}))


def test_a_rule_is_read_from_the_command_line():
    assert read_rule("equal_shares:completion=add1,exhaustive_stop=false,step=1") == RuleSpec(
        "equal_shares", {"completion": "add1", "exhaustive_stop": False, "step": 1}
    )


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Poland_Łódź 2024.pb", "poland-d-2024"), ("a" * 99, "a" * 60), ("Olmeda.PB", "olmeda")],
)
def test_an_address_is_made_of_the_files_name(name, slug):
    assert slug_of(name) == slug


async def test_an_address_is_taken_once(database):
    await import_election(plan(SMALL), "real")

    with pytest.raises(SlugTaken):
        await import_election(plan(SMALL), "real")


async def test_the_command_line_holds_an_election(database, tmp_path, capsys):
    file = tmp_path / "olmeda.pb"
    file.write_text(SMALL)
    parser = argparse.ArgumentParser()
    command.register(parser.add_subparsers())

    async def run(*words: str) -> None:
        arguments = parser.parse_args(["election", *words])
        await arguments.run(arguments)

    await run("import", str(file))
    await run("close", "olmeda", "--now")
    await run("count", "olmeda")
    await run("compare", "olmeda", str(file))
    said = capsys.readouterr().out
    await run("export", "olmeda")
    exported = capsys.readouterr().out

    assert "4 people voted, 4 ballots" in said
    assert "2 winners, €100 spent" in said
    assert "the same 2 winners" in said
    digest = recount(plan(exported)).digest()
    assert f"digest {digest}" in said


async def test_other_winners_than_the_official_ones_are_told(database, tmp_path, capsys):
    await hold(SMALL)
    file = tmp_path / "olmeda.pb"
    file.write_text(SMALL.replace("Un parque;1", "Un parque;0"))
    arguments = argparse.Namespace(slug="real", file=file, funded="1")

    with pytest.raises(SystemExit):
        await command.run_compare(arguments)

    assert "only here: a" in capsys.readouterr().out


def test_a_file_is_recounted_without_a_database(tmp_path):
    file = tmp_path / "olmeda.pb"
    file.write_text(SMALL)

    said = subprocess.run(
        [sys.executable, "-m", "concejo", "election", "recount", str(file)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert recount(plan(SMALL)).digest() in said
