"""Rule specifications: the name of a rule and its parameters, as they are locked and published."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from concejo.text import Text, _
from voting.core.outcome import Outcome, RuleSpec
from voting.core.profile import Ballots, Instance
from voting.core.ties import Ties


@dataclass(frozen=True)
class Parameter:
    """Declare a parameter of a rule: its default, the texts it may be, its least and most."""

    name: str
    default: int | str | bool
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int | None = None

    def check(self, value: int | str | bool) -> tuple[Text, ...]:
        """Give the reason why the value is not one that this parameter takes."""
        wrong = type(value) is not type(self.default)
        wrong = wrong or (bool(self.choices) and value not in self.choices)
        if type(value) is int:
            wrong = wrong or value < self.least or (self.most is not None and value > self.most)
        if wrong:
            return (_("The parameter {name} cannot be {value}.", name=self.name, value=str(value)),)
        return ()


def _nothing_more(_parameters: Mapping[str, int | str | bool]) -> tuple[Text, ...]:
    return ()


@dataclass(frozen=True)
class Rule:
    """Be one way to count: what it is called, what can be set, how it is told and how it counts.

    `name` is what is locked and published, `title` what people call it.
    `describe` and `count` get specifications with every parameter filled in. `check` gives the
    reasons why parameters that are each right do not go together.
    """

    name: str
    title: Text
    parameters: tuple[Parameter, ...]
    describe: Callable[[RuleSpec, str], tuple[Text, ...]]
    count: Callable[[RuleSpec, Instance, Ballots, Ties], Outcome]
    check: Callable[[Mapping[str, int | str | bool]], tuple[Text, ...]] = field(
        default=_nothing_more
    )

    def validate(self, parameters: Mapping[str, int | str | bool]) -> tuple[Text, ...]:
        """Give every reason why this rule cannot count with these parameters."""
        reasons = reasons_against(self.name, self.parameters, parameters)
        return reasons or self.check(self.settled(parameters).parameters)

    def settled(self, parameters: Mapping[str, int | str | bool]) -> RuleSpec:
        """Fill in the defaults, so that what is published leaves nothing open."""
        return filled(self.name, self.parameters, parameters)


def reasons_against(
    rule: str, declared: Sequence[Parameter], given: Mapping[str, int | str | bool]
) -> tuple[Text, ...]:
    """Give every reason why a rule does not take one of the values that it is given."""
    known = {parameter.name: parameter for parameter in declared}
    return tuple(
        reason
        for name, value in given.items()
        for reason in (
            known[name].check(value)
            if name in known
            else (_("The rule {rule} has no parameter {name}.", rule=rule, name=name),)
        )
    )


def filled(
    rule: str, declared: Sequence[Parameter], given: Mapping[str, int | str | bool]
) -> RuleSpec:
    """Fill in the defaults of what is not given."""
    defaults = {parameter.name: parameter.default for parameter in declared}
    return RuleSpec(rule, {**defaults, **given})
