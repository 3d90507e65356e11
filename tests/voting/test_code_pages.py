"""The page of the ballot box on which the code of an envelope is used, without a script."""

import re

import pytest

from concejo.processes.core import PhaseKind
from tests.people import make_process, new_browser
from tests.voting.desks import make_officer, put_on_roll
from tests.voting.elections import make_priced, open_election, reopen
from tests.voting.envelopes import draw, make_envelopes, style_number
from tests.voting.papers import close_box
from voting.box.gate.services import Sent, box
from voting.core.ballots import BallotForm, Kind
from voting.core.outcome import RuleSpec
from voting.core.protocol.client import Voter
from voting.core.protocol.code import code_of, seed_of
from voting.core.ties import TieKey
from voting.counting.opening.services import list_opened
from voting.counting.services import count
from voting.envelopes.services import void
from voting.setup.services import prepare


@pytest.fixture
async def code(election):
    (made,) = await make_envelopes(election, 1)
    return made


@pytest.fixture
async def anybody(election):
    browser = new_browser()
    browser.client.headers["accept-language"] = "es"
    yield browser.client
    await browser.client.aclose()


def page_of(election, step=""):
    return f"/box/{election.uid}/code{step}"


def fields_for(election, code, *titles, area_code="D01"):
    """Choose projects by their titles, as the page of the box numbers them; others are blank."""
    fields = {"code": code, "language": "es"}
    contests = election.protocol.contests
    keys = election.protocol.styles[style_number(election, area_code)].contests
    for place, contest in enumerate(contests, 1):
        names = [project.name for project in contest.instance.projects]
        chosen = [str(at) for at, name in enumerate(names, 1) if name in titles]
        if contest.id in keys:
            fields |= {f"contest-{place}": chosen} if chosen else {f"blank-{place}": "1"}
    return fields


def counter_in(page):
    return re.search(r'name="counter" value="(\d+)"', page.text).group(1)


async def cast(anybody, election, fields):
    review = await anybody.post(page_of(election, "/review"), data=fields)
    again = {**fields, "counter": counter_in(review)}
    return review, await anybody.post(page_of(election, "/cast"), data=again)


async def test_a_code_votes_and_votes_again(any_database, election, anybody, code, roll, chair):
    await put_on_roll(roll, 1)
    await draw(election, await make_officer(election), 1)
    entered = await anybody.get(page_of(election))
    ballot = await anybody.post(page_of(election), data={"code": code.lower(), "language": "es"})
    review, receipt = await cast(anybody, election, fields_for(election, code, "Un parque"))
    reopened = await anybody.post(page_of(election), data={"code": code, "language": "es"})
    _review, second = await cast(anybody, election, fields_for(election, code, "Diez fuentes"))

    assert "Votar con el código de un sobre" in entered.text
    for words in ("Un parque", "Un ascensor", "500.000", "no quién vota"):
        assert words in ballot.text
    assert "Árboles en la ribera" not in ballot.text
    assert "Un parque" in review.text
    assert "en el tablón público" in receipt.text
    assert "ya se depositó una papeleta" in reopened.text
    assert "ya se depositó una papeleta" not in ballot.text
    late = await close_box(election, chair)
    await count(late.process, chair.actor)
    (opened,) = await list_opened(late)
    codes = {p.name: p.code for c in late.contests for p in c.projects}
    assert f'["{codes["Diez fuentes"]}"]' in opened.plain
    assert second.status_code == 200


async def test_the_same_page_sent_again_shows_the_same_receipt(election, anybody, code):
    fields = fields_for(election, code, "Un parque")
    review = await anybody.post(page_of(election, "/review"), data=fields)
    fields["counter"] = counter_in(review)

    pages = [await anybody.post(page_of(election, "/cast"), data=fields) for _click in range(3)]

    receipts = {re.search(r'<p class="code">(.*?)</p>', page.text).group(1) for page in pages}
    assert len(receipts) == 1
    hand = Voter(seed_of(code), election.protocol.election_id)
    assert await box().latest_counter(hand.election_id, hand.pk) == 1


async def test_no_page_sets_a_cookie_runs_a_program_or_is_cached(election, anybody, code):
    fields = fields_for(election, code, "Un parque")
    review, receipt = await cast(anybody, election, fields)
    pages = [
        await anybody.get(page_of(election)),
        await anybody.post(page_of(election), data={"code": code}),
        await anybody.post(page_of(election), data={"code": "nonsense"}),
        await anybody.post(page_of(election, "/cast"), data={**fields, "counter": "7"}),
        review,
        receipt,
    ]

    for page in pages:
        assert "set-cookie" not in page.headers
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["referrer-policy"] == "no-referrer"
        assert "<script" not in page.text
        assert "csrf" not in page.text
        assert "form-action 'self'" in page.headers["content-security-policy"]


async def test_what_is_wrong_is_said_and_what_was_chosen_is_kept(election, anybody, code):
    dear = fields_for(election, code, "Un carril bici", "Un parque")

    page = await anybody.post(page_of(election, "/review"), data=dear)
    cast_page = await anybody.post(page_of(election, "/cast"), data={**dear, "counter": "1"})
    total = await anybody.post(page_of(election, "/review"), data={**dear, "action": "total"})

    assert (page.status_code, cast_page.status_code, total.status_code) == (422, 422, 200)
    for answer in (page, cast_page, total):
        assert answer.text.count("checked") == 3
        assert code in answer.text
    hand = Voter(seed_of(code), election.protocol.election_id)
    assert await box().latest_counter(hand.election_id, hand.pk) == 0


