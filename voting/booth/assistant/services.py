"""Cast a ballot for a voter: the client of the protocol, run here instead of in their browser.

See “booth” in voting/README.md. This is the one place where a person and a choice are together, for
a moment and in memory only: nothing here is written down with both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from concejo.errors import Invalid, Refused
from concejo.text import Text, _
from voting.booth import services as booth
from voting.booth.forms import field_of
from voting.booth.services import Voter
from voting.box.gate.services import Sent, Surrendered, box
from voting.core.ballots import Ballot, check
from voting.core.crypto.keys import PublicKey
from voting.core.crypto.rsabssa import NotASignature
from voting.core.protocol import client
from voting.core.protocol.leaves import VOID, hash_of
from voting.core.protocol.plain import encode_plain
from voting.core.protocol.receipts import Receipt
from voting.credentials import services as credentials
from voting.setup.core import ContestView
from voting.setup.services import ElectionView


class BadCredential(Refused):
    """The office signed with another key than that of the vote; whoever voted so could be told."""


class Unsigned(Refused):
    """The box answered without a signed receipt."""


@dataclass(frozen=True)
class Paper:
    """A filled-in ballot in its voter's hand: the choices by contest, the seed, and its number."""

    choices: Mapping[int, Ballot]
    seed: bytes
    counter: int


async def next_counter(election: ElectionView, seed: bytes) -> int:
    """Give the number that the next ballot of a seed has."""
    latest = await _latest(election, seed)
    if latest == VOID:
        raise Surrendered(_("This vote was given up at the desk for a sheet of paper."))
    return 1 + latest


async def is_void(election: ElectionView, seed: bytes) -> bool:
    """Say whether all that was cast with a seed was taken back."""
    return await _latest(election, seed) == VOID


async def _latest(election: ElectionView, seed: bytes) -> int:
    hand = client.Voter(seed, election.protocol.election_id)
    return await box().latest_counter(hand.election_id, hand.pk)


async def is_seed_of(election: ElectionView, voter: Voter, seed: bytes) -> bool:
    """Say whether it was with this seed that the voter got a credential."""
    request = _request(election, voter, seed)
    return await credentials.holds(election.id, voter.person_id, sha256(request).digest())


def _request(election: ElectionView, voter: Voter, seed: bytes) -> bytes:
    hand = client.Voter(seed, election.protocol.election_id)
    return hand.request(voter.style_number, election.protocol.keys[voter.style_number])


async def prepare_void(election: ElectionView, voter: Voter, seed: bytes) -> tuple[bytes, bytes]:
    """Make what takes back all that a voter cast by web, and give the hash of its request, too.

    Only the seed with which they got their credential does it; the same one makes the same void.
    """
    request, style = _request(election, voter, seed), voter.style_number
    if not await is_seed_of(election, voter, seed):
        fault = _("This code is not the one of this person's vote. Check that it is of this vote.")
        raise Invalid({"code": fault})
    answer = await booth.issue(election, voter, request)
    hand = client.Voter(seed, election.protocol.election_id)
    credential = _take_off_blinding(hand, style, election.protocol.keys[style], answer)
    return sha256(request).digest(), hand.void(style, credential)


async def send(election: ElectionView, leaf: bytes, sealed: bytes = b"") -> Receipt:
    """Put a ballot, or a void, into the box; nothing counts as done without its signed receipt."""
    (receipt,) = await box().cast(election.protocol.election_id, [Sent(leaf, sealed)])
    if receipt.leaf_hash != hash_of(leaf) or not receipt.is_signed(election.protocol.board_key):
        raise Unsigned(_("The ballot box has not signed what it received. Try once more."))
    return receipt


def _take_off_blinding(hand: client.Voter, style: int, key: PublicKey, answer: bytes) -> bytes:
    """Give the credential, or refuse an answer that another key has signed."""
    try:
        return hand.credential(style, key, answer)
    except NotASignature as error:
        raise BadCredential(
            _(
                "What the office signed is not the right credential. Nothing was cast. Tell the"
                " electoral board."
            )
        ) from error


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
    credential = _take_off_blinding(hand, style, key, answer)
    leaf, sealed = hand.ballot(
        style, credential, paper.counter, plain, protocol.pad, protocol.seal_pk
    )
    return await send(election, leaf, sealed)


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
