"""An envelope as the box knows it, and how it is written down.

See “box” in voting/README.md.
"""

from dataclasses import dataclass

from voting.core.protocol.credential import CREDENTIAL_BYTES
from voting.core.protocol.layout import HASH_BYTES, Unreadable, u16

_STYLE_BYTES = 2
_BYTES = _STYLE_BYTES + HASH_BYTES + CREDENTIAL_BYTES


@dataclass(frozen=True)
class Envelope:
    """The key that a code gives, and the credential with which it may vote in a style."""

    style: int
    pk: bytes
    credential: bytes

    def encode(self) -> bytes:
        """Write it down, always as long."""
        return u16(self.style) + self.pk + self.credential


def read_envelopes(octets: bytes) -> list[Envelope]:
    """Read envelopes, one after the other, or raise Unreadable."""
    if len(octets) % _BYTES:
        raise Unreadable("the list of envelopes is cut")
    return [_read(octets[at : at + _BYTES]) for at in range(0, len(octets), _BYTES)]


def _read(octets: bytes) -> Envelope:
    pk_at, credential_at = _STYLE_BYTES, _STYLE_BYTES + HASH_BYTES
    style = int.from_bytes(octets[:pk_at], "big")
    return Envelope(style, octets[pk_at:credential_at], octets[credential_at:])
