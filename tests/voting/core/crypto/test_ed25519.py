"""Which Ed25519 signatures are valid, also where verifiers differ."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.core.crypto.published import published
from voting.core.crypto import ed25519, edwards


def cases():
    return [
        tuple(bytes.fromhex(case[name]) for name in ("pub_key", "message", "signature"))
        for case in published("ed25519_speccheck.json")
    ]


def test_of_the_twelve_cases_three_are_valid():
    assert len(cases()) == 12
    assert [at for at, case in enumerate(cases()) if ed25519.is_valid(*case)] == [3, 4, 5]


def test_strictly_only_a_part_is_valid():
    assert [at for at, case in enumerate(cases()) if ed25519.is_valid_strictly(*case)] == [3]


@given(st.binary(min_size=32, max_size=32), st.binary(max_size=100))
def test_what_was_signed_is_valid_by_every_measure(seed, message):
    public, signature = ed25519.public_key(seed), ed25519.sign(seed, message)

    assert ed25519.is_valid_strictly(public, message, signature)
    assert ed25519.is_valid(public, message, signature)
    assert ed25519._holds(public, message, signature)


@given(st.binary(min_size=32, max_size=32), st.integers(0, 767))
def test_a_changed_bit_is_seen(seed, bit):
    public, signature = ed25519.public_key(seed), ed25519.sign(seed, b"message")

    changed = (int.from_bytes(public + signature, "big") ^ 1 << bit).to_bytes(96, "big")

    assert not ed25519.is_valid(changed[:32], b"message", changed[32:])
    assert not ed25519.is_valid(public, b"massage", signature)
    assert not ed25519.is_valid(public, b"message", signature + b"\0")
    assert not ed25519.is_valid(public[1:], b"message", signature)


def test_the_points_of_small_order_are_the_eight():
    """Multiplying by the order of the base point leaves of any point what is of small order."""
    torsion = set()
    chance = Random(25519)
    while len(torsion) < 8:
        point = edwards.decode(chance.randbytes(32))
        if point:
            x, y, z, _t = edwards.combined(edwards.L, point, 0, edwards.IDENTITY)
            torsion.add(
                (x * pow(z, -1, edwards.P) % edwards.P, y * pow(z, -1, edwards.P) % edwards.P)
            )

    assert {y for _x, y in torsion} == edwards.SMALL_ORDER
    assert not any(edwards.is_large(y.to_bytes(32, "little")) for _x, y in torsion)


def signed_with_torsion(seed, message, torsion):
    """Sign, with a point of small order added to R: valid with the cofactor, not without."""
    private = int.from_bytes(bytes(seed), "little") % edwards.L
    nonce = (private * 7 + 1) % edwards.L
    public = encoded(edwards.combined(private, edwards.BASE, 0, edwards.IDENTITY))
    r = encoded(edwards.add(edwards.combined(nonce, edwards.BASE, 0, edwards.IDENTITY), torsion))
    k = int.from_bytes(ed25519.sha512(r + public + message).digest(), "little")
    return public, r + ((nonce + k * private) % edwards.L).to_bytes(32, "little")


def encoded(point):
    x, y, z, _t = point
    inverse = pow(z, -1, edwards.P)
    sign = (x * inverse % edwards.P & 1) << 255
    return (y * inverse % edwards.P | sign).to_bytes(32, "little")


@given(
    st.binary(min_size=32, max_size=32).filter(any), st.sampled_from(sorted(edwards.SMALL_ORDER))
)
def test_what_differs_by_a_point_of_small_order_is_valid_but_not_strictly(seed, y):
    torsion = edwards.decode(y.to_bytes(32, "little"))

    public, signature = signed_with_torsion(seed, b"message", torsion)

    assert ed25519.is_valid(public, b"message", signature)
    assert ed25519.is_valid_strictly(public, b"message", signature) == (y == 1)
    assert not ed25519.is_valid(public, b"massage", signature)


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=64, max_size=64), st.binary())
def test_strictly_valid_is_valid(public, signature, message):
    if ed25519.is_valid_strictly(public, message, signature):
        assert ed25519.is_valid(public, message, signature)
    else:
        assert not ed25519._openssl_accepts(public, message, signature) or not (
            ed25519._is_sound(public, signature)
        )


@pytest.mark.parametrize("y", [edwards.P, edwards.P + 1, edwards.P + 3, 2**255 - 1])
def test_a_second_spelling_of_a_point_is_refused(y):
    encoding = y.to_bytes(32, "little")

    assert not edwards.is_large(encoding)
    assert edwards.decode(encoding) is None


def test_zero_has_no_sign():
    assert edwards.decode((1).to_bytes(32, "little")) == edwards.IDENTITY
    assert edwards.decode((1 | 1 << 255).to_bytes(32, "little")) is None


def test_a_point_that_is_not_on_the_curve_has_no_x():
    assert edwards.x_of((2).to_bytes(32, "little")) is None
    assert edwards.x_of(bytes(31)) is None


def test_s_has_one_spelling():
    seed = bytes(range(32))
    public, signature = ed25519.public_key(seed), ed25519.sign(seed, b"message")
    s = int.from_bytes(signature[32:], "little") + edwards.L

    again = signature[:32] + s.to_bytes(32, "little")

    assert not ed25519.is_valid(public, b"message", again)


def test_the_first_vector_of_rfc_8032():
    seed = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
    public = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"

    assert ed25519.public_key(seed).hex() == public
    assert ed25519._holds(bytes.fromhex(public), b"", ed25519.sign(seed, b""))
