"""concejo trustees open: what counts by the board is opened, and nothing else ever is."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from hashlib import sha256
from itertools import combinations

import pytest

from tests.commands.trustees.ballot_box import PLAINS, BallotBox, packed
from tests.commands.trustees.ceremony import codes_in, said
from tests.voting.core.protocol.town import BOARD_SEED
from voting.core.crypto import hpke, notes
from voting.core.crypto.shamir import join
from voting.core.protocol.leaves import read_ballot_leaf
from voting.core.protocol.openings import OpenedLine, UnopenedLine, read_lines
from voting.core.protocol.shares import share_of


@pytest.fixture(scope="module")
def ceremony(tmp_path_factory):
    """A folder with a key of which three of five shares open the ballots."""
    made = tmp_path_factory.mktemp("ceremony") / "key"
    assert said("make", made)[0] == 0
    return made


@pytest.fixture
def codes(ceremony):
    """The codes of the five sheets."""
    return codes_in(ceremony)


@pytest.fixture
def box(ceremony):
    """A box in which Rosa voted twice, Inés once, and Tupaq took his ballot back."""
    box = BallotBox.of(ceremony / "seal-key.json")
    box.cast("rosa", PLAINS[0])
    box.cast("tupaq", PLAINS[1])
    box.cast("rosa", PLAINS[2], ctr=2)
    box.cast("inés", PLAINS[1])
    box.take_back("tupaq")
    return box


@pytest.fixture
def out(tmp_path):
    """Where what was opened is written."""
    return tmp_path / "out"


def opened(files, tmp_path, codes):
    return said("open", packed(files, tmp_path / "to-open.zip"), tmp_path / "out", typed=codes)


def lines(out):
    """Read both files as whoever takes them reads them: plains by commitment, and reasons."""
    kept = read_lines((out / "opened.jsonl").read_bytes(), OpenedLine)
    left = read_lines((out / "unopened.jsonl").read_bytes(), UnopenedLine)
    plains = {line.commitment.hex(): line.plain for line in kept}
    return plains, [(line.commitment.hex(), line.reason.value) for line in left]


def commitment(box, place):
    return read_ballot_leaf(box.ballots[place][0]).commitment.hex()


def test_what_counts_is_opened_and_what_was_replaced_or_taken_back_is_not(box, tmp_path, codes):
    status, _out, err = opened(box.files(), tmp_path, codes[:3])

    plains, left = lines(tmp_path / "out")
    assert (status, err, left) == (0, "", [])
    assert plains == {commitment(box, 2): PLAINS[2], commitment(box, 3): PLAINS[1]}


def test_every_three_of_five_open_the_same(box, tmp_path, codes):
    path = packed(box.files(), tmp_path / "to-open.zip")
    found = set()

    for number, three in enumerate(combinations(codes, 3)):
        status, _out, _err = said("open", path, tmp_path / str(number), typed=three)
        assert status == 0
        found.add((tmp_path / str(number) / "opened.jsonl").read_bytes())

    assert len(found) == 1


def test_no_two_open_anything(box, tmp_path, codes, out):
    for two in combinations(codes, 2):
        status, _out, err = opened(box.files(), tmp_path, two)

        assert status == 1
        assert "Only 2 of the 3 shares" in err
        assert not out.exists()


def test_a_bad_share_is_named_and_the_others_go_on(box, tmp_path, codes):
    bad = codes[1][:-1] + ("0" if codes[1][-1] != "0" else "1")

    status, _out, err = opened(box.files(), tmp_path, [codes[0], bad, codes[2], codes[4]])

    assert status == 0
    assert err == "The check does not fit. Look at group 14 again.\n"


def test_all_is_told_that_has_to_be_compared_before_a_code_is_asked_for(box, tmp_path):
    _status, said_before, _err = opened(box.files(), tmp_path, [])

    fingerprint = sha256(box.files()["manifest.json"]).hexdigest()
    assert f"Fingerprint of the vote: {fingerprint[:4]} {fingerprint[4:8]}" in said_before
    assert "The board has 7 leaves. Its root: " in said_before
    assert "No witness signed it." in said_before
    assert "2 ballots count and will be opened." in said_before
    assert "Replaced or taken back, and never opened: 2." in said_before


def test_witnesses_are_named_whose_signature_is_right(box, tmp_path):
    files = box.files(sizes=(0,))
    note = notes.Note.read(files["checkpoints.txt"].decode().removesuffix("---\n"))
    note += notes.cosign(note.text, "gaceta.example", BOARD_SEED, 1_796_000_000)
    files["checkpoints.txt"] = f"{note.write()}---\n".encode()

    _status, said_before, _err = opened(files, tmp_path, [])

    assert "Witnesses who signed it: gaceta.example" in said_before


def test_the_minutes_hold_numbers_and_hashes_and_no_ballot(box, tmp_path, codes, out):
    _status, told, _err = opened(box.files(), tmp_path, [codes[4], codes[0], codes[2]])

    page = (out / "minutes.html").read_text()
    digest = sha256((out / "opened.jsonl").read_bytes()).hexdigest()
    assert f"opened.jsonl: {digest}" in told
    assert " ".join(digest[at : at + 4] for at in range(0, 64, 4)) in page
    assert "Partes que han intervenido: 1, 3, 5." in page
    assert "Opened: 2" in told
    assert "choices" not in page
    assert not any(code[:9] in page for code in codes)


def test_neither_the_private_key_nor_a_share_is_written_anywhere(box, tmp_path, codes, out):
    private = join([share_of(code) for code in codes[:3]])

    opened(box.files(), tmp_path, codes[:3])

    for path in out.iterdir():
        content = path.read_bytes()
        assert path.stat().st_mode & 0o077 == 0
        assert not any(code[:9].encode() in content for code in codes)
        assert private not in content
        assert private.hex().encode() not in content
    assert {path.name for path in out.iterdir()} == {
        "opened.jsonl",
        "unopened.jsonl",
        "minutes.html",
    }


def flip(octets):
    """Change the last bit."""
    return octets[:-1] + bytes([octets[-1] ^ 1])


def change_sealed(box):
    leaf, sealed = box.ballots[3]
    box.ballots[3] = leaf, flip(sealed)
    return commitment(box, 3)


def leave_out(box):
    box.ballots[3] = box.ballots[3][0], b""
    return commitment(box, 3)


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (change_sealed, "lost"),
        (leave_out, "lost"),
        (
            lambda box: box.cast_opening("ana", bytes, seal_pk=hpke.public_key(bytes([9] * 32))),
            "not_sealed",
        ),
        (lambda box: box.cast_opening("ana", flip), "not_an_opening"),
        (lambda box: box.cast_opening("ana", lambda whole: whole + b"\0"), "not_an_opening"),
        (lambda box: box.cast_opening("ana", lambda whole: b""), "not_an_opening"),
        (
            lambda box: box.cast_opening("ana", lambda whole: b"\1" + whole[1:]),
            "other_commitment",
        ),
        (lambda box: box.cast_opening("ana", bytes, plain=b"\xff"), "not_text"),
    ],
    ids=["changed", "left out", "other key", "not zero", "long", "empty", "nonce", "text"],
)
def test_what_cannot_be_opened_is_said_with_its_reason(box, tmp_path, codes, spoil, reason):
    wrong = spoil(box)

    status, _told, err = opened(box.files(), tmp_path, codes[:3])

    plains, left = lines(tmp_path / "out")
    assert status == 0
    assert left == [(wrong, reason)]
    assert wrong not in plains
    assert commitment(box, 2) in plains
    assert "One ballot that counts could not be opened. Keep the shares" in err


def test_who_copies_a_ballot_opens_nothing_and_spoils_nothing(box, tmp_path, codes):
    box.copy("ana", 3)

    opened(box.files(), tmp_path, codes[:3])

    plains, left = lines(tmp_path / "out")
    assert plains[commitment(box, 3)] == PLAINS[1]
    assert left == [(commitment(box, 3), "not_sealed")]


def test_a_ballot_that_is_no_vote_is_opened_for_all_to_see(box, tmp_path, codes):
    null = box.cast_opening("ana", bytes, plain="Ninguno de éstos".encode())

    opened(box.files(), tmp_path, codes[:3])

    plains, left = lines(tmp_path / "out")
    assert (plains[null], left) == ("Ninguno de éstos", [])


def test_a_replaced_ballot_may_be_left_out(box, tmp_path, codes):
    box.ballots[0] = box.ballots[0][0], b""

    status, _told, err = opened(box.files(), tmp_path, codes[:3])

    assert (status, err) == (0, "")


def test_only_ballots_that_count_are_ever_unsealed(box, tmp_path, codes, monkeypatch):
    unsealed, real = [], hpke.unseal

    def watched(private, info, aad, sealed, *suite):
        unsealed.append(sealed)
        return real(private, info, aad, sealed, *suite)

    monkeypatch.setattr(hpke, "unseal", watched)
    opened(box.files(), tmp_path, codes[:3])

    assert unsealed == [box.ballots[2][1], box.ballots[3][1]]


def another_seed(box):
    return box.files(seed=bytes([7] * 32))


def older_checkpoint(box):
    return box.files(sizes=(1, 3))


def checkpoints_backwards(box):
    return box.files(sizes=(0, 1, 0))


def another_board_before(box):
    files = box.files(sizes=(2, 0))
    box.ballots[:2] = reversed(box.ballots[:2])
    old = box.files(sizes=(1,))["checkpoints.txt"]
    return files | {"checkpoints.txt": old + files["checkpoints.txt"]}


def a_leaf_less(box):
    files = box.files()
    box.ballots.pop(2)
    return files | {key: box.files()[key] for key in ("board.bin", "sealed.bin")}


def another_manifest(box):
    files = box.files()
    return files | {"manifest.json": files["manifest.json"].replace(b"2027", b"2028")}


def foreign_origin(box):
    files = box.files()
    origin = box.town.origin
    written = files["checkpoints.txt"].decode().replace(origin, "otro" + origin)
    return files | {"checkpoints.txt": written.encode()}


SIGNATURE, BOARD = "The signature of the board is not valid", "The board is not the one"


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (another_seed, SIGNATURE),
        (foreign_origin, SIGNATURE),
        (older_checkpoint, BOARD),
        (checkpoints_backwards, BOARD),
        (another_board_before, BOARD),
        (a_leaf_less, BOARD),
    ],
)
def test_a_board_that_is_not_the_signed_one_is_refused(box, tmp_path, codes, out, spoil, reason):
    status, told, err = opened(spoil(box), tmp_path, codes)

    assert status == 1
    assert err.startswith(f"concejo: {reason}")
    assert "Share" not in told
    assert not out.exists()


def same_counter(box):
    box.cast("rosa", PLAINS[1], ctr=2)


def foreign_credential(box):
    leaf, sealed = box.ballots[3]
    box.ballots[3] = leaf[:67] + flip(leaf[67:451]) + leaf[451:], sealed


def foreign_signature(box):
    leaf, sealed = box.ballots[3]
    box.ballots[3] = leaf[:-64] + bytes(64), sealed


def cut_leaf(box):
    leaf, sealed = box.ballots[3]
    box.ballots[3] = leaf[:-1], sealed


@pytest.mark.parametrize(
    ("spoil", "number"),
    [(same_counter, 6), (foreign_credential, 4), (foreign_signature, 4), (cut_leaf, 4)],
)
def test_a_leaf_that_nobody_could_have_cast_is_refused(box, tmp_path, codes, out, spoil, number):
    spoil(box)

    status, _told, err = opened(box.files(), tmp_path, codes)

    assert status == 1
    assert err.startswith(f"concejo: Leaf {number} of the board (board.bin) is not as it has to be")
    assert not out.exists()


def test_a_ballot_after_the_close_is_refused(box, tmp_path, codes, monkeypatch):
    late = [*box.leaves, box.ballots[0][0]]
    monkeypatch.setattr(BallotBox, "leaves", late)

    status, _told, err = opened(box.files(), tmp_path, codes)

    assert status == 1
    assert err.startswith("concejo: Leaf 8 of the board")


def cut(name, octets=1):
    return lambda files: files | {name: files[name][:-octets]}


def without(name):
    return lambda files: {key: value for key, value in files.items() if key != name}


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (cut("manifest.json"), "manifest.json is damaged"),
        (cut("checkpoints.txt"), "checkpoints.txt is damaged"),
        (cut("board.bin"), "board.bin is damaged"),
        (cut("board.bin", 58), "board.bin is damaged"),
        (cut("sealed.bin", 5), "sealed.bin is damaged"),
        (cut("sealed.bin", 2), "sealed.bin is damaged"),
        (lambda files: files | {"sealed.bin": b""}, "sealed.bin is damaged"),
        (
            lambda files: files | {"sealed.bin": files["sealed.bin"] + bytes(4)},
            "sealed.bin is damaged",
        ),
        (lambda files: files | {"sealed.bin": b"\xff" * 9}, "sealed.bin is damaged"),
        (lambda files: files | {"checkpoints.txt": b""}, "checkpoints.txt is damaged"),
        (without("sealed.bin"), "does not hold just these four"),
        (lambda files: files | {"list.txt": b""}, "does not hold just these four"),
    ],
    ids=list("abcdefghijkl"),
)
def test_a_file_that_is_wrong_is_one_sentence(box, tmp_path, codes, out, spoil, reason):
    status, _told, err = opened(spoil(box.files()), tmp_path, codes)

    assert status == 1
    assert err.startswith("concejo: ")
    assert reason in err
    assert err.count("\n") == 0
    assert not out.exists()


def test_what_is_no_zip_or_is_not_there_is_one_sentence(tmp_path, out):
    (tmp_path / "letter.zip").write_text("Querida Rosa")

    status, _told, err = said("open", tmp_path / "letter.zip", out)
    assert (status, out.exists()) == (1, False)
    assert "This is no file to open" in err

    status, _told, err = said("open", tmp_path / "nowhere.zip", out)
    assert (status, out.exists()) == (1, False)
    assert "It cannot be read: No such file or directory." in err


def test_any_changed_byte_of_the_file_is_refused_or_opens_the_same(box, tmp_path, codes, out):
    whole = packed(box.files(), tmp_path / "to-open.zip").read_bytes()
    opened(box.files(), tmp_path, codes[:3])
    right = (out / "opened.jsonl").read_bytes()

    for place in range(0, len(whole), len(whole) // 40):
        changed = tmp_path / f"{place}.zip"
        changed.write_bytes(whole[:place] + bytes([whole[place] ^ 16]) + whole[place + 1 :])
        status, _told, _err = said("open", changed, tmp_path / str(place), typed=codes[:3])
        assert status == 1 or (tmp_path / str(place) / "opened.jsonl").read_bytes() == right


def test_a_folder_that_is_not_empty_is_left_alone(box, tmp_path, codes, out):
    out.mkdir()
    (out / "opened.jsonl").write_text("{}")

    status, _told, err = opened(box.files(), tmp_path, codes)

    assert status == 1
    assert "is not empty" in err
    assert (out / "opened.jsonl").read_text() == "{}"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interruption_while_codes_are_asked_for_leaves_nothing(
    box, tmp_path, codes, out, number
):
    path = packed(box.files(), tmp_path / "to-open.zip")
    with subprocess.Popen(
        [sys.executable, "-m", "concejo", "trustees", "open", path, out],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        process.stdin.write(f"{codes[0]}\n")
        process.stdin.flush()
        said_before = [process.stdout.readline() for _line in range(6)]
        was_begun = out.exists()
        process.send_signal(number)
        process.wait(timeout=20)

    assert said_before[-1] == "La parte 1 es correcta.\n"
    assert was_begun
    assert process.returncode == 130
    assert not out.exists()


def test_an_interruption_while_ballots_are_opened_leaves_nothing(
    box, tmp_path, codes, out, monkeypatch
):
    real = hpke.unseal

    def slow(*given):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(0.01)
        return real(*given)

    monkeypatch.setattr(hpke, "unseal", slow)

    with pytest.raises(KeyboardInterrupt):
        opened(box.files(), tmp_path, codes[:3])

    assert not out.exists()


def test_lines_are_canonical_json_in_the_order_of_their_commitments(box, tmp_path, codes, out):
    for number in range(9):
        box.cast(f"neighbour {number}", PLAINS[number % 3])

    opened(box.files(), tmp_path, codes[:3])

    text = (out / "opened.jsonl").read_text()
    commits = [json.loads(line)["commit"] for line in text.splitlines()]
    assert commits == sorted(commits)
    assert len(set(commits)) == 11
    assert re.fullmatch(r'(\{"commit":"[^"]+","nonce":"[^"]+","plain":"[^\n]+"\}\n)+', text)
