"""A whole vote, from the trustees' ceremony to the verifier at home."""

import asyncio
import io
import subprocess
import sys
import zipfile
from pathlib import Path
from secrets import token_bytes

import pytest

from concejo.audit.core import SYSTEM
from concejo.errors import Invalid, Refused
from concejo.processes.core import PhaseKind
from concejo.roll.models import Roll, RollEntry
from tests.people import make_person
from tests.voting.elections import (
    PRICED,
    cast,
    cast_plain,
    choose,
    make_priced,
    new_secret,
    reopen,
)
from voting.board.services import TooFewBallots
from voting.bundle.services import VERIFIER, demand_public, find_latest, make_bundle
from voting.core.crypto import hpke, shamir
from voting.core.protocol.board import read_board, read_checkpoints
from voting.core.protocol.closing import CLOSE, FILES, UNCHECKED
from voting.core.protocol.manifest import Manifest
from voting.core.protocol.openings import write_lines
from voting.core.protocol.shares import hash_of
from voting.counting.opening.core import open_all
from voting.counting.opening.services import NotOpened, make_to_open, take_opened
from voting.counting.opening.services import read_board as read_votes
from voting.counting.services import close, count
from voting.setup.seal_key.core import SealKey
from voting.setup.seal_key.services import keep_seal_key
from voting.setup.services import ElectionView, get_election

RESULTS = "/processes/presupuestos-2027/vote/results"


@pytest.fixture
def seal_private() -> bytes:
    return token_bytes(32)


@pytest.fixture
async def trusted(process, rosa, ines, roll, seal_private):
    """A vote that is sealed to three of five trustees, with twelve people of each district."""
    shares = shamir.split(seal_private, 3, 5, token_bytes(64))
    hashes = tuple(hash_of(share).hex() for share in shares)
    key = SealKey(hpke.public_key(seal_private).hex(), 3, 5, hashes)
    await keep_seal_key(process.id, key, SYSTEM)
    for area in ("D01", "D02"):
        for _number in range(14):
            await make_person(roll, area_code=area)
    for title, area_code, cost in PRICED:
        await make_priced(process, rosa, title, area_code, cost)
    return await reopen(process, PhaseKind.VOTING)


async def vote(election: ElectionView, roll: Roll) -> None:
    """Let twelve of each district vote, one of them twice, one with nonsense."""
    for area in ("D01", "D02"):
        people = await RollEntry.filter(roll_id=roll.id, area_code=area).order_by("id").limit(12)
        for number, person in enumerate(people):
            title = ("Diez fuentes",) if number % 2 else ("Un parque",)
            local = ("Un ascensor",) if area == "D01" else ("Árboles en la ribera",)
            choices = choose(election, CIUDAD=title, **{area: local if number % 3 else ()})
            seed = new_secret()
            if number == 11:
                await cast_plain(election, person.id, "nonsense")
                continue
            await cast(election, person.id, choices, seed)
            if number == 0:
                await cast(election, person.id, choose(election, CIUDAD=(), **{area: ()}), seed, 2)


async def opened_by_trustees(election: ElectionView, private: bytes) -> tuple[bytes, bytes]:
    """Open what counts, as the trustees do off-line."""
    board = await read_votes(election)
    sealed = {line.leaf: line.sealed for line in board.lines}
    opened, lost = open_all(election.protocol, board.counted.counting, sealed, private)
    return write_lines(opened), write_lines(lost)


@pytest.fixture
async def closed(trusted, process, roll, chair):
    await vote(trusted, roll)
    late = await reopen(process, PhaseKind.COUNTING)
    await close(late.process, chair.actor)
    return await get_election(late.process)


@pytest.fixture
async def counted(closed, chair, seal_private):
    await take_opened(closed, *await opened_by_trustees(closed, seal_private), chair.actor)
    await count(closed.process, chair.actor)
    return await get_election(closed.process)


