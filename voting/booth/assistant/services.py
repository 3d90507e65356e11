"""Cast a ballot for a voter: the client of the protocol, run here instead of in their browser.

See “booth” in voting/README.md. This is the one place where a person and a choice are together, for
a moment and in memory only: nothing here is written down with both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from concejo.errors import Invalid
from concejo.text import Text, _
from voting.booth import services as booth
from voting.booth.forms import field_of
from voting.booth.services import Voter
from voting.box.gate.services import Sent, Surrendered, box
from voting.core.ballots import Ballot, check
from voting.core.protocol import client
from voting.core.protocol.leaves import VOID
from voting.core.protocol.plain import encode_plain
from voting.core.protocol.receipts import Receipt
from voting.credentials import services as credentials
from voting.setup.core import ContestView
from voting.setup.services import ElectionView


@dataclass(frozen=True)
class Paper:
    """A filled-in ballot in its voter's hand: the choices by contest, the seed, and its number."""

    choices: Mapping[int, Ballot]
    seed: bytes
    counter: int


async def next_counter(election: ElectionView, seed: bytes) -> int:
    """Give the number that the next ballot of a seed has."""
    hand = client.Voter(seed, election.protocol.election_id)
    latest = await box().latest_counter(hand.election_id, hand.pk)
    if latest == VOID:
        raise Surrendered(_("This vote was given up at the desk for a sheet of paper."))
    return 1 + latest


async def is_seed_of(election: ElectionView, voter: Voter, seed: bytes) -> bool:
    """Say whether it was with this seed that the voter got a credential."""
    hand = client.Voter(seed, election.protocol.election_id)
    request = hand.request(voter.style_number, election.protocol.keys[voter.style_number])
    return await credentials.holds(election.id, voter.person_id, sha256(request).digest())


async def cast(election: ElectionView, person_id: int, paper: Paper) -> Receipt:
    """Get the credential, seal and sign the ballot, and put it into the box.

    The mark is committed before anything is signed; the same paper gives the same ballot, however
    often it is sent.
    """
    voter = await booth.find_voter(election, person_id)
    _demand_valid(election, voter.style, paper.choices)
    protocol = election.protocol
    hand = client.Voter(paper.seed, protocol.election_id)
    style, key = voter.style_number, protocol.keys[voter.style_number]
    answer = await booth.issue(election, voter, hand.request(style, key))
    plain = encode_plain({c.key: paper.choices[c.id] for c in voter.style})
    credential = hand.credential(style, key, answer)
    leaf, sealed = hand.ballot(
        style, credential, paper.counter, plain, protocol.pad, protocol.seal_pk
    )
    (receipt,) = await box().cast(protocol.election_id, [Sent(leaf, sealed)])
    return receipt


def _demand_valid(
    election: ElectionView, style: tuple[ContestView, ...], choices: Mapping[int, Ballot]
) -> None:
    """Refuse a ballot that would be null."""
    faults: dict[str, Text] = {}
    if {contest.id for contest in style} != set(choices):
        faults[""] = _("The ballot is not the one for your area.")
    for contest in style:
        ballot = choices.get(contest.id)
        if ballot is not None:
            for reason in check(ballot, contest.form(election.terms.form), contest.standing):
                faults.setdefault(field_of(contest.id), reason)
    if faults:
        raise Invalid(faults)
