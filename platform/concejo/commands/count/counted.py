"""What came of a count, whether of a budget or of a question, ready to be told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from concejo.text import Text
from voting.core.outcome import RuleSpec
from voting.core.steps import TieBroken
from voting.core.ties import Ties


@dataclass(frozen=True)
class Choice:
    """Be one winner: the code, the name, the score as the file writes it, and the cost."""

    code: str
    name: str
    score: str
    cost: int


@dataclass(frozen=True)
class Funds:
    """Tell in minor units what there was and what the winners cost."""

    budget: int
    spent: int
    currency: str

    @property
    def left(self) -> int:
        """Give what no project took; nothing where a reserve helped."""
        return max(0, self.budget - self.spent)


@dataclass(frozen=True)
class Beside:
    """Set what one rule gives beside the others.

    `in_common` winners are also those of the rule that was asked for, which comes first;
    `represented` is the share of voters with a winner of their own, of which a voter has
    `own_number` on average, that cost `own_cost` together, in minor units.
    """

    code: str
    winners: Sequence[str]
    cost: int
    in_common: int
    represented: Fraction
    own_number: Fraction
    own_cost: Fraction


@dataclass(frozen=True)
class Told:
    """Hold what is told beyond the count: of some projects why, and what other rules give."""

    explained: Mapping[str, Sequence[Text]] = field(default_factory=dict)
    compared: Sequence[Beside] = ()


@dataclass(frozen=True)
class Counted:
    """Hold winners in the order in which they were chosen, and how they were found.

    `funds` is None where nothing costs anything. `tell` explains projects by their codes, and sets
    other rules beside this one where that is asked for as well.
    """

    code: str
    rule: RuleSpec
    order: Ties
    winners: Sequence[Choice]
    standing: int
    voters: int
    ties: Sequence[TieBroken]
    digest: str
    notes: Sequence[Text]
    tell: Callable[[Sequence[str], bool], Told]
    funds: Funds | None = None
