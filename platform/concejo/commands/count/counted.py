"""What came of a count, whether of a budget or of a question, ready to be told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

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
class Counted:
    """Hold winners in the order in which they were chosen, and how they were found.

    `funds` is None where nothing costs anything. `explain` tells why one project won or did not;
    `compare` sets other rules beside this one, where that can be done.
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
    explain: Callable[[str], Sequence[Text]]
    funds: Funds | None = None
