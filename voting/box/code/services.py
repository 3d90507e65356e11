"""Be the client of the protocol for whoever types the code of an envelope on a page of the box.

See “box” in voting/README.md. For a moment this program sees a ballot, and nobody's name: there is
no session here, and the desk noted who drew an envelope, not which.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from concejo.errors import Refused
from concejo.text import _
from voting.box import services as box
from voting.box.core import Sent
from voting.box.envelopes import services as envelopes
from voting.box.services import BoxClosed
from voting.core.ballots import Ballot
from voting.core.protocol.client import Voter
from voting.core.protocol.leaves import VOID
from voting.core.protocol.manifest import Manifest
from voting.core.protocol.plain import encode_plain
from voting.core.protocol.receipts import Receipt


class NoEnvelope(Refused):
    """The code is of no envelope, or of one that was voided."""


@dataclass(frozen=True)
class Hand:
    """The code of an envelope in its voter's hand: what it can cast, and with which number next."""

    voter: Voter = field(repr=False)
    style: int
    credential: bytes = field(repr=False)
    counter: int


async def demand_open(election: bytes) -> None:
    """Refuse when the box takes no ballot any more."""
    if await box.is_closed(election):
        raise BoxClosed(_("The vote is over: the electoral board has closed the ballot box."))


async def open_hand(manifest: Manifest, seed: bytes) -> Hand:
    """Give what the code of an envelope can do, or say why it can do nothing."""
    election = manifest.election_id
    await demand_open(election)
    voter = Voter(seed, election)
    envelope = await envelopes.find(election, voter.pk)
    if envelope is None:
        raise NoEnvelope(
            _(
                "This is not the code of an envelope of this vote. Whoever voted with an account"
                " votes again there, with the code that was shown then."
            )
        )
    latest = await box.latest_counter(election, voter.pk)
    if latest == VOID:
        raise NoEnvelope(
            _(
                "This envelope was voided as one that nobody had drawn. If you drew it, go to the"
                " electoral board with the sheet."
            )
        )
    return Hand(voter, envelope.style, envelope.credential, latest + 1)


async def cast(
    manifest: Manifest, hand: Hand, counter: int, choices: Mapping[str, Ballot]
) -> Receipt:
    """Seal and sign a ballot, and put it into the box; the same one again gets the same receipt."""
    leaf, sealed = await asyncio.to_thread(
        hand.voter.ballot,
        hand.style,
        hand.credential,
        counter,
        encode_plain(choices),
        manifest.pad,
        manifest.seal_pk,
    )
    (receipt,) = await box.cast(manifest.election_id, [Sent(leaf, sealed)])
    return receipt