async def test_the_button_that_adds_up_stays_where_no_program_does(election, anybody, code):
    page = await anybody.post(page_of(election), data={"code": code, "language": "es"})

    assert 'value="total"' in page.text
    assert "without-script" not in page.text


@pytest.mark.parametrize("typed", ["", "nonsense", "0000-0000", "x" * 500, "ñ"])
async def test_what_is_no_code_is_typed_again(election, anybody, typed):
    page = await anybody.post(page_of(election), data={"code": typed})

    assert page.status_code == 422
    assert "tiene 28 letras y cifras" in page.text
    assert typed[:60] in page.text


async def test_a_code_of_an_account_is_led_there(election, anybody, code):
    page = await anybody.post(page_of(election), data={"code": code_of(bytes(16))})

    assert page.status_code == 422
    assert "no es el código de un sobre" in page.text


async def test_a_voided_envelope_says_where_to_go(election, anybody, code):
    await void(election, code)

    page = await anybody.post(page_of(election), data={"code": code})

    assert page.status_code == 422
    assert "puede acudir con la hoja a la junta electoral" in page.text


async def test_two_devices_with_one_code_at_once_lose_nothing_silently(election, anybody, code):
    first = fields_for(election, code, "Un parque")
    other = fields_for(election, code, "Diez fuentes")
    for fields in (first, other):
        fields["counter"] = "1"

    pages = [await anybody.post(page_of(election, "/cast"), data=f) for f in (first, other)]

    assert [page.status_code for page in pages] == [200, 409]
    assert "No se ha depositado nada" in pages[1].text


@pytest.mark.parametrize("body", [b"\xff\xfe", b"a=1&" * 9_000, b"x" * 300_000])
async def test_what_is_no_form_is_none(election, anybody, body):
    page = await anybody.post(
        page_of(election),
        content=body,
        headers={"content-type": "application/x-www-form-urlencoded"},
    )

    assert page.status_code in (413, 422)


async def test_once_the_box_is_closed_the_page_says_so(election, anybody, code, chair):
    await close_box(election, chair)

    pages = [
        await anybody.get(page_of(election)),
        await anybody.post(page_of(election), data={"code": code}),
    ]

    assert [page.status_code for page in pages] == [409, 409]
    assert "ha cerrado la urna" in pages[0].text


async def test_the_page_is_in_english_for_who_asks_for_it(election, anybody, code):
    listed = await anybody.get(page_of(election), params={"language": "en"})
    ballot = await anybody.post(page_of(election), data={"code": code, "language": "en"})

    assert '<html lang="en">' in listed.text
    assert "Review the ballot" in ballot.text
    back = await anybody.get(page_of(election, "/cast"))
    assert (back.status_code, back.headers["location"]) == (303, page_of(election))


@pytest.mark.parametrize("kind", [Kind.APPROVAL, Kind.CUMULATIVE, Kind.ORDINAL, Kind.QUESTION])
async def test_every_kind_of_ballot_can_be_filled_in(anybody_after, process, rosa, chair, kind):
    form = BallotForm(kind, max_sum_points=10 if kind.has_points else None, allows_blank=True)
    await prepare(process.id, chair.actor, form, RuleSpec("greedy"), [TieKey.PUBLISHED_ORDER])
    await make_priced(process, rosa, "Un parque", "CIUDAD", 10_00)
    await make_priced(process, rosa, "Una fuente", "CIUDAD", 10_00)
    election = await reopen(process, PhaseKind.VOTING)
    (code,) = await make_envelopes(election, 1, "CIUDAD")
    has_numbers = kind in (Kind.CUMULATIVE, Kind.ORDINAL)
    chosen = {"contest-1-2": "1"} if has_numbers else {"contest-1": "2"}

    review, receipt = await cast(anybody_after, election, {"code": code, **chosen})

    assert "Una fuente" in review.text
    assert receipt.status_code == 200
    hand = Voter(seed_of(code), election.protocol.election_id)
    assert await box().latest_counter(hand.election_id, hand.pk) == 1


@pytest.fixture
async def anybody_after(process):
    browser = new_browser()
    yield browser.client
    await browser.client.aclose()


async def test_nothing_is_cast_with_an_envelope_that_was_voided_meanwhile(election, anybody, code):
    hand = Voter(seed_of(code), election.protocol.election_id)
    envelope = await box().find_envelope(hand.election_id, hand.pk)
    await box().cast(hand.election_id, [Sent(hand.void(envelope.style, envelope.credential), b"")])

    page = await anybody.post(page_of(election, "/cast"), data=fields_for(election, code))

    assert page.status_code == 422


async def test_a_short_address_leads_to_the_vote_or_lets_choose(election, anybody, roll, rosa):
    one = await anybody.get("/box/code")
    other = await open_election(await make_process(roll, slug="otro"), rosa)
    several = await anybody.get("/box/code")

    assert (one.status_code, one.headers["location"]) == (303, page_of(election))
    assert several.status_code == 200
    assert page_of(election) in several.text
    assert page_of(other) in several.text
    assert "set-cookie" not in several.headers


async def test_where_no_vote_is_open_the_short_address_says_so(database, anybody_else):
    page = await anybody_else.get("/box/code", params={"language": "en"})

    assert "No vote is open now." in page.text


@pytest.fixture
async def anybody_else():
    browser = new_browser()
    yield browser.client
    await browser.client.aclose()
