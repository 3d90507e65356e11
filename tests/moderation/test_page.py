"""Every decision is public, with its reason and who took it."""

from concejo.moderation.core import Verdict
from concejo.moderation.services import record_decision

REASON = "No es competencia municipal, sino de la <b>región</b>."


async def test_decisions_are_listed_for_everybody_the_newest_first(browser, process, ines):
    await record_decision(ines, process.id, "proposal:1", 1, "Un parque", Verdict.ADMITTED)
    await record_decision(ines, process.id, "proposal:2", 1, "Un metro", Verdict.REJECTED, REASON)

    page = await browser.get("/decisions/")

    assert page.status_code == 200
    assert page.text.index("Un metro") < page.text.index("Un parque")
    assert "&lt;b&gt;región" in page.text
    assert ines.name in page.text
    assert ines.email not in page.text


async def test_a_long_list_is_cut_into_pages(browser, process, ines):
    for number in range(31):
        subject = f"proposal:{number}"
        await record_decision(ines, process.id, subject, 1, f"Parque {number}", Verdict.ADMITTED)

    first = await browser.get("/decisions/")
    part = await browser.get("/decisions/?page=2", hx_request="true", hx_request_type="partial")

    assert first.text.count('class="entry"') == 30
    assert part.text.count('class="entry"') == 1
    assert '<div id="decisions">' in part.text


async def test_before_the_first_decision_the_page_says_so(browser, database):
    assert "Todavía no se ha decidido nada" in (await browser.get("/decisions/")).text
