"""A person at a window: finds things by the words that are on the screen, in their language."""

import re
from email import message_from_bytes, policy
from pathlib import Path

from playwright.async_api import Locator, Page

from concejo.i18n import catalogue
from tests.journeys.conftest import ROOT

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
AXE_RUN = """
async () => (await axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}))
    .violations.map(v => v.id + ": " + v.nodes.map(n => n.target.join(" ")).join(", "))
"""


class Walk:
    """One person's walk through the pages, in one language."""

    def __init__(self, page: Page, language: str, *, script: bool) -> None:
        self.page = page
        self.language = language
        self.script = script

    def said(self, sentence: str) -> str:
        """Give a sentence of the screen in the language of the walk."""
        return catalogue(self.language).gettext(sentence)

    async def open(self, path: str) -> None:
        """Open a page, and see that it stands upright."""
        await self.page.goto(path)
        await self.look()

    async def look(self) -> None:
        """See that nothing sticks out sideways, the language is one, and axe is content."""
        assert await self.page.locator("html").get_attribute("lang") == self.language
        if not self.script:
            return
        room, width = await self.page.evaluate(
            "[window.innerWidth, document.documentElement.scrollWidth]"
        )
        assert width <= room, f"{self.page.url} is {width} px wide in a window of {room} px"
        await self.page.evaluate(AXE)
        assert await self.page.evaluate(AXE_RUN) == [], self.page.url

    async def fill(self, **fields: str) -> None:
        """Fill in fields by their names; a dash in a name is written as two underscores."""
        for name, value in fields.items():
            await self.page.locator(f'main [name="{name.replace("__", "-")}"]').fill(value)

    async def choose(self, name: str, value: str) -> None:
        """Pick one of several radio buttons or boxes."""
        await self.page.locator(f'main input[name="{name}"][value="{value}"]').check()

    def button(self, label: str) -> Locator:
        """Find a button by its English words, said in the language of the walk."""
        return self.page.locator("main").get_by_role("button", name=self.said(label), exact=True)

    async def press(self, label: str) -> None:
        """Press a button that leads to another page, and look at that page."""
        async with self.page.expect_navigation():
            await self.button(label).first.click()
        await self.look()

    async def go_on(self, label: str, heading: str) -> None:
        """Press a button that shows something else, on the page itself where there is script."""
        if self.script:
            await self.button(label).first.click()
        else:
            await self.press(label)
        found = self.page.get_by_role("heading", name=self.said(heading), exact=True)
        await found.first.wait_for()
        await self.look()

    async def follow(self, label: str) -> None:
        """Follow a link of the page."""
        link = self.page.locator("main").get_by_role("link", name=self.said(label))
        async with self.page.expect_navigation():
            await link.first.click()
        await self.look()

    async def sees(self, words: str) -> bool:
        """Say whether some words are on the page, as they are in the language of the walk."""
        text = await self.page.locator("main").inner_text()
        return self.said(words) in re.sub(r"\s+", " ", text.replace("\u00a0", " "))

    async def sign_in(self, email: str, password: str) -> None:
        """Sign in with a password."""
        await self.open("/accounts/sign-in")
        await self.fill(email=email, password=password)
        await self.press("Sign in")


def link_in_last_letter(folder: Path, recipient: str) -> str:
    """Give the path of the link in the newest letter to somebody."""
    letters = [path for path in folder.glob("*.eml") if recipient in path.read_text()]
    newest = max(letters, key=lambda path: path.stat().st_mtime_ns)
    body = message_from_bytes(newest.read_bytes(), policy=policy.default).get_body()
    assert body is not None
    found = re.search(r"https?://[^/\s]+(/\S+)", body.get_content())
    assert found is not None
    return found.group(1)
