"""A resident reads how a result came about, in a real browser, by day and by night."""

import pytest

from tests.conftest import Databases
from tests.journeys.conftest import window
from tests.journeys.test_journey import Way
from tests.journeys.walk import Walk
from tests.voting.held_again import hold_again, pabulib_of
from voting.setup.services import ElectionView

pytestmark = pytest.mark.browser


@pytest.fixture(
    params=[
        Way("es", "phone", script=True),
        Way("en", "desk", script=True),
        Way("es", "phone", script=False),
    ],
    ids=lambda way: f"{way.language}, {way.size}, {'script' if way.script else 'no script'}",
)
def way(request: pytest.FixtureRequest) -> Way:
    """The ways in which the pages are read."""
    found: Way = request.param
    return found


@pytest.fixture
async def counted(database: Databases) -> ElectionView:
    """An election by equal shares with more projects than tell their story on one page."""
    return await hold_again(pabulib_of("equalshares", projects=20, voters=40), "olmos")


async def read(walk: Walk, election: ElectionView) -> None:
    """Go from the results to a contest, through its projects, and to the story of one."""
    (contest,) = election.contests
    await walk.open("/processes/olmos/vote/results")
    await walk.follow("How this result came about")
    assert await walk.sees("What other rules would have given")
    assert await walk.sees("Was it proportional?")
    stories = walk.page.locator("#stories")
    first = await stories.locator("h3").first.inner_text()
    await stories.locator(".pagination a", has_text="2").first.click()
    await walk.page.wait_for_url("**/projects?page=2")
    await walk.page.wait_for_load_state("networkidle")
    assert await stories.locator("h3").first.inner_text() != first
    await walk.look()
    await stories.locator("h3 a").first.click()
    await walk.page.wait_for_url(f"**/results/{contest.id}/projects/*")
    assert await walk.sees("By other rules")
    await walk.look()


async def test_a_resident_reads_how_a_result_came_about(chromium, server, counted, way):
    async with window(
        chromium, server, size=way.size, language=way.language, script=way.script
    ) as page:
        walk = Walk(page, way.language, script=way.script)

        await read(walk, counted)
        await page.emulate_media(color_scheme="dark", forced_colors="none")
        await read(walk, counted)
