"""Those who administer, with their browsers."""

from collections.abc import AsyncIterator

import pytest

from concejo.accounts.core import Role, Visitor
from concejo.processes.services import ProcessView
from tests.people import Browser, browser_of, make_account


@pytest.fixture
async def ada(opened: object) -> Visitor:
    """Ada, who administers everything."""
    return await make_account("Ada", roles=((Role.ADMINISTRATOR, 0),))


@pytest.fixture
async def adas_browser(ada: Visitor) -> AsyncIterator[Browser]:
    """Ada's browser, signed in."""
    made = await browser_of(ada)
    yield made
    await made.client.aclose()


@pytest.fixture
async def pablo(process: ProcessView) -> Visitor:
    """Pablo, who administers one process only."""
    return await make_account("Pablo", roles=((Role.ADMINISTRATOR, process.id),))


@pytest.fixture
async def pablos_browser(pablo: Visitor) -> AsyncIterator[Browser]:
    """Pablo's browser, signed in."""
    made = await browser_of(pablo)
    yield made
    await made.client.aclose()


@pytest.fixture
def office(process: ProcessView) -> str:
    """Where the process is administered."""
    return f"/office/processes/{process.slug}"
