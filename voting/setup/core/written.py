"""Written: terms and limits as JSON, each in the one way it can be written."""

import json
from collections.abc import Sequence

from voting.core.ballots import BallotForm
from voting.core.outcome import RuleSpec
from voting.core.profile import Quota
from voting.core.protocol.layout import canonical
from voting.core.protocol.terms import form_of, form_value, rule_of, ties_of, ties_value
from voting.core.rules import settled
from voting.core.ties import Ties


def dump_form(form: BallotForm) -> str:
    """Write a form as JSON, without what belongs to the contest."""
    return canonical(form_value(form))


def load_form(text: str) -> BallotForm:
    """Read a form that `dump_form` wrote."""
    return form_of(json.loads(text))


def dump_rule(rule: RuleSpec) -> str:
    """Write a rule as JSON, every parameter filled in."""
    return canonical(settled(rule).to_value())


def load_rule(text: str) -> RuleSpec:
    """Read a rule that `dump_rule` wrote."""
    return rule_of(json.loads(text))


def dump_ties(ties: Ties) -> str:
    """Write the order for ties as JSON; its seed is public."""
    return canonical(ties_value(ties))


def load_ties(text: str) -> Ties:
    """Read an order for ties that `dump_ties` wrote."""
    return ties_of(json.loads(text))


def dump_conflicts(conflicts: Sequence[Sequence[str]]) -> str:
    """Write which projects exclude others as JSON."""
    return canonical([list(group) for group in conflicts])


def load_conflicts(text: str) -> tuple[tuple[str, ...], ...]:
    """Read what `dump_conflicts` wrote."""
    return tuple(tuple(group) for group in json.loads(text))


def dump_quotas(quotas: Sequence[Quota]) -> str:
    """Write what groups of projects may cost together, and what is reserved for them, as JSON."""
    return canonical(
        [
            {
                "name": quota.name,
                "projects": quota.projects,
                "most": quota.most,
                "reserved": quota.reserved,
            }
            for quota in quotas
        ]
    )


def load_quotas(text: str) -> tuple[Quota, ...]:
    """Read what `dump_quotas` wrote."""
    return tuple(
        Quota(value["name"], tuple(value["projects"]), value["most"], value["reserved"])
        for value in json.loads(text)
    )
