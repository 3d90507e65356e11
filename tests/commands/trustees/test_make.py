"""concejo trustees make: key, sheets and minutes; and destroy, which ends them."""

import json
import os
import re
import stat
import subprocess
import sys
from hashlib import sha256
from importlib import import_module

import pytest

from concejo.commands.trustees.sheets import share_page
from tests.commands.trustees.ceremony import codes_in, said
from voting.core.crypto import hpke
from voting.core.crypto.shamir import join
from voting.core.protocol.shares import hash_of, share_of
from voting.setup.seal_key.core import parse_seal_key

#: The module: its package has the function of that name.
making = import_module("concejo.commands.trustees.make")


@pytest.fixture
def folder(tmp_path):
    """A folder with a key of which three of five shares open the ballots."""
    status, _out, err = said("make", tmp_path / "key", "--vote", "Presupuestos 2027")
    assert (status, err) == (0, "")
    return tmp_path / "key"


def test_the_folder_holds_the_public_key_a_sheet_for_each_trustee_and_the_minutes(folder):
    names = {path.name for path in folder.iterdir()}

    sheets = {f"share-{number}.html" for number in range(1, 6)}
    assert names == {"seal-key.json", "minutes.html"} | sheets
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_the_public_key_is_what_the_town_can_take(folder):
    content = (folder / "seal-key.json").read_bytes()

    key = parse_seal_key(content)

    assert (key.k, key.n, len(set(key.share_hashes))) == (3, 5, 5)
    assert (
        content == json.dumps(json.loads(content), sort_keys=True, separators=(",", ":")).encode()
    )


def test_the_sheets_hold_the_shares_of_that_key(folder):
    key = parse_seal_key((folder / "seal-key.json").read_bytes())

    shares = [share_of(code) for code in codes_in(folder)]

    assert [share.x for share in shares] == [1, 2, 3, 4, 5]
    assert tuple(hash_of(share).hex() for share in shares) == key.share_hashes
    assert hpke.public_key(join([shares[4], shares[0], shares[2]])).hex() == key.seal_pk
    assert hpke.public_key(join(shares[:2])).hex() != key.seal_pk


def test_a_sheet_holds_its_own_share_and_no_other_and_the_minutes_none(folder):
    codes = codes_in(folder)

    for number, code in enumerate(codes, 1):
        page = (folder / f"share-{number}.html").read_text()
        assert not any(other[:9] in page for other in codes if other != code)
        assert f"Parte {number} de 5 de la llave de la urna" in page
        assert f"Share {number} of 5 of the key of the ballot box" in page
    assert not any(code[:9] in (folder / "minutes.html").read_text() for code in codes)


def test_a_page_needs_nothing_from_elsewhere_and_runs_no_script(folder):
    for path in folder.glob("*.html"):
        page = path.read_text()
        assert "<script" not in page
        assert not re.findall(
            r'(?:src|href)="(?!data:)|url\((?!"data:)|https?://(?!www\.w3\.org)', page
        )
        assert page.index('lang="es"') < page.index('lang="en"')


def test_the_minutes_hold_the_fingerprint_that_was_said(tmp_path):
    _status, out, _err = said("make", tmp_path / "key", "--need", "2", "--of", "3")

    digest = sha256((tmp_path / "key" / "seal-key.json").read_bytes()).hexdigest()
    letters = " ".join(digest[at : at + 4] for at in range(0, 64, 4))
    assert f"Fingerprint of the public key: {letters}" in out
    for path in (tmp_path / "key").glob("*.html"):
        assert letters in path.read_text()


def test_no_share_is_on_the_screen_unless_asked_for(tmp_path):
    _status, hidden, _err = said("make", tmp_path / "hidden")
    _status, shown, _err = said("make", tmp_path / "shown", "--show")

    assert not any(code[:9] in hidden for code in codes_in(tmp_path / "hidden"))
    assert all(code in shown for code in codes_in(tmp_path / "shown"))


def test_one_share_that_is_enough_is_warned_of_on_screen_and_paper(tmp_path):
    status, _out, err = said("make", tmp_path / "key", "--need", "1", "--of", "2")

    assert status == 0
    assert err.startswith("Warning: one share is enough.")
    for path in (tmp_path / "key").glob("*.html"):
        assert "Atención: basta una parte." in path.read_text()


