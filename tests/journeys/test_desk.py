"""At the desk in a real browser: a vote by web is given up, and a sheet of paper counts for it."""

from contextlib import AsyncExitStack
from datetime import date

import pytest

from concejo import settings
from concejo.accounts.core import Role
from concejo.processes.core import PhaseKind
from concejo.processes.services import get_process
from concejo.roll.models import RollEntry
from concejo.roll.services import hash_of
from concejo.sessions.services import open_session
from concejo.web import cookies
from tests.journeys.booths import enter
from tests.journeys.ceremony import verified
from tests.journeys.conftest import window
from tests.journeys.walk import Walk
from tests.people import make_account, set_phase
from tests.voting.elections import open_election
from voting.counting.services import close, count
from voting.models import Tally
from voting.setup.services import get_election

pytestmark = pytest.mark.browser

VOTE = "/processes/presupuestos-2027/vote"
PHONE = {"width": 360, "height": 740}


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
def script(request):
    """Whether the officials' browsers run programs."""
    return request.param


@pytest.fixture
async def election(tmp_path, monkeypatch, process, rosa, ines):
    """A vote that is open; this process and the server share one data folder."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    await RollEntry.filter(id=rosa.person_id).update(
        document_hash=hash_of("NIF:12345678Z"), birth_date=date(1980, 5, 17)
    )
    return await open_election(process, rosa)


class Offices:
    """The windows of officials, each signed in."""

    def __init__(self, stack, chromium, server, script):
        self.stack, self.chromium, self.server, self.script = stack, chromium, server, script

    async def of(self, visitor):
        """Open a window for somebody."""
        page = await self.stack.enter_async_context(
            window(self.chromium, self.server, size="desk", language="es", script=self.script)
        )
        token = await open_session(visitor.id)
        await page.context.add_cookies(
            [{"name": cookies.SESSION, "value": token, "url": self.server.url}]
        )
        return Walk(page, "es", script=self.script)


async def give_up(desk, code):
    """Find the person on the roll, void what she cast by web, and give her a sheet."""
    await desk.open(f"{VOTE}/desk")
    await desk.fill(place="Biblioteca de la Ribera")
    await desk.press("Open the desk")
    await desk.fill(document="12345678Z", birth_date="17/05/1980")
    await desk.press("Look on the roll")
    assert await desk.sees("Has voted by web")
    await desk.fill(code="0000-0000")
    await desk.press("Void the ballot cast by web")
    assert await desk.page.locator("#field-code-error").is_visible()
    await desk.fill(code=code)
    await desk.press("Void the ballot cast by web")
    assert await desk.sees("Give the sheet now")


async def enter_sheet(clerks, codes):
    """Let two people declare the urn and type its only sheet."""
    for at, clerk in enumerate(clerks):
        await clerk.open(f"{VOTE}/paper")
        if at == 0:
            await clerk.fill(name="Urna 1")
            await clerk.press("Open the urn")
        await clerk.fill(sheets="1")
        await clerk.press("Declare")
    for clerk in clerks:
        await clerk.open(f"{VOTE}/paper")
        await clerk.page.locator("main a.button", has_text=clerk.said("Type sheets")).first.click()
        await clerk.page.locator("main a", has_text="Casco Histórico").first.click()
        for contest, typed in codes.items():
            await clerk.fill(**{f"codes__{contest}": typed})
        await clerk.press("Save, next sheet")


async def test_a_vote_by_web_is_given_up_and_the_sheet_counts(
    chromium, server, election, process, rosa, tmp_path, script
):
    chair = await make_account("Rosalía", roles=((Role.BOARD, process.id),))
    officer = await make_account("Olga", roles=((Role.DESK, process.id),))
    other = await make_account("Omar", roles=((Role.DESK, process.id),))
    async with AsyncExitStack() as stack:
        context = await chromium.new_context(base_url=server.url, locale="es", viewport=PHONE)
        stack.push_async_callback(context.close)
        booth = await enter(context, server.url, rosa)
        await booth.open()
        await booth.vote("Un parque")
        code = await booth.code()

        offices = Offices(stack, chromium, server, script)
        desk, second = await offices.of(officer), await offices.of(other)
        await give_up(desk, code)
        await set_phase(process.id, PhaseKind.COUNTING)
        late = await get_process(process.slug)
        await close(late, chair.actor)
        city, district = (await get_election(late)).contests[:2]
        wanted = next(p.code for p in city.projects if p.name == "Diez fuentes")
        await enter_sheet((desk, second), {city.id: wanted, district.id: "-"})
        await count(late, chair.actor)

    tally = await Tally.get(contest_id=city.id)
    assert (tally.ballots, tally.null_votes) == (1, 0)
    assert wanted in tally.outcome
    told = await verified(server, tmp_path)
    assert "Paper: 1 sheets" in told
    assert "VERIFIED: the 1 votes" in told
