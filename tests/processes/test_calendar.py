"""Calendars: one phase at a time, on the town's clocks, to the second."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concejo.errors import Refused
from concejo.processes import core
from concejo.processes.core import ALLOWED, Action, Phase, PhaseKind

MADRID, LIMA = ZoneInfo("Europe/Madrid"), ZoneInfo("America/Lima")
ORDER = list(PhaseKind)
START = datetime(2027, 1, 1, tzinfo=UTC)


@st.composite
def calendars(draw):
    """Any calendar without faults: some of the phases, with or without days between them."""
    kinds = sorted(draw(st.sets(st.sampled_from(ORDER), min_size=1)), key=ORDER.index)
    at = START + timedelta(seconds=draw(st.integers(0, 10**7)))
    phases = []
    for kind in kinds:
        at += timedelta(seconds=draw(st.integers(0, 10**6)))
        ends = at + timedelta(seconds=draw(st.integers(1, 10**7)))
        phases.append(Phase(kind, at, ends))
        at = ends
    return tuple(phases)


moments = st.integers(-(10**6), 2 * 10**8).map(lambda seconds: START + timedelta(seconds=seconds))


def covering(phases, moment):
    return [p for p in phases if p.starts_at <= moment and (moment < p.ends_at or p.is_endless)]


@given(calendars(), moments)
def test_every_moment_has_at_most_one_phase(phases, moment):
    found = core.phase_at(phases, moment)

    assert core.calendar_faults(phases) == ()
    assert covering(phases, moment) == ([found] if found else [])


@given(calendars())
def test_a_phase_begins_and_ends_at_the_exact_second(phases):
    second = timedelta(seconds=1)
    for phase in phases:
        assert core.phase_at(phases, phase.starts_at) == phase
        assert core.phase_at(phases, phase.starts_at - second) != phase
        assert core.phase_at(phases, phase.ends_at - second) == phase
        assert (core.phase_at(phases, phase.ends_at) == phase) is phase.is_endless


@given(calendars(), st.integers(0, 10**9))
def test_follow_up_never_ends(phases, seconds):
    last = phases[-1]

    after = core.phase_at(phases, last.ends_at + timedelta(seconds=seconds))

    assert after == (last if last.kind is PhaseKind.FOLLOWING else None)


@given(calendars(), st.sampled_from(ORDER), moments)
def test_a_phase_started_now_is_open_and_the_calendar_stays_in_order(phases, kind, moment):
    try:
        moved = core.start_now(phases, kind, moment)
    except Refused:
        present = core.phase_at(phases, moment)
        assert kind not in {phase.kind for phase in phases} or present.kind is kind
        return

    assert core.phase_at(moved, moment).kind is kind
    assert core.calendar_faults(moved) == ()
    assert {phase.kind for phase in moved} <= {phase.kind for phase in phases}


@given(calendars(), st.sampled_from(ORDER), moments)
def test_starting_a_phase_that_is_to_come_leaves_the_past_alone(phases, kind, moment):
    wanted = next((phase for phase in phases if phase.kind is kind), None)
    if wanted is None or wanted.starts_at <= moment:
        return

    moved = core.start_now(phases, kind, moment)

    assert core.changes_of_the_past(phases, moved, moment - timedelta(microseconds=1)) == {}


@given(calendars(), moments)
def test_what_is_still_to_come_may_change(phases, moment):
    future = [
        Phase(p.kind, p.starts_at, p.ends_at + timedelta(hours=1))
        if p == phases[-1] and p.ends_at > moment
        else p
        for p in phases
    ]

    assert core.changes_of_the_past(phases, future, moment) == {}


@given(calendars(), moments)
def test_what_has_happened_may_not_change(phases, moment):
    begun = [phase for phase in phases if phase.starts_at <= moment]

    for phase in begun:
        without = [other for other in phases if other != phase]
        assert set(core.changes_of_the_past(phases, without, moment)) == {phase.kind}
        shifted = [*without, Phase(phase.kind, phase.starts_at - timedelta(hours=1), phase.ends_at)]
        assert set(core.changes_of_the_past(phases, shifted, moment)) == {phase.kind}


@given(moments, st.sampled_from([MADRID, LIMA]))
def test_an_hour_is_read_as_it_is_written(moment, zone):
    minute = moment.replace(second=0, microsecond=0)
    local = minute.astimezone(zone)
    comes_twice = local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()

    typed = core.to_local(minute, zone)

    if comes_twice:
        with pytest.raises(core.NoSuchHour, match="comes twice"):
            core.from_local(typed, zone)
    else:
        assert core.from_local(typed, zone) == minute


@pytest.mark.parametrize(
    ("typed", "zone", "utc"),
    [
        ("2027-03-28T01:59", MADRID, "2027-03-28T00:59"),
        ("2027-03-28T03:00", MADRID, "2027-03-28T01:00"),
        ("2027-10-31T01:59", MADRID, "2027-10-30T23:59"),
        ("2027-10-31T03:00", MADRID, "2027-10-31T02:00"),
        ("2027-03-28T02:30", LIMA, "2027-03-28T07:30"),
        ("2027-10-31T02:30:00", LIMA, "2027-10-31T07:30"),
    ],
)
def test_hours_around_the_change_of_clocks(typed, zone, utc):
    assert core.from_local(typed, zone) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("2027-03-28T02:30", "does not exist"),
        ("2027-10-31T02:30", "comes twice"),
        ("tomorrow", "a day and an hour"),
        ("2027-02-30T10:00", "a day and an hour"),
        ("9999-12-31T23:59", "far away"),
        ("0001-01-01T00:00", "far away"),
        ("", "a day and an hour"),
    ],
)
def test_an_hour_that_nobody_can_tell_is_refused(typed, reason):
    with pytest.raises(core.NoSuchHour, match=reason):
        core.from_local(typed, MADRID)


def test_a_day_of_23_hours_is_still_one_phase():
    night = Phase(
        PhaseKind.VOTING,
        core.from_local("2027-03-27T12:00", MADRID),
        core.from_local("2027-03-28T12:00", MADRID),
    )

    assert night.ends_at - night.starts_at == timedelta(hours=23)
    assert core.phase_at([night], datetime(2027, 3, 28, 9, 59, 59, tzinfo=UTC)) == night
    assert core.phase_at([night], datetime(2027, 3, 28, 10, 0, 0, tzinfo=UTC)) is None


def test_every_fault_of_a_calendar_is_named():
    day = timedelta(days=1)
    phases = [
        Phase(PhaseKind.PROPOSING, START, START),
        Phase(PhaseKind.VALUING, START + day, START + 3 * day),
        Phase(PhaseKind.VOTING, START + 2 * day, START + 4 * day),
    ]

    faults = [str(fault) for fault in core.calendar_faults(phases)]

    assert faults == [
        "Proposals must end after it starts.",
        "Voting starts before Valuation has ended.",
    ]


def test_every_phase_says_what_it_allows_and_every_refusal_why():
    assert set(ALLOWED) == set(PhaseKind) == set(core.NAMES) == set(core.OFFERS)
    assert set(core.REFUSALS) == set(Action)
    assert set().union(*ALLOWED.values()) == set(Action)


ONLY_IN = {
    Action.PROPOSE: {PhaseKind.PROPOSING},
    Action.SUPPORT: {PhaseKind.PROPOSING, PhaseKind.SUPPORTING},
    Action.VALUE: {PhaseKind.VALUING},
    Action.VOTE: {PhaseKind.VOTING},
    Action.COUNT: {PhaseKind.COUNTING, PhaseKind.FOLLOWING},
    Action.FOLLOW_UP: {PhaseKind.FOLLOWING},
    Action.SET_RULE: {
        PhaseKind.ANNOUNCED,
        PhaseKind.PROPOSING,
        PhaseKind.SUPPORTING,
        PhaseKind.VALUING,
    },
}


@pytest.mark.parametrize("action", list(ONLY_IN))
def test_an_action_is_possible_in_its_phases_and_refused_in_all_others(action):
    hour = timedelta(hours=1)
    for number, kind in enumerate(ORDER):
        begins = START + number * hour
        phases = [Phase(kind, begins, begins + hour)]
        if kind in ONLY_IN[action]:
            core.demand(phases, action, begins)
        else:
            with pytest.raises(core.PhaseClosed):
                core.demand(phases, action, begins)


@pytest.mark.parametrize("action", list(Action))
def test_nothing_is_possible_outside_of_every_phase(action):
    with pytest.raises(core.PhaseClosed):
        core.demand([], action, START)


def test_counting_and_voting_are_never_possible_at_once():
    assert not any({Action.VOTE, Action.COUNT} <= allowed for allowed in ALLOWED.values())
    assert not any({Action.VOTE, Action.SET_RULE} <= allowed for allowed in ALLOWED.values())
