"""The codes of all rules, with what each stands for."""

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
        yield f"{code:<{width}}{RULES[spec.name].title}{_parameters(code, spec)}"
    for name, rule in decisions.RULES.items():
        yield f"{name.replace('_', '-'):<{width}}{rule.title}, for a ranking"


def _parameters(code: str, spec: RuleSpec) -> str:
    set_ = [f"{name}={str(value).lower()}" for name, value in spec.parameters.items()]
    return f" ({', '.join(set_)})" if set_ else _BESIDE.get(code, "")
