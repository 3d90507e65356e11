"""The booth as a resident meets it, page by page."""

import asyncio
import re

import pytest

from concejo.db import execute
from concejo.processes.core import PhaseKind
from tests.people import Browser, browser_of, make_account, set_phase
from tests.voting.elections import choose, count_in_box, fields_of, make_voter, reopen
from voting.core.protocol.code import code_of
from voting.credentials import services as credentials
from voting.setup.services import ElectionView

BOOTH = "/processes/presupuestos-2027/vote/"
REVIEW, CAST = f"{BOOTH}review", f"{BOOTH}cast"
#: The code of a page that nobody was shown.
OTHER = code_of(bytes(16))


def secret_in(text: str) -> str:
    found = re.search(r'name="code" value="([0-9A-Z-]{34})"', text)
    assert found, "there is no code of a vote on the page"
    return found.group(1)


def code_in(text: str) -> str:
    found = re.search(r'<p class="code"[^>]*>(.*?)</p>', text, re.S)
    assert found, "there is no code on the page"
    return re.sub(r"<[^>]+>|\s", "", found.group(1))


async def review(
    browser: Browser, election: ElectionView, **titles: tuple[str, ...]
) -> tuple[dict[str, object], str]:
    """Fill in and review a ballot; give the fields and the code of the confirmation."""
    fields = fields_of(election, choose(election, **titles))
    page = await browser.submit(REVIEW, fields)
    assert page.status_code == 200
    return fields | {"counter": "1"}, secret_in(page.text)


async def test_the_ballot_shows_the_contests_of_the_voter(election, rosas_browser):
    page = await rosas_browser.get(BOOTH)

    assert page.status_code == 200
    assert "Un carril bici" in page.text
    assert "Bancos en la plaza" in page.text
    assert "Árboles en la ribera" not in page.text
    assert 'data-cost="60000000"' in page.text
    assert 'data-budget="100000000"' in page.text
    assert page.headers["cache-control"] == "no-store"


async def test_the_vote_opens_when_the_first_voter_comes(process, rosa, rosas_browser):
    from tests.voting.elections import make_priced

    await make_priced(process, rosa, "Un parque", "CIUDAD", 10_00)
    await set_phase(process.id, PhaseKind.VOTING)

    page = await rosas_browser.get(BOOTH)

    assert page.status_code == 200
    assert "Un parque" in page.text


async def test_review_lists_the_choices_and_casts_nothing(election, rosas_browser):
    fields = fields_of(election, choose(election, CIUDAD=("Un parque", "Diez fuentes"), D01=()))

    page = await rosas_browser.submit(REVIEW, fields)

    assert page.status_code == 200
    assert "Un parque" in page.text
    assert "800.000" in page.text
    assert "Un carril bici" not in page.text
    assert page.headers["cache-control"] == "no-store"
    assert await credentials.turnout(election.id) == 0


async def test_every_page_has_another_secret(election, rosas_browser):
    pages = [await review(rosas_browser, election, CIUDAD=(), D01=()) for _time in range(2)]

    assert pages[0][1] != pages[1][1]


async def test_every_fault_is_said_and_the_choices_are_kept(election, rosas_browser):
    fields = fields_of(election, choose(election, CIUDAD=("Un carril bici", "Un parque")))

    page = await rosas_browser.submit(REVIEW, fields)

    assert page.status_code == 422
    assert page.text.count("error-summary-title") == 2
    assert page.text.count('<li><a href="#field-contest-') == 2
    assert page.text.count(" checked") == 2
    assert "100.000" in page.text


@pytest.mark.parametrize("action", ["total", "change"])
async def test_without_script_the_total_is_counted_by_the_server(election, rosas_browser, action):
    fields = fields_of(election, choose(election, CIUDAD=("Un parque",), D01=()))

    page = await rosas_browser.submit(REVIEW, fields, action=action)

    assert page.status_code == 200
    assert re.search(r"data-left>\s*500\.000", page.text)
    assert page.text.count(" checked") == 2


