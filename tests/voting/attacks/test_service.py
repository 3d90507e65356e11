"""What somebody may try at the services: every door refuses it, and nothing is written."""

from dataclasses import replace
from secrets import token_bytes

import pytest

from concejo import settings
from concejo.roll.services import NotEligible
from tests.people import make_account, make_person
from tests.voting.attacks.hands import Hand, blank, make_hand, refused, request_of, rows
from tests.voting.elections import (
    cast,
    choose,
    count_in_box,
    make_voter,
    new_secret,
)
from tests.voting.elections import request_of as digest_of
from voting.booth import services as booth
from voting.booth.assistant.services import BadCredential
from voting.box import services as box
from voting.box.core import MOST_BALLOTS, Sent
from voting.box.services import BadBallot, CounterUsed, NoBox, Surrendered
from voting.core.crypto import rsabssa
from voting.core.protocol.client import Voter
from voting.credentials import services as credentials
from voting.credentials.keys import services as issuing
from voting.credentials.keys.services import BadRequest
from voting.credentials.services import AlreadyVoted, CodeUsed

pytestmark = pytest.mark.usefixtures("any_database")


def private_key(election, style):
    """The issuing key itself, which an operator who attacks has."""
    return issuing._read(settings.DATA, election.protocol.election_id)[style]


async def test_a_second_credential_is_refused_and_the_first_is_given_again(election, rosa):
    voter = await booth.find_voter(election, rosa.person_id)
    hands = [Voter(new_secret(), election.protocol.election_id) for _seed in range(2)]
    first, second = (request_of(election, hand, voter.style_number) for hand in hands)
    answer = await booth.issue(election, voter, first)

    async with refused(AlreadyVoted):
        await booth.issue(election, voter, second)

    assert await booth.issue(election, voter, first) == answer


async def test_a_request_of_somebody_else_gives_no_credential(election, roll, rosa):
    hand = Voter(new_secret(), election.protocol.election_id)
    rosas = await booth.find_voter(election, rosa.person_id)
    other = await booth.find_voter(election, (await make_voter(election, roll)).id)
    request = request_of(election, hand, rosas.style_number)
    await booth.issue(election, rosas, request)

    async with refused(CodeUsed):
        await booth.issue(election, other, request)


@pytest.mark.parametrize("first", ["online", "code", "paper"])
@pytest.mark.parametrize("second", ["online", "code", "paper"])
async def test_whoever_came_by_one_door_comes_by_no_other(election, rosa, first, second):
    digests = {"online": bytes(range(32))}
    await credentials.issue(election.id, rosa.person_id, first, digests.get(first))
    other = bytes(32) if second == "online" else None

    async with refused(AlreadyVoted):
        await credentials.issue(election.id, rosa.person_id, second, other)


async def test_a_credential_of_one_style_is_none_of_another(election, rosa, ines):
    rosas, inesas = [await make_hand(election, p.person_id) for p in (rosa, ines)]
    protocol = election.protocol
    assert rosas.style != inesas.style

    def as_if(style: int) -> Sent:
        plain = blank(election, style)
        return Sent(
            *rosas.voter.ballot(style, rosas.credential, 1, plain, protocol.pad, protocol.seal_pk)
        )

    async with refused(BadBallot):
        await box.cast(protocol.election_id, [as_if(inesas.style)])
    async with refused(BadBallot):
        await box.cast(
            protocol.election_id, [Sent(rosas.voter.void(inesas.style, rosas.credential), b"")]
        )
    await box.cast(protocol.election_id, [as_if(rosas.style)])


async def test_a_request_for_the_key_of_another_style_gives_nothing_that_is_taken(
    election, rosa, ines
):
    """Rosa asks with what would be right for Inés: blinded for another key, or naming another."""
    mine = (await booth.find_voter(election, rosa.person_id)).style_number
    wanted = (await booth.find_voter(election, ines.person_id)).style_number
    hand, keys = Voter(new_secret(), election.protocol.election_id), election.protocol.keys
    request = hand.request(wanted, keys[mine])
    voter = await booth.find_voter(election, rosa.person_id)

    answer = await booth.issue(election, voter, request)

    for style, key in ((mine, keys[mine]), (wanted, keys[wanted]), (mine, keys[wanted])):
        with pytest.raises(rsabssa.NotASignature):
            hand.credential(style, key, answer)
    # Signed by the key of her own style over the name of another: neither style takes it.
    signed = hand.credential(wanted, keys[mine], answer)
    for style in (mine, wanted):
        async with refused(BadBallot):
            await box.cast(
                election.protocol.election_id,
                [Hand(election, voter.person_id, hand, style, signed).ballot()],
            )


@pytest.mark.parametrize("is_flushed", [False, True])
async def test_a_number_used_with_another_text_is_refused(election, rosa, is_flushed):
    hand = await make_hand(election, rosa.person_id)
    await box.cast(election.protocol.election_id, [hand.ballot(7)])
    if is_flushed:
        await box.flush(election.protocol.election_id, at_least=1)

    async with refused(CounterUsed):
        await box.cast(election.protocol.election_id, [hand.ballot(7, plain="{}")])


