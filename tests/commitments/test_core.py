"""The figures, the term, what a draft lacks and what counts against it."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from concejo.commitments.core.destination import Kind, figures, is_overdue, term
from concejo.commitments.core.draft import (
    Draft,
    Step,
    faults,
    is_vague,
    missing,
    readiness,
    warnings,
)

STEP = Step("Fichas", "60 fichas publicadas", "Participación", date(2027, 1, 1), date(2027, 6, 1))
COMPLETE = Draft(
    title="Ejecución abierta",
    problem="p" * 200,
    solution="Una ficha de cada obra y visitas vecinales.",
    expected_results="El 60 % entregado.",
    lead_body="Participación",
    contact="enlace@olmeda.example",
    accountability="a" * 80,
    starts_on=date(2027, 1, 1),
    ends_on=date(2028, 1, 1),
    steps=(STEP, replace(STEP, title="Visitas")),
)


@given(st.lists(st.sampled_from([*Kind, None])))
def test_the_figures_always_add_up(destinations):
    found = figures(destinations)

    assert found.definitive == len(destinations)
    assert found.pending == destinations.count(None)
    total = found.portfolio + found.commitment + found.declined + found.pending
    assert total == found.definitive


def test_the_term_is_sixty_days_on_the_towns_own_calendar():
    late_evening = datetime(2027, 5, 1, 22, 30, tzinfo=UTC)  # already 2 May in Madrid

    assert term(late_evening, "Europe/Madrid") == date(2027, 7, 1)
    last_minute = datetime(2027, 7, 1, 21, 59, tzinfo=UTC)
    assert not is_overdue(late_evening, "Europe/Madrid", last_minute)
    assert is_overdue(late_evening, "Europe/Madrid", datetime(2027, 7, 1, 22, 0, tzinfo=UTC))


def test_a_complete_draft_is_ready_for_consultation():
    assert missing(COMPLETE, origins=1) == ()
    assert str(readiness(())) == "Ready for consultation: yes."


def test_an_empty_draft_lacks_everything():
    lacks = missing(Draft(), origins=0)

    assert len(lacks) == 10
    assert str(readiness(lacks)) == "Ready for consultation: no, 10 things are missing."


def test_each_thing_that_is_missing_is_named_by_itself():
    short = replace(COMPLETE, problem="p" * 199)
    weak = replace(COMPLETE, transparency="t" * 79)
    lonely = replace(COMPLETE, steps=(STEP,))
    vague = replace(COMPLETE, steps=(STEP, replace(STEP, product="Impulsar la cultura")))

    assert [len(missing(draft, 1)) for draft in (short, weak, lonely, vague)] == [1, 1, 1, 1]
    assert len(missing(COMPLETE, 0)) == 1


def test_a_step_that_only_wishes_is_vague():
    assert is_vague("Impulsar la participación")
    assert is_vague("fortalecer")
    assert not is_vague("Impulsar 12 talleres")
    assert not is_vague("Doce talleres")
    wishing = replace(COMPLETE, steps=(STEP, replace(STEP, title="Avanzar en transparencia")))
    assert len(warnings(wishing)) == 1


def test_a_draft_that_is_only_a_portal_is_warned_of():
    portal = replace(
        COMPLETE, solution="Un portal de datos abiertos.", accountability="", transparency="t" * 80
    )

    assert len(warnings(portal)) == 1
    assert warnings(replace(portal, participation="p" * 80)) == ()
    assert warnings(COMPLETE) == ()


def test_dates_that_contradict_each_other_are_faults():
    early = replace(STEP, starts_on=date(2026, 12, 31))
    late = replace(STEP, due_on=date(2028, 1, 2))
    backwards = replace(STEP, due_on=date(2026, 12, 1))
    draft = replace(COMPLETE, steps=(early, late, backwards))

    assert set(faults(draft)) == {"step-0-starts_on", "step-1-due_on", "step-2-due_on"}
    assert set(faults(replace(COMPLETE, ends_on=date(2027, 1, 1), steps=()))) == {"ends_on"}
    assert faults(COMPLETE) == {}
