"""The box stands in another house: a process, a host and a database of another organisation."""

import asyncio
import signal
import subprocess
import sys
from base64 import b64encode
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from secrets import token_bytes

import httpx2
import pytest

import concejo.app  # noqa: F401 put together for one office, before a test sets another house
from concejo import settings
from concejo.commands.witness.key import read_key
from concejo.db import fetch
from concejo.processes.core import PhaseKind
from tests import postgres
from tests.conftest import Databases
from tests.voting.elections import PRICED, cast, choose, make_priced, new_secret, reopen
from tests.voting.houses import TOKEN, Hand, House, manifest_of, numbers
from voting.booth import services as booth
from voting.booth.assistant.services import next_counter
from voting.box.core import BadBallot, Sent
from voting.box.gate.services import BoxUnreachable, box
from voting.box.services import BoxClosed, CounterUsed, NoBox, Surrendered
from voting.bundle.services import VERIFIER, make_bundle
from voting.core.crypto.notes import Note, cosigned_at
from voting.core.protocol.client import Voter
from voting.core.protocol.leaves import hash_of
from voting.core.protocol.manifest import Manifest
from voting.core.protocol.parties import SetUp, Witness
from voting.core.protocol.plain import encode_plain
from voting.core.protocol.receipts import Receipt
from voting.counting.services import close, count
from voting.models import Election
from voting.setup.services import ElectionView, get_election, open_due


@pytest.fixture
async def house(any_database, fast_folder, postgres_server_if_asked, monkeypatch):
    """Another house, on the same kind of database as the office; the box in it is not up yet."""
    async with AsyncExitStack() as stack:
        database = f"sqlite://{fast_folder}/house/box.sqlite3"
        if postgres_server_if_asked:
            names = {f"concejo_house_{next(numbers)}": "template1"}
            (database,) = await stack.enter_async_context(
                postgres.databases(postgres_server_if_asked, names)
            )
        folder = fast_folder / "house"
        folder.mkdir()
        made = House(folder, database)
        monkeypatch.setattr(settings, "BOX_REMOTE", made.url)
        monkeypatch.setattr(settings, "BOX_URL", made.url)
        monkeypatch.setattr(settings, "BOX_TOKEN", TOKEN)
        yield made
        await asyncio.to_thread(made.end)


@pytest.fixture
def postgres_server_if_asked(any_database: Databases, request: pytest.FixtureRequest) -> str:
    if any_database.main.startswith("sqlite"):
        return ""
    server: str = request.getfixturevalue("postgres_server")
    return server


@pytest.fixture
async def started(house: House) -> House:
    await asyncio.to_thread(house.start)
    return house


async def cast_by_browser(house: House, election: ElectionView, person_id: int | None) -> Receipt:
    """Do what a browser does: get a credential here, and send the ballot there."""
    assert person_id is not None
    voter = await booth.find_voter(election, person_id)
    protocol, style = election.protocol, voter.style_number
    hand = Voter(new_secret(), protocol.election_id)
    answer = await booth.issue(election, voter, hand.request(style, protocol.keys[style]))
    credential = hand.credential(style, protocol.keys[style], answer)
    chosen = choose(election, CIUDAD=("Un parque",), D02=())
    plain = encode_plain({c.key: chosen[c.id] for c in voter.style})
    leaf, sealed = hand.ballot(style, credential, 1, plain, protocol.pad, protocol.seal_pk)
    sent = {"leaf": b64encode(leaf).decode(), "sealed": b64encode(sealed).decode()}
    async with httpx2.AsyncClient() as client:
        answered = await client.post(f"{house.url}/{election.uid}/cast", json=sent)
    assert answered.status_code == 200
    assert "set-cookie" not in answered.headers
    return Receipt.read(answered.text)


