"""A member of the electoral board decides the rule in a real browser, with script and without."""

import pytest

from concejo.accounts.core import Role
from concejo.accounts.services import create_account, grant_role
from concejo.audit.core import SYSTEM
from concejo.processes.services import ProcessView
from concejo.roll.models import Roll
from tests.journeys.conftest import window
from tests.journeys.test_journey import Way
from tests.journeys.walk import Walk
from tests.people import make_process
from voting.core.rules import RULES
from voting.setup.forms import KINDS
from voting.setup.services import get_election

pytestmark = pytest.mark.browser

PASSWORD = "el olmo de la plaza grande"


@pytest.fixture(
    params=[
        Way("es", "phone", script=True),
        Way("en", "desk", script=True),
        Way("es", "desk", script=False),
        Way("en", "phone", script=False),
    ],
    ids=lambda way: f"{way.language}, {way.size}, {'script' if way.script else 'no script'}",
)
def way(request: pytest.FixtureRequest) -> Way:
    """The ways in which the page is walked through."""
    found: Way = request.param
    return found


@pytest.fixture
async def process(roll: Roll, way: Way) -> ProcessView:
    """The process whose rule Rosalía of the electoral board decides."""
    made = await make_process(roll)
    account = await create_account(
        "Rosalía", "junta@example.org", PASSWORD, confirmed=True, language=way.language
    )
    await grant_role(SYSTEM, account.id, Role.BOARD, made.id)
    return made


async def would_hold(walk: Walk) -> str:
    """Ask what would hold, where no script does, and read it."""
    if walk.script:
        await walk.page.wait_for_timeout(600)
    else:
        await walk.press("Show what would hold")
    return await walk.page.locator("#would-hold").inner_text()


async def walk_through(walk: Walk, process: ProcessView) -> None:
    """Look at every choice, get one answer wrong, see what would hold, and keep it."""
    await walk.sign_in("junta@example.org", PASSWORD)
    await walk.open(f"/processes/{process.slug}/vote/rule")
    for name, values in (("kind", [section.value for section in KINDS]), ("rule", RULES)):
        for value in values:
            await walk.choose(name, value)
            await walk.look()
    await walk.choose("kind", "cumulative")
    await walk.choose("rule", "equal_shares")
    assert not await walk.page.locator("[name=greedy-over_budget]").first.is_visible()
    for folded in await walk.page.locator("main details").all():
        if await folded.is_visible():
            await folded.locator("summary").click()
    await walk.look()
    await walk.fill(cumulative__max_sum_points="muchos", equal_shares__step="2")

    await walk.press("Keep the rule")
    assert await walk.page.locator("#field-cumulative-max_sum_points-error").is_visible()
    assert await walk.page.locator("[name=equal_shares-step]").input_value() == "2"
    await walk.fill(cumulative__max_sum_points="12")
    await walk.page.locator("[name=cumulative-max_sum_points]").blur()
    assert "12" in await would_hold(walk)

    await walk.press("Keep the rule")
    assert await walk.sees("The rule of the vote is kept. It can be changed until it opens.")


async def test_a_member_of_the_board_decides_the_rule(server, chromium, process, way):
    async with window(
        chromium, server, size=way.size, language=way.language, script=way.script
    ) as page:
        await walk_through(Walk(page, way.language, script=way.script), process)

    kept = (await get_election(process)).terms
    assert kept.form.max_sum_points == 12
    assert kept.rule.parameters["step"] == 200
    assert kept.rule.parameters["scoring"] == "points"
