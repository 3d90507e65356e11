"""The box keeps ballots sealed, mixes them into batches, and gives nothing away before its time."""

import asyncio
import os
import stat
from secrets import token_bytes

import pytest
from cryptography.exceptions import InvalidTag

from concejo import settings
from concejo.db import execute, fetch
from tests.voting.core.protocol import town
from voting.box import services as box
from voting.box.core import MOST_BALLOTS, BadBallot, Sent
from voting.box.log import services as log
from voting.box.services import BoxClosed, CounterUsed, NoBox, Surrendered
from voting.core.crypto import merkle, rsabssa
from voting.core.crypto.notes import Checkpoint, Note, is_signed
from voting.core.protocol.client import Voter
from voting.core.protocol.leaves import VOID, hash_of
from voting.core.protocol.manifest import Manifest

PLAIN = '{"1":{"choices":["7"],"points":[]}}'
LONGER = '{"1":{"choices":["12","9"],"points":[]}}'


class Hand:
    """A voter of the first style with a credential."""

    def __init__(self, manifest: Manifest) -> None:
        self.manifest = manifest
        self.voter = Voter(token_bytes(16), manifest.election_id)
        request = self.voter.request(0, manifest.keys[0])
        answer = rsabssa.blind_sign(town.KEYS[0], request, 3)
        self.credential = self.voter.credential(0, manifest.keys[0], answer)

    def ballot(self, counter: int = 1, plain: str = PLAIN) -> Sent:
        m = self.manifest
        return Sent(*self.voter.ballot(0, self.credential, counter, plain, m.pad, m.seal_pk))

    def void(self) -> Sent:
        return Sent(self.voter.void(0, self.credential), b"")


async def opened() -> Manifest:
    election = token_bytes(32)
    manifest: Manifest = town.manifest(
        election_id=election,
        origin=f"vota.olmeda.example/vote/{election.hex()[:16]}",
        board_key=box.prepare(election),
    )
    await box.open_box(manifest.write())
    return manifest


@pytest.fixture
async def manifest(any_database):
    return await opened()


async def cast_some(manifest: Manifest, number: int) -> list[bytes]:
    sent = [Hand(manifest).ballot() for _ballot in range(number)]
    await box.cast(manifest.election_id, sent)
    return [hash_of(one.leaf) for one in sent]


async def waiting(manifest: Manifest) -> int:
    rows = await fetch(
        "SELECT count(*) AS n FROM pending WHERE election = ?",
        manifest.election_id,
        connection="box",
    )
    return rows[0].integer("n")


async def test_ballots_wait_until_there_are_twenty(manifest):
    await cast_some(manifest, 19)
    assert await box.flush(manifest.election_id) == 0

    await cast_some(manifest, 1)

    assert await box.flush(manifest.election_id) == 20
    assert await waiting(manifest) == 0
    assert len(await log.list_lines(manifest.election_id)) == 20


async def test_at_the_close_all_go_in_and_nothing_more_is_taken(manifest):
    other = await opened()
    hands = [Hand(manifest) for _voter in range(3)]
    sent = [hand.ballot() for hand in hands]
    receipts = await box.cast(manifest.election_id, sent)
    await cast_some(other, 2)

    await box.close(manifest.election_id)

    assert len(await log.list_lines(manifest.election_id)) == 3
    assert await waiting(other) == 2
    with pytest.raises(BoxClosed):
        await box.cast(manifest.election_id, [hands[0].ballot(2)])
    # Whoever has not heard the answer asks again, and gets it.
    assert await box.cast(manifest.election_id, sent) == receipts
    assert await waiting(manifest) == 0


async def test_a_receipt_is_signed_and_the_same_each_time(manifest):
    ballot = Hand(manifest).ballot()

    receipts = [(await box.cast(manifest.election_id, [ballot]))[0] for _time in range(2)]
    await box.flush(manifest.election_id, at_least=0)
    receipts += await box.cast(manifest.election_id, [ballot])

    assert len(set(receipts)) == 1
    assert receipts[0].is_signed(manifest.board_key)
    assert receipts[0].leaf_hash == hash_of(ballot.leaf)
    assert len(await log.list_lines(manifest.election_id)) == 1