async def test_a_whole_vote_is_held_in_two_houses(
    started, process, rosa, ines, chair, browser, tmp_path
):
    for title, area_code, cost in PRICED:
        await make_priced(process, rosa, title, area_code, cost)
    election = await reopen(process, PhaseKind.VOTING)
    seed, choices = new_secret(), choose(election, CIUDAD=("Un parque",), D01=())
    receipts = [await cast(election, rosa.person_id, choices, seed)]
    assert await next_counter(election, seed) == 2
    receipts.append(await cast(election, rosa.person_id, choices, seed, 2))
    receipts.append(await cast_by_browser(started, election, ines.person_id))

    late = await reopen(process, PhaseKind.COUNTING)
    await close(late.process, chair.actor)
    await count(late.process, chair.actor)
    counted = await get_election(late.process)
    page = await browser.get(
        f"/processes/{process.slug}/vote/results/receipt?code={receipts[1].code}"
    )
    bundle = tmp_path / "vote.zip"
    bundle.write_bytes(await make_bundle(counted))
    verified = await asyncio.to_thread(run_verifier, bundle)

    assert counted.protocol.setup is SetUp.TWO_HOUSES
    assert counted.protocol.origin.startswith("127.0.0.1/vote/")
    board = await box().list_leaves(counted.protocol.election_id)
    assert {receipt.leaf_hash for receipt in receipts} < {hash_of(leaf) for leaf in board}
    assert len(board) == 4
    assert await box().count_counting(counted.protocol.election_id) == 2
    assert "es la que cuenta" in page.text
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert await fetch("SELECT election FROM box", connection="box") == []
    assert not (started.folder / "nowhere").exists()
    assert started.words == ""
    await asyncio.to_thread(started.end)
    results = await browser.get(f"/processes/{process.slug}/vote/results")
    assert (results.status_code, "Un parque" in results.text) == (200, True)


