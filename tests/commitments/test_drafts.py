"""A draft is written little by little, in public, and says what it still lacks."""

import pytest

from concejo.accounts.core import Visitor
from concejo.audit.services import history
from concejo.commitments import services as results
from concejo.commitments.core.destination import Kind, Value
from concejo.commitments.core.draft import Draft
from concejo.commitments.core.workflow import State
from concejo.commitments.drafts import services
from concejo.commitments.drafts.forms import DraftForm
from concejo.commitments.drafts.services import Edited, NoDraftAnyMore
from concejo.commitments.forms import DestinationForm
from concejo.commitments.models import Commitment, Milestone
from concejo.processes.services import ProcessView
from tests.people import make_process

REASON = "Cada obra tendrá una ficha con quien responde y el motivo de cada retraso, por escrito."
FIELDS = {
    "version": 1,
    "title": "Ejecución abierta",
    "problem": "p" * 200,
    "solution": "Fichas y visitas.",
    "expected_results": "El 60 % entregado.",
    "lead_body": "Participación",
    "contact": "enlace@olmeda.example",
    "accountability": REASON,
    "starts_on": "2027-01-01",
    "ends_on": "2028-12-31",
    "step-0-title": "Fichas",
    "step-0-product": "60 fichas publicadas",
    "step-0-responsible": "Participación",
    "step-0-starts_on": "2027-01-01",
    "step-0-due_on": "2027-06-30",
    "step-2-title": "Visitas",
    "step-2-product": "Cuatro visitas por trimestre",
    "step-2-responsible": "Participación",
    "step-2-starts_on": "2027-03-01",
    "step-2-due_on": "2028-12-31",
}


@pytest.fixture
async def draft(followed: ProcessView, projects: dict[str, int], sergio: Visitor) -> int:
    """A draft that the page of each work opened."""
    form = DestinationForm(
        Kind.COMMITMENT, values={Value.ACCOUNTABILITY: REASON}, title="Ejecución abierta"
    )
    await results.decide(sergio, followed, projects["PAGE"], form)
    return int((await Commitment.get()).id)


def address(process: ProcessView, draft: int, end: str = "") -> str:
    return f"/processes/{process.slug}/commitments/drafts/{draft}{end}"


async def test_anybody_reads_it_plainly_marked_as_a_draft(followed, draft, browser):
    shown = await browser.get(address(followed, draft))

    assert shown.status_code == 200
    assert "Esto es un borrador" in shown.text
    assert "Una ficha de cada obra" in shown.text
    assert "no está listo para consulta: faltan" in shown.text
    assert "/vote/results" in shown.text


async def test_it_is_saved_incomplete_and_lists_what_is_missing(followed, draft, sergios_browser):
    where = address(followed, draft, "/write")

    sent = await sergios_browser.submit(where, version=1, title="Ejecución abierta", problem="Poco")
    shown = await sergios_browser.get(where)

    assert sent.headers["location"] == where
    assert "tiene 4" in shown.text
    assert "Poco" in shown.text
    assert (await Commitment.get()).version == 2


async def test_it_is_ready_once_everything_is_written(followed, draft, sergios_browser):
    sent = await sergios_browser.submit(address(followed, draft, "/write"), FIELDS)

    assert sent.status_code == 303
    view = await services.get_draft(followed.id, draft)
    assert view.missing == ()
    assert [step.title for step in view.draft.steps] == ["Fichas", "Visitas"]
    assert [e.action for e in await history(f"commitment:{draft}")] == [
        "commitment.opened",
        "commitment.written",
    ]


async def test_dates_that_contradict_each_other_come_back_with_everything_typed(
    followed, draft, sergios_browser
):
    fields = FIELDS | {"step-2-due_on": "2030-01-01", "starts_on": "2027-02-30"}

    sent = await sergios_browser.submit(address(followed, draft, "/write"), fields)

    assert sent.status_code == 422
    assert 'href="#field-step-2-due_on"' in sent.text
    assert 'href="#field-starts_on"' in sent.text
    assert "60 fichas publicadas" in sent.text
    assert await Milestone.all().count() == 0


async def test_a_title_has_at_most_150_characters(followed, draft, sergios_browser):
    sent = await sergios_browser.submit(
        address(followed, draft, "/write"), FIELDS | {"title": "x" * 151}
    )
    without = await sergios_browser.submit(
        address(followed, draft, "/write"), FIELDS | {"title": " "}
    )

    assert [sent.status_code, without.status_code] == [422, 422]


async def test_markup_is_shown_as_text(followed, draft, sergios_browser, browser):
    await sergios_browser.submit(
        address(followed, draft, "/write"), FIELDS | {"problem": "<script>alert(1)</script>"}
    )

    shown = await browser.get(address(followed, draft))

    assert "<script>alert" not in shown.text
    assert "&lt;script&gt;alert" in shown.text


async def test_of_two_editors_the_second_is_told(any_database, followed, draft, sergio):
    form = DraftForm(Draft(title="Primera"), version=1)
    await services.save(sergio, followed, draft, form)

    with pytest.raises(Edited):
        await services.save(sergio, followed, draft, DraftForm(Draft(title="Segunda"), version=1))

    assert (await Commitment.get()).title == "Primera"


async def test_what_is_no_draft_any_more_is_not_written(followed, draft, sergio):
    await Commitment.all().update(state=State.IN_CONSULTATION)

    with pytest.raises(NoDraftAnyMore):
        await services.save(sergio, followed, draft, DraftForm(Draft(title="Otra"), version=1))


async def test_only_the_contact_point_writes(followed, draft, browser, rosas_browser):
    where = address(followed, draft, "/write")

    anonymous = await browser.get(where)
    resident = await rosas_browser.get(where)
    sent = await rosas_browser.submit(where, FIELDS)

    assert anonymous.status_code == 303
    assert [resident.status_code, sent.status_code] == [403, 403]


async def test_a_draft_of_another_process_is_not_found(followed, draft, roll, browser):
    other = await make_process(roll, slug="otro")

    shown = await browser.get(address(other, draft))
    huge = await browser.get(address(other, 10**30))

    assert [shown.status_code, huge.status_code] == [404, 404]