@pytest.mark.parametrize("is_flushed", [False, True])
async def test_a_number_is_used_once(manifest, is_flushed):
    hand = Hand(manifest)
    await box.cast(manifest.election_id, [hand.ballot()])
    if is_flushed:
        await box.flush(manifest.election_id, at_least=0)

    with pytest.raises(CounterUsed):
        await box.cast(manifest.election_id, [hand.ballot(plain=LONGER)])

    await box.cast(manifest.election_id, [hand.ballot(2, LONGER)])
    assert await box.latest_counter(manifest.election_id, hand.voter.pk) == 2


@pytest.mark.parametrize("is_flushed", [False, True])
async def test_after_a_vote_is_given_up_its_key_casts_nothing(manifest, is_flushed):
    hand = Hand(manifest)
    await box.cast(manifest.election_id, [hand.ballot()])
    await box.cast(manifest.election_id, [hand.void()])
    if is_flushed:
        await box.flush(manifest.election_id, at_least=0)

    with pytest.raises(Surrendered):
        await box.cast(manifest.election_id, [hand.ballot(2)])

    await box.cast(manifest.election_id, [hand.void()])
    assert await box.latest_counter(manifest.election_id, hand.voter.pk) == VOID


async def test_casting_and_flushing_at_once_loses_and_doubles_nothing(manifest):
    sent = [Hand(manifest).ballot() for _ballot in range(40)]
    election = manifest.election_id

    async def cast_twice(ballot: Sent) -> None:
        await box.cast(election, [ballot])
        await box.flush(election, at_least=3)
        await box.cast(election, [ballot])

    await asyncio.gather(
        *map(cast_twice, sent), *(box.flush(election, at_least=1) for _time in range(10))
    )
    await box.flush(election, at_least=0)

    lines = await log.list_lines(election)
    assert sorted(line.leaf for line in lines) == sorted(one.leaf for one in sent)
    assert {line.leaf: line.sealed for line in lines} == {one.leaf: one.sealed for one in sent}
    assert await waiting(manifest) == 0


async def test_of_two_ballots_with_one_number_at_once_one_is_taken(manifest):
    hand = Hand(manifest)

    answers = await asyncio.gather(
        *(
            box.cast(manifest.election_id, [hand.ballot(plain=plain)])
            for plain in (PLAIN, LONGER) * 5
        ),
        return_exceptions=True,
    )

    refused = [isinstance(answer, CounterUsed) for answer in answers]
    assert sum(refused) == 5
    assert await waiting(manifest) == 1


async def test_batches_are_sorted_and_every_root_is_signed(manifest):
    first = await cast_some(manifest, 20)
    await box.flush(manifest.election_id)
    second = await cast_some(manifest, 25)
    await box.flush(manifest.election_id)

    hashes = await log.list_hashes(manifest.election_id)
    notes = [Note.read(note) for note in await log.list_checkpoints(manifest.election_id)]

    assert hashes == sorted(first) + sorted(second)
    assert all(is_signed(note, manifest.origin, manifest.board_key) for note in notes)
    checkpoints = [Checkpoint.read(note.text) for note in notes]
    assert [(one.size, one.root) for one in checkpoints] == [
        (size, merkle.root_of(hashes[:size])) for size in (20, 45)
    ]


async def test_what_is_on_the_board_is_proven(manifest):
    hashes = await cast_some(manifest, 20)
    await box.flush(manifest.election_id)
    older = (await log.find_latest(manifest.election_id)).state
    await cast_some(manifest, 20)
    await box.flush(manifest.election_id)

    proof = await log.prove(manifest.election_id, hashes[3])
    consistency = await log.prove_consistency(manifest.election_id, older.size)

    newer = Checkpoint.read(Note.read(proof.checkpoint).text)
    assert merkle.is_included(hashes[3], proof.place, proof.size, proof.hashes, newer.root)
    assert merkle.is_consistent(older.size, older.root, newer.size, newer.root, consistency)
    for size in (0, 41):
        with pytest.raises(log.NotFound):
            await log.prove_consistency(manifest.election_id, size)
    with pytest.raises(log.NotOnTheBoard):
        await log.prove(manifest.election_id, bytes(32))


