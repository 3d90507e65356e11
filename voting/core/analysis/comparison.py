"""Comparison: what other rules would have chosen, from the same ballots.

Whatever the rule that was locked asks of a project (scoring, thresholds, exclusive projects) is
asked by the others too, so that only the way of choosing differs.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction

from voting.core.analysis.backing import Group
from voting.core.analysis.held import Held
from voting.core.outcome import Outcome, RuleSpec
from voting.core.profile import Instance
from voting.core.rules import count, entry, settled
from voting.core.rules.codes import code_of, spec_of
from voting.core.rules.max_welfare import TooHard

#: What is set beside the locked rule, as far as there are such rules.
BESIDE = (
    "greedy",
    "greedy-per-cost",
    "equalshares/add1u",
    "equalshares-cardinality/add1u",
    "phragmen",
    "max-welfare",
)


@dataclass(frozen=True)
class DistrictMoney:
    """Tell what the winners of a district cost together; the name is empty where there is none."""

    district: str
    amount: int


@dataclass(frozen=True)
class RuleResult:
    """Tell what one rule gives: the winners, and what they are to those who voted for something.

    `in_common` winners are also those of the locked rule, which comes first. `represented` is the
    share of voters with a winner of their own, `excluded` that of those without;
    `average_number` and `average_cost` are of a voter's own winners.
    """

    code: str
    rule: RuleSpec
    winners: tuple[str, ...]
    cost: int
    in_common: int
    represented: Fraction
    excluded: Fraction
    average_number: Fraction
    average_cost: Fraction
    districts: tuple[DistrictMoney, ...]


def compare(
    outcome: Outcome,
    instance: Instance,
    held: Held,
    groups: Sequence[Group],
    districts: Mapping[str, str],
    beside: Sequence[str] = BESIDE,
) -> tuple[RuleResult, ...]:
    """Set the outcome of the locked rule beside those of others on the same ballots.

    A rule that finds these ballots too hard is left out.
    """
    chosen = [(code_of(outcome.rule, has_conflicts=bool(instance.conflicts)), outcome)]
    for code, spec in _specs(beside, outcome.rule, instance.currency):
        with suppress(TooHard):
            other = count(spec, instance, held.ballots_for(spec.name), outcome.ties)
            chosen.append((code, other))
    return tuple(_result(code, other, outcome, groups, districts) for code, other in chosen)


def _specs(codes: Sequence[str], locked: RuleSpec, currency: str) -> Iterable[tuple[str, RuleSpec]]:
    common = {parameter.name for parameter in entry.PARAMETERS}
    asked = {name: value for name, value in locked.parameters.items() if name in common}
    for code in codes:
        spec = spec_of(code, currency)
        if spec is not None:
            full = settled(RuleSpec(spec.name, {**spec.parameters, **asked}))
            if full != settled(locked):
                yield code, full


def _result(
    code: str,
    outcome: Outcome,
    locked: Outcome,
    groups: Sequence[Group],
    districts: Mapping[str, str],
) -> RuleResult:
    cost = outcome.costs
    winners = set(outcome.winners)
    voters = with_any = number = money = 0
    for group in groups:
        own = [cost[code] for code in group.points if code in winners]
        voters += group.voters
        with_any += group.voters * bool(own)
        number += group.voters * len(own)
        money += group.voters * sum(own)
    of = max(voters, 1)
    return RuleResult(
        code=code,
        rule=outcome.rule,
        winners=outcome.winners,
        cost=sum(cost[code] for code in winners),
        in_common=len(winners.intersection(locked.winners)),
        represented=Fraction(with_any, of),
        excluded=Fraction(voters - with_any, of),
        average_number=Fraction(number, of),
        average_cost=Fraction(money, of),
        districts=_by_district(outcome, districts),
    )


def _by_district(outcome: Outcome, districts: Mapping[str, str]) -> tuple[DistrictMoney, ...]:
    """Add up the winners' costs by district, in published order, also where nothing won."""
    if not districts:
        return ()
    amounts: dict[str, int] = {}
    winners = set(outcome.winners)
    for standing in outcome.standings:
        name = districts.get(standing.project, "")
        amounts[name] = amounts.get(name, 0) + standing.cost * (standing.project in winners)
    return tuple(DistrictMoney(name, amount) for name, amount in amounts.items())
