"""Credentials: what the issuer signs without seeing it, and what a ballot shows for it."""

from voting.core.crypto import rsabssa
from voting.core.crypto.keys import PublicKey
from voting.core.protocol.layout import label, u16

VARIANT = rsabssa.Variant.PSSZERO_RANDOMIZED
KEY_BITS = 3072
CREDENTIAL_BYTES = KEY_BITS // 8
EXPONENT = 65537


def input_message(election_id: bytes, style: int, pk: bytes, prefix: bytes) -> bytes:
    """Give what is blinded and signed: that this key may vote in this style of this election."""
    message = label("cred") + election_id + u16(style) + pk
    return rsabssa.prepare(message, prefix, VARIANT)


def is_credential(key: PublicKey, message: bytes, credential: bytes) -> bool:
    """Say whether it is a credential for the input message under the key of its style."""
    return rsabssa.verify(key, message, credential, VARIANT)
