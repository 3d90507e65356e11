"""Blind signatures are those of RFC 9474, and nothing else passes for one."""

import subprocess
import sys
from random import Random

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.core.crypto.published import published
from voting.core.crypto import rsabssa
from voting.core.crypto.keys import PrivateKey, PublicKey
from voting.core.crypto.powers import EVEN, PLAIN, Powers
from voting.core.crypto.rsabssa import NotARequest, NotASignature, NotBlindable, Variant

ZERO = Variant.PSSZERO_RANDOMIZED
WAYS = [way for way in (PLAIN, EVEN) if way]


def number(text):
    return int(text, 16)


@pytest.fixture(scope="module")
def private():
    """A key of 2048 bits, made for these tests."""
    numbers = rsa.generate_private_key(65537, 2048).private_numbers()
    return PrivateKey(numbers.p, numbers.q)


def vectors():
    """The vectors of the RFC, and the one that others publish with another blinding factor."""
    file = published("rfc9474_vectors.json")
    return [*file["vectors"], *file["alternate_vectors_from_cloudflare"]]


def test_the_rfc_has_a_vector_for_each_variant():
    assert {vector["name"] for vector in vectors()} == set(Variant)


@pytest.mark.parametrize("at", range(5))
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_every_intermediate_value_is_that_of_the_rfc(at, way):
    vector = vectors()[at]
    variant = Variant(vector["name"])
    private = PrivateKey(number(vector["p"]), number(vector["q"]), number(vector["e"]))
    key, inverse = private.public, number(vector["inv"])
    salt, r = bytes.fromhex(vector["salt"]), pow(inverse, -1, key.n)
    prefix = bytes.fromhex(vector["msg_prefix"])

    message = rsabssa.prepare(bytes.fromhex(vector["msg"]), prefix, variant)
    encoded = rsabssa.encode(message, key.bits - 1, salt)
    z = rsabssa.blind(key, message, r, salt, variant)
    signed = rsabssa.blind_sign(private, z, 12345, way)
    signature = rsabssa.finalize(key, message, signed, r, variant)

    assert (key.n, private.d) == (number(vector["n"]), number(vector["d"]))
    assert message.hex() == vector.get("prepared_msg", vector.get("input_msg"))
    assert encoded.hex() == vector["encoded_msg"]
    assert z.hex() == vector["blinded_msg"]
    assert signed.hex() == vector["blind_sig"]
    assert signature.hex() == vector["sig"]
    assert rsabssa.verify(key, message, signature, variant)


@given(st.binary(max_size=200), st.integers(), st.integers())
def test_a_signature_that_was_blinded_is_an_ordinary_one(private, message, one, other):
    key = private.public
    r, base_blind = 2 + one % (key.n - 2), 2 + other % (key.n - 2)

    z = rsabssa.blind(key, message, r, b"", ZERO)
    signature = rsabssa.finalize(key, message, rsabssa.blind_sign(private, z, base_blind), r, ZERO)

    ordinary = rsa.RSAPublicNumbers(key.e, key.n).public_key()
    pss = padding.PSS(padding.MGF1(hashes.SHA384()), salt_length=0)
    ordinary.verify(signature, message, pss, hashes.SHA384())
    assert rsabssa.verify(key, message, signature, ZERO)


def test_a_request_has_one_signature_whatever_hides_the_work(private):
    z = rsabssa.blind(private.public, b"message", 7, b"", ZERO)

    signatures = {
        rsabssa.blind_sign(private, z, chance, way) for chance in (1, 2, 3**900) for way in WAYS
    }

    assert len(signatures) == 1


def test_any_request_could_have_been_for_any_signature(private):
    """Perfect blinding: whoever has d and all that was seen can still not tell who is who."""
    key, chance = private.public, Random(9474)
    requests, signed = [], []
    for voter in range(12):
        message = b"voter %d" % voter
        r = chance.randrange(1, key.n)
        z = rsabssa.blind(key, message, r, b"", ZERO)
        requests.append(z)
        blind_signature = rsabssa.blind_sign(private, z, 3)
        signed.append((message, rsabssa.finalize(key, message, blind_signature, r, ZERO)))

    for z in requests:
        for message, signature in signed:
            encoded = int.from_bytes(rsabssa.encode(message, key.bits - 1, b""), "big")
            factor = int.from_bytes(z, "big") * pow(encoded, -1, key.n) % key.n
            r = pow(factor, private.d, key.n)
            assert rsabssa.blind(key, message, r, b"", ZERO) == z
            answer = rsabssa.blind_sign(private, z, 3)
            assert rsabssa.finalize(key, message, answer, r, ZERO) == signature


@pytest.mark.parametrize("salt_length", [1, 20, 47, 48])
def test_another_length_of_the_salt_is_refused(private, salt_length):
    key = private.public
    salted = padding.PSS(padding.MGF1(hashes.SHA384()), salt_length=salt_length)
    full = rsa.RSAPrivateNumbers(
        private.p,
        private.q,
        private.d,
        private.d_p,
        private.d_q,
        pow(private.q, -1, private.p),
        rsa.RSAPublicNumbers(key.e, key.n),
    ).private_key()

    signature = full.sign(b"message", salted, hashes.SHA384())

    assert not rsabssa.verify(key, b"message", signature, ZERO)
    is_whole = salt_length == Variant.PSS_RANDOMIZED.salt_length
    assert rsabssa.verify(key, b"message", signature, Variant.PSS_RANDOMIZED) == is_whole


