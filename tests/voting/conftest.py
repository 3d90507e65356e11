"""What the tests of a vote share: an open election, and its board."""

import pytest

from concejo.accounts.core import Role, Visitor
from concejo.processes.services import ProcessView
from tests.people import make_account
from tests.voting.elections import open_election
from voting.setup.services import ElectionView


@pytest.fixture
async def election(process: ProcessView, rosa: Visitor, ines: Visitor) -> ElectionView:
    """The vote of the process, open now; Rosa and Inés are on the roll."""
    return await open_election(process, rosa)


@pytest.fixture
async def chair(process: ProcessView) -> Visitor:
    """Rosalía, who is on the electoral board of the process."""
    return await make_account("Rosalía", roles=((Role.BOARD, process.id),))


@pytest.fixture
async def second(process: ProcessView) -> Visitor:
    """Tomás, who is on the same board."""
    return await make_account("Tomás", roles=((Role.BOARD, process.id),))
