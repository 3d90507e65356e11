"""Whatever is thrown at the door of the box is answered in words, and leaves nothing."""

import json
from base64 import b64encode
from collections.abc import AsyncIterator

import pytest
from starlette.types import Message, Receive, Scope

from concejo.accounts.core import Visitor
from tests.voting.attacks.hands import Hand, make_hand, rows
from voting.box.app import app
from voting.box.core import Sent
from voting.box.handlers import MAX_BYTES
from voting.setup.services import ElectionView

pytestmark = pytest.mark.usefixtures("any_database")


@pytest.fixture
async def hand(election: ElectionView, rosa: Visitor) -> Hand:
    return await make_hand(election, rosa.person_id)


def body_of(sent: Sent, **more: object) -> bytes:
    fields = {"leaf": b64encode(sent.leaf).decode(), "sealed": b64encode(sent.sealed).decode()}
    return json.dumps({**fields, **more}).encode()


async def test_a_body_cut_anywhere_is_no_ballot(election, hand, browser):
    whole = body_of(hand.ballot())
    before = await rows()

    for length in [*range(0, len(whole), 97), len(whole) - 1]:
        page = await browser.client.post(f"/box/{election.uid}/cast", content=whole[:length])

        assert (page.status_code, page.json()["error"]) == (409, "BadBallot")
    assert await rows() == before


async def test_leaf_and_sealed_ballot_cut_or_padded_are_no_ballot(election, hand, browser):
    sent = hand.ballot()
    wrong = [
        *(Sent(sent.leaf[:n], sent.sealed) for n in (0, 1, 3, 519, 582)),
        *(Sent(sent.leaf, sent.sealed[:n]) for n in (0, 1, 31, len(sent.sealed) - 1)),
        Sent(sent.leaf + b"\0", sent.sealed),
        Sent(sent.leaf, sent.sealed + b"\0"),
        Sent(sent.leaf * 2, sent.sealed),
        Sent(b"\2" + sent.leaf[1:], sent.sealed),
        Sent(b"\2" + bytes(36), b""),
        Sent(b"\3" + bytes(52), b""),
    ]
    before = await rows()

    for one in wrong:
        page = await browser.client.post(f"/box/{election.uid}/cast", content=body_of(one))

        assert (page.status_code, page.json()["error"]) == (409, "BadBallot")
    assert await rows() == before


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"leaf":' * 20_000,
        b'{"leaf":' + b"9" * 100_000 + b',"sealed":""}',
        b'{"leaf":"\xff\xfe","sealed":""}',
        b'{"leaf":"\\ud800","sealed":"\\ud800"}',
        b'{"leaf":["AA=="],"sealed":{}}',
        b'{"leaf":null,"sealed":true}',
        b"NaN",
        b"\0" * 1000,
        b"\xff" * (MAX_BYTES + 1),
        b" " * (MAX_BYTES * 3),
    ],
    ids=lambda body: repr(body[:12]),
)
async def test_what_is_no_ballot_at_all_is_refused(election, browser, body):
    before = await rows()

    page = await browser.client.post(f"/box/{election.uid}/cast", content=body)

    assert (page.status_code, page.json()["error"]) == (409, "BadBallot")
    assert await rows() == before


async def test_a_body_without_end_is_read_no_further_than_a_ballot_can_be(election):
    """The box stops reading; nothing that is sent on and on fills its memory."""
    chunk, taken = bytes(16_384), 0

    async def receive() -> Message:
        nonlocal taken
        taken += len(chunk)
        return {"type": "http.request", "body": chunk, "more_body": True}

    answers = [message async for message in _call(f"/{election.uid}/cast", receive)]

    assert answers[0]["status"] == 409
    assert taken <= MAX_BYTES + 2 * len(chunk)


async def test_more_in_a_body_than_a_ballot_is_not_kept(election, hand, browser):
    page = await browser.client.post(
        f"/box/{election.uid}/cast",
        content=body_of(hand.ballot(), name="Rosa", document="12345678Z"),
        headers={"user-agent": "somebody", "cookie": "session=stolen"},
    )

    assert page.status_code == 200
    written = " ".join(row for kept in (await rows()).values() for row in kept)
    for word in ("12345678Z", "somebody", "stolen"):
        assert word not in written


@pytest.mark.parametrize(
    "address",
    [
        "/box/{uid}x/cast",
        "/box/" + "00" * 31 + "/cast",
        "/box/" + "G0" * 32 + "/cast",
        "/box//cast",
        "/box/{uid}/cast/1",
        "/box/{uid}/pending",
        "/box/{uid}/proof/..%2f..%2fbox.key",
    ],
)
async def test_there_is_no_other_door(election, hand, browser, address):
    before = await rows()

    page = await browser.client.post(
        address.format(uid=election.uid), content=body_of(hand.ballot())
    )

    assert page.status_code in (404, 405)
    assert await rows() == before


async def _call(path: str, receive: Receive) -> AsyncIterator[Message]:
    scope: Scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(b"host", b"testserver")],
        "http_version": "1.1",
        "scheme": "http",
    }
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    for message in sent:
        yield message