def test_a_signature_without_salt_is_none_with_salt(private):
    z = rsabssa.blind(private.public, b"message", 5, b"", ZERO)
    signed = rsabssa.blind_sign(private, z, 5)

    signature = rsabssa.finalize(private.public, b"message", signed, 5, ZERO)

    assert not rsabssa.verify(private.public, b"message", signature, Variant.PSS_RANDOMIZED)


@given(st.integers(0, 2047))
def test_a_changed_bit_of_a_signature_is_seen(private, bit):
    key = private.public
    z = rsabssa.blind(key, b"message", 5, b"", ZERO)
    signature = rsabssa.finalize(key, b"message", rsabssa.blind_sign(private, z, 5), 5, ZERO)

    changed = (int.from_bytes(signature, "big") ^ 1 << bit).to_bytes(key.size, "big")

    assert not rsabssa.verify(key, b"message", changed, ZERO)
    assert not rsabssa.verify(key, b"massage", signature, ZERO)
    assert not rsabssa.verify(key, b"message", signature + b"\0", ZERO)
    assert not rsabssa.verify(key, b"message", signature[1:], ZERO)


def test_a_signature_has_one_spelling(private):
    key = private.public
    z = rsabssa.blind(key, b"message", 5, b"", ZERO)
    signature = rsabssa.finalize(key, b"message", rsabssa.blind_sign(private, z, 5), 5, ZERO)

    again = int.from_bytes(signature, "big") + key.n

    assert again.bit_length() > 8 * key.size or not rsabssa.verify(
        key, b"message", again.to_bytes(key.size, "big"), ZERO
    )


def test_only_a_request_is_signed(private):
    key = private.public
    good = rsabssa.blind(key, b"message", 5, b"", ZERO)

    for z in (bytes(key.size), key.to_bytes(key.n), b"\xff" * key.size, good[1:], b"\0" + good):
        with pytest.raises(NotARequest):
            rsabssa.blind_sign(private, z, 5)
    for base_blind in (0, key.n, private.p):
        with pytest.raises(NotBlindable):
            rsabssa.blind_sign(private, good, base_blind)


def test_a_blinding_factor_without_inverse_is_refused(private):
    for r in (0, private.public.n, private.q, 3 * private.p):
        with pytest.raises(NotBlindable):
            rsabssa.blind(private.public, b"message", r, b"", ZERO)


@pytest.mark.parametrize("wrong", ["p", "q"])
def test_a_fault_of_the_machine_gives_nothing_out(private, wrong):
    """With a signature that is right modulo one prime only, anybody could factor the key."""
    prime = getattr(private, wrong)

    def slip(base, exponent, modulus):
        return pow(base, exponent, modulus) ^ (modulus == prime)

    z = rsabssa.blind(private.public, b"message", 5, b"", ZERO)

    with pytest.raises(rsabssa.SigningFault):
        rsabssa.blind_sign(private, z, 5, Powers("faulty", is_even=True, secret=slip))


def test_a_key_that_is_only_for_one_person_is_noticed(private):
    numbers = rsa.generate_private_key(65537, 2048).private_numbers()
    tagging = PrivateKey(numbers.p, numbers.q)
    z = rsabssa.blind(private.public, b"message", 5, b"", ZERO)
    signed = rsabssa.blind_sign(tagging, tagging.public.to_bytes(int.from_bytes(z, "big") >> 1), 5)

    with pytest.raises(NotASignature):
        rsabssa.finalize(private.public, b"message", signed, 5, ZERO)
    with pytest.raises(NotASignature):
        rsabssa.finalize(private.public, b"message", signed[1:], 5, ZERO)


def test_prefix_and_salt_are_as_long_as_the_variant_says(private):
    with pytest.raises(ValueError, match="prefix of 32"):
        rsabssa.prepare(b"message", b"", ZERO)
    with pytest.raises(ValueError, match="prefix of 0"):
        rsabssa.prepare(b"message", bytes(32), Variant.PSS_DETERMINISTIC)
    with pytest.raises(ValueError, match="salt of 48"):
        rsabssa.blind(private.public, b"message", 5, b"", Variant.PSS_RANDOMIZED)


def test_what_is_no_key_is_refused():
    with pytest.raises(ValueError, match="public"):
        PublicKey(2**2048)
    with pytest.raises(ValueError, match="primes"):
        PrivateKey(7, 7)
    with pytest.raises(ValueError, match="too short"):
        rsabssa.blind(PublicKey(2**350 + 1), b"message", 5, b"", ZERO)


def test_the_primes_are_not_shown(private):
    assert str(private.p) not in repr(private)


def test_without_evenness_the_exponent_is_another_one_each_time(private):
    seen = []

    def watched(base, exponent, modulus):
        seen.append(exponent)
        return pow(base, exponent, modulus)

    z = rsabssa.blind(private.public, b"message", 5, b"", ZERO)
    for base_blind in (5, 6):
        rsabssa.blind_sign(private, z, base_blind, Powers("watched", False, watched))

    assert len(set(seen)) == 4
    assert {exponent % (private.p - 1) for exponent in seen[::2]} == {private.d_p}
    assert {exponent % (private.q - 1) for exponent in seen[1::2]} == {private.d_q}


def test_without_gmpy2_python_does_the_work():
    """The whole file passes there too; here only that it is found out."""
    asking = (
        "import sys; sys.modules['gmpy2'] = None\n"
        "from voting.core.crypto.powers import BEST, EVEN, PLAIN\n"
        "print(BEST is PLAIN, EVEN)"
    )

    done = subprocess.run(
        [sys.executable, "-c", asking], capture_output=True, text=True, check=True
    )

    assert done.stdout == "True None\n"
