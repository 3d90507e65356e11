"""The sheets in a real browser: on paper, and on the narrowest screen."""

import re

import pytest
from playwright.async_api import async_playwright

from scripts.browser import find
from tests.commands.trustees.ceremony import said

A4_AND_PHONE = ({"width": 794, "height": 1123}, {"width": 360, "height": 740})
LONGEST = (
    "Ayuntamiento de Olmeda del Campo Viejo y Aldeas · Presupuestos participativos de 2027-2028"
)


@pytest.fixture
async def browser(anyio_backend):
    """A real, headless Chromium."""
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=find(), args=["--no-sandbox"])
        yield chromium
        await chromium.close()


@pytest.mark.browser
@pytest.mark.parametrize(("need", "of"), [(3, 5), (5, 5), (1, 3)])
async def test_a_share_is_one_sheet_of_paper_and_fits_every_screen(browser, tmp_path, need, of):
    said("make", tmp_path / "key", "--need", need, "--of", of, "--vote", LONGEST)

    for name, most_pages in (("share-2", 1), ("minutes", 2)):
        for viewport in A4_AND_PHONE:
            page = await browser.new_page(viewport=viewport)
            asked = []
            page.on("request", lambda request, asked=asked: asked.append(request.url))
            await page.goto((tmp_path / "key" / f"{name}.html").as_uri())
            width = await page.evaluate("document.documentElement.scrollWidth")
            pdf = await page.pdf(prefer_css_page_size=True, print_background=True)
            assert width <= viewport["width"]
            assert len(re.findall(rb"/Type\s*/Page[^s]", pdf)) <= most_pages
            assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