def verify(folder: Path, bundle: bytes, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the verifier as a citizen does, with nothing of ours on its path."""
    file = folder / "vote.zip"
    file.write_bytes(bundle)
    return subprocess.run(
        [sys.executable, "-I", str(VERIFIER), str(file), *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


async def test_a_vote_is_verified_at_home(any_database, counted, tmp_path):
    bundle = await make_bundle(counted)

    result = await asyncio.to_thread(verify, tmp_path, bundle, "--lang", "en")

    assert result.returncode == 0, result.stdout + result.stderr
    assert bundle == await make_bundle(counted)
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        assert set(archive.namelist()) == {*FILES, CLOSE, *UNCHECKED}
        assert Manifest.read(archive.read("manifest.json").decode()) == counted.protocol
        board = read_board(archive.read("board.bin"))
        assert len(read_checkpoints(archive.read("checkpoints.txt"))) >= 2
    assert len(board.ballots) == 26
    assert board.closing is not None
    assert (board.closing.online, board.closing.paper) == (24, 0)


async def test_a_changed_bundle_is_not(counted, tmp_path):
    bundle = await make_bundle(counted)
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(bundle)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content[:-1] if name == "opened.jsonl" else content)

    result = await asyncio.to_thread(verify, tmp_path, changed.getvalue())

    assert result.returncode == 1
    assert "Traceback" not in result.stderr


async def test_trustees_open_before_the_count(closed, chair, seal_private):
    with pytest.raises(NotOpened):
        await count(closed.process, chair.actor)
    opened, lost = await opened_by_trustees(closed, seal_private)

    for wrong in (
        (b"", b""),
        (opened[: opened.index(b"\n") + 1], b""),
        (opened, opened),
        (b"x", b""),
    ):
        with pytest.raises(Invalid):
            await take_opened(closed, *wrong, chair.actor)
    await take_opened(closed, opened, lost, chair.actor)
    await take_opened(closed, opened, lost, chair.actor)

    assert len(await count(closed.process, chair.actor)) == 3


async def test_what_other_trustees_opened_is_refused(closed, chair):
    opened, lost = await opened_by_trustees(closed, token_bytes(32))

    assert (opened, lost.count(b"not_sealed")) == (b"", 24)
    # Nothing is proven false by it; the board sees the numbers before it confirms.
    await take_opened(closed, opened, lost, chair.actor)


async def test_the_file_to_open_has_the_sealed_ballots_that_count_and_no_other(closed):
    with zipfile.ZipFile(io.BytesIO(await make_to_open(closed))) as archive:
        assert sorted(archive.namelist()) == [
            "board.bin",
            "checkpoints.txt",
            "manifest.json",
            "sealed.bin",
        ]
        board, sealed = read_board(archive.read("board.bin")), archive.read("sealed.bin")

    length = closed.protocol.pad + hpke.OVERHEAD
    assert len(sealed) == len(board.ballots) * 4 + 24 * length


async def test_nothing_is_to_be_opened_while_the_box_is_open(trusted):
    with pytest.raises(NotOpened):
        await make_to_open(trusted)


async def test_anybody_downloads_bundle_and_verifier(counted, browser):
    page = await browser.get(RESULTS)
    bundle = await browser.get(f"{RESULTS}/bundle.zip")
    verifier = await browser.get(f"{RESULTS}/verify.py")

    assert f'href="{RESULTS}/bundle.zip"' in page.text
    assert bundle.content == await make_bundle(counted)
    assert verifier.content == VERIFIER.read_bytes()
    assert "attachment" in verifier.headers["content-disposition"]


async def test_where_few_vote_the_bundle_is_for_auditors(
    trusted, process, roll, rosa, ines, chair, seal_private, browser, tmp_path
):
    await cast(trusted, rosa.person_id, choose(trusted, CIUDAD=(), D01=()), new_secret())
    await cast(trusted, ines.person_id, choose(trusted, CIUDAD=(), D02=()), new_secret())
    late = await reopen(process, PhaseKind.COUNTING)
    await close(late.process, chair.actor)
    election = await get_election(late.process)
    await take_opened(election, *await opened_by_trustees(election, seal_private), chair.actor)
    await count(late.process, chair.actor)

    page = await browser.get(f"{RESULTS}/bundle.zip")
    results = await browser.get(RESULTS)

    assert page.status_code == 409
    assert "menos de 10 personas" in page.text
    assert "bundle.zip" not in results.text
    with pytest.raises(TooFewBallots):
        await demand_public(late.process)
    bundle = await make_bundle(await get_election(late.process))
    assert (await asyncio.to_thread(verify, tmp_path, bundle)).returncode == 0


async def test_before_the_count_there_is_no_bundle(closed, browser):
    assert (await browser.get(f"{RESULTS}/bundle.zip")).status_code == 409
    with pytest.raises(Refused):
        await make_bundle(closed)


async def test_the_latest_vote_is_the_one_closed_last(counted):
    assert (await find_latest()).id == counted.id
