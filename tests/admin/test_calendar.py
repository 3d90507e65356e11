"""The calendar is typed in local hours, and a phase can be started at once."""

from datetime import UTC, datetime

import pytest

from concejo.admin.calendar.forms import fill, parse
from concejo.admin.meanwhile import version_of
from concejo.audit.services import history
from concejo.errors import Invalid
from concejo.processes.core import NEVER, Phase, PhaseKind
from concejo.processes.services import get_process
from tests.voting.elections import open_election, reopen

TYPED = {
    "proposing_starts": "2027-01-12T09:00",
    "proposing_ends": "2027-02-15T14:00",
    "voting_starts": "2027-05-10T00:00",
    "voting_ends": "2027-05-31T00:00",
    "following_starts": "2027-06-08T12:00",
}


async def test_a_calendar_is_kept_in_the_hours_of_the_town(pablos_browser, office, process):
    answer = await pablos_browser.submit(f"{office}/calendar", TYPED)

    phases = (await get_process(process.slug)).phases
    assert answer.status_code == 303
    assert [phase.kind.value for phase in phases] == ["proposing", "voting", "following"]
    assert phases[0].starts_at == datetime(2027, 1, 12, 8, tzinfo=UTC)
    assert phases[1].starts_at == datetime(2027, 5, 9, 22, tzinfo=UTC)
    assert phases[2].ends_at == NEVER
    assert (await history(f"process:{process.id}"))[-1].action == "process.calendar_changed"


async def test_every_fault_is_listed_and_everything_typed_is_kept(pablos_browser, office, process):
    wrong = TYPED | {
        "proposing_ends": "2027-01-12T09:00",
        "valuing_starts": "2027-03-28T02:30",
        "valuing_ends": "soon",
        "voting_starts": "",
        "following_starts": "2027-05-30T23:59",
    }

    answer = await pablos_browser.submit(f"{office}/calendar", wrong)

    assert answer.status_code == 422
    assert "esta hora no existe" in answer.text
    assert answer.text.count('class="error"') == 4
    for value in wrong.values():
        assert not value or f'value="{value}"' in answer.text
    assert len((await get_process(process.slug)).phases) == 7


def test_two_phases_at_once_are_both_named():
    wrong = TYPED | {"voting_starts": "2027-02-01T00:00"}

    with pytest.raises(Invalid) as refusal:
        parse(wrong, "Europe/Madrid", ())

    assert str(refusal.value) == "voting_starts: Voting starts before Proposals has ended."


def test_a_field_that_comes_back_as_it_was_keeps_its_second():
    second = datetime(2027, 10, 31, 1, 30, 42, tzinfo=UTC)  # the hour that comes twice
    phase = Phase(PhaseKind.VOTING, second, datetime(2027, 11, 9, 23, 0, tzinfo=UTC))
    shown = fill([phase], "Europe/Madrid")

    assert parse(shown, "Europe/Madrid", [phase]) == (phase,)
    with pytest.raises(Invalid):
        parse(shown, "Europe/Madrid", ())


async def test_starting_a_phase_is_shown_first_and_then_done(pablos_browser, office, process):
    page = await pablos_browser.get(f"{office}/start?phase=voting")
    before = await get_process(process.slug)
    answer = await pablos_browser.submit(f"{office}/start", phase="voting")

    after = await get_process(process.slug)
    assert page.text.count("Se omite") == 2
    assert before.glance().stage.phase.kind is PhaseKind.PROPOSING
    assert answer.status_code == 303
    assert after.glance().stage.phase.kind is PhaseKind.VOTING
    assert (await history(f"process:{process.id}"))[-1].action == "process.phase_started"


@pytest.mark.parametrize(
    ("phase", "status"), [("proposing", 409), ("nonsense", 404), ("", 404), ("VOTING", 404)]
)
async def test_a_phase_that_cannot_be_started_is_refused(pablos_browser, office, phase, status):
    assert (await pablos_browser.get(f"{office}/start?phase={phase}")).status_code == status
    assert (await pablos_browser.submit(f"{office}/start", phase=phase)).status_code == status


async def test_the_past_stays_once_the_vote_was_opened(pablos_browser, office, process, rosa):
    await open_election(process, rosa)
    present = await get_process(process.slug)
    typed = fill(present.phases, present.timezone)

    back = await pablos_browser.submit(f"{office}/start", phase="proposing")
    changed = await pablos_browser.submit(
        f"{office}/calendar", typed | {"proposing_starts": "2020-01-01T00:00"}
    )
    removed = await pablos_browser.submit(
        f"{office}/calendar", typed | {"voting_starts": "", "voting_ends": ""}
    )
    later = await pablos_browser.submit(
        f"{office}/calendar", typed | {"following_starts": "2090-01-01T00:00"}
    )

    assert (back.status_code, changed.status_code, removed.status_code) == (409, 422, 422)
    assert "lo que ya ocurrió no puede cambiar" in back.text
    assert 'value="2020-01-01T00:00"' in changed.text
    assert later.status_code == 303


async def test_the_count_can_begin_early_and_the_vote_ends_then(
    pablos_browser, office, process, rosa
):
    await open_election(process, rosa)

    answer = await pablos_browser.submit(f"{office}/start", phase="counting")

    stage = (await get_process(process.slug)).glance().stage
    assert answer.status_code == 303
    assert stage.phase.kind is PhaseKind.COUNTING


async def test_the_vote_cannot_be_opened_again(pablos_browser, office, process, rosa):
    await open_election(process, rosa)
    await reopen(process, PhaseKind.COUNTING)

    assert (await pablos_browser.submit(f"{office}/start", phase="voting")).status_code == 409


@pytest.mark.parametrize("page", ["", "/calendar", "/areas"])
async def test_of_two_at_one_form_the_second_is_told(pablos_browser, office, process, roll, page):
    seen = version_of(process)
    words = {"slug": process.slug, "timezone": process.timezone, "currency": "EUR"}
    rows = {"code_0": "CIUDAD", "name_0": "Toda la ciudad", "amount_0": "5"}
    details = {"title": "Otro título", "summary": "Un resumen que basta para esto."}
    typed = TYPED | rows | words | details | {"minimum_age": "16", "roll_id": str(roll.id)}

    first = await pablos_browser.submit(f"{office}/calendar", TYPED, seen=seen)
    second = await pablos_browser.submit(office + page, typed, seen=seen)
    now_seen = version_of(await get_process(process.slug))
    third = await pablos_browser.submit(office + page, typed, seen=now_seen)

    assert (first.status_code, second.status_code, third.status_code) == (303, 409, 303)
    assert "Otra persona ha cambiado este proceso" in second.text
    assert f'value="{now_seen}"' in second.text
    kept = {"": "Otro título", "/calendar": "2027-01-12T09:00", "/areas": "Toda la ciudad"}[page]
    assert f'value="{kept}"' in second.text
