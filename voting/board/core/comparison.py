"""The comparison: what other rules would have given, as a table and a picture show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from concejo.text import Money, Text, _
from voting.core.analysis.comparison import DistrictMoney, RuleResult
from voting.core.outcome import RuleSpec
from voting.core.rules import RULES

_COMPLETED: Mapping[str, Text] = {
    "none": _("Equal shares, the rest unspent"),
    "add1": _("Equal shares, in rounds only"),
    "utilitarian": _("Equal shares, the rest by votes"),
}


@dataclass(frozen=True)
class RuleTold:
    """Be one rule: its name, whether each project wins by it, and what its winners are to voters.

    `wins` follows the order of the results. Shares are in thousandths, `average_number` in tenths.
    """

    name: Text
    is_locked: bool
    wins: tuple[bool, ...]
    in_common: int
    cost: Money
    represented: int
    excluded: int
    average_number: int
    average_cost: Money
    districts: tuple[DistrictMoney, ...]

    @property
    def winners(self) -> int:
        """Count the projects that win by it."""
        return sum(self.wins)


def tell_rules(
    rules: Sequence[RuleResult], codes: Sequence[str], currency: str
) -> tuple[RuleTold, ...]:
    """Put the rules beside each other, the locked one first; `codes` are in the order shown."""
    return tuple(
        RuleTold(
            name=name_of(result.rule),
            is_locked=place == 0,
            wins=tuple(code in set(result.winners) for code in codes),
            in_common=result.in_common,
            cost=Money(result.cost, currency),
            represented=_rounded(result.represented * 1000),
            excluded=1000 - _rounded(result.represented * 1000),
            average_number=_rounded(result.average_number * 10),
            average_cost=_whole(result.average_cost, currency),
            districts=result.districts,
        )
        for place, result in enumerate(rules)
    )


def name_of(rule: RuleSpec) -> Text:
    """Name a rule in a few words, as the head of a column."""
    parameters = rule.parameters
    if rule.name == "greedy":
        if parameters.get("by") == "score_per_cost":
            return _("Most votes for the money")
        stops = parameters.get("over_budget") == "stop"
        return _("Most votes, until one does not fit") if stops else RULES[rule.name].title
    if rule.name == "equal_shares":
        if parameters.get("satisfaction") == "cardinality":
            return _("Equal shares, by number")
        return _COMPLETED.get(str(parameters.get("completion")), RULES[rule.name].title)
    return RULES[rule.name].title


def _whole(amount: Fraction, currency: str) -> Money:
    """Round an amount to whole units of its currency: an average has no cents to speak of."""
    unit = 10 ** Money(0, currency).exponent
    return Money(_rounded(amount / unit) * unit, currency)


def _rounded(value: Fraction) -> int:
    """Round half up, as people do."""
    return int(value + Fraction(1, 2))
