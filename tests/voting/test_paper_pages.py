"""The pages of paper sheets: no result before the count, and nobody sees the other's entry."""

import re

import pytest

from concejo.processes.core import PhaseKind
from tests.people import browser_of
from tests.voting.elections import reopen
from tests.voting.papers import (
    close_box,
    content,
    make_clerk,
    make_office,
    null,
    style_of,
    type_both,
)
from voting.paper.models import Sheet, TypedSheet, Urn
from voting.paper.services import list_sheets

PAPER = "/processes/presupuestos-2027/vote/paper"


@pytest.fixture
async def office(election, chair, roll):
    return await make_office(election, chair, roll, sheets=3)


@pytest.fixture
async def browsers(office):
    """The browsers of Omar, Ona, Olga and the chair, in this order."""
    made = [await browser_of(one) for one in (office.omar, office.ona, office.olga, office.chair)]
    yield made
    for browser in made:
        await browser.client.aclose()


def codes_of(office, *titles):
    return " ".join(
        project.code
        for contest in office.election.contests
        for project in contest.projects
        if project.name in titles
    )


def sheet(office, city="-", district="-", **more):
    first, second = style_of(office.election).contests
    typed = {f"codes-{first.id}": city, f"codes-{second.id}": district}
    return {"style": "2", "number": "1", "action": "save", **typed, **more}


async def test_a_sheet_is_typed_by_two_and_accepted(office, browsers):
    omar, ona, *_others = browsers
    address = f"{PAPER}/urns/{office.urn}/type"
    typed = sheet(office, city=codes_of(office, "Un parque"))

    page = await omar.get(address)
    saved = await omar.submit(address, typed)
    hers = await ona.get(address)
    await ona.submit(address, typed)

    assert "Papeleta 1" in page.text
    assert saved.status_code == 303
    assert saved.headers["location"] == f"{address}?number=2&style=2"
    assert "Papeleta 1" in hers.text
    assert 'value="2"' not in hers.text.split("codes-")[1].split(">")[0]
    assert len(await list_sheets(office.election.id)) == 1


async def test_the_first_field_has_the_focus_and_return_saves(office, browsers):
    page = (await browsers[0].get(f"{PAPER}/urns/{office.urn}/type?number=2&style=2")).text

    first, _second = style_of(office.election).contests
    focused = re.search(r"<input[^>]*autofocus[^>]*>", page.split('<form class="form typing"')[1])
    assert f'name="codes-{first.id}"' in focused[0]
    buttons = re.findall(r'<button type="submit"[^>]*name="action" value="(\w+)"', page)
    assert buttons == ["save"]
    assert page.index(f'name="codes-{first.id}"') < page.index('name="number"')


async def test_the_last_sheet_leads_back_to_the_urns(office, browsers):
    omar = browsers[0]
    address = f"{PAPER}/urns/{office.urn}/type"
    for number in (1, 2):
        await omar.submit(address, sheet(office, number=str(number)))

    last = await omar.submit(address, sheet(office, number="3"))
    nothing = await omar.get(address)

    assert last.headers["location"] == PAPER
    assert nothing.headers["location"] == PAPER
    assert "ya no queda ninguna papeleta por escribir" in (await omar.get(PAPER)).text


async def test_what_was_mistyped_comes_back_as_it_was(office, browsers):
    omar = browsers[0]
    address = f"{PAPER}/urns/{office.urn}/type"

    slip = await omar.submit(address, sheet(office, city="1 999", number="2"))
    stamp = await omar.submit(address, sheet(office, number="77"))

    assert (slip.status_code, stamp.status_code) == (422, 422)
    assert 'value="1 999"' in slip.text
    assert "aquí no existe el código «999»" in slip.text
    assert 'value="2"' in slip.text
    assert "llevan los números del 1 al 3" in stamp.text
    assert 'value="null"' not in slip.text + stamp.text
    assert await TypedSheet.all().count() == 0


