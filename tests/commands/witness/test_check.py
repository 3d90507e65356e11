"""Anybody verifies the board at home, and a receipt whose ballot is not there is proof."""

import pytest

from tests.commands.trustees.ballot_box import PLAINS, BallotBox
from tests.commands.witness.said import said
from tests.voting.core.protocol import town
from voting.core.crypto.notes import cosign as cosigned
from voting.core.protocol.leaves import ClosingLeaf, hash_of
from voting.core.protocol.receipts import Receipt


@pytest.fixture
def ballots(manifest):
    """Rosa voted twice, Inés once, Tupaq took his ballot back; in the order of the board."""
    box = BallotBox(manifest)
    box.cast("rosa", PLAINS[0])
    box.cast("tupaq", PLAINS[1])
    box.cast("rosa", PLAINS[2], ctr=2)
    box.cast("inés", PLAINS[1])
    box.take_back("tupaq")
    return box


@pytest.fixture
def leaves(ballots):
    """The leaves of the board, closed."""
    closing = ClosingLeaf(3, 0, 0, 1, 0, bytes(32))
    return [*(leaf for leaf, _sealed in ballots.ballots), closing.encode()]


@pytest.fixture
def receipts(ballots, manifest, tmp_path):
    """The receipts as files, in the order in which the ballots were cast."""
    files = []
    for number, (leaf, _sealed) in enumerate(ballots.ballots):
        receipt = Receipt.sign(manifest.election_id, hash_of(leaf), town.BOARD_SEED)
        files.append(tmp_path / f"receipt-{number}.json")
        files[-1].write_text(receipt.write() + "\n")
    return files


def check(liar, *words):
    return said("check", liar.url, *words)


def of_all(receipts):
    return [word for file in receipts for word in ("--receipt", file)]


def test_a_right_board_is_verified_and_every_receipt_is_found(liar, leaves, receipts, manifest):
    liar.show(leaves[:2])
    liar.show(leaves)

    status, out, err = check(liar, "--fingerprint", manifest.fingerprint, *of_all(receipts))

    assert (status, err) == (0, "")
    assert "2 checkpoints" in out
    assert "Ballots that count: 2" in out
    assert out.count("on the board and counts.") == 2
    assert out.count("a later ballot of the same voter counts") == 2
    assert out.count("given up at the desk") == 1
    assert "gaceta.example has signed nothing yet" in out


def test_an_empty_board_is_right(liar):
    assert check(liar)[0] == 0


def test_it_tells_what_the_witness_signed_last(liar, leaves, manifest, key):
    from concejo.commands.witness.key import read_key

    liar.show(leaves[:2])
    note = liar.show(leaves[:4])
    liar.notes[-1] = note + cosigned(note.text, "gaceta.example", read_key(key).seed, 1_800_000_000)
    liar.show(leaves)

    assert "gaceta.example last signed a board of 4." in check(liar)[1]


def test_a_ballot_that_waits_is_no_fault_but_one_that_was_dropped_is(liar, leaves, receipts):
    open_board = leaves[1:-1]
    liar.show(open_board)
    early = check(liar, "--receipt", receipts[0])
    liar.show([*open_board, leaves[-1]])
    late = check(liar, "--receipt", receipts[0])

    assert early[0] == 0
    assert "not on the board yet" in early[1]
    assert late[0] == 1
    assert "proves that the box failed" in late[2]


def test_a_receipt_that_the_board_did_not_sign_proves_nothing(liar, leaves, manifest, tmp_path):
    liar.show(leaves)
    leaf = hash_of(leaves[0])
    forged, other, none = (tmp_path / name for name in ("forged", "other", "none"))
    forged.write_text(Receipt.sign(manifest.election_id, leaf, bytes(32)).write())
    other.write_text(Receipt.sign(bytes(32), leaf, town.BOARD_SEED).write())
    none.write_bytes(b"\xff")

    for file, words in ((forged, "did not sign"), (other, "did not sign"), (none, "not a receipt")):
        status, _out, err = check(liar, "--receipt", file)

        assert status == 1
        assert words in err


@pytest.mark.parametrize("place", range(0, 583, 31))
def test_a_changed_ballot_is_found_though_the_board_signs_it(liar, leaves, place):
    leaves[2] = town.flipped(leaves[2], 8 * place)
    liar.show(leaves)

    assert check(liar)[0] == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda liar: liar.leaves.pop(), "not the one that was signed|no checkpoint signs"),
        (lambda liar: liar.notes.pop(), "no checkpoint signs"),
        (lambda liar: liar.notes.reverse(), "no checkpoint signs"),
        (lambda liar: liar.leaves.reverse(), "cannot be read"),
    ],
    ids=["a leaf taken out", "a checkpoint taken out", "in another order", "leaves in another"],
)
def test_a_board_that_is_not_under_its_checkpoints_is_refused(liar, leaves, change, words):
    liar.show(leaves[:3])
    liar.show(leaves)
    change(liar)

    status, _out, err = check(liar)

    assert status == 1
    assert any(one in err for one in words.split("|"))


def test_a_ballot_twice_is_refused(liar, leaves):
    liar.show([leaves[0], *leaves])

    assert "on the board twice" in check(liar)[2]


def test_another_fingerprint_is_refused(liar, leaves, manifest):
    liar.show(leaves)

    assert "not the fingerprint" in check(liar, "--fingerprint", "00" * 32)[2]


def test_a_checkpoint_by_another_key_is_refused(liar, leaves):
    liar.seed = bytes(32)
    liar.show(leaves)

    assert "not signed by the board" in check(liar)[2]


def test_a_witness_finds_that_the_board_is_not_the_one_that_they_signed(
    liar, leaves, cosign, tmp_path
):
    liar.show(leaves[:4])
    cosign()
    liar.show([*leaves[:3], *leaves[5:]])
    liar.notes.pop(0)

    status, _out, err = check(liar, "--state", tmp_path / "state")

    assert check(liar)[0] == 0
    assert status == 1
    assert "when it had 4 leaves" in err
