"""The door for the office in a box of another house: who gets past it, and what is refused."""

from secrets import token_bytes

import httpx2
import pytest

from concejo import settings
from tests.voting.core.protocol import town
from tests.voting.houses import TOKEN, Hand, manifest_of
from voting.box import services as box
from voting.box.admin.routes import routes
from voting.box.app import house
from voting.box.gate.core import read_all, write_all
from voting.box.gate.services import Here
from voting.box.log import services as log
from voting.core.crypto.notes import Checkpoint, Note
from voting.core.protocol.board import write_board
from voting.core.protocol.closing import FILES, Close
from voting.core.protocol.layout import canonical, digest
from voting.core.protocol.leaves import ClosingLeaf
from voting.core.protocol.manifest import Manifest
from voting.core.protocol.receipts import Receipt

CLOSING = ClosingLeaf(2, 0, 0, 0, 0, bytes(32)).encode()


@pytest.fixture
async def office(database, monkeypatch):
    """The office, which has the token."""
    monkeypatch.setattr(settings, "BOX_TOKEN", TOKEN)
    async with client(f"Bearer {TOKEN}") as opened:
        yield opened


def client(authorization: str = "") -> httpx2.AsyncClient:
    headers = {"authorization": authorization} if authorization else {}
    transport = httpx2.ASGITransport(house)
    return httpx2.AsyncClient(transport=transport, base_url="http://urna", headers=headers)


@pytest.fixture
async def manifest(office):
    election = token_bytes(32)
    answer = await office.post(f"/admin/{election.hex()}/prepare")
    made = manifest_of(election, bytes.fromhex(answer.json()["board_key"]))
    assert (await office.post("/admin/open", content=made.write())).status_code == 204
    return made


def about(manifest: Manifest, address: str) -> str:
    return f"/admin/{manifest.election_id.hex()}/{address}"


@pytest.mark.parametrize("shown", ["", "Bearer ", "Bearer x", f"Bearer {TOKEN}x", f"Basic {TOKEN}"])
async def test_without_the_token_nobody_gets_past_the_door(office, manifest, shown):
    addresses = {
        route.path.replace("{election:octets}", manifest.election_id.hex()).replace(
            "{start:int}", "0"
        ): method
        for route in routes
        for method in route.methods - {"HEAD"}
    }

    async with client(shown) as stranger:
        answers = {
            path: (await stranger.request(method, f"/admin{path}", content=b"x")).status_code
            for path, method in addresses.items()
        }
        answers["nowhere"] = (await stranger.get("/admin/nowhere")).status_code

    assert set(answers.values()) == {401}
    assert len(answers) == 12


async def test_what_everybody_may_ask_needs_no_token_and_sets_no_cookie(office, manifest):
    async with client() as anybody:
        answer = await anybody.get(f"/{manifest.election_id.hex()}/manifest.json")
        sent = await anybody.post(f"/{manifest.election_id.hex()}/cast", content=b"nonsense")

    assert answer.text == manifest.write()
    assert sent.status_code == 409
    assert "set-cookie" not in answer.headers
    assert "set-cookie" not in sent.headers


async def test_the_door_of_the_office_is_not_where_the_pages_are(browser):
    assert (await browser.get("/box/admin/")).status_code == 404
    assert (await browser.get("/admin/")).status_code == 404


async def test_ballots_come_back_as_signed_receipts(office, manifest):
    sent = [Hand(manifest).ballot() for _voter in range(3)]

    answer = await office.post(about(manifest, "cast"), content=write_all(sent))

    receipts = [Receipt.read(text) for text in answer.json()]
    assert all(receipt.is_signed(manifest.board_key) for receipt in receipts)
    cut = await office.post(about(manifest, "cast"), content=write_all(sent)[:-1])
    assert (cut.status_code, cut.json()["error"]) == (409, "NotOurs")


