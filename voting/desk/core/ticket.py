"""The ticket of a page: which person an officer has found, for the one act that follows.

See “desk” in voting/README.md. It is sealed, so that nobody can ask for a sheet for a person whom
they did not find, and drawn anew for every page, so that a page sent twice is known again.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import dataclass
from hashlib import sha256

NONCE_BYTES = 16
_SEAL_BYTES = 32


@dataclass(frozen=True)
class Ticket:
    """A person on the roll, found in a session; 0 where the act concerns nobody in particular."""

    session_id: int
    person_id: int
    nonce: bytes

    @property
    def mark(self) -> str:
        """Give what is kept to know the page again; the nonce keeps it from telling the person."""
        return sha256(b"concejo/desk\0" + self.octets()).hexdigest()

    def octets(self) -> bytes:
        """Write the ticket down, always as long."""
        return self.session_id.to_bytes(8, "big") + self.person_id.to_bytes(8, "big") + self.nonce


def seal_ticket(key: bytes, ticket: Ticket) -> str:
    """Write a ticket for a page."""
    body = ticket.octets()
    return urlsafe_b64encode(body + hmac.digest(key, body, "sha256")).decode()


def open_ticket(key: bytes, sent: str) -> Ticket | None:
    """Read a ticket that a page carried; None when it is not one of ours."""
    try:
        octets = urlsafe_b64decode(sent.encode("ascii"))
    except (Error, ValueError):
        return None
    body, seal = octets[:-_SEAL_BYTES], octets[-_SEAL_BYTES:]
    if len(body) != 16 + NONCE_BYTES:
        return None
    if not hmac.compare_digest(seal, hmac.digest(key, body, "sha256")):
        return None
    return Ticket(int.from_bytes(body[:8], "big"), int.from_bytes(body[8:16], "big"), body[16:])
