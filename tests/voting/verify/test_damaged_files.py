"""Whatever is damaged is noticed, and told in a sentence: never a traceback."""

import json
import zipfile
import zlib
from random import Random

import pytest

from tests.voting.verify.town import canonical, lines_of, pack
from voting import verify

FLIPS = 40


@pytest.mark.parametrize("name", verify.CHECKED)
def test_no_flipped_bit_goes_unnoticed(town, verified, name):
    files, random = town.publish(), Random(name)

    for _flip in range(FLIPS):
        damaged = bytearray(files[name] or b"\0")
        damaged[random.randrange(len(damaged))] ^= 1 << random.randrange(8)
        verdict = verified({**files, name: bytes(damaged)})

        assert verdict.status == 1
        assert verdict.last.startswith("NOT VERIFIED: ")


@pytest.mark.parametrize("name", ["manifest.json", "board.bin", "hints.bin", "checkpoints.txt"])
def test_a_flipped_bit_is_noticed_even_if_the_board_signs_it(town, verified, name):
    """But for names and times in the manifest, and for who cosigns without being named there."""
    files, random = town.publish(), Random(name)
    unnoticed = []

    for _flip in range(FLIPS):
        damaged = bytearray(files[name])
        damaged[random.randrange(len(damaged))] ^= 1 << random.randrange(8)
        changed = {**files, name: bytes(damaged)}
        try:
            verdict = verified(town.sealed(changed))
        except (IndexError, UnicodeDecodeError):
            continue
        if verdict.status == 0:
            unnoticed.append(without_cosignatures(bytes(damaged)))

    if name == "checkpoints.txt":
        assert set(unnoticed) <= {without_cosignatures(files[name])}
    else:
        assert name == "manifest.json" or unnoticed == []


def without_cosignatures(notes):
    lines = notes.splitlines(keepends=True)
    return b"".join(x for x in lines if not x.startswith("— ".encode()) or b"town.example" in x)


def refused(verdict, what):
    assert verdict.status == 1
    assert what in verdict.last


@pytest.mark.parametrize("name", verify.CHECKED)
def test_no_file_may_be_missing(town, verified, name):
    files = town.publish()
    del files[name]

    refused(verified(files), f"{name} is missing")


def test_no_file_may_be_there_that_does_not_belong(town, verified):
    refused(verified({**town.publish(), "more.txt": b""}), "more.txt")


def test_the_verifier_and_a_readme_may_lie_beside_them(town, verified):
    files = {**town.publish(), "verify.py": b"any", "README.txt": b"any"}

    assert verified(files).status == 0


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_no_file_may_be_there_twice(town, tmp_path, capsys):
    bundle = pack(town.publish(), tmp_path / "twice.zip")
    with zipfile.ZipFile(bundle, "a") as archive:
        archive.writestr("result.json", "{}")

    status = verify.main([str(bundle)])

    assert status == 1
    assert "result.json" in capsys.readouterr().out.strip().splitlines()[-1]


@pytest.mark.parametrize("content", [b"", b"PK\5\6", b"not a zip at all", bytes(1000)])
def test_what_is_no_zip_is_said_to_be_none(tmp_path, capsys, content):
    bundle = tmp_path / "bundle.zip"
    bundle.write_bytes(content)

    status = verify.main([str(bundle), "--lang", "en"])

    assert status == 1
    assert "cannot be read" in capsys.readouterr().out or content.startswith(b"PK")


def test_a_folder_and_a_path_that_is_not_there_are_no_bundles(tmp_path, capsys):
    assert verify.main([str(tmp_path)]) == 1
    assert verify.main([str(tmp_path / "none.zip")]) == 1
    assert "Conviene descargarlo otra vez" in capsys.readouterr().out


def test_a_zip_with_any_damage_ends_with_a_sentence(town, tmp_path, capsys):
    whole, random = pack(town.publish(), tmp_path / "whole.zip").read_bytes(), Random(3)
    bundle = tmp_path / "bundle.zip"

    for _damage in range(150):
        damaged = bytearray(whole)
        for _byte in range(random.randrange(1, 4)):
            damaged[random.randrange(len(damaged))] = random.randrange(256)
        cut = random.choice([len(damaged), random.randrange(len(damaged))])
        bundle.write_bytes(damaged[:cut])
        status = verify.main([str(bundle)])
        last = capsys.readouterr().out.strip().splitlines()[-1]

        assert last.startswith(("NO VERIFICADO: ", "VERIFICADO: ")[status == 0])


def test_a_bomb_is_not_unpacked(town, tmp_path, capsys):
    bundle = pack({**town.publish(), "opened.jsonl": bytes(60_000_000)}, tmp_path / "bomb.zip")

    status = verify.main([str(bundle), "--lang", "en"])

    assert status == 1
    assert "would swell to" in capsys.readouterr().out


def test_a_bomb_that_lies_about_its_size_is_not_unpacked_either(town, tmp_path, capsys):
    bundle = pack({**town.publish(), "opened.jsonl": bytes(60_000_000)}, tmp_path / "bomb.zip")
    said = (60_000_000).to_bytes(4, "little")
    bundle.write_bytes(bundle.read_bytes().replace(said, (100).to_bytes(4, "little")))

    status = verify.main([str(bundle), "--lang", "en"])

    assert status == 1
    assert "cannot be read" in capsys.readouterr().out


