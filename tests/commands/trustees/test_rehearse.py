"""concejo trustees rehearse: shares open a test ballot, and what is wrong with one is said."""

import json
import os
import pty
import subprocess
import sys
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


def test_on_a_terminal_no_letter_of_a_code_is_seen(folder, codes):
    ours, theirs = pty.openpty()
    words = ["trustees", "rehearse", folder / "seal-key.json"]
    with subprocess.Popen(
        [sys.executable, "-m", "concejo", *words], stdin=theirs, stdout=theirs, stderr=theirs
    ) as process:
        os.close(theirs)
        seen = _typed(ours, [f"x\x7f{codes[0]}\r", f"{codes[1]}\r", "\r", f"{codes[4]}\r"])
        status = process.wait(timeout=20)
    os.close(ours)

    assert status == 0
    assert "La papeleta de prueba se ha cerrado y se ha abierto" in seen
    assert "14 ••••" in seen
    assert not any(group in seen for code in codes for group in code.split("-"))


def test_on_a_terminal_the_end_of_the_input_ends_it(folder, codes):
    ours, theirs = pty.openpty()
    words = ["trustees", "rehearse", folder / "seal-key.json"]
    with subprocess.Popen(
        [sys.executable, "-m", "concejo", *words], stdin=theirs, stdout=theirs, stderr=theirs
    ) as process:
        os.close(theirs)
        seen = _typed(ours, [f"{codes[0]}\r", "\x04"])
        status = process.wait(timeout=20)
    os.close(ours)

    assert status == 1
    assert "Solo se han dado 1 de las 3 partes" in seen


def _typed(terminal, lines):
    """Type a line whenever a code is asked for; give everything that was seen."""
    seen = ""
    waiting = list(lines)
    while True:
        try:
            seen += os.read(terminal, 4096).decode(errors="replace")
        except OSError:
            return seen
        if waiting and seen.rstrip(" ").endswith(" 1") and "Código" in seen.splitlines()[-1]:
            os.write(terminal, waiting.pop(0).encode())
