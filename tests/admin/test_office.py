"""The first page of the back office, the rolls, and the log."""

import pytest

from concejo.accounts.core import Role
from concejo.audit.core import SYSTEM
from concejo.audit.services import record
from concejo.db import execute, fetch
from concejo.processes.core import PhaseKind
from concejo.processes.models import Area, PhaseRow
from concejo.roll.models import RollEntry
from proposals.core.status import Status
from tests.commitments.results import begin_follow_up, count_vote
from tests.people import browser_of, make_account, make_process, set_phase
from tests.proposals.conftest import make_proposal
from tests.voting.elections import open_election, reopen

FILE = "documento;fecha_nacimiento;codigo_postal;area\n12345678Z;1980-05-17;40001;D01\n"


async def home_of(role, process_id):
    browser = await browser_of(await make_account("Olga", roles=((role, process_id),)))
    page = await browser.get("/office")
    page = page if page.status_code == 200 else await browser.get("/office/")
    await browser.client.aclose()
    return page.text


async def test_a_moderator_sees_what_awaits_a_decision(process, rosa):
    for number in range(2):
        await make_proposal(rosa, process, Status.SUBMITTED, title=f"Propuesta {number}")

    page = await home_of(Role.MODERATOR, process.id)

    assert "2 propuestas esperan decisión" in page
    assert f"/processes/{process.slug}/proposals/moderation" in page


async def test_a_technician_sees_what_is_to_be_valued(process, rosa):
    await make_proposal(rosa, process, Status.ADMITTED)
    too_early = await home_of(Role.TECHNICIAN, process.id)
    await set_phase(process.id, PhaseKind.VALUING)

    page = await home_of(Role.TECHNICIAN, process.id)

    assert "por estudiar" not in too_early
    assert "1 propuesta por estudiar" in page
    assert f"/processes/{process.slug}/proposals/valuation" in page


async def test_the_board_sees_what_to_set_to_close_and_to_count(process, rosa):
    before = await home_of(Role.BOARD, process.id)
    await open_election(process, rosa)
    during = await home_of(Role.BOARD, process.id)
    await reopen(process, PhaseKind.COUNTING)
    after = await home_of(Role.BOARD, process.id)

    assert f"/processes/{process.slug}/vote/rule" in before
    assert "Hoy no hay nada pendiente" in during
    assert f"/processes/{process.slug}/vote/board" in after


async def test_a_contact_point_sees_results_without_a_destination(process):
    followed = await begin_follow_up(process)
    await count_vote(followed)

    page = await home_of(Role.CONTACT_POINT, process.id)

    assert "3 resultados sin destino" in page
    assert f"/processes/{process.slug}/commitments/desk" in page


async def test_an_administrator_sees_what_is_not_set(process):
    await PhaseRow.filter(process_id=process.id).delete()
    await Area.filter(process_id=process.id).exclude(parent_id=None).delete()
    await Area.filter(process_id=process.id).delete()

    page = await home_of(Role.ADMINISTRATOR, process.id)

    assert "Fijar el calendario" in page
    assert "Fijar los ámbitos y su dinero" in page


async def test_an_administrator_sees_what_waits_for_the_others(process, rosa):
    await make_proposal(rosa, process, Status.SUBMITTED)

    page = await home_of(Role.ADMINISTRATOR, process.id)

    assert "1 propuesta espera decisión" in page
    assert "Para quien tenga esta función" in page
    assert f"/processes/{process.slug}/proposals/moderation" not in page


async def test_nobody_sees_the_duties_of_another_process(process, roll, rosa):
    other = await make_process(roll, slug="otro")
    await make_proposal(rosa, process, Status.SUBMITTED)

    assert "espera decisión" not in await home_of(Role.MODERATOR, other.id)
    assert "espera decisión" in await home_of(Role.MODERATOR, 0)


async def test_a_roll_is_made_and_a_file_is_reported_line_by_line(adas_browser, roll):
    wrong = FILE + "12345678A;1980-05-17;40001;D01\n;2090-01-01;x;\n"

    made = await adas_browser.submit("/office/rolls", name="Padrón 2028")
    again = await adas_browser.submit("/office/rolls", name="Padrón 2028")
    report = await adas_browser.submit(
        "/office/rolls/file", {"roll": roll.id}, files={"file": ("padron.csv", wrong.encode())}
    )

    assert (made.status_code, again.status_code, report.status_code) == (303, 409, 200)
    assert '<th scope="row" data-label="Línea">3</th>' in report.text
    assert '<th scope="row" data-label="Línea">4</th>' in report.text
    assert await RollEntry.filter(roll_id=roll.id).count() == 1


@pytest.mark.parametrize("name", ["", "  ", "x" * 121])
async def test_a_roll_without_a_name_is_refused(adas_browser, name):
    assert (await adas_browser.submit("/office/rolls", name=name)).status_code == 422


@pytest.mark.parametrize(
    ("roll_id", "files"),
    [
        ("", {"file": ("padron.csv", FILE.encode())}),
        ("1", {"file": ("padron.csv", b"")}),
        ("1", None),
        ("1", {"file": ("padron.csv", b"nombre;apellido\n")}),
    ],
)
async def test_an_upload_that_lacks_something_is_refused(adas_browser, roll, roll_id, files):
    wanted = str(roll.id) if roll_id else ""

    answer = await adas_browser.submit("/office/rolls/file", {"roll": wanted}, files=files)

    assert answer.status_code == 422
    assert await RollEntry.all().count() == 0


async def test_the_log_is_filtered(adas_browser):
    await record(SYSTEM, "process.created", "process:7", title="Uno")
    await record(SYSTEM, "role.granted", "account:9", role="board")

    by_action = await adas_browser.get("/office/log?action=role.")
    by_subject = await adas_browser.get("/office/log?subject=PROCESS")
    nothing = await adas_browser.get("/office/log?actor=%25%00nobody")

    assert "account:9" in by_action.text
    assert "process:7" not in by_action.text
    assert "process:7" in by_subject.text
    assert "Ningún apunte coincide" in nothing.text


async def test_a_whole_log_is_said_to_be_whole(adas_browser):
    await record(SYSTEM, "process.created", "process:7", title="Uno")

    page = await adas_browser.get("/office/log?check=1")

    assert "1 apunte, sin ningún cambio" in page.text


async def test_a_log_that_was_changed_is_said_to_be_broken(adas_browser):
    for number in range(3):
        await record(SYSTEM, "process.created", f"process:{number}")
    triggers = await triggers_of("audit_entry")
    for name in triggers:
        await execute(f"DROP TRIGGER {name}")
    await execute("UPDATE audit_entry SET subject = 'process:9' WHERE number = 2")

    page = await adas_browser.get("/office/log?check=1")

    assert "La cadena está rota en el apunte 2" in page.text


async def triggers_of(table):
    rows = await fetch(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", table
    )
    return [row.text("name") for row in rows]
