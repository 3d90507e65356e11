"""The server's own voter, beside which the browser's is held."""

from dataclasses import dataclass

from voting.core.crypto import hpke, rsabssa
from voting.core.crypto.keys import PrivateKey
from voting.core.protocol.client import Voter
from voting.core.protocol.code import code_of

SEAL_PK = hpke.public_key(bytes(range(32)))
PAD = 300


@dataclass(frozen=True)
class Twin:
    """Be a voter of a style, and who issues the credentials."""

    voter: Voter
    style: int
    issuer: PrivateKey

    @property
    def request(self) -> bytes:
        return self.voter.request(self.style, self.issuer.public)

    @property
    def blind_signature(self) -> bytes:
        return rsabssa.blind_sign(self.issuer, self.request, 7)

    @property
    def credential(self) -> bytes:
        return self.voter.credential(self.style, self.issuer.public, self.blind_signature)

    @property
    def void(self) -> bytes:
        return self.voter.void(self.style, self.credential)

    def ballot(self, ctr: int, plain: str) -> dict[str, str]:
        """Give everything of a ballot in hexadecimal, by the names that the client gives it."""
        leaf, sealed = self.voter.ballot(self.style, self.credential, ctr, plain, PAD, SEAL_PK)
        nonce, commitment = self.voter.nonce(ctr, plain), self.voter.commitment(ctr, plain)
        named = {"nonce": nonce, "commitment": commitment, "leaf": leaf, "sealed": sealed}
        return {name: value.hex() for name, value in named.items()}

    def question(self, **more: object) -> dict[str, object]:
        """Ask `voters.mjs` what the client makes of this voter."""
        style = {"n": f"{self.issuer.public.n:0768x}", "name": "", "contests": []}
        manifest = {
            "election_id": self.voter.election_id.hex(),
            "styles": [style] * (self.style + 1),
            "seal_pk": SEAL_PK.hex(),
            "board_key": "00" * 32,
            "pad": PAD,
        }
        code = code_of(self.voter.seed)
        return {"code": code, "manifest": manifest, "style": self.style, **more}