async def test_sealed_ballots_leave_the_house_once_the_box_is_closed_and_only_what_counts(
    office, manifest
):
    hand = Hand(manifest)
    first, last = hand.ballot(), hand.ballot(2)
    await office.post(about(manifest, "cast"), content=write_all([first, last]))
    await box.flush(manifest.election_id, at_least=1)

    early = await office.get(about(manifest, "sealed"))
    await office.post(about(manifest, "close"))
    late = await office.get(about(manifest, "sealed"))
    lines = await office.get(about(manifest, "lines/1"))

    assert (early.status_code, early.json()["error"]) == (409, "StillOpen")
    assert {one.leaf: one.sealed for one in read_all(late.content)} == {
        first.leaf: b"",
        last.leaf: last.sealed,
    }
    (second,) = read_all(lines.content)
    assert second.leaf == (await Here().list_leaves(manifest.election_id))[1]
    assert second.sealed == b""


async def test_only_what_is_no_ballot_is_appended_and_only_to_a_closed_box(office, manifest):
    ballot = Hand(manifest).ballot()
    early = await office.post(about(manifest, "append"), content=CLOSING)
    await office.post(about(manifest, "close"))

    stuffed = await office.post(about(manifest, "append"), content=ballot.leaf)
    nonsense = await office.post(about(manifest, "append"), content=b"nonsense")
    late = [await office.post(about(manifest, "append"), content=CLOSING) for _time in range(2)]

    assert early.json()["error"] == "StillOpen"
    assert stuffed.json()["error"] == nonsense.json()["error"] == "NotOurs"
    assert [answer.status_code for answer in late] == [204, 204]
    assert await Here().list_leaves(manifest.election_id) == [CLOSING]


async def test_the_manifest_of_an_open_box_is_not_exchanged_and_names_its_key(office, manifest):
    changed = manifest_of(manifest.election_id, manifest.board_key, eligible=6)
    foreign = manifest_of(token_bytes(32), town.BOARD_KEY)

    answers = [
        await office.post("/admin/open", content=content)
        for content in (changed.write(), foreign.write(), b"nonsense", b"\xff")
    ]

    assert [answer.json()["error"] for answer in answers] == ["NotOurs"] * 4
    assert await box.manifest_text(manifest.election_id) == manifest.write()


async def test_the_box_signs_the_files_of_its_own_board_and_no_others(office, manifest):
    sent = [Hand(manifest).ballot() for _voter in range(2)]
    await office.post(about(manifest, "cast"), content=write_all(sent))
    await office.post(about(manifest, "close"))
    await office.post(about(manifest, "append"), content=CLOSING)
    leaves = await Here().list_leaves(manifest.election_id)
    notes = [Note.read(note) for note in await log.list_checkpoints(manifest.election_id)]
    last = Checkpoint.read(notes[-1].text)
    files = dict.fromkeys(FILES, b"whatever") | {
        "manifest.json": manifest.write().encode(),
        "board.bin": write_board(leaves),
    }

    def asked(**changes: bytes) -> bytes:
        hashes = {name: digest(one).hex() for name, one in (files | changes).items()}
        return canonical({"files": hashes, "root": last.root.hex(), "size": last.size}).encode()

    good = await office.post(about(manifest, "sign-close"), content=asked())
    wrong = [
        await office.post(about(manifest, "sign-close"), content=content)
        for content in (
            asked(**{"board.bin": write_board(leaves[1:])}),
            asked(**{"manifest.json": b"{}"}),
            asked().replace(f'"size":{last.size}'.encode(), b'"size":1'),
            asked()[:-1],
        )
    ]

    assert Close.read(good.content).is_signed(manifest.board_key)
    expected = await Here().sign_close(manifest.election_id, files, last.size, last.root)
    assert good.content == expected
    assert [answer.json()["error"] for answer in wrong] == ["NotOurs"] * 4


async def test_an_unknown_vote_is_not_found(office):
    unknown = "00" * 32

    for method, path in (("GET", "sealed"), ("POST", "close"), ("POST", "append")):
        answer = await office.request(method, f"/admin/{unknown}/{path}", content=CLOSING)
        assert (answer.status_code, answer.json()["error"]) == (404, "NoBox")
