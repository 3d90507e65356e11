"""The command line, started as a person starts it."""

import os
import re
import socket
import subprocess
import sys

import pytest

from concejo.commands import COMMANDS
from tests.commands.towns import written


@pytest.fixture
def concejo(tmp_path):
    """Run the command on a data folder of its own."""

    def run(*arguments, **settings):
        environment = os.environ | {"CONCEJO_DATA": str(tmp_path / "data")} | settings
        command = [sys.executable, "-m", "concejo", *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    return run


def test_a_first_command_makes_the_databases(concejo, tmp_path):
    result = concejo("process", "list")

    assert (result.returncode, result.stderr) == (0, "")
    assert (tmp_path / "data" / "concejo.sqlite3").exists()
    assert (tmp_path / "data" / "box.sqlite3").exists()


def test_what_cannot_be_done_is_one_sentence(concejo):
    result = concejo("process", "show", "no-such-process")

    assert result.returncode == 1
    assert result.stderr == "concejo: There is no such process.\n"


def test_a_database_that_is_not_up_is_one_sentence(concejo):
    result = concejo("process", "list", CONCEJO_DATABASE="postgres://nobody@127.0.0.1:1/nothing")

    assert result.returncode == 1
    assert result.stderr.startswith("concejo: the database cannot be reached")
    assert result.stderr.count("\n") == 1


def test_a_taken_port_is_told_with_the_remedy(concejo):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        result = concejo("serve", "--port", str(port))

    assert result.returncode == 1
    assert f"Port {port} is taken" in result.stderr
    assert f"PORT={port + 1} make demo" in result.stderr


def test_every_command_is_listed(concejo):
    result = concejo("--help")

    assert result.returncode == 0
    indented = [line for line in result.stdout.splitlines() if re.match(r"    \S", line)]
    assert [line.split()[0] for line in indented] == [*COMMANDS]


def test_an_unknown_command_is_refused(concejo):
    result = concejo("conut")

    assert result.returncode == 2
    assert "invalid choice: 'conut'" in result.stderr


def test_who_reads_no_further_is_no_fault(tmp_path):
    town = written(tmp_path)

    with subprocess.Popen(
        [sys.executable, "-m", "concejo", "count", town],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as counting:
        counting.stdout.close()
        said = counting.stderr.read()

    assert (counting.returncode, said) == (1, b"")
