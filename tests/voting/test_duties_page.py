"""The page of the board: duties in order of time, what comes first, and never a partial result."""

import pytest

from concejo.accounts.core import Role
from concejo.accounts.services import revoke_role
from concejo.audit.core import SYSTEM
from concejo.processes.core import PhaseKind
from tests.people import browser_of, make_account, make_process
from tests.voting.boards import BOARD, act_on_page, files_of, form_of, make_key, proposed
from tests.voting.elections import cast, choose, make_voter, new_secret, reopen
from voting.counting.services import turnout
from voting.duties.register.services import list_acts
from voting.models import Election
from voting.setup.core import DEFAULT
from voting.setup.seal_key.services import find_seal_key
from voting.setup.services import get_election, prepare


@pytest.fixture
async def voted(election, process, roll):
    """The vote is over, and two people have voted."""
    await cast_two(election, roll)
    return (await reopen(process, PhaseKind.COUNTING)).process


async def cast_two(election, roll):
    for chosen in ("Diez fuentes", "Un parque"):
        person = await make_voter(election, roll)
        await cast(election, person.id, choose(election, CIUDAD=(chosen,), D01=()), new_secret())


@pytest.fixture
async def chairs_browser(chair):
    made = await browser_of(chair)
    yield made
    await made.client.aclose()


@pytest.fixture
async def seconds_browser(second):
    made = await browser_of(second)
    yield made
    await made.client.aclose()


def first_of(page):
    """Give the part of the page that says what comes first."""
    return page.text.split('aria-labelledby="first"')[1].split('aria-labelledby="all"')[0]


async def test_while_the_vote_is_open_only_the_turnout_is_known(election, roll, chairs_browser):
    await cast_two(election, roll)

    page = await chairs_browser.get(BOARD)

    assert page.status_code == 200
    found = await turnout(await get_election(election.process))
    assert (found.marks, found.ballots) == (2, 0)
    assert "La votación está abierta" in first_of(page)
    assert "<form" not in first_of(page)
    for contest in election.contests:
        for project in contest.projects:
            assert project.name not in page.text


async def test_two_members_close_and_count_on_the_page(voted, chairs_browser, seconds_browser):
    await act_on_page("close", chairs_browser, seconds_browser)
    closed = await seconds_browser.get(BOARD)
    await act_on_page("count", seconds_browser, chairs_browser)
    counted = await chairs_browser.get(BOARD)

    election = await Election.get(process_id=voted.id)
    assert election.closed_at is not None
    assert election.counted_at is not None
    assert "Contar las papeletas" in first_of(closed)
    assert "los resultados son públicos" in first_of(counted)
    assert "tantas papeletas como personas" in counted.text
    assert counted.text.count("Rosalía, ") == counted.text.count("Tomás, ") == 2
    assert "Volver a contar" in counted.text


async def test_who_proposed_sees_that_another_one_is_waited_for(
    voted, chairs_browser, seconds_browser
):
    await chairs_browser.submit(f"{BOARD}/propose/close")

    own, others = await chairs_browser.get(BOARD), await seconds_browser.get(BOARD)

    assert "/confirm" not in own.text
    assert "/withdraw" in own.text
    assert "/withdraw" not in others.text
    assert "/decline" in others.text
    assert "Rosalía" in first_of(others)
    assert f"{BOARD}/propose/close" not in own.text + others.text


async def test_a_confirmation_without_its_tick_is_asked_for_again(
    voted, chairs_browser, seconds_browser
):
    await chairs_browser.submit(f"{BOARD}/propose/close")
    address, digest = form_of((await seconds_browser.get(BOARD)).text)

    page = await seconds_browser.submit(address, digest=digest)

    assert page.status_code == 422
    assert 'href="#field-agreed"' in page.text
    assert 'id="field-agreed-error"' in page.text
    assert form_of(page.text) == (address, digest)
    assert (await Election.get(process_id=voted.id)).closed_at is None


async def test_a_page_left_open_is_told_what_became_of_the_act(
    voted, chairs_browser, seconds_browser, chair
):
    third = await make_account("Elvira", roles=((Role.BOARD, voted.id),))
    thirds_browser = await browser_of(third)
    await chairs_browser.submit(f"{BOARD}/propose/close")
    address, digest = form_of((await seconds_browser.get(BOARD)).text)
    await seconds_browser.submit(address, agreed="1", digest=digest)

    late = await thirds_browser.submit(address, agreed="1", digest=digest)
    again = await chairs_browser.submit(address.replace("confirm", "withdraw"))
    twice = await chairs_browser.submit(f"{BOARD}/propose/close")

    assert [page.status_code for page in (late, again, twice)] == [409, 409, 409]
    assert "Tomás ya lo ha confirmado" in late.text
    assert "La urna ya está cerrada" in twice.text
    assert "Contar las papeletas" in first_of(late)
    await thirds_browser.client.aclose()


async def test_whoever_proposed_cannot_confirm_by_sending_the_form_all_the_same(
    voted, chairs_browser, seconds_browser
):
    await chairs_browser.submit(f"{BOARD}/propose/close")
    address, digest = form_of((await seconds_browser.get(BOARD)).text)

    page = await chairs_browser.submit(address, agreed="1", digest=digest)

    assert page.status_code == 409
    assert "Quien propone algo no lo confirma" in page.text
    assert (await Election.get(process_id=voted.id)).closed_at is None


