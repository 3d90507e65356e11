"""Ranked pairs: duels are kept from the strongest down, but for those that contradict kept ones.

T. N. Tideman, "Independence of Clones as a Criterion for Voting Rules" (Social Choice and Welfare
4, 1987). Duels that were won equally high are taken in the declared order of their winners, and of
one winner's those first whose losers come last in it.
"""

from collections.abc import Iterator
from itertools import groupby, pairwise

from concejo.text import Text, _
from voting.core.decisions.order import OptionOrder
from voting.core.decisions.pairwise import (
    UNRANKED,
    Duels,
    Strength,
    describe_duels,
    duels_of,
    layers,
    shortest_chain,
)
from voting.core.decisions.rankings import Reads
from voting.core.decisions.spec import Case, DecisionRule, Finding, one_seat
from voting.core.decisions.steps import EqualDuels, LeftOut, Locked
from voting.core.outcome import RuleSpec
from voting.core.rules.spec import Parameter
from voting.core.steps import Step

PARAMETERS = (
    Parameter("strength", "margins", choices=("margins", "winning_votes")),
    UNRANKED,
)


def decide(case: Case) -> Finding:
    """Choose the option that no kept duel beats."""
    duels = duels_of(case)
    strengths = duels.strengths(str(case.spec.parameters["strength"]))
    kept: dict[str, list[str]] = {}
    steps: list[Step] = []
    for equals in _from_the_strongest(strengths, case.order):
        if len(equals) > 1:
            steps.append(_tie(equals, case.order))
        steps += [_keep(duels, kept, winner, loser) for winner, loser in equals]
    ranking = layers(duels.codes, lambda one, other: other in kept.get(one, ()))
    winner, tie = case.order.first(ranking[0])
    return Finding((winner,), ranking, (*duels.steps(), *steps, *tie))


def _from_the_strongest(
    strengths: dict[tuple[str, str], Strength], order: OptionOrder
) -> Iterator[list[tuple[str, str]]]:
    declared = sorted(
        strengths,
        key=lambda pair: (
            order.sort_key(pair[0]),
            tuple(-value for value in order.sort_key(pair[1])),
        ),
    )
    ranked = sorted(declared, key=strengths.__getitem__, reverse=True)
    for _strength, equals in groupby(ranked, key=strengths.__getitem__):
        yield list(equals)


def _tie(equals: list[tuple[str, str]], order: OptionOrder) -> EqualDuels:
    return EqualDuels(
        tuple(winner for winner, _loser in equals),
        tuple(loser for _winner, loser in equals),
        tuple(order.key_between(one, other) for one, other in pairwise(equals)),
    )


def _keep(duels: Duels, kept: dict[str, list[str]], winner: str, loser: str) -> Step:
    votes, against = duels.votes(winner, loser), duels.votes(loser, winner)
    path = shortest_chain(kept, loser, winner)
    if path:
        return LeftOut(winner, loser, votes, against, path)
    kept.setdefault(winner, []).append(loser)
    return Locked(winner, loser, votes, against)


def describe(spec: RuleSpec) -> tuple[Text, ...]:
    """Tell a resident how the option is chosen."""
    return (
        *describe_duels(str(spec.parameters["unranked"])),
        _("Won duels are kept one after the other, from the greatest difference of votes down.")
        if spec.parameters["strength"] == "margins"
        else _("Won duels are kept one after the other, from the most votes of the winner down."),
        _("A duel that would contradict those already kept is left out."),
        _("The option that is beaten in no kept duel is chosen."),
        _("Equal duels are taken in the order for ties of their winners, then of their losers."),
    )


RULE = DecisionRule(
    "ranked_pairs", _("Ranked pairs"), Reads.WEAK_ORDER, PARAMETERS, describe, decide, fits=one_seat
)
