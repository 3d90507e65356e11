"""When each phase of the demo's processes is, counted from the day on which it is loaded."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from concejo.demo.content import Story
from concejo.processes.core import Phase, PhaseKind

TIMEZONE = "Europe/Madrid"

#: How long each phase lasts, in days.
LENGTH = {
    PhaseKind.ANNOUNCED: 14,
    PhaseKind.PROPOSING: 28,
    PhaseKind.SUPPORTING: 21,
    PhaseKind.VALUING: 28,
    PhaseKind.VOTING: 14,
    PhaseKind.COUNTING: 7,
    PhaseKind.FOLLOWING: 730,
}

#: How many days of its phase a process has behind it, so that there is something to see.
ELAPSED = {
    PhaseKind.ANNOUNCED: 5,
    PhaseKind.PROPOSING: 12,
    PhaseKind.SUPPORTING: 9,
    PhaseKind.VALUING: 16,
    PhaseKind.VOTING: 6,
    PhaseKind.COUNTING: 2,
}

#: The count is made so many days after the vote is over.
COUNT_AFTER = 2


def phases_of(story: Story, today: date) -> dict[PhaseKind, Phase]:
    """Give the phases of a process, so that it is in the one of its story today."""
    kinds = list(PhaseKind)
    before = sum(LENGTH[kind] for kind in kinds[: kinds.index(story.phase)])
    day = today - timedelta(days=before + _elapsed(story))
    phases = {}
    for kind in kinds:
        ends = day + timedelta(days=LENGTH[kind])
        phases[kind] = Phase(kind, midnight(day), midnight(ends))
        day = ends
    return phases


def _elapsed(story: Story) -> int:
    if story.phase is PhaseKind.FOLLOWING:
        since_count = story.table.number("days_since_count")
        return since_count + COUNT_AFTER - LENGTH[PhaseKind.COUNTING]
    return ELAPSED[story.phase]


def midnight(day: date) -> datetime:
    """Give the moment at which a day begins in the town."""
    return datetime.combine(day, time(), ZoneInfo(TIMEZONE)).astimezone(UTC)
