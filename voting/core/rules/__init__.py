"""Counting rules: the list of them, and the three things one can ask of any."""

from concejo.text import Text, _
from voting.core.outcome import Outcome, RuleSpec
from voting.core.profile import Ballots, Instance
from voting.core.rules import bounded_overspending, equal_shares, greedy, max_welfare, phragmen
from voting.core.rules.spec import Rule
from voting.core.ties import Ties, describe_ties, validate_ties

RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        greedy.RULE,
        equal_shares.RULE,
        phragmen.RULE,
        max_welfare.RULE,
        bounded_overspending.RULE,
    )
}


class NoSuchRule(ValueError):
    """The specification or the order for ties is not one that can count."""


def validate(spec: RuleSpec) -> tuple[Text, ...]:
    """Give every reason why the specification cannot be used; none means that it can."""
    if spec.name not in RULES:
        return (_("There is no counting rule named {name}.", name=spec.name),)
    return RULES[spec.name].validate(spec.parameters)


def settled(spec: RuleSpec) -> RuleSpec:
    """Fill in the defaults, to lock and publish a specification that leaves nothing open."""
    reasons = validate(spec)
    if reasons:
        raise NoSuchRule("; ".join(map(str, reasons)))
    return RULES[spec.name].settled(spec.parameters)


def describe(spec: RuleSpec, ties: Ties, currency: str = "EUR") -> tuple[Text, ...]:
    """Tell a resident in plain sentences how winners are chosen and how ties break."""
    return RULES[spec.name].describe(settled(spec), currency) + describe_ties(ties)


def count(spec: RuleSpec, instance: Instance, ballots: Ballots, ties: Ties) -> Outcome:
    """Count the ballots: the same values always give the very same outcome."""
    full = settled(spec)
    reasons = validate_ties(ties)
    if reasons:
        raise NoSuchRule("; ".join(map(str, reasons)))
    return RULES[spec.name].count(full, instance, ballots, ties)
