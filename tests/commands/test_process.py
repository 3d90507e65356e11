"""concejo process: what it says, and what it refuses."""

import argparse

import pytest

from concejo.audit.services import history
from concejo.commands import COMMANDS
from concejo.commands import process as command
from concejo.errors import NotFound, Refused
from concejo.processes.core import PhaseKind
from concejo.processes.services import get_process


def parse(*words):
    parser = argparse.ArgumentParser()
    command.register(parser.add_subparsers(required=True))
    return parser.parse_args(["process", *words])


async def run(*words):
    arguments = parse(*words)
    assert arguments.needs_database
    await arguments.run(arguments)


def test_the_command_is_one_of_all():
    assert "process" in COMMANDS


async def test_processes_are_listed_with_their_phase(process, capsys):
    await run("list")

    line = capsys.readouterr().out
    assert line.split()[:2] == [process.slug, "proposing"]


async def test_a_process_is_shown_on_its_own_clocks(process, capsys):
    await run("show", process.slug)

    shown = capsys.readouterr().out
    assert "hours of Europe/Madrid" in shown
    assert "→ proposing" in shown
    assert "does not end" in shown
    assert "  D01  Casco Histórico  €300,000" in shown


async def test_a_phase_is_started_and_the_log_knows(process, capsys):
    await run("phase", process.slug, "voting")

    moved = await get_process(process.slug)
    assert moved.glance().stage.phase.kind is PhaseKind.VOTING
    assert "→ voting" in capsys.readouterr().out
    (entry,) = await history(f"process:{process.id}")
    assert (entry.action, entry.actor.account_id) == ("process.phase_started", None)


async def test_what_cannot_be_is_refused(process):
    with pytest.raises(NotFound):
        await run("show", "nada")
    with pytest.raises(NotFound):
        await run("phase", "nada", "voting")
    with pytest.raises(Refused):
        await run("phase", process.slug, "proposing")


def test_a_phase_that_does_not_exist_is_refused():
    with pytest.raises(SystemExit):
        parse("phase", "presupuestos-2027", "nonsense")
