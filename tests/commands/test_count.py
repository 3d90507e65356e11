"""concejo count: a file is counted at home, and what cannot be counted is one line."""

import json
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.commands.towns import RANKING, said, written
from tests.voting.core.real_elections import ARCHIVE, WIELICZKA, text_of
from voting.core import decisions, pabulib
from voting.core.rules.codes import CODES
from voting.imports.core import plan, recount


@pytest.fixture
def town(tmp_path):
    """A small election, counted by greedy."""
    return written(tmp_path)


def counted(*words):
    """Run the command with --json and give the object."""
    status, out, _err = said(*words, "--json")
    assert status == 0
    return json.loads(out)


def test_winners_are_in_order_with_all_that_there_is_to_say(town):
    status, out, err = said(town)

    lines = out.splitlines()
    assert (status, err) == (0, "")
    assert lines[0] == "greedy: 5 voters, 3 projects"
    assert lines[1].split() == ["1", "c", "3", "40", "Fuente"]
    assert lines[2].split() == ["2", "a", "3", "60", "Árboles"]
    assert lines[3] == "2 winners cost 100 EUR of 100 EUR; 0 EUR are left"
    assert lines[4] == "tie: c before a, by published_order"


def test_one_object_says_the_same(town):
    value = counted(town)

    assert value["rule"] == "greedy"
    assert value["winners"] == ["c", "a"]
    assert (value["cost"], value["budget"], value["left"], value["voters"]) == (100, 100, 0, 5)
    assert value["ties"] == [{"between": ["c", "a"], "winner": "c", "key": "published_order"}]
    assert value["parameters"]["over_budget"] == "skip"
    assert value["seconds"] == value["load_seconds"] + value["count_seconds"]


def test_a_cost_is_an_integer_where_it_is_whole_and_exact_where_not(tmp_path):
    whole = counted(written(tmp_path, cost="40.00"))
    cents = counted(written(tmp_path, cost="39.90"))

    assert (whole["cost"], type(whole["cost"])) == (100, int)
    assert Fraction(str(cents["cost"])) == Fraction("99.9")


def test_the_file_is_counted_by_its_own_rule(tmp_path):
    value = counted(written(tmp_path, rule="greedy-no-skip", budget="60"))

    assert (value["rule"], value["winners"]) == ("greedy-no-skip", ["c"])


def test_a_typed_rule_goes_before_that_of_the_file(town):
    value = counted(town, "--rule", "equalshares/add1:start=floor,exhaustive_stop=true")

    assert value["rule"] == "equalshares/add1"
    assert value["parameters"]["rule"] == "equal_shares"
    assert (value["parameters"]["start"], value["parameters"]["exhaustive_stop"]) == ("floor", True)
    assert value["parameters"]["step"] == 100


def test_typed_ties_conflicts_and_quotas_hold(town):
    by_cost = counted(town, "--ties", "dearest,published_order")
    by_lot = counted(town, "--ties", "lot", "--seed", "drawn on the square")
    apart = counted(town, "--conflict", "a, c")
    limited = counted(town, "--quota", "Centro:most=40:c,a")

    assert by_cost["ties"][0] == {"between": ["a", "c"], "winner": "a", "key": "dearest"}
    assert by_lot["ties"][0]["key"] == "lot"
    assert apart["winners"] == limited["winners"] == ["c", "b"]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("engine", [(), ("--engine", "reference"), ("--engine", "fast")])
def test_every_code_counts_with_either_engine(town, code, engine):
    value = counted(town, "--rule", code, *engine)

    assert value["rule"] == code
    assert value["digest"] == counted(town, "--rule", code)["digest"]


def test_every_code_is_listed_with_what_it_is():
    status, out, _err = said("--rules")

    codes = [line.split()[0] for line in out.splitlines()]
    assert status == 0
    assert codes == [*CODES, *(name.replace("_", "-") for name in decisions.RULES)]
    assert all(len(line.split()) > 1 for line in out.splitlines())


