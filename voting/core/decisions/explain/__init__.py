"""Explanations of a decision: in words for a resident, why each option won or lost.

They are told from the recorded steps alone. Nothing is counted again, so an explanation can never
say something else than what the count did.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from concejo.text import Text, _, ngettext
from voting.core.decisions.decision import Decision
from voting.core.decisions.explain.duels import tell_chains, tell_kept
from voting.core.decisions.explain.rounds import tell_rounds
from voting.core.decisions.explain.scores import (
    tell_duel_points,
    tell_majority,
    tell_points,
    tell_votes,
)
from voting.core.decisions.explain.ties import told_tie
from voting.core.decisions.explain.words import Names
from voting.core.decisions.steps import NobodyChose, QuorumChecked
from voting.core.steps import TieBroken

Teller: TypeAlias = Callable[[Decision, Names], Iterator[Text]]

#: How the decisions of each rule are told.
TELLERS: dict[str, Teller] = {
    "majority": tell_majority,
    "approval": tell_votes,
    "borda": tell_points,
    "copeland": tell_duel_points,
    "schulze": tell_chains,
    "ranked_pairs": tell_kept,
    "irv": tell_rounds,
    "scottish_stv": tell_rounds,
    "stv": tell_rounds,
}


def explain(decision: Decision, names: Mapping[str, str] | None = None) -> tuple[Text, ...]:
    """Explain a decision; options are called by `names`, or by code."""
    called = Names(names or {})
    sentences = [sentence for step in decision.steps for sentence in _before(step)]
    if decision.winners:
        sentences += TELLERS[decision.rule.name](decision, called)
    ties = (step for step in decision.steps if isinstance(step, TieBroken))
    return (*sentences, *(told_tie(step, called) for step in ties))


def _before(step: object) -> Iterator[Text]:
    match step:
        case QuorumChecked(reached=True):
            yield ngettext(
                "The quorum of {needed} is met: {count} ballot was cast.",
                "The quorum of {needed} is met: {count} ballots were cast.",
                step.cast,
                needed=step.needed,
            )
        case QuorumChecked():
            yield ngettext(
                "Nothing is decided: {count} ballot was cast, and the quorum is {needed}.",
                "Nothing is decided: {count} ballots were cast, and the quorum is {needed}.",
                step.cast,
                needed=step.needed,
            )
        case NobodyChose():
            yield _("Nothing is decided: no ballot chooses anything.")