async def test_many_who_ask_at_once_get_the_same_proofs_while_the_board_grows(manifest):
    election = manifest.election_id
    for _batch in range(3):
        hashes = await cast_some(manifest, 20)
        await box.flush(election)
        proofs = await asyncio.gather(*(log.prove(election, one) for one in hashes * 2))
        for leaf, proof in zip(hashes * 2, proofs, strict=True):
            root = Checkpoint.read(Note.read(proof.checkpoint).text).root
            assert merkle.is_included(leaf, proof.place, proof.size, proof.hashes, root)


async def test_a_tree_that_was_kept_of_another_board_proves_nothing_wrong(manifest):
    log._kept(manifest.election_id).append(bytes(32))
    hashes = await cast_some(manifest, 20)
    await box.flush(manifest.election_id)

    proof = await log.prove(manifest.election_id, hashes[7])

    root = Checkpoint.read(Note.read(proof.checkpoint).text).root
    assert merkle.is_included(hashes[7], proof.place, proof.size, proof.hashes, root)


async def test_what_is_no_ballot_of_this_vote_is_refused(manifest):
    hand, other = Hand(manifest), Hand(town.manifest())
    good = hand.ballot()
    wrong = [
        Sent(b"", b""),
        Sent(good.leaf[:-1], good.sealed),
        Sent(town.flipped(good.leaf, 8 * 40), good.sealed),
        Sent(town.flipped(good.leaf, 8 * 120), good.sealed),
        Sent(town.flipped(good.leaf, 8 * 582), good.sealed),
        Sent(good.leaf, good.sealed[:-1]),
        Sent(good.leaf, town.flipped(good.sealed, 9)),
        Sent(good.leaf, b""),
        Sent(hand.void().leaf, good.sealed),
        other.ballot(),
    ]

    for sent in wrong:
        with pytest.raises(BadBallot):
            await box.cast(manifest.election_id, [good, sent])

    assert await waiting(manifest) == 0
    with pytest.raises(NoBox):
        await box.cast(bytes(32), [good])


async def test_a_key_does_not_fill_the_board(manifest):
    hand = Hand(manifest)
    await box.cast(manifest.election_id, [hand.ballot(MOST_BALLOTS)])

    with pytest.raises(BadBallot, match="too often"):
        await box.cast(manifest.election_id, [hand.ballot(MOST_BALLOTS + 1)])

    await box.cast(manifest.election_id, [hand.void()])


async def test_what_waits_says_nothing_not_even_by_its_length(manifest):
    hand, other = Hand(manifest), Hand(manifest)
    await box.cast(manifest.election_id, [hand.ballot(), other.ballot(plain=LONGER), other.void()])

    rows = await fetch("SELECT id, voter, sealed FROM pending", connection="box")

    assert len({len(row.octets("sealed")) for row in rows}) == 1
    for row in rows:
        for name in ("id", "voter", "sealed"):
            assert hand.voter.pk not in row.octets(name)
            assert other.voter.pk not in row.octets(name)


async def test_a_waiting_ballot_cannot_be_moved_to_another_place(manifest):
    await cast_some(manifest, 1)
    await execute("UPDATE pending SET id = ?", token_bytes(32), connection="box")

    with pytest.raises(InvalidTag):
        await box.flush(manifest.election_id, at_least=0)

    assert await waiting(manifest) == 1


async def test_the_keys_are_nobody_elses_to_read(manifest):
    await cast_some(manifest, 1)

    folder = settings.DATA / "boxes" / manifest.election_id.hex()
    modes = {path.name: stat.S_IMODE(os.stat(path).st_mode) for path in folder.iterdir()}
    assert modes == {"board.key": 0o600, "box.key": 0o600}


async def test_the_key_under_which_ballots_waited_is_gone_after_the_close(manifest):
    await cast_some(manifest, 1)
    folder = settings.DATA / "boxes" / manifest.election_id.hex()
    key = (folder / "box.key").read_bytes()
    # What is left where a process dies between two steps of `keep_secret`.
    (folder / "box.key.5eed").hardlink_to(folder / "box.key")

    await box.close(manifest.election_id)

    assert [path.name for path in folder.iterdir()] == ["board.key"]
    assert (folder / "board.key").read_bytes() != key


async def test_a_leaf_beside_the_ballots_is_appended_once(manifest):
    await cast_some(manifest, 2)
    await box.close(manifest.election_id)

    for _time in range(3):
        await box.append(manifest.election_id, b"\x03" + bytes(52))

    assert len(await log.list_lines(manifest.election_id)) == 3
