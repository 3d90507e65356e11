"""concejo trustees rehearse: shares open a test ballot, and what is wrong with one is said."""

import fcntl
import json
import os
import pty
import select
import subprocess
import sys
import termios
import time
from itertools import combinations

import pytest

from tests.commands.trustees.ceremony import codes_in, said
from voting.core.protocol.layout import canonical

OPENED = "The test ballot was sealed and opened"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with a key of which three of five shares open the ballots."""
    made = tmp_path_factory.mktemp("ceremony") / "key"
    assert said("make", made)[0] == 0
    return made


@pytest.fixture
def codes(folder):
    """The codes of the five sheets."""
    return codes_in(folder)


def rehearsed(folder, *typed):
    return said("rehearse", folder / "seal-key.json", typed=typed)


def test_every_three_of_five_open_the_test_ballot(folder, codes):
    before = sorted(folder.iterdir())

    for three in combinations(codes, 3):
        status, out, err = rehearsed(folder, *three)
        assert (status, err) == (0, "")
        assert OPENED in out

    assert sorted(folder.iterdir()) == before


def test_no_two_open_it(folder, codes):
    for two in combinations(codes, 2):
        status, out, err = rehearsed(folder, *two)
        assert status == 1
        assert OPENED not in out
        assert err == (
            "concejo: Only 2 of the 3 shares that are needed were given: nothing can be opened."
        )


def test_codes_are_read_as_people_type_them(folder, codes):
    typed = [
        codes[0].lower().replace("-", " "),
        codes[3].replace("-", "").replace("0", "o").replace("1", "l"),
        f"   {codes[1].replace('V', 'u')}  ",
    ]

    status, out, err = rehearsed(folder, "", typed[0], "", *typed[1:])

    assert (status, err) == (0, "")
    assert "Share 4 is right." in out


@pytest.mark.parametrize("group", range(1, 15))
def test_the_group_with_a_mistake_is_named(folder, codes, group):
    groups = codes[0].split("-")
    groups[group - 1] = groups[group - 1][:3] + ("7" if groups[group - 1][3] != "7" else "8")

    status, _out, err = rehearsed(folder, "-".join(groups), *codes[1:4])

    assert status == 0
    assert err == f"The check does not fit. Look at group {group} again.\n"


def test_two_mistakes_are_said_to_be_more_than_one(folder, codes):
    wrong = codes[0].translate(str.maketrans("0123456789", "1234567890"))

    status, _out, err = rehearsed(folder, wrong, *codes[1:4])

    assert status == 0
    assert "more than one mistake" in err


def test_a_letter_too_few_is_counted(folder, codes):
    _status, _out, err = rehearsed(folder, codes[0][:-1])

    assert "The code has 55 letters and not 56" in err


def test_a_share_of_another_key_is_named_by_its_mark(folder, codes, tmp_path):
    said("make", tmp_path / "other")
    foreign = codes_in(tmp_path / "other")[3]

    status, out, err = rehearsed(folder, foreign, *codes[:3])

    assert status == 0
    assert OPENED in out
    assert "it is no share of this key: its number is 4, its mark" in err


def test_a_share_counts_once(folder, codes):
    status, _out, err = rehearsed(folder, codes[0], codes[0], codes[1])

    assert status == 1
    assert "Share 1 was given before; another one is needed." in err


def test_a_file_that_is_no_key_is_refused(folder, tmp_path):
    changed = tmp_path / "seal-key.json"
    changed.write_bytes((folder / "seal-key.json").read_bytes().replace(b'"k":3', b'"k": 3'))

    status, _out, err = said("rehearse", changed)
    assert status == 1
    assert "not a seal-key.json as the trustees' ceremony writes it" in err

    status, _out, err = said("rehearse", tmp_path / "nowhere.json")
    assert (status, err) == (1, "concejo: It cannot be read: No such file or directory.")


def test_shares_of_a_file_with_another_public_key_open_nothing(folder, codes, tmp_path):
    said("make", tmp_path / "other")
    ours, theirs = (
        json.loads((each / "seal-key.json").read_text()) for each in (folder, tmp_path / "other")
    )
    mixed = tmp_path / "seal-key.json"
    mixed.write_text(canonical(ours | {"seal_pk": theirs["seal_pk"]}))

    status, _out, err = said("rehearse", mixed, typed=codes)

    assert status == 1
    assert "These shares do not give the key of the file." in err


@pytest.fixture
def on_terminal(folder):
    """Rehearse on a terminal, and type; gives exit status and everything that was seen."""

    def run(*keys):
        ours, theirs = pty.openpty()
        command = [sys.executable, "-m", "concejo", "trustees", "rehearse"]
        process = subprocess.Popen(
            [*command, folder / "seal-key.json"],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            # Ctrl-C reaches the program only where the terminal is its own.
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        try:
            seen = read_until(ours, "Código 1 de 3:  1 ")
            for pressed in keys:
                os.write(ours, pressed.encode())
            seen += read_to_end(ours, process)
            is_seen = termios.tcgetattr(theirs)[3] & termios.ECHO
        finally:
            process.kill()
            process.wait()
            os.close(ours)
            os.close(theirs)
        assert is_seen
        return process.returncode, seen

    return run


def read_until(terminal, words):
    """Read what is seen, up to some words."""
    seen = b""
    while words not in seen.decode(errors="ignore"):
        assert select.select([terminal], [], [], 30)[0], seen
        seen += os.read(terminal, 4096)
    return seen.decode()


def read_to_end(terminal, process):
    """Read what is seen until the process is over."""
    seen, end = b"", time.monotonic() + 30
    while select.select([terminal], [], [], 0.1)[0] or process.poll() is None:
        assert time.monotonic() < end, seen
        if select.select([terminal], [], [], 0)[0]:
            seen += os.read(terminal, 4096)
    return seen.decode()


def test_on_a_terminal_no_letter_of_a_code_is_seen(on_terminal, codes):
    keys = [f"X\x7f{codes[0]}\r", f"{codes[1]}\r", "\r", f"{codes[4]}\rtoo much"]

    status, seen = on_terminal(*keys)

    assert status == 0
    assert "La papeleta de prueba se ha cerrado y se ha abierto" in seen
    assert "Código 3 de 3: 14 ••••" in seen
    assert not any(group in seen for code in codes for group in code.split("-"))
    assert "X" not in seen
    assert "too much" not in seen


def test_on_a_terminal_the_end_of_the_input_ends_it(on_terminal, codes):
    status, seen = on_terminal(f"{codes[0]}\r", codes[1][:7], "\x04")

    assert status == 1
    assert "Solo se han dado 1 de las 3 partes" in seen


def test_on_a_terminal_ctrl_c_ends_it_and_puts_the_terminal_back(on_terminal, codes):
    status, seen = on_terminal(f"{codes[0]}\r", codes[1][:7], "\x03")

    assert status == 130
    assert "Traceback" not in seen
