"""A voter as docs/protocol.md has it, to hold the browser's against."""

from dataclasses import dataclass
from hashlib import sha256

from voting.core.crypto import crockford, ed25519, hkdf, hpke, rsabssa
from voting.core.crypto.keys import PrivateKey

VARIANT = rsabssa.Variant.PSSZERO_RANDOMIZED
SEAL_KEY = bytes(range(32))
PAD = 300


def u16(value: int) -> bytes:
    return value.to_bytes(2, "big")


def u32(value: int) -> bytes:
    return value.to_bytes(4, "big")


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

    def ballot(self, credential: bytes, ctr: int, plain: bytes) -> dict[str, str]:
        """Give everything of a ballot in hexadecimal, by the names that the client gives it."""
        nonce, commitment = self.opening(ctr, plain)
        sealed = self.sealed(ctr, plain)
        leaf = self.leaf(credential, ctr, commitment, sha256(sealed).digest())
        named = {"nonce": nonce, "commitment": commitment, "leaf": leaf, "sealed": sealed}
        return {name: value.hex() for name, value in named.items()}

    def question(self, **more: object) -> dict[str, object]:
        """Ask `voters.mjs` what the client makes of this voter."""
        style = {"n": f"{self.issuer.public.n:0768x}", "name": "", "contests": []}
        manifest = {
            "election_id": self.election.hex(),
            "styles": [style] * (self.style + 1),
            "seal_pk": hpke.public_key(SEAL_KEY).hex(),
            "board_key": "00" * 32,
            "pad": PAD,
        }
        return {"code": self.code, "manifest": manifest, "style": self.style, **more}
