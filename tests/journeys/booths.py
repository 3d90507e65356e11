"""A vote that is open in a running town, and its residents in the booth."""

import json
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, Page, Request

from concejo.accounts.core import Visitor
from concejo.i18n import catalogue
from concejo.sessions.services import open_session
from concejo.web import cookies

BOOTH = "/processes/presupuestos-2027/vote/"
CHECK = f"{BOOTH}check"


@dataclass(frozen=True)
class Sent:
    """A request as it left the browser: where to, with which headers, and what was in it."""

    path: str
    headers: dict[str, str]
    body: str


@dataclass
class Booth:
    """Somebody in the booth: finds things by the words of the screen, and notes what is sent."""

    page: Page
    language: str = "es"
    requests: list[Request] = field(default_factory=list)

    async def sent(self, part: str = "") -> list[Sent]:
        """Give what was sent to addresses with this part, with the headers that really went out."""
        found = [one for one in self.requests if part in urlsplit(one.url).path]
        return [
            Sent(
                one.url,
                await one.all_headers(),
                (one.post_data_buffer or b"").decode(errors="replace"),
            )
            for one in found
        ]

    def said(self, sentence: str) -> str:
        """Give a sentence of the screen, or one that begins so, in the language of the page."""
        known = catalogue(self.language)
        whole = next((key for key in known.sentences if key.startswith(sentence)), sentence)
        return known.gettext(sentence if sentence in known.sentences else whole)

    async def open(self, path: str = BOOTH) -> None:
        """Open a page of the vote, once its program has begun."""
        await self.page.goto(path)
        await self.page.wait_for_load_state("networkidle")

    async def tick(self, *names: str) -> None:
        """Tick what is on the ballot under these names."""
        for name in names:
            await self.page.locator("main label", has_text=name).first.click()

    async def press(self, label: str) -> None:
        """Press a button by its English words."""
        button = self.page.locator("main").get_by_role("button", name=self.said(label), exact=True)
        await button.first.click()

    async def reads(self, sentence: str) -> None:
        """Wait until a heading says a sentence."""
        heading = self.page.get_by_role("heading", name=self.said(sentence), exact=True)
        await heading.first.wait_for()

    async def hears(self, sentence: str) -> None:
        """Wait until the live region says a sentence, up to what is filled in."""
        words = self.said(sentence).split("{")[0]
        await self.page.locator("#vote-said", has_text=words).wait_for(state="attached")

    async def fill_in(self, *names: str) -> None:
        """Fill in the whole ballot: some projects, and a blank vote in the last contest."""
        await self.tick(*names)
        blank = self.page.locator("main fieldset:not([hidden])").last.locator("label").last
        await blank.click()

    async def review(self, *names: str) -> None:
        """Fill the ballot in and go on to its review."""
        await self.fill_in(*names)
        await self.press("Review the ballot")
        await self.reads("Is this the ballot to cast?")

    async def vote(self, *names: str) -> None:
        """Vote, from the empty ballot to the receipt."""
        await self.review(*names)
        await self.press("Cast the ballot")
        await self.reads("Your vote is in the ballot box")

    async def code(self) -> str:
        """Read the code of the vote from the screen."""
        return "".join((await self.page.locator('main [data-part="code"]').inner_text()).split())

    async def receipt(self) -> str:
        """Read the code of the receipt from the screen."""
        return "".join((await self.page.locator('main [data-part="receipt"]').inner_text()).split())

    async def kept(self) -> dict[str, str]:
        """Give what this browser keeps of votes, in either store."""
        found = await self.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
        local, session = json.loads(found)
        return {name: value for name, value in {**local, **session}.items() if "pb1/" in name}


async def enter(
    context: BrowserContext, url: str, visitor: Visitor | None, language: str = "es"
) -> Booth:
    """Give somebody a tab in a browser, signed in; whoever was signed in before is so no more."""
    if visitor is not None:
        token = await open_session(visitor.id)
        await context.add_cookies([{"name": cookies.SESSION, "value": token, "url": url}])
    page = await context.new_page()
    booth = Booth(page, language)
    page.on("request", lambda request: booth.requests.append(request))
    return booth
