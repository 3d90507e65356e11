"""What a moderator answers about a proposal or a comment."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Self

from concejo.errors import Invalid
from concejo.moderation.core import Verdict, reason_fault
from concejo.text import Text, _
from concejo.typed import read_number, read_words


@dataclass(frozen=True)
class DecisionForm:
    """A verdict with its reasons; `number` is of the decision that the moderator saw coming."""

    verdict: Verdict
    reason: str
    number: int

    @classmethod
    def parse(cls, typed: Mapping[str, object], verdicts: Collection[Verdict]) -> Self:
        """Check a decision, which is one of some verdicts: all but an admission need reasons."""
        faults: dict[str, Text] = {}
        verdict = next((v for v in verdicts if v == typed.get("verdict")), None)
        if verdict is None:
            faults["verdict"] = _("Choose what you decide.")
        reason = read_words(typed.get("reason"))
        fault = reason_fault(verdict or Verdict.ADMITTED, reason)
        if fault is not None:
            faults["reason"] = fault
        if verdict is None or faults:
            raise Invalid(faults, typed)
        # The decisions on a subject are counted from 1: 0 is none that can be made.
        return cls(verdict, reason, read_number(typed.get("number")) or 0)
