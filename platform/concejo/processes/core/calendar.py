"""Calendars: hours as a town's clocks show them, a phase that begins at once, a past that stays."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo

from concejo.errors import DomainError, Refused
from concejo.processes.core.phases import NAMES, Phase, PhaseKind, phase_at
from concejo.text import Text, _

#: What stands as the end of a phase that has none.
NEVER = datetime(9000, 1, 1, tzinfo=UTC)
_FORM = "%Y-%m-%dT%H:%M"
_FIRST_YEAR, _LAST_YEAR = 2000, 2200
_ORDER = list(PhaseKind)


class NoSuchHour(DomainError):
    """What was typed is no moment on the town's clocks, or is two of them."""

    status = 422


def to_local(moment: datetime, zone: tzinfo) -> str:
    """Write a moment as the town's clocks show it, for a datetime-local field."""
    return moment.astimezone(zone).strftime(_FORM)


def from_local(typed: str, zone: tzinfo) -> datetime:
    """Read a day and an hour on the town's clocks.

    When clocks are put forward an hour does not exist, and when they are put back one comes twice:
    both are refused, for nobody should have to guess when a vote ends.
    """
    try:
        naive = datetime.strptime(typed.strip()[:16], _FORM)  # noqa: DTZ007 the zone comes below
    except ValueError:
        raise NoSuchHour(_("Write a day and an hour, for example 2027-05-10T09:00.")) from None
    if not _FIRST_YEAR <= naive.year <= _LAST_YEAR:
        raise NoSuchHour(_("Look at the year: it is far away."))
    first, second = naive.replace(tzinfo=zone), naive.replace(tzinfo=zone, fold=1)
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == naive:
        raise NoSuchHour(_("Clocks are put back and this hour comes twice: take another."))
    raise NoSuchHour(_("Clocks are put forward and this hour does not exist: take another."))


def start_now(phases: Sequence[Phase], kind: PhaseKind, moment: datetime) -> tuple[Phase, ...]:
    """Give the calendar in which a phase begins at once.

    A phase that was still to come keeps its end; the present one is cut short, and those between
    are left out. A phase that is over begins again with its old length, and all that follow move
    by as much.
    """
    wanted = next((phase for phase in phases if phase.kind is kind), None)
    if wanted is None:
        raise Refused(_("The calendar has no phase “{phase}”. Add it first.", phase=NAMES[kind]))
    if wanted == phase_at(phases, moment):
        raise Refused(_("“{phase}” is open already.", phase=NAMES[kind]))
    ordered = sorted(phases, key=lambda phase: _ORDER.index(phase.kind))
    place = ordered.index(wanted)
    before, after = ordered[:place], ordered[place + 1 :]
    if wanted.starts_at > moment:
        kept = [_cut(phase, moment) for phase in before if phase.starts_at < moment]
        return (*kept, replace(wanted, starts_at=moment), *after)
    return (*before, *(_moved(phase, moment - wanted.starts_at) for phase in (wanted, *after)))


def changes_of_the_past(
    before: Sequence[Phase], after: Sequence[Phase], moment: datetime
) -> dict[PhaseKind, Text]:
    """Say what a new calendar would change of what has happened, once a vote was opened."""
    old: Mapping[PhaseKind, Phase] = {phase.kind: phase for phase in before}
    new: Mapping[PhaseKind, Phase] = {phase.kind: phase for phase in after}
    return {
        kind: _(
            "“{phase}”: what has happened cannot change, because the vote was opened.",
            phase=NAMES[kind],
        )
        for kind in _ORDER
        if _past(old.get(kind), moment) != _past(new.get(kind), moment)
    }


def _past(phase: Phase | None, moment: datetime) -> tuple[datetime | None, datetime | None]:
    """Give the bounds of a phase that have gone by."""
    if phase is None or phase.starts_at > moment:
        return None, None
    has_ended = phase.ends_at <= moment and not phase.is_endless
    return phase.starts_at, phase.ends_at if has_ended else None


def _cut(phase: Phase, moment: datetime) -> Phase:
    return replace(phase, ends_at=min(phase.ends_at, moment))


def _moved(phase: Phase, by: timedelta) -> Phase:
    ends_at = NEVER if phase.ends_at >= NEVER - by else phase.ends_at + by
    return Phase(phase.kind, phase.starts_at + by, ends_at)
