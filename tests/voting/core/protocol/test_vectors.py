"""The frozen vectors are what the code makes, and agree with themselves."""

from pathlib import Path

import pytest

from tests.voting.core.protocol.make_vectors import vectors, written
from tests.voting.core.protocol.town import BOARD_KEY, KEYS, SEAL_PRIVATE, VECTORS
from voting.core.crypto import rsabssa, shamir
from voting.core.protocol import code, receipts, sealing, shares
from voting.core.protocol.leaves import hash_of, read_ballot_leaf, sealed_hash_of

PUBLIC = [key.public for key in KEYS]


def test_the_frozen_vectors_are_made_again_byte_for_byte():
    frozen = (Path(__file__).parent / "vectors.json").read_text()

    assert written(vectors(KEYS)) == frozen


@pytest.mark.parametrize("voter", VECTORS["voters"], ids=lambda voter: voter["name"])
def test_every_voter_of_the_vectors_is_one(voter):
    private = KEYS[voter["style"]]
    z = bytes.fromhex(voter["z"])

    assert code.seed_of(voter["code"]).hex() == voter["seed"]
    assert rsabssa.blind_sign(private, z, 9).hex() == voter["blind_signature"]
    election = bytes.fromhex(voter["election_id"])
    void = read_ballot_leaf(bytes.fromhex(voter["void_leaf"]))
    assert void.is_void
    assert void.faults(election, PUBLIC, strictly=True) == ()


BALLOTS = [(voter, ballot) for voter in VECTORS["voters"] for ballot in voter["ballots"]]


@pytest.mark.parametrize(("voter", "ballot"), BALLOTS)
def test_every_ballot_of_the_vectors_counts_and_opens(voter, ballot):
    election, octets = bytes.fromhex(voter["election_id"]), bytes.fromhex(ballot["leaf"])
    sealed = bytes.fromhex(ballot["sealed"])

    leaf = read_ballot_leaf(octets)
    nonce, plain = sealing.unseal(SEAL_PRIVATE, leaf.context(election), sealed, VECTORS["pad"])

    assert leaf.encode() == octets
    assert leaf.faults(election, PUBLIC, strictly=True) == ()
    assert (leaf.style, leaf.ctr) == (voter["style"], ballot["ctr"])
    assert leaf.sealed_hash == sealed_hash_of(sealed)
    assert (nonce.hex(), plain) == (ballot["nonce"], ballot["plain"])
    assert hash_of(octets).hex() == ballot["leaf_hash"]
    assert hash_of(octets).startswith(receipts.read_code(ballot["receipt_code"]))
    assert receipts.Receipt.read(ballot["receipt"]).is_signed(BOARD_KEY)
    assert len(octets) == 583
    assert len(sealed) == 32 + VECTORS["pad"] + 16


def test_the_shares_of_the_vectors_open_the_seal_key():
    given = [shares.share_of(share["code"]) for share in VECTORS["shares"]]

    assert shamir.join(given[1:4]) == SEAL_PRIVATE
    assert [shares.hash_of(one).hex() for one in given] == [s["hash"] for s in VECTORS["shares"]]
