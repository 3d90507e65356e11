"""Outcomes: who won, every step that led there, and a digest by which anybody can compare."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from voting.core.profile import Standing
from voting.core.steps import Json, Step, from_value, to_value
from voting.core.ties import TieKey, Ties


@dataclass(frozen=True)
class RuleSpec:
    """Name a counting rule and its parameters; this is what is locked and published."""

    name: str
    parameters: Mapping[str, int | str | bool] = field(default_factory=dict)

    def to_value(self) -> dict[str, Json]:
        """Turn the specification into plain values."""
        return {"name": self.name, "parameters": dict(self.parameters)}

    @classmethod
    def from_value(cls, value: Json) -> "RuleSpec":
        """Turn plain values back into a specification, or raise ValueError."""
        if not isinstance(value, dict) or set(value) != {"name", "parameters"}:
            raise ValueError("not the specification of a rule")
        name, parameters = value["name"], value["parameters"]
        if not isinstance(name, str) or not isinstance(parameters, dict):
            raise ValueError("not the specification of a rule")
        plain: dict[str, int | str | bool] = {}
        for key, item in parameters.items():
            if not isinstance(item, bool | int | str):
                raise ValueError(f"the parameter {key} is no text, number or truth")
            plain[key] = item
        return cls(name, plain)


@dataclass(frozen=True)
class Outcome:
    """Hold the winners in the order they were chosen and all that is needed to tell why.

    `spent` is what the winners cost; it is over `budget` only where a reserve pays the rest.
    """

    winners: tuple[str, ...]
    steps: tuple[Step, ...]
    standings: tuple[Standing, ...]
    spent: int
    budget: int
    currency: str
    voters: int
    blank: int
    rule: RuleSpec
    ties: Ties

    @property
    def costs(self) -> dict[str, int]:
        """Give the cost of each project, in published order."""
        return {standing.project: standing.cost for standing in self.standings}

    def digest(self) -> str:
        """Give the SHA-256 of the outcome's JSON: equal for all who counted the same."""
        return sha256(to_json(self).encode()).hexdigest()


def to_json(outcome: Outcome) -> str:
    """Write the outcome as JSON in the one way it can be written, fractions as "p/q"."""
    value = {
        "blank": outcome.blank,
        "budget": outcome.budget,
        "currency": outcome.currency,
        "rule": outcome.rule.to_value(),
        "spent": outcome.spent,
        "standings": [
            [standing.project, standing.cost, standing.score, standing.supporters]
            for standing in outcome.standings
        ],
        "steps": [to_value(step) for step in outcome.steps],
        "ties": {"order": [key.value for key in outcome.ties.order], "seed": outcome.ties.seed},
        "voters": outcome.voters,
        "winners": outcome.winners,
    }
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def from_json(text: str) -> Outcome:
    """Read back what `to_json` wrote; nothing is lost."""
    value = json.loads(text)
    ties = value["ties"]
    return Outcome(
        winners=tuple(value["winners"]),
        steps=tuple(from_value(step) for step in value["steps"]),
        standings=tuple(Standing(*standing) for standing in value["standings"]),
        spent=value["spent"],
        budget=value["budget"],
        currency=value["currency"],
        voters=value["voters"],
        blank=value["blank"],
        rule=RuleSpec.from_value(value["rule"]),
        ties=Ties(tuple(TieKey(key) for key in ties["order"]), ties["seed"]),
    )
