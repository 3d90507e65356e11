"""What the tests of follow-up share: a counted process, and the contact point who follows it up."""

from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest

from concejo.accounts.core import Role, Visitor
from concejo.clock import now
from concejo.processes.services import ProcessView
from tests.commitments.results import begin_follow_up, count_vote
from tests.people import Browser, browser_of, make_account


@pytest.fixture
async def followed(process: ProcessView) -> ProcessView:
    """The process once it is counted and followed up."""
    return await begin_follow_up(process)


@pytest.fixture
async def projects(followed: ProcessView) -> dict[str, int]:
    """The projects of its vote, as ids by code; PARK, RAMP and PAGE won, DOME did not."""
    return await count_vote(followed)


@pytest.fixture
async def sergio(process: ProcessView) -> Visitor:
    """Sergio, the contact point of the process."""
    return await make_account("Sergio", roles=((Role.CONTACT_POINT, process.id),))


@pytest.fixture
async def sergios_browser(sergio: Visitor) -> AsyncIterator[Browser]:
    """Sergio's browser, signed in."""
    made = await browser_of(sergio)
    yield made
    await made.client.aclose()


@pytest.fixture
def next_year() -> date:
    """A day by which something may be done."""
    return now().date() + timedelta(days=365)
