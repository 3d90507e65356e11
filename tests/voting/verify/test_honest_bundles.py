"""An honest election is verified, whichever way it was voted and checked."""

import pytest

from voting import verify
from voting.verify import receipt_code


@pytest.mark.parametrize("how", [[], ["--fast"], ["--jobs", "2"], ["--fast", "--jobs", "3"]])
def test_an_honest_election_is_verified(town, verified, how):
    verdict = verified(town.publish(), *how)

    assert verdict.status == 0
    assert verdict.last.startswith("VERIFIED: the 10 votes are from holders of a right to vote")


def test_it_is_told_in_spanish_first(town, verified):
    verdict = verified(town.publish(), "--lang", "es")

    assert verdict.status == 0
    assert verdict.text.startswith("Verificación de la votación «budget-2027»")
    assert verdict.last.startswith("VERIFICADO: los 10 votos son de quien tenía derecho")


def test_the_fingerprint_is_printed_in_sixteen_groups_and_compared(town, verified):
    files = town.publish()
    fingerprint = verify.sha256(files["manifest.json"]).hex()
    groups = " ".join(fingerprint[at : at + 4] for at in range(0, 64, 4))

    told, compared = verified(files), verified(files, "--fingerprint", groups.upper())

    assert groups in told.flat
    assert "the fingerprint that was given" in compared.text
    assert compared.status == 0


def test_what_happened_is_told_with_numbers(town, verified):
    told = verified(town.publish()).flat

    assert "11 on the board" in told
    assert "8 count, 1 were replaced or void, 2 are voids" in told
    assert "Paper: 2 sheets" in told
    assert "12 persons" in told
    assert "Contest city: 9 valid votes (1 blank) and 1 null; 2 projects for 1 of 1 EUR" in told
    assert "Marks without a ballot in “north”: 1 by web or code, 0 on paper" in told
    assert "1 stand as not having voted, 11 as having" in told


def test_marks_without_a_ballot_stand_beside_the_margin_of_the_last_funded_project(town, verified):
    told = verified(town.publish()).flat

    margin = "Contest city: 1 marks without a ballot, and 1 votes or points between “a”"
    assert margin in told
    assert "They could have decided!" in told


@pytest.mark.parametrize(
    ("which", "state"), [(1, "it counts"), (0, "does not count: replaced or void")]
)
def test_a_receipt_is_found_on_the_board(town, verified, which, state):
    code = receipt_code(town.all_casts[which].hash)

    verdict = verified(town.publish(), "--receipt", code.lower().replace("-", " "))

    assert verdict.status == 0
    assert state in verdict.flat


def test_a_checkpoint_that_somebody_kept_is_of_the_board(town, verified, tmp_path):
    files = town.publish()
    kept = tmp_path / "kept.txt"
    kept.write_text(files["checkpoints.txt"].decode().split("---\n")[0], encoding="utf-8")

    verdict = verified(files, "--checkpoint", str(kept))

    assert verdict.status == 0
    assert "Kept checkpoint (4 leaves): it is of this very board" in verdict.flat


def test_no_witness_is_told_and_a_stranger_may_cosign(town, verified):
    files = town.publish()
    notes = files["checkpoints.txt"].replace(b"paper.example", b"other.example")

    verdict = verified(town.sealed({**files, "checkpoints.txt": notes}))

    assert verdict.status == 0
    assert "Nobody else signed the board" in verdict.flat


def test_a_vote_without_any_ballot_is_verified_too(verified):
    from tests.voting.verify.town import Town

    town = Town()
    town.enter(0)

    assert verified(town.publish()).status == 0


@pytest.mark.parametrize(
    "wrong",
    [["--fingerprint", "12"], ["--receipt", "x"], ["--receipt", "-"], ["--jobs", "0"], ["--fat"]],
)
def test_wrong_usage_ends_with_two(wrong):
    with pytest.raises(SystemExit) as ended:
        verify.main(["bundle.zip", *wrong])

    assert ended.value.code == 2
