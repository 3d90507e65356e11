"""The phases of a process, what each allows, and its calendar and areas as pure values."""

from concejo.processes.core.areas import Branch, tree
from concejo.processes.core.phases import (
    ALLOWED,
    ENDLESS,
    NAMES,
    REFUSALS,
    Action,
    Phase,
    PhaseClosed,
    PhaseKind,
    calendar_faults,
    demand,
    may,
    phase_after,
    phase_at,
)
from concejo.processes.core.stages import (
    OFFERS,
    Glance,
    Offer,
    Stage,
    Standing,
    glance,
    stages,
    standing,
)

__all__ = [
    "ALLOWED",
    "ENDLESS",
    "NAMES",
    "OFFERS",
    "REFUSALS",
    "Action",
    "Branch",
    "Glance",
    "Offer",
    "Phase",
    "PhaseClosed",
    "PhaseKind",
    "Stage",
    "Standing",
    "calendar_faults",
    "demand",
    "glance",
    "may",
    "phase_after",
    "phase_at",
    "stages",
    "standing",
    "tree",
]