@pytest.mark.parametrize(
    ("need", "of", "reason"),
    [
        (0, 5, "At least one share is needed"),
        (6, 5, "Of 5 shares, 6 can never come together."),
        (3, 256, "There may be from 1 to 255 shares."),
        (1, 0, "There may be from 1 to 255 shares."),
    ],
)
def test_what_cannot_be_shared_is_refused_and_leaves_nothing(tmp_path, need, of, reason):
    status, _out, err = said("make", tmp_path / "key", "--need", need, "--of", of)

    assert status == 1
    assert reason in err
    assert not (tmp_path / "key").exists()


def test_255_trustees_all_get_a_sheet(tmp_path):
    status, _out, _err = said("make", tmp_path / "key", "--need", "9", "--of", "255")

    assert status == 0
    assert len(codes_in(tmp_path / "key")) == 255


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("Querida Rosa")

    status, _out, err = said("make", tmp_path)

    assert status == 1
    assert err == f"concejo: {tmp_path} is not empty: name a new folder."
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_an_empty_folder_is_filled_and_kept_where_it_is(tmp_path):
    status, _out, _err = said("make", tmp_path, "--need", "1", "--of", "1")

    assert status == 0
    assert (tmp_path / "share-1.html").exists()


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "file").write_text("")

    status, _out, err = said("make", tmp_path / "file")

    assert status == 1
    assert "is no folder that can be used" in err


@pytest.mark.parametrize("sheets_before", [0, 3])
def test_an_interruption_leaves_nothing(tmp_path, monkeypatch, sheets_before):
    made = share_page

    def interrupted(key, number, code):
        if number > sheets_before:
            raise KeyboardInterrupt
        return made(key, number, code)

    monkeypatch.setattr(making, "share_page", interrupted)

    with pytest.raises(KeyboardInterrupt):
        said("make", tmp_path / "key")

    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fails_leaves_an_empty_folder_empty(tmp_path, monkeypatch):
    monkeypatch.setattr(making, "minutes_page", lambda *_given: 1 / 0)
    (tmp_path / "key").mkdir()

    with pytest.raises(ZeroDivisionError):
        said("make", tmp_path / "key")

    assert list((tmp_path / "key").iterdir()) == []


def test_a_long_name_is_refused_and_marks_in_it_stay_text(tmp_path):
    status, _out, err = said("make", tmp_path / "long", "--vote", "x" * 91)
    said("make", tmp_path / "key", "--vote", "Pan & <b>rosas</b>")

    assert status == 1
    assert "more than 90 letters" in err
    assert "Pan &amp; &lt;b&gt;rosas&lt;/b&gt;" in (tmp_path / "key" / "share-1.html").read_text()


def test_the_program_speaks_spanish_by_itself_and_runs_without_databases(tmp_path):
    result = subprocess.run(
        [sys.executable, "-m", "concejo", "trustees", "make", tmp_path / "key"],
        env=os.environ | {"CONCEJO_DATA": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (result.returncode, result.stderr) == (0, "")
    assert "Huella de la llave pública: " in result.stdout
    assert not (tmp_path / "data").exists()


def test_destroying_takes_the_sheets_and_leaves_what_is_public(folder):
    (folder / "share-2.html").rename(folder / "otra.html")

    status, out, _err = said("destroy", folder, typed=["5"])

    assert status == 0
    assert {path.name for path in folder.iterdir()} == {"seal-key.json", "minutes.html"}
    assert "5 sheets with shares of the key were overwritten and removed: otra.html" in out
    assert "flash memory" in out
    assert "memory of the printer" in out


def test_a_destroyed_sheet_is_overwritten_before_it_goes(folder):
    sheet = folder / "share-1.html"
    code = codes_in(folder)[0]
    with sheet.open("rb") as still_open:
        said("destroy", folder, "--yes")

        assert code[:9].encode() not in still_open.read()


def test_nothing_is_destroyed_without_the_number(folder):
    status, _out, err = said("destroy", folder, typed=["yes"])

    assert (status, err) == (1, "concejo: Nothing was destroyed.")
    assert len(codes_in(folder)) == 5


def test_there_must_be_something_to_destroy(tmp_path):
    status, _out, err = said("destroy", tmp_path, "--yes")
    assert (status, err) == (1, f"concejo: There is no sheet with a share in {tmp_path}.")

    status, _out, err = said("destroy", tmp_path / "nowhere", "--yes")
    assert (status, err) == (1, f"concejo: There is no folder {tmp_path / 'nowhere'}.")
