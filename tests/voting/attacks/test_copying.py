"""Whoever copies the ballot of somebody else has a ballot that nobody can open."""

import pytest

from concejo.processes.core import PhaseKind
from tests.voting.attacks.hands import Hand, make_hand, refused
from tests.voting.elections import choose, make_voter, reopen
from voting.box import services as box
from voting.box.core import BadBallot, Sent
from voting.core.crypto import ed25519
from voting.core.protocol.leaves import BallotLeaf, read_ballot_leaf
from voting.core.protocol.plain import encode_plain
from voting.counting.opening.services import list_opened, list_unopened
from voting.counting.services import close, count
from voting.models import Tally

pytestmark = pytest.mark.usefixtures("any_database")


def copied(copier: Hand, sent: Sent) -> Sent:
    """Sign somebody else's commitment and sealed ballot as one's own."""
    theirs = read_ballot_leaf(sent.leaf)
    unsigned = BallotLeaf(
        copier.style,
        copier.voter.pk,
        copier.voter.prefix,
        copier.credential,
        theirs.ctr,
        theirs.commitment,
        theirs.sealed_hash,
    )
    signature = ed25519.sign(copier.voter._key, unsigned.signed(copier.voter.election_id))
    return Sent(unsigned.body + signature, sent.sealed)


async def test_a_copy_of_a_ballot_counts_for_nothing_and_hurts_nobody(
    election, process, roll, rosa, chair
):
    uid, copier = election.protocol.election_id, await make_voter(election, roll)
    hands = [await make_hand(election, id_) for id_ in (rosa.person_id, copier.id)]
    choices = choose(election, CIUDAD=("Un parque",), D01=())
    plain = encode_plain({c.key: choices[c.id] for c in election.contests if c.id in choices})
    sent = hands[0].ballot(plain=plain)
    await box.cast(uid, [sent])
    await box.cast(uid, [copied(hands[1], sent)])

    late = await reopen(process, PhaseKind.COUNTING)
    await close(late.process, chair.actor)
    await count(late.process, chair.actor)

    assert [line.plain for line in await list_opened(election)] == [plain]
    assert [line.reason.value for line in await list_unopened(election)] == ["not_sealed"]
    assert [tally.ballots for tally in await Tally.all().order_by("contest_id")] == [1, 1, 0]


async def test_pieces_of_a_ballot_do_not_make_another_one(election, roll, rosa):
    uid, copier = election.protocol.election_id, await make_voter(election, roll)
    theirs = (await make_hand(election, rosa.person_id)).ballot()
    mine = await make_hand(election, copier.id)
    leaf, own = read_ballot_leaf(theirs.leaf), read_ballot_leaf(mine.ballot().leaf)
    pieces = [
        # Their leaf beside a sealed ballot of one's own, and the other way round.
        Sent(theirs.leaf, mine.ballot().sealed),
        Sent(mine.ballot().leaf, theirs.sealed),
        # Their signature, key, prefix or credential under what one wants to say.
        Sent(own.body + leaf.signature, mine.ballot().sealed),
        Sent(BallotLeaf(**{**vars(own), "pk": leaf.pk}).encode(), mine.ballot().sealed),
        Sent(BallotLeaf(**{**vars(own), "prefix": leaf.prefix}).encode(), mine.ballot().sealed),
        Sent(
            BallotLeaf(**{**vars(own), "credential": leaf.credential}).encode(),
            mine.ballot().sealed,
        ),
        # The next number under their signature.
        Sent(BallotLeaf(**{**vars(leaf), "ctr": 2}).encode(), theirs.sealed),
    ]

    for piece in pieces:
        async with refused(BadBallot):
            await box.cast(uid, [piece])