def run_verifier(bundle: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", str(VERIFIER), str(bundle)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


async def open_town() -> Manifest:
    election = token_bytes(32)
    manifest = manifest_of(election, await box().prepare(election))
    await box().open_box(manifest.write())
    return manifest


async def test_a_box_that_is_killed_has_every_ballot_that_it_acknowledged_and_none_twice(started):
    manifest = await open_town()
    election = manifest.election_id
    ballots = [Hand(manifest).ballot() for _voter in range(36)]
    acknowledged: list[Sent] = []

    async def send(ballot: Sent) -> None:
        try:
            await box().cast(election, [ballot])
        except BoxUnreachable:
            return
        acknowledged.append(ballot)

    for turn in range(3):
        some = ballots[12 * turn : 12 * turn + 12]
        await asyncio.gather(*map(send, some[:4]))
        going = asyncio.gather(*map(send, some[4:]))
        await asyncio.sleep(0.02 * turn)
        await asyncio.to_thread(started.end, signal.SIGKILL)
        await going
        await asyncio.to_thread(started.start)

    for ballot in ballots:
        if ballot not in acknowledged:
            await box().cast(election, [ballot])
    receipts = await box().cast(election, acknowledged)
    await box().close(election)
    board = await box().list_leaves(election)

    assert len(acknowledged) >= 12
    assert all(receipt.is_signed(manifest.board_key) for receipt in receipts)
    assert sorted(board) == sorted(ballot.leaf for ballot in ballots)
    lines = await box().list_lines(election)
    assert {line.leaf: line.sealed for line in lines} == {b.leaf: b.sealed for b in ballots}


async def test_a_box_that_is_killed_while_it_closes_is_closed_again_without_loss(started):
    for delay in (0, 0.005, 0.02, 0.05):
        manifest = await open_town()
        election = manifest.election_id
        ballots = [Hand(manifest).ballot() for _voter in range(40)]
        await box().cast(election, ballots)
        closing = asyncio.create_task(box().close(election))
        await asyncio.sleep(delay)
        await asyncio.to_thread(started.end, signal.SIGKILL)
        with suppress(BoxUnreachable):
            await closing
        await asyncio.to_thread(started.start)

        await box().close(election)

        lines = await box().list_lines(election)
        assert {line.leaf: line.sealed for line in lines} == {b.leaf: b.sealed for b in ballots}
        assert len(lines) == len(ballots)
        assert len(await box().list_checkpoints(election)) == 1


async def test_a_vote_whose_box_does_not_answer_is_not_locked(house, process, rosa, rosas_browser):
    for title, area_code, cost in PRICED:
        await make_priced(process, rosa, title, area_code, cost)

    with pytest.raises(BoxUnreachable):
        await reopen(process, PhaseKind.VOTING)

    assert await Election.filter(locked_at__isnull=False).count() == 0
    assert await fetch("SELECT person_id FROM roll_line") == []
    page = await rosas_browser.get(f"/processes/{process.slug}/vote/")
    assert (page.status_code, "no responde" in page.text) == (503, True)

    await asyncio.to_thread(house.start)
    await open_due()
    assert await Election.filter(locked_at__isnull=False).count() == 1


async def test_a_vote_whose_box_fails_while_it_is_locked_is_not_locked(
    started, process, rosa, monkeypatch
):
    for title, area_code, cost in PRICED:
        await make_priced(process, rosa, title, area_code, cost)

    async def die(_manifest: str) -> None:
        await asyncio.to_thread(started.end, signal.SIGKILL)
        await type(box()).open_box(box(), _manifest)

    monkeypatch.setattr(box(), "open_box", die)
    with pytest.raises(BoxUnreachable):
        await reopen(process, PhaseKind.VOTING)

    assert await Election.filter(locked_at__isnull=False).count() == 0
    assert await fetch("SELECT person_id FROM roll_line") == []


async def test_closing_begins_once_the_box_is_back(started, process, rosa, chair):
    for title, area_code, cost in PRICED:
        await make_priced(process, rosa, title, area_code, cost)
    election = await reopen(process, PhaseKind.VOTING)
    await cast(election, rosa.person_id, choose(election, CIUDAD=(), D01=()), new_secret())
    late = await reopen(process, PhaseKind.COUNTING)
    await asyncio.to_thread(started.end, signal.SIGKILL)

    with pytest.raises(BoxUnreachable):
        await close(late.process, chair.actor)
    assert (await get_election(late.process)).closed_at is None
    await asyncio.to_thread(started.start)
    for _time in range(2):
        await close(late.process, chair.actor)

    assert len(await box().list_leaves(election.protocol.election_id)) == 2


async def test_what_the_other_house_refuses_is_said_here_in_its_words(started, monkeypatch):
    manifest = await open_town()
    hand, other, election = Hand(manifest), Hand(manifest), manifest.election_id
    ballot, void = hand.ballot(), other.void()
    await box().cast(election, [ballot, void])
    longer = '{"1":{"choices":["12","9"],"points":[]}}'

    for sent, refusal in (
        (hand.ballot(1, longer), CounterUsed),
        (other.ballot(2), Surrendered),
        (Sent(ballot.leaf, b""), BadBallot),
    ):
        with pytest.raises(refusal):
            await box().cast(election, [sent])
    with pytest.raises(NoBox):
        await box().cast(bytes(32), [ballot])
    await box().close(election)
    with pytest.raises(BoxClosed, match="closed the ballot box"):
        await box().cast(election, [hand.ballot(2)])
    monkeypatch.setattr(settings, "BOX_TOKEN", "another one")
    with pytest.raises(BoxUnreachable, match="does not know this office"):
        await box().greet()


async def test_a_witness_cosigns_the_board_of_the_other_house(started, tmp_path):
    await witness("key", "gaceta.example", "--key", tmp_path / "key")
    public = read_key(tmp_path / "key").public
    election = token_bytes(32)
    manifest = manifest_of(
        election,
        await box().prepare(election),
        witnesses=(Witness("gaceta.example", public),),
    )
    await box().open_box(manifest.write())
    receipts = await box().cast(election, [Hand(manifest).ballot() for _voter in range(3)])
    (tmp_path / "receipt.json").write_text(receipts[0].write())
    address = f"{started.url}/{election.hex()}"
    signing = ("cosign", address, "--key", tmp_path / "key", "--state", tmp_path / "state")
    await witness(*signing)
    await box().close(election)

    told = [await witness(*signing) for _time in range(2)]
    checked = await witness("check", address, "--receipt", tmp_path / "receipt.json")

    assert all("3 leaves" in words for words in told)
    assert "on the board and counts" in checked
    assert "gaceta.example last signed a board of 3." in checked
    (note,) = map(Note.read, await box().list_checkpoints(election))
    assert cosigned_at(note, "gaceta.example", public) is not None
    assert len(note.signatures) == 2


async def witness(*words: object) -> str:
    """Run the command as a witness types it, and give what it says."""
    command = [sys.executable, "-m", "concejo", "witness", *map(str, words), "--language", "en"]
    done = await asyncio.to_thread(
        subprocess.run, command, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return str(done.stdout)


async def test_a_taken_port_is_told_with_the_remedy(started):
    command = [sys.executable, "-m", "concejo", "box", "serve", "--port", str(started.port)]

    done = await asyncio.to_thread(
        subprocess.run, command, capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert f"concejo box serve --port {started.port + 1}" in done.stderr
