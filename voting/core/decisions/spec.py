"""Rules of decision: what one is called, what can be set, how it is told and how it decides."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from concejo.text import Text, _
from voting.core.decisions.order import OptionOrder
from voting.core.decisions.question import Question
from voting.core.decisions.rankings import Reads
from voting.core.outcome import RuleSpec
from voting.core.profile import Profile
from voting.core.rules.spec import Parameter, filled, reasons_against
from voting.core.steps import Step

#: Every rule takes a quorum: a number of ballots, and thousandths of the people who may vote.
QUORUM = (Parameter("quorum_ballots", 0), Parameter("quorum_permille", 0, most=1000))


@dataclass(frozen=True)
class Case:
    """Hold what a rule decides on: each parameter filled in, and ballots that it can read."""

    spec: RuleSpec
    question: Question
    profile: Profile
    order: OptionOrder
    eligible: int | None = None


@dataclass(frozen=True)
class Finding:
    """Hold what a rule found: the winners, the order of all options, and the steps."""

    winners: tuple[str, ...]
    ranking: tuple[tuple[str, ...], ...]
    steps: tuple[Step, ...]


def _nothing_more(_parameters: Mapping[str, int | str | bool]) -> tuple[Text, ...]:
    return ()


def _any_number(_question: Question) -> tuple[Text, ...]:
    return ()


def one_seat(question: Question) -> tuple[Text, ...]:
    """Give the reason why a rule that elects one cannot answer the question."""
    if question.seats == 1:
        return ()
    return (_("This rule chooses one option, and the question asks for {n}.", n=question.seats),)


@dataclass(frozen=True)
class DecisionRule:
    """Be one way to decide; `name` is what is locked and published, `title` what people call it.

    `describe` and `decide` get specifications with every parameter filled in. `check` gives the
    reasons why parameters that are each right do not go together, `fits` those why the rule cannot
    answer a question.
    """

    name: str
    title: Text
    reads: Reads
    own: tuple[Parameter, ...]
    describe: Callable[[RuleSpec], tuple[Text, ...]]
    decide: Callable[[Case], Finding]
    check: Callable[[Mapping[str, int | str | bool]], tuple[Text, ...]] = field(
        default=_nothing_more
    )
    fits: Callable[[Question], tuple[Text, ...]] = field(default=_any_number)

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Give what can be set: the rule's own parameters, then the quorum."""
        return self.own + QUORUM

    def validate(self, parameters: Mapping[str, int | str | bool]) -> tuple[Text, ...]:
        """Give every reason why this rule cannot decide with these parameters."""
        reasons = reasons_against(self.name, self.parameters, parameters)
        return reasons or self.check(self.settled(parameters).parameters)

    def settled(self, parameters: Mapping[str, int | str | bool]) -> RuleSpec:
        """Fill in the defaults, so that what is published leaves nothing open."""
        return filled(self.name, self.parameters, parameters)
