"""The front page names what the town chose."""

from concejo.processes.core import PhaseKind
from tests.commitments.results import begin_follow_up, count_vote
from tests.people import set_phase


async def test_what_was_chosen_is_named_with_its_money(browser, process):
    await count_vote(await begin_follow_up(process))

    text = (await browser.get("/")).text.replace("\xa0", " ")
    again = (await browser.get("/")).text.replace("\xa0", " ")

    for page in (text, again):
        assert "3 proyectos elegidos" in page
        assert "Un parque · Una rampa · Una ficha de cada obra" in page
        assert "600.000 €" in page
    assert "Una cúpula" not in text


async def test_without_a_count_nothing_is_claimed(browser, process):
    await set_phase(process.id, PhaseKind.FOLLOWING)

    page = await browser.get("/")

    assert "Las papeletas se están contando todavía" in page.text
    assert "proyectos elegidos" not in page.text
