"""Tell: the one function that every kind of step has its own words for."""

from functools import singledispatch

from voting.core.explain.notes import Notes
from voting.core.steps import Step


@singledispatch
def tell(_step: Step, _notes: Notes) -> None:
    """Say what a step means for the projects in it; the families of steps register their words."""
