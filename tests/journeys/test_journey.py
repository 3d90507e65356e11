"""The whole journey in a real browser: from a proposal to a result and a draft commitment."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass

import pyotp
import pytest
from PIL import Image

from concejo.accounts.core import Role
from concejo.accounts.second_factor.services import keep_secret
from concejo.accounts.services import create_account, grant_role
from concejo.audit.core import SYSTEM
from concejo.audit.services import verify
from concejo.db import fetch
from concejo.processes.core import PhaseKind
from concejo.roll.imports.services import import_roll
from tests.journeys.ceremony import Trustees, verified
from tests.journeys.conftest import window
from tests.journeys.walk import Walk, link_in_last_letter
from tests.people import make_process

pytestmark = pytest.mark.browser

TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "el olmo de la plaza grande"
ROLL = """documento;fecha_nacimiento;codigo_postal;area
12345678Z;17/05/1980;40001;D01
00000001R;03/09/1955;40002;D01
00000002W;30/01/1999;40003;D02
"""
TITLE = "Árboles y bancos en la plaza del Peso"
REASON = "Falta decir en qué lado de la plaza se plantarían los árboles."
VALUES = "La obra se publica mes a mes con su contrato, sus plazos y sus pagos, para todo el mundo."


@dataclass(frozen=True)
class Way:
    """How a walk is walked."""

    language: str
    size: str
    script: bool


class Town:
    """The people of the journey, each at a window of their own."""

    def __init__(self, stack, chromium, server, way):
        self.stack, self.chromium, self.server, self.way = stack, chromium, server, way
        self.slug = "presupuestos-2027"

    async def someone(self, email=""):
        """Open a window for somebody, signed in unless they are nobody yet."""
        way = self.way
        page = await self.stack.enter_async_context(
            window(
                self.chromium, self.server, size=way.size, language=way.language, script=way.script
            )
        )
        walk = Walk(page, way.language, script=way.script)
        if email:
            await walk.sign_in(email, PASSWORD)
        return walk

    def at(self, path):
        """Give the address of a page of the process."""
        return f"/processes/{self.slug}{path}"


@pytest.fixture(
    params=[Way("es", "desk", script=True), Way("en", "phone", script=False)],
    ids=["in Spanish at a desk", "in English on a phone without JavaScript"],
)
def way(request):
    """The two ways in which the whole journey is walked."""
    return request.param


@pytest.fixture
async def people(roll, way):
    """A roll of three persons, a process that takes proposals, and its staff."""
    process = await make_process(roll)
    await import_roll(roll.id, ROLL.splitlines(keepends=True), SYSTEM)
    for name, role in [
        ("moderacion", Role.MODERATOR),
        ("tecnica", Role.TECHNICIAN),
        ("junta", Role.BOARD),
        ("vocal", Role.BOARD),
        ("enlace", Role.CONTACT_POINT),
        ("admin", Role.ADMINISTRATOR),
    ]:
        account = await create_account(
            name, f"{name}@example.org", PASSWORD, confirmed=True, language=way.language
        )
        scope = None if role is Role.ADMINISTRATOR else process.id
        await grant_role(SYSTEM, account.id, role, scope)
        if role is Role.ADMINISTRATOR:
            await keep_secret(account.id, TOTP_SECRET)
    return process


async def register(town, name, email, document, born, postcode):
    """Open an account, confirm it from the letter, and match it with the roll."""
    walk = await town.someone()
    await walk.open("/accounts/register")
    await walk.fill(name=name, email=email, password="corta")
    await walk.press("Open an account")
    assert await walk.page.locator('[name="name"]').input_value() == name
    await walk.fill(password=PASSWORD)
    await walk.press("Open an account")
    link = await letter(town, email)
    await walk.open(link)
    await walk.press("It was me: confirm")
    await walk.sign_in(email, PASSWORD)
    await walk.open("/accounts/verification/")
    await walk.fill(document=document, birth_date=born, postcode=postcode)
    await walk.press("Verify the account")
    return walk


async def letter(town, recipient):
    """Wait for the outbox's next round and give the link of the letter."""
    for _ in range(300):
        found = town.server.mail.glob("*.eml") if town.server.mail.exists() else ()
        if any(recipient in path.read_text() for path in found):
            return link_in_last_letter(town.server.mail, recipient)
        await asyncio.sleep(0.1)
    raise AssertionError(f"No letter for {recipient} came")


