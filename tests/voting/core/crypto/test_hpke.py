"""Sealed messages are those of RFC 9180, and open for nobody else."""

import pytest
from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.primitives import hpke as theirs
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from voting.core.crypto import hkdf, hpke

KEYS = st.binary(min_size=32, max_size=32)
SUITE = theirs.Suite(theirs.KEM.X25519, theirs.KDF.HKDF_SHA256, theirs.AEAD.AES_256_GCM)
#: Its public interface takes no additional data; what is behind it does.
WITH_AAD = openssl.hpke

#: RFC 9180, appendix A.1.1: base mode, X25519, SHA-256, AES-128-GCM, message 0.
PRIVATE = bytes.fromhex("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8")
PUBLIC = bytes.fromhex("3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d")
EPHEMERAL = bytes.fromhex("52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736")
ENCAPSULATED = "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431"
CIPHERTEXT = (
    "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a"
)
SHARED = bytes.fromhex("fe0e18c9f024ce43799ae393c7e8fe8fce9d218875e8227b0187c04e7d2ea1fc")
INFO = b"Ode on a Grecian Urn"
PLAIN = b"Beauty is truth, truth beauty"


def test_the_vector_of_the_rfc():
    sealed = hpke.seal(PUBLIC, INFO, b"Count-0", PLAIN, EPHEMERAL, hpke.AES_128)

    assert hpke.public_key(PRIVATE) == PUBLIC
    assert sealed.hex() == ENCAPSULATED + CIPHERTEXT
    assert hpke.unseal(PRIVATE, INFO, b"Count-0", sealed, hpke.AES_128) == PLAIN


def test_the_intermediate_values_of_the_rfc():
    exchanged = X25519PrivateKey.from_private_bytes(EPHEMERAL).exchange(
        X25519PublicKey.from_public_bytes(PUBLIC)
    )
    shared = hpke._kem_secret(exchanged, bytes.fromhex(ENCAPSULATED) + PUBLIC)

    key, nonce = hpke._schedule(shared, INFO, hpke.AES_128)

    assert shared == SHARED
    assert key.hex() == "4531685d41d65f03dc48f6b8302c05b0"
    assert nonce.hex() == "56d890e5accaaf011cff4b7d"


@given(KEYS, KEYS, st.binary(max_size=300), st.binary(max_size=50), st.binary(max_size=50))
def test_what_we_seal_another_program_opens_and_the_reverse(private, ephemeral, plain, info, aad):
    theirs_private = X25519PrivateKey.from_private_bytes(private)
    public = hpke.public_key(private)

    sealed = hpke.seal(public, info, aad, plain, ephemeral)
    by_them = WITH_AAD._encrypt_with_aad(SUITE, plain, theirs_private.public_key(), info, aad)

    assert WITH_AAD._decrypt_with_aad(SUITE, sealed, theirs_private, info, aad) == plain
    assert hpke.unseal(private, info, aad, by_them) == plain
    assert hpke.unseal(private, info, aad, sealed) == plain
    assert hpke.seal(public, info, aad, plain, ephemeral) == sealed
    assert len(sealed) == len(plain) + hpke.OVERHEAD


def test_the_public_interface_of_another_program_agrees_too():
    key = X25519PrivateKey.from_private_bytes(PRIVATE)

    assert SUITE.decrypt(hpke.seal(PUBLIC, INFO, b"", PLAIN, EPHEMERAL), key, INFO) == PLAIN
    assert hpke.unseal(PRIVATE, INFO, b"", SUITE.encrypt(PLAIN, key.public_key(), INFO)) == PLAIN


@given(st.integers(0, 8 * (48 + 29) - 1))
def test_a_changed_bit_keeps_it_closed(bit):
    sealed = hpke.seal(PUBLIC, INFO, b"aad", PLAIN, EPHEMERAL)
    changed = (int.from_bytes(sealed, "big") ^ 1 << bit).to_bytes(len(sealed), "big")
    # X25519 ignores the highest bit of a public key, but the key schedule does not.

    with pytest.raises(hpke.NotSealed):
        hpke.unseal(PRIVATE, INFO, b"aad", changed)


def test_other_information_keeps_it_closed():
    sealed = hpke.seal(PUBLIC, INFO, b"aad", PLAIN, EPHEMERAL)

    for private, info, aad in (
        (EPHEMERAL, INFO, b"aad"),
        (PRIVATE, INFO + b"s", b"aad"),
        (PRIVATE, INFO, b""),
    ):
        with pytest.raises(hpke.NotSealed):
            hpke.unseal(private, info, aad, sealed)
    with pytest.raises(hpke.NotSealed):
        hpke.unseal(PRIVATE, INFO, b"aad", sealed[:47])


def test_a_key_with_which_nothing_is_secret_is_refused():
    with pytest.raises(ValueError, match="shared key"):
        hpke.seal(bytes(32), INFO, b"", PLAIN, EPHEMERAL)
    with pytest.raises(hpke.NotSealed):
        hpke.unseal(PRIVATE, INFO, b"", bytes(80))


def test_hkdf_is_that_of_rfc_5869():
    """The first test case of appendix A."""
    key = hkdf.extract(bytes(range(13)), b"\x0b" * 22)

    drawn = hkdf.expand(key, bytes(range(0xF0, 0xFA)), 42)

    assert key.hex() == "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5"
    assert drawn.hex() == (
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
    )
    assert hkdf.derive(b"\x0b" * 22, bytes(range(13)), bytes(range(0xF0, 0xFA)), 42) == drawn


@pytest.mark.parametrize("length", [0, 8161])
def test_hkdf_does_not_give_more_than_it_has(length):
    with pytest.raises(ValueError, match="bytes"):
        hkdf.expand(bytes(32), b"", length)