async def test_a_sheet_under_the_stamp_of_another_is_not_typed_in_vain(office, browsers):
    await type_both(office, 1, content(office.election), content(office.election))

    page = await browsers[2].submit(
        f"{PAPER}/urns/{office.urn}/type", sheet(office, city=codes_of(office, "Un parque"))
    )

    assert page.status_code == 409
    assert "La papeleta 1 ya se escribió dos veces" in page.text
    assert f'value="{codes_of(office, "Un parque")}"' in page.text
    assert 'value="null"' not in page.text


async def test_what_is_ticked_comes_back_ticked(office, browsers):
    omar = browsers[0]
    first, second = style_of(office.election).contests
    ticked = {
        "style": "2",
        "number": "1",
        f"contest-{first.id}": [str(p.id) for p in first.projects],
        f"blank-{second.id}": "1",
    }

    over = await omar.submit(f"{PAPER}/urns/{office.urn}/type", ticked)
    saved = await omar.submit(f"{PAPER}/urns/{office.urn}/type", ticked, action="null")

    assert over.status_code == 422
    assert over.text.count(" checked") == len(first.projects) + 1
    assert '<details class="further" open>' in over.text
    assert 'value="null"' in over.text
    assert saved.status_code == 303
    [row] = await TypedSheet.all()
    assert (row.plain, row.reason) == ("", "not_allowed")


async def test_codes_that_come_back_leave_no_ticks_behind(office, browsers):
    omar = browsers[0]
    first, _second = style_of(office.election).contests
    all_codes = " ".join(project.code for project in first.projects)

    over = await omar.submit(f"{PAPER}/urns/{office.urn}/type", sheet(office, city=all_codes))

    assert over.status_code == 422
    assert f'value="{all_codes}"' in over.text
    assert " checked" not in over.text


async def test_another_style_has_another_form(office, browsers):
    address = f"{PAPER}/urns/{office.urn}/type?number=3&style="

    page = await browsers[0].get(address + "3")
    none = await browsers[0].get(address + "9")

    assert "Ribera del Olmo</legend>" in page.text
    assert "Casco Histórico</legend>" not in page.text
    assert none.status_code == 404


async def test_a_third_person_sees_both_versions_and_decides(office, browsers):
    omar, _ona, olga, _chair = browsers
    await type_both(office, 1, content(office.election, "Un parque"), null(office.election))
    address = f"{PAPER}/urns/{office.urn}/sheets/1"

    overview = await olga.get(PAPER)
    page = await olga.get(address)
    refused = await omar.get(address)
    none = await olga.get(f"{PAPER}/urns/{office.urn}/sheets/100001")
    undecided = await olga.submit(address)
    decided = await olga.submit(address, turn="1")

    assert f'href="{address}"' in overview.text
    assert "Un parque" in page.text
    assert "No se entiende qué se quiso votar" in page.text
    assert "Voto en blanco" in page.text
    assert (refused.status_code, none.status_code) == (409, 404)
    assert "Un parque" not in refused.text
    assert undecided.status_code == 422
    assert "Falta elegir qué hay en la papeleta" in undecided.text
    assert decided.headers["location"] == PAPER
    assert (await Sheet.get()).plain == content(office.election, "Un parque").plain


async def test_the_overview_tells_numbers_and_no_project(office, browsers):
    await type_both(office, 1, content(office.election, "Un parque"), null(office.election))
    await type_both(office, 2, null(office.election), null(office.election))

    pages = [(await browser.get(PAPER)).text for browser in browsers]

    for page in pages:
        assert "faltan 2 papeletas por aceptar" in page
        for contest in office.election.contests:
            assert all(project.name not in page for project in contest.projects)


