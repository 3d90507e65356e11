"""The box answers whoever asks, learns nothing of them, and says in words what it refuses."""

from base64 import b64encode

import pytest

from concejo.clock import now
from tests.voting.elections import cast, choose, count_in_box, new_secret
from voting.booth import services as booth
from voting.box import services as box
from voting.core.protocol.board import read_board, read_checkpoints
from voting.core.protocol.client import Voter
from voting.core.protocol.plain import encode_plain
from voting.core.protocol.receipts import Receipt
from voting.setup.services import ElectionView


@pytest.fixture
def address(election: ElectionView) -> str:
    return f"/box/{election.uid}"


async def ballot_of(election: ElectionView, person_id: int) -> tuple[Voter, dict[str, str]]:
    """Prepare a ballot as a browser does, with a credential."""
    voter = await booth.find_voter(election, person_id)
    protocol, style = election.protocol, voter.style_number
    hand = Voter(new_secret(), protocol.election_id)
    answer = await booth.issue(election, voter, hand.request(style, protocol.keys[style]))
    credential = hand.credential(style, protocol.keys[style], answer)
    choices = choose(election, CIUDAD=("Un parque",), D01=())
    plain = encode_plain({c.key: choices[c.id] for c in voter.style})
    leaf, sealed = hand.ballot(style, credential, 1, plain, protocol.pad, protocol.seal_pk)
    return hand, {"leaf": b64encode(leaf).decode(), "sealed": b64encode(sealed).decode()}


async def test_a_ballot_is_cast_without_any_session(election, rosa, browser, address):
    hand, sent = await ballot_of(election, rosa.person_id)

    answers = [await browser.client.post(f"{address}/cast", json=sent) for _time in range(2)]
    counter = await browser.get(f"{address}/counter/{hand.pk.hex()}")

    assert [answer.status_code for answer in answers] == [200, 200]
    receipts = {Receipt.read(answer.text) for answer in answers}
    assert len(receipts) == 1
    assert receipts.pop().is_signed(election.protocol.board_key)
    assert counter.json() == {"counter": 1}
    assert await count_in_box(election) == 1


async def test_no_answer_of_the_box_sets_a_cookie_or_asks_for_one(
    election, rosas_browser, address, roll
):
    for path in ("manifest.json", "checkpoint", "checkpoints.txt", "board.bin", "nothing"):
        page = await rosas_browser.get(f"{address}/{path}")

        assert "set-cookie" not in page.headers
        assert page.headers.get("access-control-allow-origin") in (None, "*")
        assert "access-control-allow-credentials" not in page.headers


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b'{"leaf":1,"sealed":2}', b'{"leaf":"!","sealed":""}', b"x" * 300_000],
)
async def test_what_is_no_ballot_is_refused_in_words(election, browser, address, body):
    page = await browser.client.post(
        f"{address}/cast", content=body, headers={"accept-language": "es"}
    )

    assert page.status_code in (409, 413)
    if page.status_code == 409:
        assert page.json() == {
            "error": "BadBallot",
            "message": "Esto no es una papeleta de esta votación. No se ha emitido nada.",
        }
    assert await count_in_box(election) == 0


async def test_the_board_is_public_as_files_and_proofs(election, rosa, browser, address):
    receipt = await cast(
        election, rosa.person_id, choose(election, CIUDAD=(), D01=()), new_secret()
    )
    leaf = receipt.leaf_hash.hex()
    before = await browser.get(f"{address}/proof/{leaf}")
    await box.flush(election.protocol.election_id, at_least=1)

    board = await browser.get(f"{address}/board.bin")
    notes = await browser.get(f"{address}/checkpoints.txt")
    latest = await browser.get(f"{address}/checkpoint")
    proof = (await browser.get(f"{address}/proof/{leaf}")).json()

    assert before.status_code == 404
    assert len(read_board(board.content).ballots) == 1
    (note,) = read_checkpoints(notes.content)
    assert latest.text == note.write() == proof["checkpoint"]
    assert (proof["place"], proof["size"], proof["hashes"]) == (0, 1, [])
    assert (await browser.get(f"{address}/consistency/1")).json() == {"hashes": []}
    assert (await browser.get(f"{address}/consistency/2")).status_code == 404
    assert (await browser.get(f"{address}/manifest.json")).text == election.manifest


async def test_an_unknown_vote_is_not_found(browser, election):
    for path in (
        "manifest.json",
        "counter/" + "00" * 32,
        "proof/" + "00" * 32,
        "leaf/" + "00" * 32,
        "batch",
    ):
        assert (await browser.get(f"/box/{'00' * 32}/{path}")).status_code == 404


async def test_the_latest_leaf_of_a_key_is_given_before_and_after_it_is_on_the_board(
    election, rosa, browser, address
):
    hand, sent = await ballot_of(election, rosa.person_id)
    before = await browser.get(f"{address}/leaf/{hand.pk.hex()}")
    await browser.client.post(f"{address}/cast", json=sent)

    waiting = await browser.get(f"{address}/leaf/{hand.pk.hex()}")
    await box.flush(election.protocol.election_id, at_least=1)
    on_board = await browser.get(f"{address}/leaf/{hand.pk.hex()}")

    assert (before.status_code, before.json()["error"]) == (404, "NoBallot")
    assert waiting.json() == on_board.json() == {"leaf": sent["leaf"]}


async def test_the_box_tells_when_the_next_batch_is_due(election, browser, address):
    first = (await browser.get(f"{address}/batch")).json()
    uid = election.protocol.election_id
    await box.close(uid)

    closed = (await browser.get(f"{address}/batch")).json()

    assert first["at_least"] == box.AT_LEAST
    assert abs(first["due"] - now().timestamp()) < 60
    assert closed == {"due": None, "at_least": box.AT_LEAST}