async def propose(town, rosa, picture):
    """Write a proposal with a fault, mend it, preview and submit it."""
    await rosa.open(town.at("/proposals/new"))
    await rosa.fill(
        title=TITLE,
        summary="Ocho almeces y seis bancos con respaldo para que la plaza tenga sombra.",
        text="La plaza es de granito y no tiene un solo árbol. En julio no se puede cruzar. " * 3,
        place="Plaza del Peso",
        cost_guess="mucho",
    )
    await rosa.page.locator('[name="area"]').select_option(index=2)
    await rosa.press("Save and preview")
    assert await rosa.page.locator('[name="title"]').input_value() == TITLE
    await rosa.fill(cost_guess="80000")
    await rosa.page.locator('[name="picture-1"]').set_input_files(picture)
    await rosa.fill(**{"new-description-1": "La plaza hoy, sin sombra"})
    await rosa.press("Save and preview")
    await rosa.press("Submit the proposal")


async def moderate(town, rosa):
    """Return the proposal with a reason, and admit it once it is mended."""
    moderator = await town.someone("moderacion@example.org")
    await moderator.open(town.at("/proposals/moderation/"))
    await moderator.page.get_by_role("link", name=TITLE).first.click()
    await moderator.choose("verdict", "returned")
    await moderator.press("Publish the decision")
    await moderator.fill(reason=REASON)
    await moderator.press("Publish the decision")
    await rosa.open(town.at("/proposals/mine"))
    await rosa.page.get_by_role("link", name=TITLE).first.click()
    assert await rosa.sees(REASON)
    number = rosa.page.url.rstrip("/").split("/proposals/")[1].split("/")[0]
    await rosa.open(town.at(f"/proposals/{number}/edit"))
    await rosa.fill(place="Plaza del Peso, lado norte")
    await rosa.press("Save and preview")
    await rosa.press("Submit the proposal")
    await moderator.open(town.at(f"/proposals/moderation/{number}"))
    await moderator.choose("verdict", "admitted")
    await moderator.press("Publish the decision")
    return int(number)


async def support_and_discuss(town, ines, number):
    """Support the proposal, take it back, support it again, and say why."""
    await ines.open(town.at(f"/proposals/{number}"))
    for label in ("Support this proposal", "Support it no longer", "Support this proposal"):
        await ines.button(label).click()
        await ines.page.wait_for_load_state("networkidle")
    await ines.button("Support it no longer").wait_for()
    await ines.choose("stance", "for")
    await ines.fill(text="Ocho almeces dan sombra en seis años. <b>Yo</b> los regaría.")
    await ines.press("Publish")
    assert await ines.sees("<b>Yo</b> los regaría.")


async def start(admin, town, phase):
    """Start a phase now, as the administrator does when the town will not wait."""
    await admin.open(f"/office/processes/{town.slug}/start?phase={phase}")
    await admin.press("Start it now")


async def sign_in_administrator(town):
    """Sign in with the password and the code of the moment."""
    admin = await town.someone("admin@example.org")
    await admin.fill(code=pyotp.TOTP(TOTP_SECRET).now())
    await admin.press("Go on")
    return admin


async def value(town, number):
    """Find the proposal feasible, and price it within its area's money."""
    technician = await town.someone("tecnica@example.org")
    await technician.open(town.at(f"/proposals/valuation/{number}"))
    await technician.choose("is_competent", "yes")
    await technician.choose("is_feasible", "yes")
    await technician.fill(cost="999999999", reasons="El arbolado de plazas es competencia propia.")
    await technician.press("Publish the valuation")
    await technician.fill(cost="78000")
    await technician.press("Publish the valuation")


async def vote(town, person, *, blank=False):
    """Fill in the ballot, review it, cast it, and give the code of the receipt."""
    await person.open(town.at("/vote/"))
    label = person.said("Blank vote") if blank else TITLE
    # The label lies over its box, as on any card that can be ticked anywhere.
    await person.page.locator("main label", has_text=label).first.click()
    await person.go_on("Review the ballot", "Is this the ballot to cast?")
    cast = "Your vote is in the ballot box" if person.script else "The ballot is cast"
    await person.go_on("Cast the ballot", cast)
    return (await person.page.locator(".receipt .code").first.inner_text()).strip()


