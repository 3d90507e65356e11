"""The voter: everything that comes of the seed, so that whatever was interrupted is said again."""

from dataclasses import dataclass, field, replace
from functools import cached_property

from voting.core.crypto import ed25519, hkdf, rsabssa
from voting.core.crypto.keys import PublicKey
from voting.core.protocol.code import SEED_BYTES
from voting.core.protocol.credential import VARIANT, input_message
from voting.core.protocol.layout import ELECTION_BYTES, digest, label, u32
from voting.core.protocol.leaves import VOID, BallotLeaf, sealed_hash_of
from voting.core.protocol.sealing import Context, commitment_of, opening_of, seal


@dataclass(frozen=True)
class Voter:
    """Be one voter in one election; the same seed always says the same."""

    seed: bytes = field(repr=False)
    election_id: bytes

    def __post_init__(self) -> None:
        if len(self.seed) != SEED_BYTES or len(self.election_id) != ELECTION_BYTES:
            raise ValueError("a seed has 16 bytes and an election id 32")

    @cached_property
    def pk(self) -> bytes:
        """Give the public key by which the board knows this voter."""
        return ed25519.public_key(self._key)

    @cached_property
    def prefix(self) -> bytes:
        """Give what goes before the message that the issuer signs."""
        return self._derived(label("prefix"), 32)

    def request(self, style: int, key: PublicKey) -> bytes:
        """Give the blinded message for the issuer, who learns nothing from it."""
        r = self.blinding_factor(key)
        return rsabssa.blind(key, self.input_message(style), r, b"", VARIANT)

    def credential(self, style: int, key: PublicKey, blind_signature: bytes) -> bytes:
        """Take the blinding off the issuer's answer, or raise `rsabssa.NotASignature`."""
        r = self.blinding_factor(key)
        return rsabssa.finalize(key, self.input_message(style), blind_signature, r, VARIANT)

    def ballot(
        self, style: int, credential: bytes, ctr: int, plain: str, pad: int, seal_pk: bytes
    ) -> tuple[bytes, bytes]:
        """Give the leaf of a ballot and the sealed ballot; of several the highest `ctr` counts."""
        if not 0 < ctr < VOID:
            raise ValueError("the counter begins with 1 and ends before that of a void")
        text = plain.encode()
        opening = opening_of(self.nonce(ctr, plain), text, pad)
        context = Context(self.election_id, self.pk, ctr, self.commitment(ctr, plain))
        sealed = seal(seal_pk, context, opening, self.ephemeral(ctr, plain))
        leaf = self._leaf(style, credential, ctr, context.commitment, sealed_hash_of(sealed))
        return leaf, sealed

    def void(self, style: int, credential: bytes) -> bytes:
        """Give the leaf after which nothing of this voter counts."""
        return self._leaf(style, credential, VOID, bytes(32), bytes(32))

    def commitment(self, ctr: int, plain: str) -> bytes:
        """Give the commitment of a ballot, by which the voter finds it among those opened."""
        nonce = self.nonce(ctr, plain)
        return commitment_of(self.election_id, self.pk, ctr, nonce, plain.encode())

    def input_message(self, style: int) -> bytes:
        """Give what the issuer signs without seeing it."""
        return input_message(self.election_id, style, self.pk, self.prefix)

    def blinding_factor(self, key: PublicKey) -> int:
        """Give the factor that hides the message from the issuer."""
        drawn = self._derived(label("blind"), key.size + 16)
        return 1 + int.from_bytes(drawn, "big") % (key.n - 1)

    def nonce(self, ctr: int, plain: str) -> bytes:
        """Give what keeps a commitment from being guessed."""
        return self._derived(label("open") + _about(ctr, plain), 32)

    def ephemeral(self, ctr: int, plain: str) -> bytes:
        """Give the private key with which one ballot is sealed."""
        return self._derived(label("seal") + _about(ctr, plain), 32)

    @cached_property
    def _key(self) -> bytes:
        return self._derived(label("key"), 32)

    def _leaf(
        self, style: int, credential: bytes, ctr: int, commitment: bytes, sealed_hash: bytes
    ) -> bytes:
        leaf = BallotLeaf(style, self.pk, self.prefix, credential, ctr, commitment, sealed_hash)
        signature = ed25519.sign(self._key, leaf.signed(self.election_id))
        return replace(leaf, signature=signature).encode()

    def _derived(self, info: bytes, length: int) -> bytes:
        return hkdf.derive(self.seed, self.election_id, info, length)


def _about(ctr: int, plain: str) -> bytes:
    """Name one ballot, so that another text with the same counter gets other keys."""
    return u32(ctr) + digest(plain.encode())
