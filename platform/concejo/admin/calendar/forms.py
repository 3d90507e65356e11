"""The form of a calendar: the start and the end of each phase on the town's clocks."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from concejo.errors import Invalid
from concejo.processes import core
from concejo.processes.core import NEVER, NoSuchHour, Phase, PhaseKind
from concejo.text import Text, _
from concejo.typed import read_words


def fill(phases: Sequence[Phase], timezone: str) -> dict[str, object]:
    """Give a calendar as the form shows it."""
    zone = ZoneInfo(timezone)
    typed: dict[str, object] = {}
    for phase in phases:
        typed[f"{phase.kind}_starts"] = core.to_local(phase.starts_at, zone)
        if not phase.is_endless:
            typed[f"{phase.kind}_ends"] = core.to_local(phase.ends_at, zone)
    return typed


def parse(form: Mapping[str, object], timezone: str, present: Sequence[Phase]) -> tuple[Phase, ...]:
    """Read a calendar, or say all that is wrong with it.

    A phase with both fields empty is left out. An hour that comes back as it was shown keeps its
    second, so that a phase that was started at 10:15:42 does not move when another one is changed.
    """
    names = [f"{kind}_{side}" for kind in PhaseKind for side in ("starts", "ends")]
    typed = {name: read_words(form.get(name)) for name in names}
    faults: dict[str, Text] = {}
    phases = []
    for kind in PhaseKind:
        phase = _phase(kind, typed, ZoneInfo(timezone), present, faults)
        if phase is not None:
            phases.append(phase)
    for kind, side, text in core.located_faults(phases):
        faults.setdefault(f"{kind}_{side}", text)
    if faults:
        raise Invalid(faults, typed)
    return tuple(phases)


def _phase(
    kind: PhaseKind,
    typed: Mapping[str, str],
    zone: ZoneInfo,
    present: Sequence[Phase],
    faults: dict[str, Text],
) -> Phase | None:
    """Read one phase; None where it is left out or a side cannot be read."""
    was = next((phase for phase in present if phase.kind is kind), None)
    sides = ("starts",) if kind in core.ENDLESS else ("starts", "ends")
    if not any(typed[f"{kind}_{side}"] for side in sides):
        return None
    read = {"ends": NEVER}
    for side in sides:
        name = f"{kind}_{side}"
        shown = getattr(was, f"{side}_at") if was else None
        if shown is not None and typed[name] == core.to_local(shown, zone):
            read[side] = shown
            continue
        try:
            read[side] = core.from_local(typed[name], zone)
        except NoSuchHour as error:
            faults[name] = _("{phase}: {reason}", phase=core.NAMES[kind], reason=error.message)
    return (
        Phase(kind, read["starts"], read["ends"]) if len(read) == 2 and "starts" in read else None
    )