def test_a_ranking_is_counted_by_its_seats(tmp_path):
    file = tmp_path / "seat.blt"
    file.write_text(RANKING)

    assert counted(file)["winners"] == ["2"]
    assert counted(file)["rule"] == "stv"
    assert counted(file, "--rule", "ranked-pairs")["winners"] == ["2"]
    assert counted(file, "--seats", "2")["winners"] == ["1", "2"]
    assert counted(file)["cost"] is None


def test_projects_in_order_are_options(tmp_path):
    file = written(tmp_path, vote_type="ordinal")

    value = counted(file, "--rule", "schulze")

    assert (value["rule"], value["winners"], value["cost"]) == ("schulze", ["c"], 40)


def test_it_is_told_why_a_project_won_or_lost_and_by_how_much(town):
    _status, out, _err = said(town, "--explain", "b", "--explain", "c")
    value = counted(town, "--explain", "b")

    lines = out.splitlines()
    assert lines[lines.index("b:") + 1].startswith("  Not funded: it costs 50.00 EUR")
    assert lines[lines.index("c:") + 1].startswith("  Funded: 3 votes")
    assert value["explained"]["b"][0] == lines[lines.index("b:") + 1].strip()
    assert any("With 2 more voters" in sentence for sentence in value["explained"]["b"])


def test_a_decision_is_explained(tmp_path):
    file = tmp_path / "seat.blt"
    file.write_text(RANKING)

    sentences = counted(file, "--explain", "3")["explained"]["3"]

    assert any("Bruno" in sentence for sentence in sentences)


def test_other_rules_are_set_beside(town):
    _status, out, _err = said(town, "--compare")
    value = counted(town, "--compare")

    first, *others = value["compared"]
    assert (first["rule"], first["winners"], first["in_common"]) == ("greedy", ["c", "a"], 2)
    assert (first["represented"], first["own_number"]) == (0.8, 1.2)
    assert {rule["rule"] for rule in others} >= {"equalshares/add1u", "greedy-per-cost"}
    assert any(line.startswith("equalshares/add1u") for line in out.splitlines())


def test_what_was_mended_in_the_file_is_noted(town):
    town.write_text(town.read_text().replace("project_id;cost;name", "project_id;cost;title"))

    status, out, err = said(town)

    assert status == 0
    assert err.startswith("note: Line 16: ")
    assert "note" not in out


def test_a_file_that_concejo_published_gives_the_published_digest(town):
    rule = {"name": "equal_shares", "parameters": {"completion": "utilitarian", "step": 1}}
    ours = {
        "concejo_rule": json.dumps(rule),
        "concejo_ties": json.dumps({"order": ["cheapest", "lot"], "seed": "a public one"}),
        "concejo_conflicts": json.dumps([["a", "b"]]),
    }
    file = pabulib.read(town.read_text())
    town.write_text(pabulib.write(replace(file, meta={**file.meta, **ours})))

    value = counted(town)

    assert value["digest"] == recount(plan(town.read_text())).digest()
    assert value["rule"] == "equalshares/utilitarian"


def test_a_small_count_starts_without_what_it_does_not_need(town):
    program = (
        "import sys; from concejo.cli import main; main();"
        "print(*sys.modules, sep='\\n', file=sys.stderr)"
    )

    done = subprocess.run(
        [sys.executable, "-c", program, "count", town, "--rule", "equalshares/add1"],
        capture_output=True,
        text=True,
        check=True,
    )

    loaded = set(done.stderr.splitlines())
    assert "voting.core.rules.equal_shares" in loaded
    assert loaded.isdisjoint({"numpy", "numba", "tortoise", "starlette", "asyncio", "babel"})


def test_wieliczka_is_counted_as_the_town_did(tmp_path):
    text_of(WIELICZKA.file)
    with ZipFile(ARCHIVE) as archive:
        file = Path(archive.extract(WIELICZKA.file, tmp_path))

    value = counted(file, "--rule", "equalshares/add1")

    assert (len(value["winners"]), value["cost"], value["left"]) == (30, 995_079, 4_921)
    assert set(value["winners"]) == pabulib.read(file.read_text()).selected()
    assert value["import_seconds"] > 0
