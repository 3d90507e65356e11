"""Rules as people type them: a code or a name, and parameters behind a colon.

Such are `greedy:threshold=50` and `equalshares/add1:start=floor,exhaustive_stop=true`.
"""

from concejo.text import Money
from voting.core.outcome import RuleSpec
from voting.core.profile import Scoring
from voting.core.rules import RULES
from voting.core.rules.codes import spec_of


def read_rule(typed: str) -> RuleSpec:
    """Read a name and parameters, whether there are such or not."""
    name, _colon, rest = typed.partition(":")
    parameters: dict[str, int | str | bool] = {}
    for part in filter(None, rest.split(",")):
        key, _equals, value = part.partition("=")
        parameters[key.strip()] = _value(value.strip())
    return RuleSpec(name.strip(), parameters)


def typed_rule(typed: str, currency: str, scoring: Scoring, threshold: int = 0) -> RuleSpec | None:
    """Give the rule of a typed code or name, changed by the typed parameters; None if it is none.

    A share grows by one whole unit of the currency, and ballots are added up by `scoring`, unless
    the parameters say otherwise. The `threshold` of a file is for the code that is named after it.
    """
    spec = read_rule(typed)
    least = threshold if spec.name == "greedy-threshold" else 0
    known = spec_of(spec.name, currency, least) or _named(spec.name, currency)
    if known is None:
        return None
    return RuleSpec(known.name, {"scoring": scoring.value, **known.parameters, **spec.parameters})


def _named(name: str, currency: str) -> RuleSpec | None:
    if name not in RULES:
        return None
    has_step = any(parameter.name == "step" for parameter in RULES[name].parameters)
    return RuleSpec(name, {"step": 10 ** Money(0, currency).exponent} if has_step else {})


def _value(typed: str) -> int | str | bool:
    if typed in ("true", "false"):
        return typed == "true"
    return int(typed) if typed.isascii() and typed.isdecimal() else typed
