"""Ties between options: the declared order, told in the words of a question.

Options cost nothing, so of the keys of `voting.core.ties` those of the costs decide nothing here.
"""

from collections.abc import Sequence

from concejo.text import Text, _
from voting.core.decisions.question import Question
from voting.core.profile import Standing
from voting.core.steps import TieBroken
from voting.core.ties import TieKey, TieOrder, Ties, validate_ties

_OF_COSTS = (TieKey.CHEAPEST, TieKey.DEAREST)


def validate_order(ties: Ties) -> tuple[Text, ...]:
    """Give every reason why the order cannot decide between options."""
    reasons = validate_ties(ties)
    if any(key in _OF_COSTS for key in ties.order):
        reasons += (_("The order for ties names a cost, but options have none."),)
    return reasons


def describe_order(ties: Ties) -> tuple[Text, ...]:
    """Tell a resident, in order, what decides between options that are equal."""
    first = {
        TieKey.MOST_VOTES: _("Of equal options, the one that more ballots put first goes first."),
        TieKey.PUBLISHED_ORDER: _("Of equal options, the one published first goes first."),
        TieKey.LOT: _(
            "Of equal options, a lot decides; its public seed is “{seed}”.", seed=ties.seed
        ),
    }
    then = {
        TieKey.MOST_VOTES: _("If they are still equal, the one that more ballots put first."),
        TieKey.PUBLISHED_ORDER: _(
            "If they are still equal, the option published first goes first."
        ),
        TieKey.LOT: _(
            "If they are still equal, a lot decides; its public seed is “{seed}”.", seed=ties.seed
        ),
    }
    return tuple((then if place else first)[key] for place, key in enumerate(ties.order))


class OptionOrder:
    """Put equal options in the declared order, and say which key it was."""

    def __init__(self, ties: Ties, question: Question, votes: Sequence[int]) -> None:
        table = [
            Standing(code, 0, count, count)
            for code, count in zip(question.codes, votes, strict=True)
        ]
        self._keys = ties.order
        self._order = TieOrder(ties, table)

    def sort_key(self, code: str) -> tuple[int, ...]:
        """Give the values by which this option stands among its equals: lower goes first."""
        return self._order.sort_key(code)

    def first(self, equals: Sequence[str]) -> tuple[str, tuple[TieBroken, ...]]:
        """Pick who goes first, with the step that says so when there was a choice."""
        return self._order.first(equals)

    def key_between(self, one: Sequence[str], other: Sequence[str]) -> str:
        """Name the first key in which the options of two lists, taken in turn, stand apart."""
        for a, b in zip(one, other, strict=True):
            values = zip(self._keys, self.sort_key(a), self.sort_key(b), strict=True)
            for key, mine, yours in values:
                if mine != yours:
                    return key.value
        raise ValueError("the lists are the same")