@pytest.mark.parametrize("is_flushed", [False, True])
async def test_a_vote_after_giving_it_up_is_refused_and_giving_up_twice_changes_nothing(
    election, rosa, is_flushed
):
    hand = await make_hand(election, rosa.person_id)
    uid, request = election.protocol.election_id, digest_of(election, hand.voter.seed, hand.style)
    await box.cast(uid, [hand.ballot()])
    receipts = await box.cast(uid, [hand.void()])
    await credentials.surrender(election.id, hand.person_id, request)
    if is_flushed:
        await box.flush(uid, at_least=1)

    for counter in (2, MOST_BALLOTS):
        async with refused(Surrendered):
            await box.cast(uid, [hand.ballot(counter)])
    before = await rows()

    assert await box.cast(uid, [hand.void()]) == receipts
    assert await rows() == before
    async with refused(AlreadyVoted):
        await credentials.surrender(election.id, hand.person_id, request)
    for how in ("paper", "code"):
        async with refused(AlreadyVoted):
            await credentials.issue(election.id, hand.person_id, how, None)
    async with refused(Surrendered):
        await cast(
            election, hand.person_id, choose(election, CIUDAD=(), D01=()), hand.voter.seed, 2
        )


async def test_nobody_gives_up_the_vote_of_somebody_else(election, rosa, ines):
    rosas, inesas = [await make_hand(election, p.person_id) for p in (rosa, ines)]
    stolen = digest_of(election, rosas.voter.seed, rosas.style)

    async with refused(AlreadyVoted):
        await credentials.surrender(election.id, inesas.person_id, stolen)
    # A void of Rosa's key needs Rosa's signature.
    forged = bytearray(rosas.void().leaf)
    forged[-64:] = inesas.void().leaf[-64:]
    async with refused(BadBallot):
        await box.cast(election.protocol.election_id, [Sent(bytes(forged), b"")])


async def test_an_issuer_that_tags_voters_with_other_keys_is_found_out(election, rosa):
    uid = election.protocol.election_id
    genuine = issuing._read(settings.DATA, uid)
    issuing.destroy(uid)
    issuing.keep(uid, [genuine[(n + 1) % len(genuine)] for n in range(len(genuine))])
    choices, seed = choose(election, CIUDAD=("Un parque",), D01=()), new_secret()

    with pytest.raises((BadCredential, rsabssa.NotARequest)):
        await cast(election, rosa.person_id, choices, seed)
    assert await count_in_box(election) == 0

    # Nothing is lost by it: once the right key is back, the same page votes.
    issuing.destroy(uid)
    issuing.keep(uid, genuine)
    await cast(election, rosa.person_id, choices, seed)
    assert await count_in_box(election) == 1


async def test_a_credential_with_another_length_of_salt_is_refused(election, rosa):
    """Whoever has the key could otherwise make many credentials of one signature's worth."""
    hand = await make_hand(election, rosa.person_id)
    key, public = private_key(election, hand.style), election.protocol.keys[hand.style]
    message = hand.voter.input_message(hand.style)

    def signed(salt: bytes) -> bytes:
        return rsabssa.blind_sign(key, rsabssa.encode(message, public.bits - 1, salt), 3)

    assert signed(b"") == hand.credential
    for length in (1, 20, 48, 64):
        other = Hand(election, hand.person_id, hand.voter, hand.style, signed(bytes(length)))
        async with refused(BadBallot):
            await box.cast(election.protocol.election_id, [other.ballot()])


async def test_nobody_votes_who_is_not_on_the_frozen_roll(election, roll):
    late = await make_person(roll)
    account = await make_account("Late", person=late)
    hand = Voter(new_secret(), election.protocol.election_id)

    async with refused(NotEligible):
        await make_hand(election, account.person_id)
    async with refused(NotEligible):
        await cast(election, late.id, choose(election, CIUDAD=(), D01=()), hand.seed)


async def test_a_request_that_no_key_could_sign_marks_nobody(election, rosa):
    voter = await booth.find_voter(election, rosa.person_id)
    public = election.protocol.keys[voter.style_number]
    size, n = public.size, public.n
    wrong = [
        b"",
        bytes(size),
        n.to_bytes(size, "big"),
        (n + 1).to_bytes(size, "big"),
        b"\xff" * size,
        (n - 1).to_bytes(size, "big")[1:],
        b"\0" + (n - 1).to_bytes(size, "big"),
        (5).to_bytes(size - 1, "big"),
    ]

    for request in wrong:
        async with refused(BadRequest):
            await booth.issue(election, voter, request)


async def test_a_leaf_of_somebody_else_sent_again_changes_nothing(election, rosa):
    sent = (await make_hand(election, rosa.person_id)).ballot()
    receipts = await box.cast(election.protocol.election_id, [sent])
    before = await rows()

    assert await box.cast(election.protocol.election_id, [sent]) == receipts
    assert await rows() == before
    assert await count_in_box(election) == 1


async def test_a_ballot_of_another_election_is_refused_even_under_the_same_keys(election, rosa):
    uid = token_bytes(32)
    origin = f"{election.protocol.origin.split('/')[0]}/vote/{uid.hex()[:16]}"
    other = replace(election.protocol, election_id=uid, origin=origin)
    await box.open_box(other.write())
    hand = await make_hand(election, rosa.person_id)

    for sent in (hand.ballot(), hand.void()):
        async with refused(BadBallot):
            await box.cast(other.election_id, [sent])
        async with refused(NoBox):
            await box.cast(bytes(32), [sent])
