"""A voter: the same seed says the same, and what is said tells nobody who said it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.core.protocol.town import ELECTION, KEYS, SEAL_PK, SEAL_PRIVATE, manifest
from voting.core.crypto import rsabssa
from voting.core.protocol import sealing
from voting.core.protocol.client import Voter
from voting.core.protocol.credential import VARIANT
from voting.core.protocol.layout import digest
from voting.core.protocol.leaves import VOID, LeafFault, read_ballot_leaf

PLAIN = '{"1":{"choices":["7"],"points":[]}}'
PUBLIC = [key.public for key in KEYS]


def voter_of(number):
    return Voter(digest(b"voter %d" % number)[:16], ELECTION)


def credential_of(voter, style=0):
    signed = rsabssa.blind_sign(KEYS[style], voter.request(style, PUBLIC[style]), 7)
    return voter.credential(style, PUBLIC[style], signed)


@pytest.fixture(scope="module")
def rosa():
    return voter_of(1)


@pytest.fixture(scope="module")
def credential(rosa):
    return credential_of(rosa)


def test_what_was_interrupted_is_said_again(rosa, credential):
    again = Voter(rosa.seed, ELECTION)

    assert again.request(0, PUBLIC[0]) == rosa.request(0, PUBLIC[0])
    assert credential_of(again) == credential
    assert again.ballot(0, credential, 1, PLAIN, 100, SEAL_PK) == rosa.ballot(
        0, credential, 1, PLAIN, 100, SEAL_PK
    )


def test_every_request_could_have_been_for_every_credential():
    """With the private key: all pairs have a blinding factor, so a record fits every assignment."""
    key = PUBLIC[0]
    voters = [voter_of(number) for number in range(8)]
    requests = [voter.request(0, key) for voter in voters]
    credentials = [credential_of(voter) for voter in voters]

    for z in requests:
        for voter, credential in zip(voters, credentials, strict=True):
            message = voter.input_message(0)
            encoded = int.from_bytes(rsabssa.encode(message, key.bits - 1, b""), "big")
            unknown = int.from_bytes(z, "big") * pow(encoded, -1, key.n) % key.n
            r = pow(unknown, KEYS[0].d, key.n)
            assert rsabssa.blind(key, message, r, b"", VARIANT) == z
            answer = rsabssa.blind_sign(KEYS[0], z, 7)
            assert rsabssa.finalize(key, message, answer, r, VARIANT) == credential


def test_a_credential_is_good_for_its_style_and_its_key_only(rosa, credential):
    leaf = read_ballot_leaf(rosa.ballot(0, credential, 1, PLAIN, 100, SEAL_PK)[0])
    moved = read_ballot_leaf(rosa.ballot(1, credential, 1, PLAIN, 100, SEAL_PK)[0])
    stolen = read_ballot_leaf(voter_of(2).ballot(0, credential, 1, PLAIN, 100, SEAL_PK)[0])
    nowhere = read_ballot_leaf(rosa.ballot(2, credential, 1, PLAIN, 100, SEAL_PK)[0])

    assert leaf.faults(ELECTION, PUBLIC) == ()
    assert moved.faults(ELECTION, PUBLIC) == (LeafFault.CREDENTIAL,)
    assert stolen.faults(ELECTION, PUBLIC) == (LeafFault.CREDENTIAL,)
    assert nowhere.faults(ELECTION, PUBLIC) == (LeafFault.STYLE,)
    assert set(leaf.faults(bytes(32), PUBLIC)) == {LeafFault.CREDENTIAL, LeafFault.SIGNATURE}


def test_the_answer_of_another_key_is_no_credential(rosa):
    request = int.from_bytes(rosa.request(0, PUBLIC[0]), "big") % PUBLIC[1].n
    answer = rsabssa.blind_sign(KEYS[1], PUBLIC[1].to_bytes(request), 7)

    with pytest.raises(rsabssa.NotASignature):
        rosa.credential(0, PUBLIC[0], answer)


@given(st.integers(1, VOID - 1), st.text(max_size=20))
def test_a_ballot_opens_to_what_was_said(ctr, text):
    rosa = voter_of(1)
    text = text.encode(errors="ignore").decode()

    octets, sealed = rosa.ballot(0, bytes(384), ctr, text, 120, SEAL_PK)

    leaf = read_ballot_leaf(octets)
    nonce, plain = sealing.unseal(SEAL_PRIVATE, leaf.context(ELECTION), sealed, 120)
    assert (nonce, plain) == (rosa.nonce(ctr, text), text)
    assert leaf.commitment == rosa.commitment(ctr, text)
    assert len(sealed) == 32 + 120 + 16


def test_another_text_or_counter_has_another_nonce_and_another_key(rosa):
    said = [(1, "a"), (1, "b"), (2, "a"), (2, "b")]

    assert len({rosa.nonce(*one) for one in said} | {rosa.ephemeral(*one) for one in said}) == 8


def test_another_election_has_nothing_in_common(rosa):
    elsewhere = Voter(rosa.seed, bytes(32))

    assert rosa.pk != elsewhere.pk
    assert rosa.prefix != elsewhere.prefix
    assert rosa.blinding_factor(PUBLIC[0]) != elsewhere.blinding_factor(PUBLIC[0])


def test_a_void_takes_all_back(rosa, credential):
    leaf = read_ballot_leaf(rosa.void(0, credential))

    assert leaf.is_void
    assert leaf.ctr == VOID
    assert leaf.faults(ELECTION, PUBLIC, strictly=True) == ()


@pytest.mark.parametrize("ctr", [0, -1, VOID, VOID + 1])
def test_a_ballot_has_a_counter_of_its_own(rosa, credential, ctr):
    with pytest.raises(ValueError, match="counter"):
        rosa.ballot(0, credential, ctr, PLAIN, 100, SEAL_PK)


def test_a_ballot_that_is_too_long_is_not_made(rosa, credential):
    with pytest.raises(ValueError, match="longer"):
        rosa.ballot(0, credential, 1, PLAIN, 34 + len(PLAIN) - 1, SEAL_PK)


def test_what_is_no_seed_makes_no_voter():
    for seed, election in ((bytes(15), ELECTION), (bytes(16), bytes(31))):
        with pytest.raises(ValueError, match="16 bytes"):
            Voter(seed, election)


def test_the_seed_is_not_shown():
    assert "secret" not in repr(Voter(b"secret secret 16", ELECTION))


def test_the_pad_of_a_manifest_is_enough(rosa, credential):
    town = manifest()

    leaf, _sealed = rosa.ballot(0, credential, 1, PLAIN, town.pad, town.seal_pk)

    assert read_ballot_leaf(leaf).faults(ELECTION, town.keys) == ()
