"""Decisions are public rows, numbered on their subject."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concejo.accounts.core import Role
from concejo.errors import Invalid
from concejo.moderation import services
from concejo.moderation.core import NAMES, WITHOUT_REASON, Verdict, reason_fault
from tests.people import make_account

REASON = "Contiene datos de otra persona."


@pytest.fixture
async def moderator(process):
    """Marta, who moderates the process."""
    return await make_account("Marta", roles=((Role.MODERATOR, process.id),))


async def test_decisions_are_listed_the_newest_first(moderator, process):
    for n in range(3):
        about = f"proposal:{n}"
        await services.record_decision(
            moderator, process.id, about, 1, f"Propuesta {n}", Verdict.RETURNED, REASON
        )
    await services.record_decision(
        moderator, process.id + 1, "comment:1", 1, "Otra", Verdict.HIDDEN, REASON
    )

    page, total = await services.list_decisions(1, 2)
    here, in_all = await services.list_decisions(process_id=process.id)

    assert ([d.title for d in page], total) == (["Propuesta 2", "Propuesta 1"], 4)
    assert (len(here), in_all) == (3, 3)
    assert (here[0].moderator, str(here[0].name)) == ("Marta", "Proposal returned to its author")


async def test_a_number_is_taken_once_and_none_is_skipped(any_database, moderator, process):
    async def decide(number: int) -> None:
        await services.record_decision(
            moderator, process.id, "comment:7", number, "Título", Verdict.HIDDEN, REASON
        )

    assert await services.next_number("comment:7") == 1
    await decide(1)
    for number in (1, 3, 0):
        with pytest.raises(services.AlreadyDecided, match="Marta"):
            await decide(number)
    await decide(2)

    assert await services.next_number("comment:7") == 3


async def test_the_latest_decision_on_each_subject_counts(moderator, process):
    for number, verdict in enumerate((Verdict.HIDDEN, Verdict.RESTORED), 1):
        await services.record_decision(
            moderator, process.id, "comment:7", number, "Título", verdict, REASON
        )

    decisions = await services.decisions_on("comment:7", "comment:8")

    assert services.latest_by_subject(decisions)["comment:7"].verdict is Verdict.RESTORED


async def test_a_decision_without_reasons_is_not_recorded(moderator, process):
    with pytest.raises(Invalid):
        await services.record_decision(
            moderator, process.id, "proposal:1", 1, "Título", Verdict.REJECTED, "Corta."
        )

    assert await services.list_decisions() == ([], 0)


@given(st.sampled_from(Verdict), st.text(max_size=40))
def test_all_but_an_admission_need_reasons(verdict, reason):
    fault = reason_fault(verdict, reason)

    assert (fault is None) == (len(reason) >= 20 or verdict in WITHOUT_REASON)
    assert str(NAMES[verdict])