class Board:
    """Two members of the electoral board, each at a window of their own."""

    def __init__(self, town, chair, other):
        self.town, self.chair, self.other = town, chair, other

    @classmethod
    async def of(cls, town):
        """Let both sign in."""
        chair = await town.someone("junta@example.org")
        return cls(town, chair, await town.someone("vocal@example.org"))

    async def act(self, propose, confirm, **files):
        """Let one propose, and the other confirm what is shown."""
        await self.chair.open(self.town.at("/vote/board"))
        if not await self.chair.button(propose).is_visible():
            # What does not come first is folded away.
            folded = self.chair.page.locator("main details.further")
            words = self.chair.said(propose)
            await folded.filter(has_text=words).locator("summary").click()
        for name, path in files.items():
            await self.chair.page.locator(f'main [name="{name}"]').set_input_files(path)
        await self.chair.press(propose)
        assert await self.chair.button(confirm).count() == 0
        await self.other.open(self.town.at("/vote/board"))
        await self.other.press(confirm)
        assert await self.other.page.locator("#field-agreed-error").is_visible()
        await self.other.choose("agreed", "1")
        await self.other.press(confirm)

    async def seal(self, trustees):
        """Bring in the key that the trustees made."""
        await self.act("Propose this key", "Confirm the key", seal_key=trustees.key)

    async def count(self, trustees, folder):
        """Close the box, have it opened by the trustees, and count."""
        await self.act("Propose to close the ballot box", "Confirm and close the ballot box")
        await self.chair.open(self.town.at("/vote/board"))
        address = self.town.at("/vote/board/to-open.zip")
        answer = await self.chair.page.request.get(self.town.server.url + address)
        to_open = folder / "to-open.zip"
        to_open.write_bytes(await answer.body())
        opened, unopened = await trustees.open(to_open, folder / "opened")
        await self.act(
            "Propose these files", "Confirm the opened ballots", opened=opened, unopened=unopened
        )
        await self.act("Propose to count", "Confirm and count")


async def follow_up(town):
    """Send the winner to a commitment that opens with the result as its evidence."""
    contact = await town.someone("enlace@example.org")
    await contact.open(town.at("/commitments/desk"))
    await contact.page.locator("main").get_by_role("link", name=TITLE).first.click()
    await contact.choose("kind", "commitment")
    await contact.press("Give it this destination")
    await contact.fill(transparency=VALUES, title="Ejecución abierta de los proyectos ganadores")
    await contact.press("Give it this destination")
    return contact


async def test_from_a_proposal_to_a_draft_commitment(chromium, server, people, tmp_path, way):
    picture = tmp_path / "plaza.jpg"
    Image.new("RGB", (800, 600), "#c9b79c").save(picture)

    async with AsyncExitStack() as stack:
        town = Town(stack, chromium, server, way)
        rosa = await register(
            town, "Rosa", "rosa@example.org", "12.345.678-z", "17/05/1980", "40001"
        )
        ines = await register(town, "Inés", "ines@example.org", "00000001R", "1955-09-03", "40002")
        await propose(town, rosa, picture)
        number = await moderate(town, rosa)
        await support_and_discuss(town, ines, number)
        admin = await sign_in_administrator(town)
        await start(admin, town, PhaseKind.VALUING)
        await value(town, number)
        trustees, board = await Trustees.meet(tmp_path / "trustees"), await Board.of(town)
        await board.seal(trustees)
        await start(admin, town, PhaseKind.VOTING)
        code = await vote(town, rosa)
        await vote(town, ines, blank=True)
        await rosa.open(town.at("/vote/"))
        assert (
            await rosa.page.get_by_role("button", name=rosa.said("Review the ballot")).count() == 0
        )
        await start(admin, town, PhaseKind.COUNTING)
        await board.count(trustees, tmp_path)
        await start(admin, town, PhaseKind.FOLLOWING)
        contact = await follow_up(town)

        visitor = await town.someone()
        await visitor.open(town.at("/vote/results"))
        assert await visitor.sees(TITLE)
        await visitor.fill(code=code)
        await visitor.press("Search")
        await visitor.open(town.at("/commitments/"))
        assert await visitor.sees("Ejecución abierta de los proyectos ganadores")
        assert await contact.sees(TITLE)

    marks = await fetch("SELECT election_id FROM mark")
    ballots = await fetch("SELECT place FROM leaf WHERE voter IS NOT NULL", connection="box")
    assert (len(marks), len(ballots)) == (2, 2)
    assert "VERIFIED: the 2 votes" in await verified(server, tmp_path)
    assert (await verify()).first_broken is None
    words = server.log.read_text()
    assert "12345678Z" not in words
    assert "Traceback" not in words
