"""The pages of a desk in an officer's browser, and the sheets that anybody can look at."""

import re

import pytest

from concejo.accounts.core import Role
from concejo.i18n import translate
from concejo.processes.core import PhaseKind
from tests.people import browser_of, make_account
from tests.voting.desks import document, make_officer, put_on_roll, typed
from tests.voting.elections import cast, choose, make_priced, new_secret, reopen
from voting.core.ballots import BallotForm, Kind
from voting.core.outcome import RuleSpec
from voting.core.ties import TieKey
from voting.credentials import services as credentials
from voting.desk.core import instructions
from voting.setup.services import prepare

VOTE = "/processes/presupuestos-2027/vote"
DESK = f"{VOTE}/desk"


def ticket_in(page):
    return re.search(r'name="ticket" value="([^"]+)"', page.text).group(1)


@pytest.fixture
async def officers_browser(election):
    browser = await browser_of(await make_officer(election, opens=False))
    yield browser
    await browser.client.aclose()


@pytest.fixture
async def open_desk(officers_browser):
    await officers_browser.submit(f"{DESK}/open", place="Biblioteca")
    return officers_browser


async def test_a_sheet_is_given_after_the_mark(open_desk, election, roll):
    person = await put_on_roll(roll, 1)

    found = await open_desk.submit(f"{DESK}/find", typed(1))
    marked_before = await credentials.has_mark(election.id, person.id)
    given = await open_desk.submit(f"{DESK}/give", ticket=ticket_in(found))
    again = await open_desk.submit(f"{DESK}/give", ticket=ticket_in(found))
    desk = await open_desk.get(DESK)

    assert [page.status_code for page in (found, given, again)] == [200, 200, 200]
    assert "Todavía no se entrega nada" in found.text
    assert not marked_before
    assert "Ya se puede entregar la papeleta" in given.text
    assert "Toda la ciudad + Casco Histórico" in given.text
    assert "Ya se puede entregar la papeleta" in again.text
    assert await credentials.count_marks(election.id, "paper") == 1
    assert re.search(r"Casco Histórico</th><td[^>]*>1</td><td[^>]*>1</td><td[^>]*>1<", desk.text)
    for page in (found, given, desk):
        assert page.headers["cache-control"] == "no-store"
        assert document(1) not in page.text


async def test_the_desk_has_to_be_opened_at_a_place(officers_browser):
    before = await officers_browser.get(DESK)
    empty = await officers_browser.submit(f"{DESK}/open", place="  ")
    long = await officers_browser.submit(f"{DESK}/open", place="x" * 121)
    opened = await officers_browser.submit(f"{DESK}/open", place="Biblioteca")
    after = await officers_browser.get(DESK)

    assert "hay que abrir la mesa" in before.text
    assert (empty.status_code, long.status_code, opened.status_code) == (422, 422, 303)
    assert "Falta escribir dónde está la mesa" in empty.text
    assert "x" * 121 in long.text
    assert "Abierta en «Biblioteca»" in after.text


async def test_what_was_mistyped_comes_back(open_desk, roll):
    await put_on_roll(roll, 1)

    wrong = await open_desk.submit(f"{DESK}/find", document="12345678A", birth_date="ayer")
    unknown = await open_desk.submit(f"{DESK}/find", typed(2))

    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert 'value="12345678A"' in wrong.text
    assert 'value="ayer"' in wrong.text
    assert "La letra no corresponde" in wrong.text
    assert f'value="{document(2)}"' in unknown.text
    assert "no consta nadie con este documento" in unknown.text


async def test_who_tries_too_often_waits_and_types_nothing_again(open_desk):
    pages = [await open_desk.submit(f"{DESK}/find", typed(7)) for _try in range(6)]

    assert [page.status_code for page in pages] == [422] * 5 + [429]
    assert f'value="{document(7)}"' in pages[-1].text
    assert "demasiados intentos" in pages[-1].text.lower()


async def test_each_door_is_named_and_leads_to_no_sheet(open_desk, election, roll):
    for number in (1, 2, 3):
        person = await put_on_roll(roll, number)
        if number == 1:
            ballot = choose(election, CIUDAD=(), D01=())
            await cast(election, person.id, ballot, new_secret())
        else:
            how = "paper" if number == 2 else "code"
            await credentials.issue(election.id, person.id, how, None)

    pages = [await open_desk.submit(f"{DESK}/find", typed(number)) for number in (1, 2, 3)]

    assert "Ha votado por internet" in pages[0].text
    assert "sin el código" in pages[0].text
    for page, words in zip(pages[1:], ("Recibió una papeleta", "un sobre con un"), strict=True):
        assert words in page.text
        assert "No se entrega papeleta" in page.text
        assert 'name="ticket"' not in page.text


async def test_who_comes_second_is_told_and_gets_no_sheet(open_desk, election, roll):
    person = await put_on_roll(roll, 1)
    found = await open_desk.submit(f"{DESK}/find", typed(1))
    await credentials.issue(election.id, person.id, "paper", None)

    page = await open_desk.submit(f"{DESK}/give", ticket=ticket_in(found))

    assert page.status_code == 409
    assert "Recibió una papeleta en una mesa" in page.text
    assert "Ya se puede entregar" not in page.text


async def test_a_spoilt_sheet_is_handed_in_first(open_desk):
    page = await open_desk.get(DESK)

    missing = await open_desk.submit(f"{DESK}/exchange", ticket=ticket_in(page))
    for _click in range(2):
        await open_desk.submit(f"{DESK}/exchange", ticket=ticket_in(page), spoilt="1")
    after = await open_desk.get(DESK)

    assert missing.status_code == 422
    assert "Primero hay que recoger la papeleta estropeada" in missing.text
    assert "1 papeleta estropeada cambiada" in after.text


