"""How the winners are chosen: every rule that the core counts by, with its own parameters.

The parameters come from the rules themselves, so that the page offers what is there.
"""

from collections.abc import Mapping

from concejo.text import Money, _
from voting.core.outcome import RuleSpec
from voting.core.profile import Scoring
from voting.core.rules import RULES
from voting.core.rules.entry import PARAMETERS as COMMON
from voting.core.rules.spec import Parameter, Rule
from voting.setup.core import joined
from voting.setup.forms import words
from voting.setup.forms.fields import (
    Amount,
    Answers,
    Choice,
    Field,
    Number,
    Percent,
    Section,
    Tick,
    Value,
)
from voting.setup.forms.words import Words

#: The scoring follows from the ballot and is asked for there.
_ELSEWHERE = "scoring"


def _field(rule: str, parameter: Parameter, name: str) -> Field | None:
    """Make the answer that a parameter asks for; None where there are no words for it."""
    said = words.words_of(rule, parameter.name)
    if said is None:
        return None
    label, hint, default, is_further = said.label, said.hint, parameter.default, said.is_further
    if isinstance(default, bool):
        return Tick(name, label, hint, default, is_further)
    if isinstance(default, str):
        options = tuple((value, *said.options[value]) for value in parameter.choices)
        return Choice(name, label, hint, default, is_further, options=options)
    if said.is_money:
        return Amount(name, label, hint, default, is_further, is_needed=True)
    if said.is_share:
        return Percent(name, label, hint, default, is_further)
    return _number(parameter, name, said)


def _number(parameter: Parameter, name: str, said: Words) -> Field:
    return Number(
        name,
        said.label,
        said.hint,
        parameter.default,
        said.is_further,
        least=parameter.least,
        most=parameter.most,
        is_needed=True,
        unit="%" if said.is_percent else "",
    )


def _own(rule: Rule) -> dict[str, Field]:
    """Give the answers that only this rule asks for, by the names of its parameters."""
    common = {parameter.name for parameter in COMMON}
    made = {
        parameter.name: _field(rule.name, parameter, f"{rule.name}-{parameter.name}")
        for parameter in rule.parameters
        if parameter.name not in common
    }
    return {name: field for name, field in made.items() if field is not None}


def _common() -> dict[str, Field]:
    made = {
        parameter.name: _field("", parameter, parameter.name)
        for parameter in COMMON
        if parameter.name != _ELSEWHERE
    }
    return {name: field for name, field in made.items() if field is not None}


#: What every rule asks for, and what each one asks for beside it; both by parameter.
EVERY: dict[str, Field] = _common()
OWN: dict[str, dict[str, Field]] = {
    name: _own(RULES[name]) for name in words.RULES if name in RULES
}
OFFERED: tuple[Section, ...] = tuple(
    Section(name, RULES[name].title, words.RULES[name], tuple(fields.values()))
    for name, fields in OWN.items()
)
CONSIDERED = Section(
    "considered",
    _("Which projects are considered"),
    _("What has too little support is left out before anything is funded."),
    tuple(EVERY.values()),
)


def read_rule(answers: Answers, name: str, scoring: Scoring) -> RuleSpec:
    """Read the parameters of the rule that was chosen, and put every reason beside its answer."""
    parameters: dict[str, int | str | bool] = {"scoring": scoring.value}
    fields = _fields_of(name)
    for parameter, field in fields.items():
        value = answers.read(field)
        if value is not None:
            parameters[parameter] = value
    reasons = RULES[name].validate(parameters)
    if reasons:
        where = fields.get(_blamed(RULES[name], parameters))
        answers.wrong.setdefault("rule" if where is None else where.name, joined(reasons))
    return RuleSpec(name, parameters)


def _fields_of(name: str) -> dict[str, Field]:
    known = {parameter.name for parameter in RULES[name].parameters}
    return {**{key: field for key, field in EVERY.items() if key in known}, **OWN[name]}


def _blamed(rule: Rule, parameters: Mapping[str, int | str | bool]) -> str:
    """Find a parameter without which the others would go together."""
    for parameter in reversed(rule.parameters):
        if not rule.validate({**parameters, parameter.name: parameter.default}):
            return parameter.name
    return ""


def typed_rule(spec: RuleSpec, currency: str) -> dict[str, str]:
    """Give the rule as the page shows it; the parameters of the others as they begin."""
    kept: Mapping[str, Value] = spec.parameters
    typed = {"rule": spec.name if spec.name in OWN else ""}
    for parameter, field in EVERY.items():
        typed[field.name] = field.write(kept.get(parameter, field.default), currency)
    for name, fields in OWN.items():
        said = kept if name == spec.name else {}
        for parameter, field in fields.items():
            value = said.get(parameter, _beginning(field, currency))
            typed[field.name] = field.write(value, currency)
    return typed


def _beginning(field: Field, currency: str) -> Value:
    """Give what an answer begins as; an amount begins as one whole unit of the currency."""
    return 10 ** Money(0, currency).exponent if isinstance(field, Amount) else field.default
