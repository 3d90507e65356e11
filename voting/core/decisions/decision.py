"""Decisions: what was chosen, every step that led there, and a digest by which to compare."""

import json
from dataclasses import dataclass
from hashlib import sha256

from voting.core.decisions.steps import Duel, RoundCounted, from_value, to_value
from voting.core.outcome import RuleSpec
from voting.core.steps import Step
from voting.core.ties import TieKey, Ties


@dataclass(frozen=True)
class Decision:
    """Hold the winners in the order they were elected and all that is needed to tell why.

    There are no winners where nothing was decided: the quorum was missed, or nobody chose. The
    `ranking` is the order of all options by the rule, equals together, before ties were broken; it
    is empty where the rule gives none. `votes` are the ballots that choose each of the `options` or
    put it first, in published order. `eligible` is None where it was not given.
    """

    options: tuple[str, ...]
    seats: int
    winners: tuple[str, ...]
    ranking: tuple[tuple[str, ...], ...]
    steps: tuple[Step, ...]
    votes: tuple[int, ...]
    voters: int
    blank: int
    eligible: int | None
    rule: RuleSpec
    ties: Ties

    @property
    def rounds(self) -> tuple[RoundCounted, ...]:
        """Give how the votes stood round by round, where the rule counts in rounds."""
        return tuple(step for step in self.steps if isinstance(step, RoundCounted))

    @property
    def duels(self) -> tuple[Duel, ...]:
        """Give every pair of options once, where the rule compares them in pairs."""
        return tuple(step for step in self.steps if isinstance(step, Duel))

    @property
    def matrix(self) -> tuple[tuple[int, ...], ...]:
        """Give the duels as a table: row by row, how many prefer that option to each other one."""
        at = {code: place for place, code in enumerate(self.options)}
        rows = [[0] * len(at) for _code in at] if self.duels else []
        for duel in self.duels:
            rows[at[duel.option]][at[duel.other]] = duel.votes
            rows[at[duel.other]][at[duel.option]] = duel.against
        return tuple(tuple(row) for row in rows)

    def digest(self) -> str:
        """Give the SHA-256 of the decision's JSON: equal for all who counted the same."""
        return sha256(to_json(self).encode()).hexdigest()


def to_json(decision: Decision) -> str:
    """Write the decision as JSON in the one way it can be written, fractions as "p/q"."""
    value: dict[str, object] = {
        "blank": decision.blank,
        "eligible": decision.eligible,
        "options": decision.options,
        "ranking": decision.ranking,
        "rule": decision.rule.to_value(),
        "seats": decision.seats,
        "steps": [to_value(step) for step in decision.steps],
        "ties": {"order": [key.value for key in decision.ties.order], "seed": decision.ties.seed},
        "voters": decision.voters,
        "votes": decision.votes,
        "winners": decision.winners,
    }
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def from_json(text: str) -> Decision:
    """Read back what `to_json` wrote; nothing is lost."""
    value = json.loads(text)
    ties = value["ties"]
    return Decision(
        options=tuple(value["options"]),
        seats=value["seats"],
        winners=tuple(value["winners"]),
        ranking=tuple(tuple(equals) for equals in value["ranking"]),
        steps=tuple(from_value(step) for step in value["steps"]),
        votes=tuple(value["votes"]),
        voters=value["voters"],
        blank=value["blank"],
        eligible=value["eligible"],
        rule=RuleSpec.from_value(value["rule"]),
        ties=Ties(tuple(TieKey(key) for key in ties["order"]), ties["seed"]),
    )