async def test_blank_and_chosen_at_once_is_refused(election, rosas_browser):
    fields = fields_of(election, choose(election, CIUDAD=("Un parque",), D01=()))
    city = election.contests[0].id

    page = await rosas_browser.submit(REVIEW, {**fields, f"blank-{city}": "1"})

    assert page.status_code == 422
    assert page.text.count(" checked") == 3


@pytest.mark.parametrize("typed", ["999999", "x", "-1", "1\0", "9" * 40])
async def test_a_project_that_is_not_on_the_ballot_is_refused(election, rosas_browser, typed):
    fields = fields_of(election, choose(election, CIUDAD=(), D01=("Un ascensor",)))
    city = election.contests[0].id
    del fields[f"blank-{city}"]

    page = await rosas_browser.submit(REVIEW, {**fields, f"contest-{city}": typed})

    assert page.status_code == 422


async def test_casting_shows_a_receipt_without_choices(election, rosas_browser, rosa):
    fields, secret = await review(rosas_browser, election, CIUDAD=("Un parque",), D01=())

    page = await rosas_browser.submit(CAST, fields, code=secret)

    assert page.status_code == 200
    assert len(code_in(page.text)) == 32
    assert "Un parque" not in page.text
    assert secret not in page.text
    assert code_in(page.text) not in str(page.url)
    assert await credentials.has_mark(election.id, rosa.person_id)


async def test_a_receipt_is_reloaded_without_harm(election, rosas_browser):
    fields, secret = await review(rosas_browser, election, CIUDAD=("Un parque",), D01=())

    pages = [await rosas_browser.submit(CAST, fields, code=secret) for _time in range(3)]

    assert len({code_in(page.text) for page in pages}) == 1
    assert await count_in_box(election) == 1


async def test_whoever_has_voted_is_told_so_and_not_what(election, rosas_browser):
    fields, secret = await review(rosas_browser, election, CIUDAD=("Un parque",), D01=())
    await rosas_browser.submit(CAST, fields, code=secret)

    booth = await rosas_browser.get(BOOTH)
    review_again = await rosas_browser.submit(REVIEW, fields)
    other_page = await rosas_browser.submit(CAST, fields, code=OTHER, counter="1")

    assert (booth.status_code, review_again.status_code, other_page.status_code) == (200, 200, 409)
    for page in (booth, review_again, other_page):
        assert "Un parque" not in page.text.partition("<template")[0]
        assert " checked" not in page.text
        assert 'name="counter"' not in page.text
    assert await count_in_box(election) == 1


@pytest.mark.parametrize("secret", ["", "zz", "0" * 28, "\0"])
async def test_without_the_secret_of_a_page_nothing_is_cast(election, rosas_browser, secret):
    fields = fields_of(election, choose(election, CIUDAD=("Un parque",), D01=()))

    page = await rosas_browser.submit(CAST, fields, code=secret)

    assert page.status_code == 422
    assert " checked" in page.text
    assert await credentials.turnout(election.id) == 0


async def test_casting_checks_the_ballot_once_more(election, rosas_browser):
    fields = fields_of(election, choose(election, CIUDAD=("Un carril bici", "Un parque"), D01=()))

    page = await rosas_browser.submit(CAST, fields, code=OTHER, counter="1")

    assert page.status_code == 422
    assert await credentials.turnout(election.id) == 0


@pytest.mark.parametrize("address", [REVIEW, CAST])
async def test_the_address_of_an_answer_leads_back_to_the_ballot(election, rosas_browser, address):
    page = await rosas_browser.get(address)

    assert page.status_code == 303
    assert page.headers["location"] == BOOTH


async def test_a_stranger_is_led_to_the_sign_in_and_back(election, browser):
    page = await browser.get(BOOTH)
    posted = await browser.submit(CAST, code=OTHER, counter="1")

    assert page.status_code == 303
    assert page.headers["location"].endswith("next=" + BOOTH)
    assert posted.status_code == 303


