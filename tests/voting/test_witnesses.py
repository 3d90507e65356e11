"""The box keeps the word of witnesses whom the manifest names, and of nobody else."""

import asyncio
from secrets import token_bytes

import pytest

from concejo.clock import now
from tests.voting.elections import open_election
from tests.voting.houses import Hand, manifest_of
from voting.box import services as box
from voting.box.cosigning import services as cosigning
from voting.box.cosigning.services import FromTomorrow, NotAWitness
from voting.box.log import services as log
from voting.box.log.services import NotOnTheBoard
from voting.box.services import NoBox
from voting.core.crypto import ed25519
from voting.core.crypto.notes import Checkpoint, Note, cosign, cosigned_at, is_signed, sign
from voting.core.protocol.board import read_checkpoints
from voting.core.protocol.manifest import Manifest
from voting.core.protocol.parties import Witness
from voting.setup.core.witnesses import read_witnesses, write_witness
from voting.setup.locking import services as locking

SEEDS = {f"testigo{number}.example": bytes([number + 1] * 32) for number in range(5)}
WITNESSES = tuple(Witness(name, ed25519.public_key(seed)) for name, seed in SEEDS.items())
NAMES = list(SEEDS)


@pytest.fixture
async def manifest(any_database):
    election = token_bytes(32)
    made = manifest_of(election, box.prepare(election), witnesses=WITNESSES)
    await box.open_box(made.write())
    return made


async def grown(manifest: Manifest, number: int = 1) -> Note:
    """Let the board grow by a batch, and give its checkpoint."""
    sent = [Hand(manifest).ballot() for _ballot in range(number)]
    await box.cast(manifest.election_id, sent)
    await box.flush(manifest.election_id, at_least=1)
    return await latest(manifest)


async def latest(manifest: Manifest) -> Note:
    return Note.read((await log.list_checkpoints(manifest.election_id))[-1])


def word_of(name: str, note: Note, seconds: int | None = None) -> str:
    """Write what a witness sends."""
    seconds = int(now().timestamp()) if seconds is None else seconds
    return Note(note.text, (cosign(note.text, name, SEEDS[name], seconds),)).write()


async def test_the_word_of_a_witness_stands_under_the_checkpoint(manifest):
    note = await grown(manifest)

    await cosigning.add(manifest.election_id, word_of(NAMES[0], note, 1_800_000_000 - 10**8))

    kept = await latest(manifest)
    assert kept.text == note.text
    assert kept.signatures[:1] == note.signatures
    assert is_signed(kept, manifest.origin, manifest.board_key)
    assert cosigned_at(kept, NAMES[0], WITNESSES[0].key) == 1_800_000_000 - 10**8
    assert cosigned_at(kept, NAMES[1], WITNESSES[1].key) is None


async def test_the_first_word_of_each_stands(manifest):
    note = await grown(manifest)
    await cosigning.add(manifest.election_id, word_of(NAMES[0], note, 1_700_000_000))
    once = await latest(manifest)

    for seconds in (1_700_000_000, 1_700_000_100):
        await cosigning.add(manifest.election_id, word_of(NAMES[0], note, seconds))

    assert await latest(manifest) == once


async def test_an_older_checkpoint_can_be_cosigned_too(manifest):
    older = await grown(manifest)
    await grown(manifest)

    await cosigning.add(manifest.election_id, word_of(NAMES[2], older))

    first, second = map(Note.read, await log.list_checkpoints(manifest.election_id))
    assert [len(first.signatures), len(second.signatures)] == [2, 1]


async def test_nobody_else_is_a_witness(manifest):
    note = await grown(manifest)
    stranger = cosign(note.text, "nadie.example", bytes(32), 1)
    in_our_name = cosign(note.text, NAMES[0], bytes(32), 1)
    not_with_a_time = sign(note.text, NAMES[0], SEEDS[NAMES[0]])
    other_text = cosign("other\n1\nAA==\n", NAMES[0], SEEDS[NAMES[0]], 1)

    for line in (stranger, in_our_name, not_with_a_time, other_text):
        with pytest.raises(NotAWitness):
            await cosigning.add(manifest.election_id, Note(note.text, (line,)).write())
    for nonsense in ("", "nonsense", note.text, note.write()):
        with pytest.raises(NotAWitness):
            await cosigning.add(manifest.election_id, nonsense)

    assert await latest(manifest) == note


