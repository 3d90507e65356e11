"""What the program in a browser is told and may ask for."""

from base64 import b64decode, b64encode
from hashlib import sha384

import pytest

from concejo import settings
from concejo.processes.core import PhaseKind
from concejo.web import csrf
from tests.people import browser_of, make_account, make_person
from tests.voting.browser.test_ballots import SENTENCES
from tests.voting.elections import new_secret, reopen
from voting.booth import services as booth
from voting.booth.client.core import FAULTS
from voting.booth.client.services import client_of, owner_of
from voting.core.protocol.client import Voter
from voting.credentials import services as credentials
from voting.setup.locking.services import client_hash

ADDRESS = "/processes/presupuestos-2027/vote/issue"


async def request_for(election, visitor, seed):
    """Give a voter's hand, style and blinded request."""
    voter = await booth.find_voter(election, visitor.person_id)
    hand = Voter(seed, election.protocol.election_id)
    key = election.protocol.keys[voter.style_number]
    return hand, voter.style_number, hand.request(voter.style_number, key)


async def ask(browser, request):
    """Send a request as the program does; whatever is not bytes goes as it is."""
    spelled = b64encode(request).decode() if isinstance(request, bytes) else request
    sent = {"csrf": csrf.make_token(browser.token), "request": spelled}
    return await browser.client.post(ADDRESS, json=sent)


async def test_a_voter_gets_the_same_signature_however_often_it_is_asked_for(
    election, rosa, rosas_browser
):
    hand, style, request = await request_for(election, rosa, new_secret())

    answers = [await ask(rosas_browser, request) for _time in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    first, second = (b64decode(answer.json()["signature"]) for answer in answers)
    assert first == second
    assert hand.credential(style, election.protocol.keys[style], first)
    assert await credentials.turnout(election.id) == 1


async def test_another_request_is_refused_in_words_and_by_name(election, rosa, rosas_browser):
    for seed in (new_secret(), new_secret()):
        _hand, _style, request = await request_for(election, rosa, seed)
        answer = await ask(rosas_browser, request)

    assert answer.status_code == 409
    assert answer.json()["error"] == "AlreadyVoted"
    assert "votad" in answer.json()["message"]


@pytest.mark.parametrize(
    "sent", ["", "!", "00", b64encode(bytes(384)).decode(), b64encode(b"\xff" * 384).decode(), 7]
)
async def test_what_is_no_request_marks_nobody(election, rosas_browser, sent):
    answer = await ask(rosas_browser, sent)

    assert (answer.status_code, answer.json()["error"]) == (409, "BadRequest")
    assert await credentials.turnout(election.id) == 0


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"csrf":"00","request":""}', b"[" * 99_999])
async def test_nothing_is_signed_without_the_token_of_the_page(election, rosas_browser, body):
    answer = await rosas_browser.client.post(ADDRESS, content=body)

    assert (answer.status_code, answer.json()["error"]) == (403, "Forbidden")
    assert await credentials.turnout(election.id) == 0


async def test_another_site_is_refused(election, rosa, rosas_browser):
    _hand, _style, request = await request_for(election, rosa, new_secret())
    sent = {"csrf": csrf.make_token(rosas_browser.token), "request": b64encode(request).decode()}

    answer = await rosas_browser.client.post(
        ADDRESS, json=sent, headers={"sec-fetch-site": "cross-site"}
    )

    assert answer.status_code == 403
    assert await credentials.turnout(election.id) == 0


async def test_after_the_phase_only_what_was_begun_in_it_is_signed(
    election, process, rosa, rosas_browser, ines, ines_browser
):
    _hand, _style, begun = await request_for(election, rosa, new_secret())
    await ask(rosas_browser, begun)
    _hand, _style, late = await request_for(election, ines, new_secret())
    await reopen(process, PhaseKind.COUNTING)

    again, refused = await ask(rosas_browser, begun), await ask(ines_browser, late)

    assert again.status_code == 200
    assert refused.status_code == 409
    assert await credentials.turnout(election.id) == 1


async def test_whoever_came_onto_the_roll_later_gets_none(election, roll):
    late = await make_account("Tarde", person=await make_person(roll))
    browser = await browser_of(late)

    answer = await ask(browser, b"\1" * 384)
    await browser.client.aclose()

    assert (answer.status_code, answer.json()["error"]) == (409, "NotEligible")


async def test_manifest_page_and_file_name_one_program(election, rosas_browser):
    page = await rosas_browser.get("/processes/presupuestos-2027/vote/")

    digest = sha384((settings.STATIC / "vendor" / "vote.js").read_bytes()).digest()
    assert election.protocol.client_sha384 == client_hash() == digest
    assert f'integrity="sha384-{b64encode(digest).decode()}"' in page.text


async def test_the_word_of_a_voter_says_nothing_of_them(election, rosa, ines):
    voter = await booth.find_voter(election, rosa.person_id)
    words = {owner_of(election, person) for person in (rosa.person_id, ines.person_id)}

    assert len(words) == 2
    assert client_of(election, voter).owner in words
    assert all(len(word) == 24 and int(word, 16) for word in words)


def test_the_program_says_what_the_server_says():
    said = {code: texts[-1].plural or texts[-1].message for code, texts in FAULTS.items()}

    assert {code: text.replace("{code}", "{choice}") for code, text in said.items()} == SENTENCES


async def test_the_page_to_check_on_is_for_everybody(election, browser):
    page = await browser.get("/processes/presupuestos-2027/vote/check")

    assert page.status_code == 200
    assert 'data-key="D02"' in page.text
    assert "data-owner" not in page.text
