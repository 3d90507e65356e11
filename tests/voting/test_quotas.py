"""What groups of projects may cost together is locked, counted with, and published."""

import argparse
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concejo.audit.core import SYSTEM
from concejo.commands import election as command
from concejo.processes.core import PhaseKind
from concejo.processes.services import get_process
from tests.people import set_phase
from tests.voting.test_imports import SMALL
from voting.board.core import counting_in
from voting.board.services import export_pabulib, find_results
from voting.core.pabulib import read
from voting.core.profile import Quota
from voting.counting.services import close, count
from voting.imports.core import NotImportable, plan, read_quota, recount
from voting.imports.services import import_election
from voting.setup.core import dump_quotas, load_quotas
from voting.setup.services import get_election

SOUTH = Quota("El sur", ("a", "c"), most=50_00)
NORTH = Quota("El norte", ("b",), reserved=50_00)

AMOUNTS = st.integers(0, 10**15)
QUOTAS = st.builds(
    Quota,
    st.text(),
    st.lists(st.text(), unique=True).map(tuple),
    st.none() | AMOUNTS,
    AMOUNTS,
)


@given(st.lists(QUOTAS).map(tuple))
def test_quotas_are_read_back_as_they_were_written(quotas):
    written = dump_quotas(quotas)

    assert load_quotas(written) == quotas


@pytest.mark.parametrize(
    ("typed", "quota"),
    [
        ("El sur:most=50:a,c", SOUTH),
        ("El norte:reserved=50:b", NORTH),
        (" El  sur :most=50.00: a, c,a", SOUTH),
        ("x:reserved=0.5,most=7:b", Quota("x", ("b",), most=7_00, reserved=50)),
    ],
)
def test_a_quota_is_read_from_the_command_line(typed, quota):
    assert read_quota(typed, "EUR") == quota


@pytest.mark.parametrize(
    "typed",
    [
        *("", "x", "x:a,b", "x::a", "x:most:a", "x:most=5", "x:most=5 €:a", "x:most=-5:a"),
        *("x:most=0.005:a", "x:least=5:a", "x:most=1,most=2:a", "x:most=5:a:b"),
    ],
)
def test_what_is_no_quota_is_refused_with_its_shape(typed):
    with pytest.raises(NotImportable, match="NAME:most=AMOUNT"):
        plan(SMALL, quotas=[typed])


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        (["x:most=5:a,z"], "does not stand"),
        (["x:reserved=60:a", "y:reserved=41:b"], "more is reserved than there is"),
        ([f"{n}:reserved=1:a" for n in range(9)], "more than 8 reserves"),
    ],
)
def test_quotas_that_cannot_be_kept_are_refused(typed, reason):
    with pytest.raises(NotImportable, match=reason):
        plan(SMALL, quotas=typed)


@pytest.mark.parametrize("quota", ["El sur:most=50:a,c", "El norte:reserved=50:b"])
async def test_a_file_with_quotas_recounts_to_the_published_digest(any_database, quota):
    process = await import_election(plan(SMALL, quotas=[quota]), "cupos")
    await set_phase(process.id, PhaseKind.COUNTING)
    await close(await get_process("cupos"), SYSTEM)
    await count(await get_process("cupos"), SYSTEM)
    results = await find_results(await get_process("cupos"))
    assert results is not None

    (result,) = results.contests
    exported = await export_pabulib(result.contest.id)

    assert result.outcome.winners == ("b", "c")
    assert recount(plan(exported)).digest() == result.digest
    assert recount(plan(SMALL)).winners == ("a", "c")


async def test_the_lock_writes_the_quotas_down(any_database):
    made = plan(SMALL, quotas=["El sur:most=50:a,c", "El norte:reserved=50:b"])

    process = await import_election(made, "cupos")

    election = await get_election(process)
    assert election.contests[0].quotas == (SOUTH, NORTH)
    assert election.contests[0].instance.quotas == (SOUTH, NORTH)
    assert json.loads(election.manifest)["contests"][0]["quotas"] == [
        {"most": 50_00, "name": "El sur", "projects": ["a", "c"], "reserved": 0},
        {"most": None, "name": "El norte", "projects": ["b"], "reserved": 50_00},
    ]


async def test_a_file_from_before_there_were_quotas_has_none(database):
    process = await import_election(plan(SMALL), "sin")
    await set_phase(process.id, PhaseKind.COUNTING)
    await close(await get_process("sin"), SYSTEM)
    await count(await get_process("sin"), SYSTEM)
    contest = (await get_election(process)).contests[0]
    exported = await export_pabulib(contest.id)

    lines = [line for line in exported.splitlines() if not line.startswith("concejo_quotas")]
    counting = counting_in(read("\n".join(lines)))

    assert len(lines) == len(exported.splitlines()) - 1
    assert counting is not None
    assert counting.quotas == contest.quotas == ()


def test_a_file_is_recounted_with_quotas(tmp_path, capsys):
    file = tmp_path / "olmeda.pb"
    file.write_text(SMALL)
    parser = argparse.ArgumentParser()
    command.register(parser.add_subparsers())
    words = ["election", "recount", str(file), "--quota", "El sur:most=50:a,c"]

    arguments = parser.parse_args(words)
    arguments.run(arguments)

    assert capsys.readouterr().out.split()[:2] == ["b", "c"]
