"""A witness signs a board that only grew; to two faces they do not lend their name."""

import stat
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.commands.witness.said import said
from tests.voting.core.protocol import town
from voting.core.crypto import merkle
from voting.core.crypto.notes import Checkpoint, Note, cosigned_at
from voting.core.protocol.board import read_checkpoints
from voting.core.protocol.witnessing import SplitView, demand_growth

#: Leaves of which a witness knows nothing but that they are there.
LEAVES = [bytes([number]) * 40 for number in range(20)]


def evidence(tmp_path):
    return list(tmp_path.glob("state/*/split-view-*.txt"))


def signed_by(liar):
    """The sizes of the boards under which the newspaper has set its name."""
    (witness,) = liar.manifest.witnesses
    notes = [Note.read(written) for written in liar.cosignatures]
    assert all(cosigned_at(note, witness.name, witness.key) for note in notes)
    return [Checkpoint.read(note.text).size for note in notes]


def test_a_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    file = tmp_path / "witness.key"

    status, out, _err = said("key", "uni.example", "--key", file)
    again = said("key", "uni.example", "--key", file)

    assert status == 0
    name, _sign, public = out.splitlines()[-1].partition("=")
    assert name == "uni.example"
    assert len(bytes.fromhex(public)) == 32
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert again[0] == 1
    assert "already" in again[2]
    for wrong in ("two words", "a,b", "a+b", ""):
        assert said("key", wrong, "--key", tmp_path / "other")[0] == 1


def test_a_board_that_grows_is_signed_each_time(liar, cosign):
    assert "nothing to sign" in cosign()[1]
    for size in (3, 7, 7, 8, 20):
        liar.show(LEAVES[:size])

        status, out, err = cosign()

        assert (status, err) == (0, "")
        assert f"{size} leaves" in out
    assert signed_by(liar) == [3, 7, 7, 8, 20]


def test_the_fingerprint_is_told_the_first_time(liar, cosign):
    liar.show(LEAVES[:3])

    first, second = cosign()[1], cosign()[1]

    assert "Compare it with the one that was published" in first
    assert "Compare" not in second


def forks():
    """Boards that an operator may show to somebody who has seen the first seven leaves."""
    other = b"\xff" * 40
    return {
        "as large, with another leaf": [*LEAVES[:6], other],
        "larger, with a leaf changed in the past": [*LEAVES[:2], other, *LEAVES[3:12]],
        "larger, with a leaf taken out": [*LEAVES[:3], *LEAVES[4:12]],
        "larger, in another order": [LEAVES[1], LEAVES[0], *LEAVES[2:12]],
        "smaller, as if nothing had come": LEAVES[:5],
        "a power of two, with another leaf": [other, *LEAVES[1:16]],
    }


@pytest.mark.parametrize("fork", forks())
@pytest.mark.parametrize("proof", ["honest", "of the true board", "none", "random"])
def test_to_two_faces_nothing_is_signed_and_both_are_kept(liar, cosign, tmp_path, fork, proof):
    older = liar.show(LEAVES[:7])
    assert cosign()[0] == 0
    newer = liar.show(forks()[fork])
    size = len(forks()[fork])
    true = merkle.Tree(merkle.leaf_hash(leaf) for leaf in LEAVES)
    liar.proof = {
        "honest": None,
        "of the true board": list(true.consistency_proof(min(7, size), max(7, size))),
        "none": [],
        "random": [bytes([number]) * 32 for number in range(3)],
    }[proof]

    status, _out, err = cosign()

    assert status == 1
    assert "SPLIT VIEW" in err
    assert signed_by(liar) == [7]
    (file,) = evidence(tmp_path)
    assert read_checkpoints(file.read_bytes()) == (older, newer)


def test_after_a_split_view_nothing_is_signed_any_more(liar, cosign, tmp_path):
    liar.show(LEAVES[:7])
    cosign()
    liar.show([*LEAVES[:6], b"x"])
    cosign()
    liar.show(LEAVES[:9])

    status, _out, err = cosign()

    assert status == 1
    assert "two faces" in err
    assert signed_by(liar) == [7]
    assert len(evidence(tmp_path)) == 1


