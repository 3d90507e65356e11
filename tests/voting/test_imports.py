"""Real elections, held again ballot by ballot, come out as their cities announced."""

import pytest

from concejo.audit.core import SYSTEM
from concejo.processes.core import PhaseKind
from concejo.processes.services import get_process
from tests.people import set_phase
from tests.voting.core.real_elections import REAL_ELECTIONS
from voting.board.services import list_winners
from voting.counting.services import close, count
from voting.imports.core import plan
from voting.imports.services import import_election


@pytest.mark.parametrize("real", REAL_ELECTIONS, ids=lambda real: real.file.removesuffix(".pb"))
async def test_a_real_election_comes_out_as_announced(database, real):
    file = real.read()
    planned = plan(real_text(real), real.rule, real.ties, real.conflicts)

    process = await import_election(planned, "real")
    await set_phase(process.id, PhaseKind.COUNTING)
    process = await get_process("real")
    await close(process, SYSTEM)
    await count(process, SYSTEM)

    winners = await list_winners(process.id)
    assert {winner.code for winner in winners} == file.selected(real.funded)


def real_text(real):
    from tests.voting.core.real_elections import text_of

    return text_of(real.file)