async def test_people_declare_without_seeing_what_others_counted(election, chair):
    late = await close_box(election, chair)
    omar, ona = [await browser_of(await make_clerk(late, name)) for name in ("Omar", "Ona")]
    await omar.submit(f"{PAPER}/urns", name="Biblioteca")
    urn = await Urn.get()
    declare = f"{PAPER}/urns/{urn.id}/declare"

    await omar.submit(declare, sheets="31")
    hidden = await ona.get(PAPER)
    wrong = await ona.submit(declare, sheets="treinta")
    await ona.submit(declare, sheets="30")
    differing = await ona.get(PAPER)
    await ona.submit(declare, sheets="31")
    agreed = await ona.get(PAPER)
    again = await ona.submit(declare, sheets="32")
    await omar.client.aclose()
    await ona.client.aclose()

    of_the_urn = hidden.text.split('id="urn-')[1].split("</section>")[0]
    assert "31" not in re.sub(r'<input type="hidden"[^>]*>', "", of_the_urn)
    assert wrong.status_code == 422
    assert 'value="treinta"' in wrong.text
    assert "Los números no coinciden" in differing.text
    assert "Escribir papeletas" in agreed.text
    assert again.status_code == 409
    assert "En las urnas hay 31 papeletas y solo 0 personas recibieron una" in agreed.text


async def test_an_urn_wants_a_name_of_its_own(office, browsers):
    empty = await browsers[0].submit(f"{PAPER}/urns", name=" ")
    taken = await browsers[0].submit(f"{PAPER}/urns", name="Urna 1")

    assert (empty.status_code, taken.status_code) == (422, 422)
    assert "Falta el nombre de la urna" in empty.text
    assert "Ya hay una urna con este nombre" in taken.text


async def test_the_board_has_things_done_anew_and_says_why(office, browsers):
    omar, *_others, chair = browsers
    await type_both(office, 1, null(office.election), null(office.election))
    reopen_at = f"{PAPER}/urns/{office.urn}/reopen"
    recount_at = f"{PAPER}/urns/{office.urn}/recount"

    offered = [(await browser.get(PAPER)).text for browser in (omar, chair)]
    missing = await chair.submit(reopen_at, number="1", reason="")
    unknown = await chair.submit(reopen_at, number="2", reason="Mal leída")
    reopened = await chair.submit(reopen_at, number="1", reason="Mal leída")
    without = await chair.submit(recount_at, reason="")
    recounted = await chair.submit(recount_at, reason="Se contó mal")

    assert ["Hacerlo de nuevo" in page for page in offered] == [False, True]
    assert (missing.status_code, unknown.status_code, without.status_code) == (422, 422, 422)
    assert "Falta escribir el motivo" in missing.text
    assert "no se ha escrito nada" in unknown.text
    assert 'value="Mal leída"' in unknown.text
    assert (reopened.status_code, recounted.status_code) == (303, 303)
    assert await Sheet.all().count() == 0
    assert (await Urn.get()).sheets is None


async def test_before_the_box_is_closed_the_page_says_when(election, process, chair):
    browser = await browser_of(await make_clerk(election, "Omar"))
    await reopen(process, PhaseKind.COUNTING)

    page = await browser.get(PAPER)
    refused = await browser.submit(f"{PAPER}/urns", name="Urna 1")
    await browser.client.aclose()

    assert "cuando la junta electoral ha cerrado la urna" in page.text
    assert 'name="name"' not in page.text
    assert refused.status_code == 409


async def test_when_all_is_typed_the_page_says_that_it_can_be_counted(office, browsers):
    for number in (1, 2, 3):
        await type_both(office, number, content(office.election), content(office.election))

    page = await browsers[3].get(PAPER)

    assert "Todas las papeletas están escritas" in page.text
    assert page.headers["cache-control"] == "no-store"


async def test_the_back_office_says_what_is_to_be_done_with_paper(election, chair, roll):
    async def tasks_of(visitor):
        browser = await browser_of(visitor)
        page = await browser.get("/office/")
        await browser.client.aclose()
        return [
            words
            for words in ("Entregar papeletas en una mesa", "Escribir las papeletas en papel")
            if words in page.text
        ]

    omar = await make_clerk(election, "Omar")
    during = [await tasks_of(one) for one in (omar, chair)]
    office = await make_office(election, chair, roll, sheets=1)
    after = [await tasks_of(one) for one in (omar, chair)]
    await type_both(office, 1, content(office.election), content(office.election))
    done = [await tasks_of(one) for one in (omar, chair)]

    assert during == [["Entregar papeletas en una mesa"], []]
    assert after == [["Escribir las papeletas en papel"]] * 2
    assert done == [[], []]
