"""Voters and their issuer, whom the browser's client meets."""

from random import Random

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.voting.browser.twin import Twin
from voting.core.crypto.keys import PrivateKey
from voting.core.protocol.client import Voter


@pytest.fixture(scope="session")
def issuer() -> PrivateKey:
    numbers = rsa.generate_private_key(65537, 3072).private_numbers()
    return PrivateKey(numbers.p, numbers.q)


@pytest.fixture
def twins(issuer: PrivateKey) -> list[Twin]:
    random = Random(2026)
    voters = [Voter(random.randbytes(16), random.randbytes(32)) for _time in range(12)]
    return [Twin(voter, style, issuer) for style, voter in enumerate(voters)]
