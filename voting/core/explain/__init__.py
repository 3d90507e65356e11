"""Explanations: for every project, in words for a resident, why it won or did not.

They are told from the recorded steps alone. Nothing is counted again, so an explanation can never
say something else than what the count did. Each family of steps has its words in a module.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from concejo.text import Text
from voting.core.explain import entry, shares, ties, totals, turns
from voting.core.explain.course import tell_course
from voting.core.explain.kept import kept_steps, replaced_winners
from voting.core.explain.notes import Notes
from voting.core.explain.tell import tell
from voting.core.outcome import Outcome

__all__ = ["FAMILIES", "Explanation", "explain", "tell_course"]

#: Where the words are; importing a module makes them known to `tell`.
FAMILIES = (entry, turns, ties, shares, totals)


@dataclass(frozen=True)
class Explanation:
    """Tell why one project won or did not: the sentence that matters, then what is behind it."""

    project: str
    won: bool
    headline: Text
    details: tuple[Text, ...]


def explain(outcome: Outcome, names: Mapping[str, str] | None = None) -> tuple[Explanation, ...]:
    """Explain every project in published order; projects are called by `names`, or by code."""
    notes = Notes(outcome, names or {}, replaced_winners(outcome.steps))
    for step in kept_steps(outcome.steps):
        tell(step, notes)
    winners = set(outcome.winners)
    return tuple(
        Explanation(
            standing.project,
            standing.project in winners,
            notes.headlines[standing.project],
            tuple(notes.details[standing.project]),
        )
        for standing in outcome.standings
    )
