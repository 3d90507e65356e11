"""Two people at one form: the second is told, and nothing that the first did is lost unseen."""

from hashlib import sha256

from concejo.errors import Refused
from concejo.processes.services import ProcessView
from concejo.text import _


class ChangedMeanwhile(Refused):
    """Somebody else changed the process since the form was opened."""


def version_of(process: ProcessView) -> str:
    """Name a state of a process: another word for each."""
    return sha256(repr(process).encode()).hexdigest()[:16]


def demand_version(process: ProcessView, seen: object) -> None:
    """Refuse a form that was opened before the last change; one that names no version is taken."""
    if seen and str(seen) != version_of(process):
        raise ChangedMeanwhile(
            _(
                "Somebody else changed this process in the meantime. What was typed is still here:"
                " compare it with the present state in another window, then keep it."
            )
        )