async def test_an_unverified_account_is_shown_the_way(election, tupaqs_browser):
    page = await tupaqs_browser.get(BOOTH)
    posted = await tupaqs_browser.submit(CAST, code=OTHER, counter="1")

    assert page.status_code == 409
    assert "/accounts/verification/" in page.text
    assert posted.status_code == 409


async def test_who_was_not_on_the_roll_when_the_vote_opened_is_told_so(
    election, rosa, rosas_browser
):
    await execute("DELETE FROM roll_line WHERE person_id = ?", rosa.person_id)

    page = await rosas_browser.get(BOOTH)
    posted = await rosas_browser.submit(CAST, code=OTHER, counter="1")

    assert (page.status_code, posted.status_code) == (409, 409)


async def test_a_form_from_another_browser_is_refused(election, rosas_browser, ines_browser):
    from concejo.web import csrf

    stolen = csrf.make_token(rosas_browser.token)
    page = await ines_browser.client.post(
        CAST, data={csrf.FIELD: stolen, "code": OTHER, "counter": "1"}
    )

    assert page.status_code == 403
    assert await credentials.turnout(election.id) == 0


@pytest.mark.parametrize(
    "phase", [PhaseKind.PROPOSING, PhaseKind.VALUING, PhaseKind.COUNTING, PhaseKind.FOLLOWING]
)
async def test_outside_its_phase_the_booth_says_when(process, rosas_browser, phase):
    await set_phase(process.id, phase)

    page = await rosas_browser.get(BOOTH)
    posted = await rosas_browser.submit(REVIEW, code=OTHER, counter="1")

    assert page.status_code == 200
    assert "no está abierta" in page.text
    assert posted.status_code == 409


async def test_after_the_phase_nothing_is_cast(election, process, rosas_browser):
    fields, secret = await review(rosas_browser, election, CIUDAD=("Un parque",), D01=())
    await reopen(process, PhaseKind.COUNTING)

    page = await rosas_browser.submit(CAST, fields, code=secret)

    assert page.status_code == 409
    assert await credentials.turnout(election.id) == 0


async def test_an_unknown_process_has_no_booth(rosas_browser):
    assert (await rosas_browser.get("/processes/nada/vote/")).status_code == 404


async def test_a_hundred_casts_of_one_person_leave_one_mark_and_one_ballot(
    any_database, election, rosas_browser
):
    fields, secret = await review(rosas_browser, election, CIUDAD=("Un parque",), D01=())
    secrets = [secret] * 50 + [code_of(bytes([number]) * 16) for number in range(50)]

    pages = await asyncio.gather(
        *(rosas_browser.submit(CAST, fields, code=secret) for secret in secrets)
    )

    assert {page.status_code for page in pages} == {200, 409}
    assert len({code_in(page.text) for page in pages if page.status_code == 200}) == 1
    assert await credentials.turnout(election.id) == 1
    assert await count_in_box(election) == 1


async def test_fifty_people_at_once_have_fifty_ballots(any_database, election, roll):
    people = [await make_voter(election, roll) for _number in range(50)]
    browsers = [await browser_of(await make_account("Vecina", person=one)) for one in people]
    fields = fields_of(election, choose(election, CIUDAD=("Un parque",), D01=()))

    pages = await asyncio.gather(
        *(
            browser.submit(CAST, fields, code=code_of(number.to_bytes(16, "big")), counter="1")
            for number, browser in enumerate(browsers)
        )
    )

    assert {page.status_code for page in pages} == {200}
    assert await credentials.turnout(election.id) == await count_in_box(election) == 50
    for browser in browsers:
        await browser.client.aclose()


async def test_nothing_is_logged_while_a_ballot_is_cast(election, rosas_browser, caplog):
    caplog.set_level("DEBUG")
    fields, secret = await review(rosas_browser, election, CIUDAD=("Un parque",), D01=())
    caplog.clear()

    page = await rosas_browser.submit(CAST, fields, code=secret)

    assert page.status_code == 200
    assert secret not in caplog.text
    assert code_in(page.text) not in caplog.text
