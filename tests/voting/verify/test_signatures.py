"""Which signatures are valid is one rule: alone, many together, and with a library that helps."""

import ast
import json
import sys
from pathlib import Path
from random import Random

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.voting.verify.town import x_of
from voting import verify

CASES = Path(__file__).resolve().parents[4] / "shared" / "data" / "ed25519_speccheck.json"
#: Of the twelve edge cases of ed25519-speccheck, those that docs/protocol.md accepts.
ACCEPTED = [3, 4, 5]


def speccheck():
    if not CASES.exists():
        pytest.skip("the folder of shared data is not beside the repository")
    return [
        tuple(bytes.fromhex(case[key]) for key in ("pub_key", "message", "signature"))
        for case in json.loads(CASES.read_text())
    ]


def good(number):
    random = Random(5)
    for _signature in range(number):
        key = Ed25519PrivateKey.from_private_bytes(random.randbytes(32))
        message = random.randbytes(random.randrange(90))
        yield key.public_key().public_bytes_raw(), message, key.sign(message)


def hint(key, _message, signature):
    return x_of(key) + x_of(signature[:32])


def test_of_the_twelve_cases_three_are_accepted_alone():
    accepted = [at for at, case in enumerate(speccheck()) if verify.is_signed(*case)]

    assert accepted == ACCEPTED


@pytest.mark.parametrize("case", range(12))
def test_each_case_planted_among_good_ones_is_judged_as_alone(case):
    planted = list(good(40))
    planted.insert(17, speccheck()[case])

    equations = [verify.equation(*one) for one in planted]
    false = verify.false_ones(
        [(at, one) for at, one in enumerate(equations) if one is not None], 10
    )
    refused = [at for at, one in enumerate(equations) if one is None] + false

    assert refused == ([] if case in ACCEPTED else [17])


def test_all_false_ones_are_found_among_good_ones():
    signatures = list(good(60))
    for at in (0, 13, 14, 59):
        key, message, signature = signatures[at]
        signatures[at] = key, message + b"!", signature

    equations = list(enumerate(verify.equation(*one) for one in signatures))

    assert verify.false_ones(equations, 10) == [0, 13, 14, 59]
    assert verify.false_ones(equations, 1) == [0]


def test_hints_give_the_same_as_square_roots_and_no_others_are_taken():
    for one in good(20):
        assert verify.equation(*one) == verify.equation(*one, hint(*one))
        for at in range(64):
            wrong = bytearray(hint(*one))
            wrong[at] ^= 4
            assert verify.equation(*one, bytes(wrong)) is None


def test_what_is_malformed_is_no_signature():
    key, message, signature = next(good(1))
    large = int.from_bytes(signature[32:], "little") + verify.L

    assert verify.is_signed(key, message, signature)
    assert not verify.is_signed(key, message, signature[:32] + large.to_bytes(32, "little"))
    assert not verify.is_signed(key, message, signature[:-1])
    assert not verify.is_signed(key[:-1], message, signature)
    assert not verify.is_signed(bytes(32), message, signature)


def test_the_points_of_small_order_are_all_there():
    """Each of them, eight times, is nothing; and the curve has no more than eight."""
    points = []
    for y in verify.SMALL_ORDER:
        for sign in (0, 1):
            x = verify.square_root_x(y, sign)
            if x is not None:
                points.append((x, y, 1, x * y % verify.P))

    assert len({(x, y) for x, y, _z, _t in points}) == 8
    for point in points:
        x, y, z, _t = verify.double(verify.double(verify.double(point)))
        assert x == 0
        assert y == z


def test_the_library_accepts_nothing_that_the_rule_refuses():
    quick = verify.Quick([])

    for case in speccheck():
        is_accepted = verify.equation(*case) is not None and quick.is_signed(*case)
        assert not is_accepted or verify.is_signed(*case)


def test_one_message_has_one_credential():
    modulus = int("f" * 768, 16)

    assert verify.padded(b"a") != verify.padded(b"b")
    assert verify.padded(b"a").bit_length() <= 3071
    assert not verify.is_credential(modulus, b"a", b"\xff" * 384)
    assert not verify.is_credential(modulus, b"a", bytes(384))


def test_the_verifier_stands_alone():
    """It imports nothing but the standard library, and one library that it can do without."""
    tree = ast.parse(Path(verify.__file__).read_text())

    names = {
        name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
        )
    }

    assert names - {"cryptography"} <= sys.stdlib_module_names