async def test_strange_lines_beside_that_of_a_witness_are_left_out(manifest):
    note = await grown(manifest)
    good = Note.read(word_of(NAMES[0], note)).signatures
    stranger = cosign(note.text, "nadie.example", bytes(32), 1)

    await cosigning.add(manifest.election_id, Note(note.text, (stranger, *good)).write())

    assert (await latest(manifest)).signatures == (*note.signatures, *good)


async def test_a_checkpoint_of_another_board_gets_no_word(manifest):
    note = await grown(manifest)
    point = Checkpoint.read(note.text)
    other = Checkpoint(point.origin, point.size, bytes(32)).text
    larger = Checkpoint(point.origin, point.size + 1, point.root).text

    for text in (other, larger):
        with pytest.raises(NotOnTheBoard):
            await cosigning.add(manifest.election_id, word_of(NAMES[0], Note(text, ())))
    with pytest.raises(NoBox):
        await cosigning.add(bytes(32), word_of(NAMES[0], note))


async def test_a_time_to_come_is_refused(manifest):
    note = await grown(manifest)
    tomorrow = int(now().timestamp()) + 86_400

    with pytest.raises(FromTomorrow):
        await cosigning.add(manifest.election_id, word_of(NAMES[0], note, tomorrow))


async def test_all_witnesses_at_once_while_the_board_grows_lose_no_word(manifest):
    first = await grown(manifest, 3)
    election = manifest.election_id

    async def witness(name: str) -> None:
        for _time in range(2):
            note = await latest(manifest)
            await cosigning.add(election, word_of(name, note))
            await cosigning.add(election, word_of(name, first))

    await asyncio.gather(*map(witness, NAMES), *(grown(manifest, 2) for _batch in range(3)))

    notes = [Note.read(note) for note in await log.list_checkpoints(election)]
    assert all(is_signed(note, manifest.origin, manifest.board_key) for note in notes)
    assert len(notes[0].signatures) == 1 + len(NAMES)
    for note in notes:
        words = [cosigned_at(note, one.name, one.key) for one in WITNESSES]
        assert len(note.signatures) == 1 + sum(seconds is not None for seconds in words)
    assert Checkpoint.read(notes[-1].text).size == 9


async def test_a_witness_sends_it_as_anybody_and_sees_it_among_the_checkpoints(manifest, browser):
    note = await grown(manifest)
    address = f"/box/{manifest.election_id.hex()}"

    good = await browser.client.post(f"{address}/cosignature", content=word_of(NAMES[0], note))
    bad = await browser.client.post(f"{address}/cosignature", content=b"\xff" * 30_000)

    assert (good.status_code, good.content) == (204, b"")
    assert (bad.status_code, bad.json()["error"]) == (409, "NotAWitness")
    (kept,) = read_checkpoints((await browser.get(f"{address}/checkpoints.txt")).content)
    assert cosigned_at(kept, NAMES[0], WITNESSES[0].key) is not None


async def test_growth_is_proven_between_any_two_sizes(manifest, browser):
    for _batch in range(3):
        await grown(manifest, 2)
    address = f"/box/{manifest.election_id.hex()}/consistency"

    whole = (await browser.get(f"{address}/2")).json()

    assert (await browser.get(f"{address}/2/6")).json() == whole
    assert (await browser.get(f"{address}/2/4")).json() != whole
    for wrong in ("4/2", "0/2", "2/7"):
        assert (await browser.get(f"{address}/{wrong}")).status_code == 404


def test_witnesses_are_read_as_they_are_written():
    written = ", ".join(write_witness(one.name, one.key) for one in WITNESSES)

    assert read_witnesses(written) == WITNESSES
    assert read_witnesses("") == ()


@pytest.mark.parametrize(
    "wrong",
    [
        "gaceta.example",
        "gaceta.example=",
        "=" + "00" * 32,
        "gaceta.example=" + "00" * 31,
        "la gaceta=" + "00" * 32,
        "a=" + "00" * 32 + ",a=" + "01" * 32,
        "a=" + "00" * 32 + ",b=" + "00" * 32,
    ],
)
def test_what_names_no_witness_stops_the_program(wrong):
    with pytest.raises(ValueError, match="CONCEJO_WITNESSES"):
        read_witnesses(wrong)


async def test_the_manifest_names_the_witnesses_that_are_set_when_the_vote_opens(
    process, rosa, monkeypatch
):
    monkeypatch.setattr(locking, "WITNESSES", WITNESSES[:2])

    election = await open_election(process, rosa)

    assert election.protocol.witnesses == WITNESSES[:2]