async def test_a_closed_desk_finds_nobody(open_desk, roll):
    await put_on_roll(roll, 1)
    await open_desk.submit(f"{DESK}/close")

    page = await open_desk.submit(f"{DESK}/find", typed(1))

    assert page.status_code == 409
    assert "La mesa no está abierta" in page.text


async def test_addresses_of_answers_lead_back_to_the_desk(open_desk):
    for act in ("find", "give", "exchange"):
        answer = await open_desk.get(f"{DESK}/{act}")

        assert (answer.status_code, answer.headers["location"]) == (303, DESK)


async def test_before_the_vote_there_are_no_sheets(process, browser):
    officer = await make_account("Olga", roles=((Role.DESK, process.id),))
    officers = await browser_of(officer)

    pages = [await officers.get(DESK), await browser.get(f"{VOTE}/specimen")]
    await officers.client.aclose()

    assert [page.status_code for page in pages] == [409, 409]
    assert "No hay papeletas antes de que se abra la votación" in pages[0].text


async def test_after_the_vote_the_desk_shows_numbers_only(open_desk, process, roll):
    await reopen(process, PhaseKind.COUNTING)

    page = await open_desk.get(DESK)

    assert "La votación no está abierta ahora" in page.text
    assert 'name="document"' not in page.text
    assert "Papeletas entregadas" in page.text


async def test_anybody_sees_a_specimen_in_both_languages(browser, election):
    listed = await browser.get(f"{VOTE}/specimen")
    sheet = await browser.get(f"{VOTE}/specimen/2")
    none = [await browser.get(f"{VOTE}/specimen/{style}") for style in ("4", "0", "x", "9" * 30)]

    assert "Toda la ciudad + Casco Histórico" in listed.text
    assert "MUESTRA" in sheet.text
    assert "Marcar con una cruz la casilla de cada proyecto" in sheet.text
    assert "Put a cross in the box of each project" in sheet.text
    assert "1.000.000" in sheet.text
    assert "€1,000,000" in sheet.text
    for project in (p for contest in election.contests[:2] for p in contest.projects):
        assert f'<span class="sign">{project.code}</span>' in sheet.text
        assert project.name in sheet.text
    assert "Árboles en la ribera" not in sheet.text
    assert [page.status_code for page in none] == [404] * 4


async def test_an_officers_sheet_is_no_specimen_and_no_two_differ(open_desk):
    first = await open_desk.get(f"{DESK}/sheets/2")
    await open_desk.submit("/language", language="en", next=DESK)
    second = await open_desk.get(f"{DESK}/sheets/2")

    def sheet_of(page):
        return page.text.split("<article")[1].split("</article>")[0]

    assert "MUESTRA" not in first.text
    assert '<html lang="en">' in second.text
    assert sheet_of(first) == sheet_of(second)
    assert "csrf" not in sheet_of(first)


FORMS = {
    "como máximo 3 proyectos": BallotForm(Kind.APPROVAL, max_length=3),
    "al menos 2 proyectos": BallotForm(Kind.APPROVAL, min_length=2),
    "como máximo a 500": BallotForm(Kind.APPROVAL, max_sum_cost=500_00),
    "llegar al menos a 500": BallotForm(Kind.APPROVAL, min_sum_cost=500_00),
    "como máximo a 300": BallotForm(Kind.KNAPSACK, budget=300_00),
    "cuántos puntos recibe": BallotForm(Kind.CUMULATIVE),
    "Hay 10 puntos para repartir": BallotForm(Kind.CUMULATIVE, max_sum_points=10),
    "dar al menos 2 puntos": BallotForm(Kind.CUMULATIVE, min_sum_points=2),
    "se deja vacío recibe 0": BallotForm(Kind.SCORES, default_score=0),
    "un proyecto es -2": BallotForm(Kind.SCORES, min_points=-2),
    "un proyecto es 5": BallotForm(Kind.SCORES, max_points=5),
    "Escribir 1 en la casilla": BallotForm(Kind.ORDINAL),
    "se quieren por igual": BallotForm(Kind.WEAK_ORDER),
    "casilla de una sola respuesta": BallotForm(Kind.QUESTION, max_length=3),
    "casilla «Voto en blanco»": BallotForm(Kind.APPROVAL, allows_blank=True),
    "la papeleta entera no cuenta": BallotForm(Kind.APPROVAL),
}


@pytest.mark.parametrize("words", FORMS)
def test_a_sheet_says_how_to_fill_it_in(words):
    told = " ".join(translate(sentence, "es") for sentence in instructions(FORMS[words]))

    assert words in told


def test_a_question_has_no_limits_of_length():
    told = " ".join(map(str, instructions(FORMS["casilla de una sola respuesta"])))

    assert "at most" not in told


@pytest.mark.parametrize(("kind", "box"), [(Kind.APPROVAL, "box"), (Kind.ORDINAL, "box wide")])
async def test_boxes_are_wide_where_a_number_is_written(browser, process, rosa, chair, kind, box):
    form, rule = BallotForm(kind), RuleSpec("greedy", {})
    await prepare(process.id, chair.actor, form, rule, [TieKey.PUBLISHED_ORDER])
    await make_priced(process, rosa, "Un parque", "CIUDAD", 10_00)
    await reopen(process, PhaseKind.VOTING)

    page = await browser.get(f"{VOTE}/specimen/1")

    assert page.text.count(f'<span class="{box}">') == 1