async def test_a_proposal_is_taken_back_or_turned_down_on_the_page(
    voted, chairs_browser, seconds_browser
):
    for browser, verb in ((chairs_browser, "withdraw"), (seconds_browser, "decline")):
        await chairs_browser.submit(f"{BOARD}/propose/close")
        address, _digest = form_of((await seconds_browser.get(BOARD)).text)
        answer = await browser.submit(address.replace("confirm", verb))
        assert answer.status_code == 303

    page = await chairs_browser.get(BOARD)

    assert "2 propuestas quedaron en nada" in page.text
    assert "Proponer que se cierre la urna" in first_of(page)


async def test_a_key_comes_in_with_its_file_and_its_fingerprint_is_compared(
    process, chairs_browser, seconds_browser
):
    key = make_key()
    sent = await chairs_browser.submit(
        f"{BOARD}/propose/seal_key", files={"seal_key": ("seal-key.json", key.text.encode())}
    )
    page = await seconds_browser.get(BOARD)
    address, digest = form_of(page.text)

    await seconds_browser.submit(address, agreed="1", digest=digest)

    assert address in first_of(page)
    groups = " ".join(key.fingerprint[place : place + 4] for place in range(0, 64, 4))
    assert sent.status_code == 303
    assert groups in first_of(page)
    assert "3 cualesquiera de las 5 personas, juntas" in page.text
    assert await find_seal_key(process.id) == key
    assert groups in (await chairs_browser.get(BOARD)).text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Falta elegir el fichero seal-key.json"),
        (b"{}", "No es un seal-key.json"),
        (b" " + make_key().text.encode(), "No es un seal-key.json"),
        (b"x" * 30_000, "El fichero es demasiado grande"),
        (b"\xff\x00", "No es un seal-key.json"),
    ],
)
async def test_a_wrong_file_comes_back_with_what_is_wrong(process, chairs_browser, content, words):
    page = await chairs_browser.submit(
        f"{BOARD}/propose/seal_key", files={"seal_key": ("seal-key.json", content)}
    )

    assert page.status_code == 422
    assert words in page.text
    assert 'id="field-seal_key-error"' in page.text
    assert await list_acts(process.id) == []


async def test_what_lapsed_is_said_to_have_and_comes_first_no_more(
    voted, chairs_browser, seconds_browser, chair
):
    await chairs_browser.submit(f"{BOARD}/propose/close")
    await revoke_role(SYSTEM, chair.id, Role.BOARD, voted.id)

    page = await seconds_browser.get(BOARD)

    assert "Rosalía, que lo propuso, ya no forma parte de la junta" in first_of(page)
    assert "Proponer que se cierre la urna" in first_of(page)
    assert "/confirm" not in page.text


async def test_before_the_vote_the_rule_comes_first_and_then_the_key(
    process, chairs_browser, second
):
    page = await chairs_browser.get(BOARD)
    assert "/vote/rule" in first_of(page)
    assert f"{BOARD}/propose/seal_key" in page.text
    assert f"{BOARD}/propose/close" not in page.text

    await prepare(process.id, SYSTEM, DEFAULT.form, DEFAULT.rule, DEFAULT.ties.order)
    page = await chairs_browser.get(BOARD)
    assert "seal-key.json" in first_of(page)


async def test_a_member_alone_is_told_that_another_one_is_needed(voted, chairs_browser):
    page = await chairs_browser.get(BOARD)

    assert "En esta junta hay una sola cuenta" in page.text


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", ""),
        ("submit", "/propose/close"),
        ("submit", "/acts/1/confirm"),
        ("submit", "/acts/1/withdraw"),
        ("submit", "/acts/1/decline"),
    ],
)
async def test_only_the_board_of_the_process_acts(
    voted, chair, roll, browser, rosas_browser, method, path
):
    other = await make_process(roll, slug="otro")
    if "acts" in path:
        await proposed(voted, "close", chair)
    people = [
        await make_account("Otra mesa", roles=((Role.BOARD, other.id),)),
        await make_account("Moderadora", roles=((Role.MODERATOR, voted.id),)),
        await make_account("Administradora", roles=((Role.ADMINISTRATOR, voted.id),)),
    ]
    browsers = [await browser_of(person) for person in people]

    refused = [await getattr(one, method)(BOARD + path) for one in (*browsers, rosas_browser)]
    stranger = await getattr(browser, method)(BOARD + path)

    assert {page.status_code for page in refused} == {403}
    assert stranger.status_code == 303
    assert (await Election.get(process_id=voted.id)).closed_at is None
    for one in browsers:
        await one.client.aclose()


async def test_an_unknown_kind_and_an_unknown_act_are_not_found(voted, chairs_browser):
    for path in ("/propose/erase", "/acts/99/confirm", "/acts/99/withdraw", "/acts/99/decline"):
        assert (await chairs_browser.submit(BOARD + path, agreed="1")).status_code == 404


async def test_the_file_of_a_key_that_waits_is_not_offered_to_be_sent_twice(
    process, chairs_browser, chair
):
    await proposed(process, "seal_key", chair, files_of(make_key()))

    page = await chairs_browser.get(BOARD)

    assert "/propose/seal_key" not in page.text
