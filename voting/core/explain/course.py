"""The course of a count: what happened to all projects together, in a few sentences."""

from collections.abc import Iterator

from concejo.text import Text, _, ngettext
from voting.core.explain.kept import kept_steps
from voting.core.explain.notes import Notes
from voting.core.explain.shares import told_comparison
from voting.core.outcome import Outcome
from voting.core.steps import (
    Compared,
    CompletedBy,
    CompletionRound,
    Maximised,
    SharesSet,
    Step,
)


def tell_course(outcome: Outcome) -> tuple[Text, ...]:
    """Tell how the count went: the shares, the rounds, what was given out after them."""
    notes = Notes(outcome, {})
    tried = sum(step.rounds for step in outcome.steps if isinstance(step, CompletionRound))
    # A comparison that replaced the winners leaves out the shares, which are told all the same.
    steps: list[Step] = [step for step in outcome.steps if isinstance(step, SharesSet)]
    steps += [step for step in kept_steps(outcome.steps) if not isinstance(step, SharesSet)]
    return tuple(text for step in steps for text in _told(step, notes, tried))


def _told(step: Step, notes: Notes, tried: int) -> Iterator[Text]:
    match step:
        case SharesSet():
            yield ngettext(
                "The {count} voter had a share of {share}.",
                "Each of the {count} voters had a share of {share}.",
                step.voters,
                share=notes.money(step.per_voter),
            )
        case CompletionRound() if tried > 1:
            yield _(
                "All was counted {times} times, with more for each voter every time; the count"
                " that holds gives each voter {share}.",
                times=tried,
                share=notes.money(step.per_voter),
            )
        case CompletedBy():
            yield _(
                "What was left over, {left}, was for the projects with the highest score that fit.",
                left=notes.money(step.left),
            )
        case Compared():
            yield told_comparison(step, notes)
        case Maximised():
            yield _(
                "The chosen projects come to a total of {total}, and no other choice that fits"
                " comes to more.",
                total=step.score,
            )
