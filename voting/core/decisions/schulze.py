"""Schulze: the option from which the stronger chains of won duels lead to every other one.

Markus Schulze, "A New Monotonic, Clone-Independent, Reversal Symmetric, and Condorcet-Consistent
Single-Winner Election Method" (Social Choice and Welfare 36, 2011). A chain is as strong as its
weakest link. Options that no other one beats by chains are equal, and the declared order decides.
"""

from itertools import pairwise

from concejo.text import Text, _
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
from voting.core.decisions.steps import StrongestChain
from voting.core.outcome import RuleSpec
from voting.core.rules.spec import Parameter

PARAMETERS = (
    Parameter("strength", "winning_votes", choices=("winning_votes", "margins")),
    UNRANKED,
)

_NONE: Strength = (0, 0)


def decide(case: Case) -> Finding:
    """Choose the option that beats the others by chains."""
    duels = duels_of(case)
    links = duels.strengths(str(case.spec.parameters["strength"]))
    strongest = _strongest(duels.codes, links)

    def beats(one: str, other: str) -> bool:
        return strongest.get((one, other), _NONE) > strongest.get((other, one), _NONE)

    ranking = layers(duels.codes, beats)
    winner, tie = case.order.first(ranking[0])
    pairs = [pair for pair in strongest if winner in pair]
    chains = [_chain(duels, links, pair, strongest[pair]) for pair in sorted(pairs)]
    return Finding((winner,), ranking, (*duels.steps(), *chains, *tie))


def _strongest(
    codes: tuple[str, ...], links: dict[tuple[str, str], Strength]
) -> dict[tuple[str, str], Strength]:
    """Widen the links to chains over every option in turn."""
    widest = dict(links)
    for over in codes:
        for one in codes:
            if (one, over) not in widest:
                continue
            for other in codes:
                if other != one and (over, other) in widest:
                    through = min(widest[one, over], widest[over, other])
                    widest[one, other] = max(widest.get((one, other), through), through)
    return widest


def _chain(
    duels: Duels,
    links: dict[tuple[str, str], Strength],
    pair: tuple[str, str],
    strength: Strength,
) -> StrongestChain:
    """Find a shortest one among the strongest chains between two options."""
    strong: dict[str, list[str]] = {}
    for (winner, loser), link in links.items():
        if link >= strength:
            strong.setdefault(winner, []).append(loser)
    path = shortest_chain(strong, *pair) or pair
    over, under = min(pairwise(path), key=links.__getitem__)
    return StrongestChain(path, over, under, duels.votes(over, under), duels.votes(under, over))


def describe(spec: RuleSpec) -> tuple[Text, ...]:
    """Tell a resident how the option is chosen."""
    return (
        *describe_duels(str(spec.parameters["unranked"])),
        _("Won duels make chains; a chain is as strong as its weakest duel."),
        _("A duel is as strong as the votes of its winner.")
        if spec.parameters["strength"] == "winning_votes"
        else _("A duel is as strong as the difference of its votes."),
        _("An option is chosen when no other has a stronger chain to it than it has back."),
    )


RULE = DecisionRule(
    "schulze", _("Schulze"), Reads.WEAK_ORDER, PARAMETERS, describe, decide, fits=one_seat
)