JSON = {
    "deep": b"[" * 100_000 + b"]" * 100_000,
    "deep objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "a key twice": b'{"contests":{},"contests":{}}',
    "a huge number": b'{"contests":{"city":' + b"9" * 10_000 + b"}}",
    "a fraction": b'{"contests":{"city":1.5}}',
    "no number": b'{"contests":{"city":NaN}}',
    "a space": b'{"contests": {}}',
    "half a character": b'{"contests":{"\\ud800":{}}}',
    "no text": b"\xff\xfe",
    "nothing": b"",
    "a list": b"[]",
    "null": b"null",
    "another contest": b'{"contests":{"city":{},"north":{},"other":{}}}',
    "a number for a contest": b'{"contests":{"city":1,"north":[]}}',
}


@pytest.mark.parametrize("name", ["manifest.json", "close.json", "result.json"])
@pytest.mark.parametrize("content", JSON.values(), ids=JSON)
def test_strange_json_is_refused_in_words(town, verified, name, content):
    files = {**town.publish(), name: content}

    verdict = verified(files if name == "close.json" else town.sealed(files))

    assert verdict.status == 1
    assert verdict.last.startswith("NOT VERIFIED: ")


@pytest.mark.parametrize("name", ["opened.jsonl", "unopened.jsonl", "paper.jsonl"])
@pytest.mark.parametrize("content", JSON.values(), ids=JSON)
def test_strange_lines_are_refused_in_words(town, verified, name, content):
    files = town.publish()
    if name == "paper.jsonl":
        town.paper = [(0, "")] * content.count(b"\n")
        town.sheets = lambda: content + b"\n"
        files = town.publish()
    else:
        files = town.sealed({**files, name: content + b"\n"})

    verdict = verified(files)

    assert verdict.status == 1
    assert verdict.last.startswith("NOT VERIFIED: ")


def test_every_value_of_a_manifest_may_be_nonsense(town, verified):
    files = town.publish()
    manifest = json.loads(files["manifest.json"])

    for key in manifest:
        for nonsense in (None, -1, "x", [], {}, [None], True, 10**30):
            changed = canonical({**manifest, key: nonsense})
            verdict = verified(town.sealed({**files, "manifest.json": changed}))
            assert verdict.last.startswith(("NOT VERIFIED: ", "VERIFIED: ")[verdict.status == 0])
            assert verdict.status == 1 or key in ("process", "client_sha384", "witnesses")


def test_the_rule_of_a_manifest_may_be_nonsense(town, verified):
    files = town.publish()
    manifest = json.loads(files["manifest.json"])
    greedy = manifest["rule"]["parameters"]

    for rule in (
        {"name": "", "parameters": {"": "x"}},
        {"name": "greedy", "parameters": {}},
        {"name": "greedy", "parameters": {**greedy, "threshold": True}},
        {"name": "greedy", "parameters": {**greedy, "scoring": "points"}},
        {"name": "equal_shares", "parameters": {**greedy, "step": 0}},
    ):
        changed = canonical({**manifest, "rule": rule})
        verdict = verified(town.sealed({**files, "manifest.json": changed}))
        assert verdict.status == 1, rule
        assert "rule" in verdict.last


BOARDS = [b"", b"\0", b"\0\1", b"\0\0", b"\0\1\1", b"\xff\xff" + bytes(9), b"\0\1\4" * 3]


@pytest.mark.parametrize("content", BOARDS)
def test_a_board_that_is_none_is_refused_in_words(town, verified, content):
    files = town.publish()

    verdict = verified({**files, **resealed(town, {**files, "board.bin": content})})

    assert verdict.status == 1
    assert verdict.last.startswith("NOT VERIFIED: ")


def resealed(town, files):
    """Sign files as the board would, though its leaves cannot be read."""
    close = json.loads(files["close.json"])
    del close["signature"]
    close["files"] = {
        name: verify.sha256(files[name]).hex() for name in files if name != "close.json"
    }
    signature = town.board.sign(verify.label("pb1/close") + canonical(close)).hex()
    return {**files, "close.json": canonical({**close, "signature": signature})}


NOTES = ["", "---\n", "x", "x\n---\n", "\n\n\n\n---\n", "{origin}\n1\nAAAA\n\n---\n", "—" * 99]


@pytest.mark.parametrize("content", NOTES)
def test_checkpoints_that_are_none_are_refused_in_words(town, verified, content):
    notes = content.format(origin=town.origin).encode()

    verdict = verified(town.sealed({**town.publish(), "checkpoints.txt": notes}))

    assert verdict.status == 1
    assert "checkpoint" in verdict.last


def test_lines_out_of_order_are_refused(town, verified):
    files = town.publish()
    lines = [json.loads(line) for line in files["opened.jsonl"].splitlines()]

    verdict = verified(town.sealed({**files, "opened.jsonl": lines_of(reversed(lines))}))

    refused(verdict, "not the one that was cast")


def test_what_comes_from_the_files_cannot_steer_the_screen(town, verified):
    town.contests[0]["name"] = "\x1b[2JVERIFIED\r\n\u202egood"

    verdict = verified(town.publish())

    assert verdict.status == 0
    assert "\x1b" not in verdict.text
    assert "\u202e" not in verdict.text


def test_a_name_with_braces_is_a_name(town, verified):
    town.contests[0]["name"] = "{fingerprint} {0} %s"

    verdict = verified(town.publish())

    assert "{fingerprint} {0} %s" in verdict.flat


def test_the_compressed_form_does_not_matter(town, tmp_path, capsys):
    bundle = tmp_path / "bundle.zip"
    with zipfile.ZipFile(bundle, "w", zipfile.ZIP_STORED) as archive:
        for name, content in reversed(town.publish().items()):
            archive.writestr(name, content)

    assert verify.main([str(bundle)]) == 0
    assert zlib.crc32(bundle.read_bytes())
    assert "VERIFICADO" in capsys.readouterr().out
