"""What the box looks at before it takes a ballot: all that can be seen without opening it.

See “box” in voting/README.md.
"""

from dataclasses import dataclass

from concejo.errors import Refused
from concejo.text import _
from voting.core.crypto import hpke
from voting.core.protocol.layout import Unreadable
from voting.core.protocol.leaves import BALLOT_BYTES, BallotLeaf, read_ballot_leaf, sealed_hash_of
from voting.core.protocol.manifest import Manifest


class BadBallot(Refused):
    """What was sent is not a signed, sealed ballot of this election."""


#: So often a key casts at the most: nobody fills the board by changing their mind.
MOST_BALLOTS = 1000


@dataclass(frozen=True)
class Sent:
    """A ballot as it is sent to the box: its leaf, and what only the trustees can open."""

    leaf: bytes
    sealed: bytes


def read_sent(manifest: Manifest, sent: Sent) -> BallotLeaf:
    """Read what was sent, or refuse what the board must not hold."""
    try:
        leaf = read_ballot_leaf(sent.leaf)
    except Unreadable as error:
        raise BadBallot(_("This is not a ballot of this vote. Nothing was cast.")) from error
    if not leaf.is_void and leaf.ctr > MOST_BALLOTS:
        raise BadBallot(_("This vote was changed too often. What was cast last stands."))
    if leaf.faults(manifest.election_id, manifest.keys, strictly=True):
        raise BadBallot(_("The signature or the credential is not right. Nothing was cast."))
    if not _is_sealed(manifest, leaf, sent.sealed):
        raise BadBallot(_("The sealed ballot is not the one that was signed. Nothing was cast."))
    return leaf


def _is_sealed(manifest: Manifest, leaf: BallotLeaf, sealed: bytes) -> bool:
    if leaf.is_void:
        return not sealed
    return (
        len(sealed) == manifest.pad + hpke.OVERHEAD and sealed_hash_of(sealed) == leaf.sealed_hash
    )


def pack(manifest: Manifest, sent: Sent) -> bytes:
    """Put both into as many bytes for every ballot of an election, those that give up included."""
    return sent.leaf + sent.sealed.ljust(manifest.pad + hpke.OVERHEAD, b"\0")


def unpack(packed: bytes) -> tuple[BallotLeaf, Sent]:
    """Take apart what `pack` put together."""
    leaf = read_ballot_leaf(packed[:BALLOT_BYTES])
    return leaf, Sent(packed[:BALLOT_BYTES], b"" if leaf.is_void else packed[BALLOT_BYTES:])
