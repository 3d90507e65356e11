"""Priceability: whether the winners can be what voters with equal money would have bought.

Peters, Pierczyński and Skowron, "Market-Based Explanations of Collective Decisions" (2021), for
projects with costs. Equal money for all and payments are a certificate when nobody pays for what
they do not support or more than they have, each winner is paid for exactly, and the supporters of
no loser keep more than it costs. Payments come from the recorded prices and are verified here one
by one; that there are none is said only where no payments at all can exist.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from voting.core.analysis.backing import Group, backers
from voting.core.analysis.flows import spent_by
from voting.core.analysis.proportionality import considered
from voting.core.analysis.replay import Replay, Spender
from voting.core.outcome import Outcome


class Verdict(StrEnum):
    """What is known: a certificate was verified, none is known, or there can be none."""

    SHOWN = "shown"
    NOT_SHOWN = "not_shown"
    DISPROVED = "disproved"


@dataclass(frozen=True)
class Priceability:
    """Tell what is known of prices for the winners, and for how much money a voter.

    Where a certificate was verified, `share` is each voter's money. Where there can be none, each
    voter must have had at least `share` for the winners to be paid; then so many `voters`, who
    support `project` but no winner, keep `left` together, which is more than its `cost`. Where
    nobody supports `project` though it was funded, there is nobody to pay. Amounts are rounded
    down.
    """

    verdict: Verdict
    share: int = 0
    project: str = ""
    voters: int = 0
    cost: int = 0
    left: int = 0


def priceability_of(
    outcome: Outcome,
    groups: Sequence[Group],
    replay: Replay | None = None,
    spenders: Sequence[Spender] = (),
) -> Priceability:
    """Verify the certificate of a count, or look for a reason why there is none."""
    if replay is not None and _is_certificate(outcome, replay, spenders):
        return Priceability(Verdict.SHOWN, replay.share // replay.denominator)
    return _disproof(outcome, groups) or Priceability(Verdict.NOT_SHOWN)


def _is_certificate(outcome: Outcome, replay: Replay, spenders: Sequence[Spender]) -> bool:
    """Verify what was paid. That nobody pays more than the share is how a replay pays."""
    cost = outcome.costs
    unit = replay.denominator
    paid_for = set(replay.projects)
    if any(cost[code] and code not in paid_for for code in outcome.winners):
        return False
    _left, spent = spent_by(replay, spenders)
    if any(paid != cost[code] * unit for code, paid in zip(replay.projects, spent, strict=True)):
        return False
    supported = backers(spenders)
    return all(
        spent_by(replay, supported.get(loser.project, []))[0] <= loser.cost * unit
        for loser in considered(outcome)
    )


def _disproof(outcome: Outcome, groups: Sequence[Group]) -> Priceability | None:
    """Look for voters who pay for no winner and so keep more than another project costs."""
    cost = outcome.costs
    supported, winners = backers(groups), set(outcome.winners)
    for code in outcome.winners:
        if cost[code] and code not in supported:
            return Priceability(Verdict.DISPROVED, project=code, cost=cost[code])
    payers = [group for group in groups if not winners.isdisjoint(group.points)]
    share = Fraction(sum(cost[code] for code in winners), _size(payers) or 1)
    for code in winners.intersection(supported):
        share = max(share, Fraction(cost[code], _size(supported[code])))
    found = []
    for loser in considered(outcome):
        backing = supported.get(loser.project, [])
        voters = _size([group for group in backing if winners.isdisjoint(group.points)])
        excess = voters * share - loser.cost
        if excess > 0:
            found.append((excess, loser, voters))
    if not found:
        return None
    _excess, loser, voters = max(found, key=lambda one: one[0])
    left = int(voters * share)
    return Priceability(Verdict.DISPROVED, int(share), loser.project, voters, loser.cost, left)


def _size(groups: Sequence[Group]) -> int:
    return sum(group.voters for group in groups)
