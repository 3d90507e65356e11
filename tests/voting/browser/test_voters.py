"""The browser's voter, byte by byte beside docs/protocol.md written down in Python once more."""

import json
import subprocess
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from voting.core.crypto import crockford, ed25519, hkdf, hpke, rsabssa
from voting.core.crypto.keys import PrivateKey

VARIANT = rsabssa.Variant.PSSZERO_RANDOMIZED
SEAL_KEY = bytes(range(32))
PLAINS = ("{}", '{"CIUDAD":{"choices":["ñ","🌳"],"points":[1,2]}}', "x" * 266)
PAD = 300


def u16(value: int) -> bytes:
    return value.to_bytes(2, "big")


def u32(value: int) -> bytes:
    return value.to_bytes(4, "big")


def ask(questions: list[dict[str, object]]) -> list[dict[str, object]]:
    """Let the browser's own code be the voters, all in one go."""
    done = subprocess.run(
        ["node", "--no-warnings", str(Path(__file__).parent / "voters.mjs")],
        input="\n".join(json.dumps(question) for question in questions),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def issuer() -> PrivateKey:
    numbers = rsa.generate_private_key(65537, 3072).private_numbers()
    return PrivateKey(numbers.p, numbers.q)


@dataclass(frozen=True)
class Twin:
    """Be the voter as the page of the formats has it."""

    seed: bytes
    election: bytes
    style: int
    issuer: PrivateKey

    def derived(self, name: bytes, length: int, context: bytes = b"") -> bytes:
        return hkdf.derive(self.seed, self.election, name + b"\0" + context, length)

    @property
    def code(self) -> str:
        check = int.from_bytes(sha256(b"pb1/code\0" + self.seed).digest()[:2], "big") >> 4
        return crockford.encode(int.from_bytes(self.seed, "big") << 12 | check, 140)

    @property
    def key(self) -> bytes:
        return self.derived(b"pb1/key", 32)

    @property
    def pk(self) -> bytes:
        return ed25519.public_key(self.key)

    @property
    def prefix(self) -> bytes:
        return self.derived(b"pb1/prefix", 32)

    @property
    def message(self) -> bytes:
        return self.prefix + b"pb1/cred\0" + self.election + u16(self.style) + self.pk

    @property
    def request(self) -> bytes:
        n = self.issuer.public.n
        blinding = self.derived(b"pb1/blind", self.issuer.public.size + 16)
        r = 1 + int.from_bytes(blinding, "big") % (n - 1)
        return rsabssa.blind(self.issuer.public, self.message, r, b"", VARIANT)

    def opening(self, ctr: int, plain: bytes) -> tuple[bytes, bytes]:
        nonce = self.derived(b"pb1/open", 32, u32(ctr) + sha256(plain).digest())
        bound = b"pb1/open\0" + self.election + self.pk + u32(ctr) + nonce + plain
        return nonce, sha256(bound).digest()

    def sealed(self, ctr: int, plain: bytes) -> bytes:
        nonce, commitment = self.opening(ctr, plain)
        padded = (nonce + u16(len(plain)) + plain).ljust(PAD, b"\0")
        ephemeral = self.derived(b"pb1/seal", 32, u32(ctr) + sha256(plain).digest())
        info, aad = b"pb1/seal\0" + self.election, self.pk + u32(ctr) + commitment
        return hpke.seal(hpke.public_key(SEAL_KEY), info, aad, padded, ephemeral)

    def leaf(self, credential: bytes, ctr: int, commitment: bytes, sealed_hash: bytes) -> bytes:
        about = b"\1" + u16(self.style) + self.pk + self.prefix + credential
        about += u32(ctr) + commitment + sealed_hash
        return about + ed25519.sign(self.key, b"pb1/ballot\0" + self.election + about)

    def question(self, **more: object) -> dict[str, object]:
        style = {"n": f"{self.issuer.public.n:0768x}", "name": "", "contests": []}
        manifest = {
            "election_id": self.election.hex(),
            "styles": [style] * (self.style + 1),
            "seal_pk": hpke.public_key(SEAL_KEY).hex(),
            "board_key": "00" * 32,
            "pad": PAD,
        }
        return {"code": self.code, "manifest": manifest, "style": self.style, **more}


@pytest.fixture
def twins(issuer) -> list[Twin]:
    random = Random(2026)
    return [Twin(random.randbytes(16), random.randbytes(32), at, issuer) for at in range(12)]


def test_every_voter_asks_for_the_same_credential(twins):
    answers = ask([twin.question() for twin in twins])

    for twin, answer in zip(twins, answers, strict=True):
        assert answer["code"] == twin.code
        assert answer["pk"] == twin.pk.hex()
        assert answer["prefix"] == twin.prefix.hex()
        assert answer["request"] == twin.request.hex()


def test_every_ballot_and_void_is_the_same(twins, issuer):
    texts = [(ctr, plain) for ctr in (1, 2, 0xFFFFFFFE) for plain in PLAINS]
    ballots = [{"ctr": ctr, "plain": plain} for ctr, plain in texts]
    blind = [rsabssa.blind_sign(issuer, twin.request, 7).hex() for twin in twins]

    answers = ask(
        [
            twin.question(blindSignature=signature, ballots=ballots)
            for twin, signature in zip(twins, blind, strict=True)
        ]
    )

    for twin, answer in zip(twins, answers, strict=True):
        credential = bytes.fromhex(str(answer["credential"]))
        assert rsabssa.verify(issuer.public, twin.message, credential, VARIANT)
        assert answer["ballots"] == [
            expected(twin, credential, ctr, plain.encode()) for ctr, plain in texts
        ]
        assert answer["void"] == twin.leaf(credential, 0xFFFFFFFF, bytes(32), bytes(32)).hex()


def expected(twin: Twin, credential: bytes, ctr: int, plain: bytes) -> dict[str, str]:
    nonce, commitment = twin.opening(ctr, plain)
    sealed = twin.sealed(ctr, plain)
    leaf = twin.leaf(credential, ctr, commitment, sha256(sealed).digest())
    named = {"nonce": nonce, "commitment": commitment, "leaf": leaf, "sealed": sealed}
    return {name: value.hex() for name, value in named.items()}