def test_what_another_key_signed_is_not_signed(liar, cosign, tmp_path):
    liar.seed = bytes(32)
    liar.show(LEAVES[:3])

    status, _out, err = cosign()

    assert (status, signed_by(liar), evidence(tmp_path)) == (1, [], [])
    assert "not the board's" in err


def test_a_checkpoint_of_another_vote_is_not_signed(liar, cosign):
    note = liar.show(LEAVES[:3])
    elsewhere = replace(Checkpoint.read(note.text), origin="otra.example/vote/1").text
    liar.notes = [Note(elsewhere, note.signatures)]

    assert cosign()[0] == 1
    assert signed_by(liar) == []


def test_an_exchanged_manifest_is_noticed(liar, cosign):
    liar.show(LEAVES[:3])
    cosign()
    liar.text = replace(liar.manifest, eligible=6).write()

    status, _out, err = cosign()

    assert status == 1
    assert "another one than when it was first seen" in err
    assert signed_by(liar) == [3]


def test_a_board_that_is_emptied_is_noticed(liar, cosign):
    liar.show(LEAVES[:3])
    cosign()
    liar.notes.clear()

    status, _out, err = cosign()

    assert status == 1
    assert "empty now" in err


def test_whom_the_manifest_does_not_name_signs_nothing(liar, tmp_path):
    liar.show(LEAVES[:3])
    stranger = tmp_path / "stranger.key"
    said("key", "gaceta.example", "--key", stranger)

    status, _out, err = said("cosign", liar.url, "--key", stranger, "--state", tmp_path / "s")

    assert status == 1
    assert "does not name gaceta.example with this key" in err
    assert liar.cosignatures == []


def test_a_lost_memory_is_not_taken_for_none(liar, cosign, tmp_path):
    liar.show(LEAVES[:3])
    cosign()
    (file,) = tmp_path.glob("state/*/checkpoint")
    file.write_bytes(b"\xff")

    status, _out, err = cosign()

    assert status == 1
    assert "is damaged" in err


def test_what_cannot_be_reached_or_read_is_said_in_words(liar, key, tmp_path):
    election = liar.manifest.election_id.hex()
    for address, words in (
        (f"http://127.0.0.1:1/{election}", "does not answer"),
        ("nonsense://x/" + election, "does not answer"),
        (liar.url + "/x", "has to end with the number"),
        (liar.url.replace(election, "00" * 32), "The box says: 404"),
    ):
        status, _out, err = said("cosign", address, "--key", key, "--state", tmp_path / "s")

        assert status == 1
        assert words in err
    wrong = said("cosign", liar.url, "--key", tmp_path / "none", "--state", tmp_path / "s")
    assert "is not the key of a witness" in wrong[2]


def test_it_speaks_spanish(liar, key, tmp_path):
    liar.show(LEAVES[:3])

    _status, out, _err = said(
        "cosign", liar.url, "--key", key, "--state", tmp_path / "s", language="es"
    )

    assert "Firmado: un tablón de 3 hojas" in out


@given(st.data())
def test_no_proof_makes_a_fork_the_continuation(data):
    size = data.draw(st.integers(1, 40))
    older = [bytes([number]) for number in range(size)]
    newer = data.draw(st.lists(st.binary(max_size=1), max_size=60))
    tree, forged = (merkle.Tree(map(merkle.leaf_hash, leaves)) for leaves in (older, newer))
    hashes = [merkle.leaf_hash(leaf) for leaf in (*older, *newer)]
    proof = data.draw(
        st.one_of(
            st.lists(st.sampled_from(hashes), max_size=8),
            st.just(list(forged.consistency_proof(min(size, len(newer))))),
        )
    )
    first = Checkpoint(town.manifest().origin, size, tree.root())
    second = Checkpoint(first.origin, len(newer), forged.root())

    if newer[:size] == older:
        demand_growth(first, second, forged.consistency_proof(size))
    else:
        with pytest.raises(SplitView):
            demand_growth(first, second, proof)
