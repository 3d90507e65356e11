"""The codes of all rules, with what each stands for."""

import sys
from collections.abc import Iterator

from voting.core import decisions
from voting.core.outcome import RuleSpec
from voting.core.rules import RULES
from voting.core.rules.codes import CODES

#: What no parameter says.
_BESIDE = {"greedy-threshold": " (threshold as the file states)"}


def listed() -> Iterator[str]:
    """Give a line for each code: those that share a budget out, then those for a ranking."""
    width = max(map(len, CODES)) + 2
    for code, spec in CODES.items():
        yield f"{code:<{width}}{_title(RULES[spec.name].count.__module__)}{_parameters(code, spec)}"
    for name, rule in decisions.RULES.items():
        yield f"{name.replace('_', '-'):<{width}}{_title(rule.decide.__module__)}, for a ranking"


def _title(module: str) -> str:
    """Give what the module of a rule says of itself before its first colon."""
    return (sys.modules[module].__doc__ or module).partition(":")[0]


def _parameters(code: str, spec: RuleSpec) -> str:
    set_ = [f"{name}={str(value).lower()}" for name, value in spec.parameters.items()]
    return f" ({', '.join(set_)})" if set_ else _BESIDE.get(code, "")
