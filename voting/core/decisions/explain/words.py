"""Words that every explanation of a decision needs: names, votes, points and lists."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction

from concejo.text import Text, _, ngettext

#: Parts of votes are told to thousandths, cut off: who lacks a little never seems to have enough.
_THOUSANDTH = Decimal("0.001")


class Names:
    """Call options by their name in quotes, or by their code where they have none."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def of(self, code: str) -> str:
        """Give the name alone."""
        return self._names.get(code) or code

    def listed(self, codes: Iterable[str]) -> Text:
        """List several options."""
        return listed([_("“{option}”", option=self.of(code)) for code in codes])


def listed(items: list[Text]) -> Text:
    """Put items one after the other."""
    if len(items) == 1:
        return items[0]
    return _("{first}, {rest}", first=items[0], rest=listed(items[1:]))


def votes(amount: int | Fraction) -> Text:
    """Say how many votes."""
    return _counted(ngettext("{count} vote", "{count} votes", 1 if amount == 1 else 2), amount)


def points(amount: int | Fraction) -> Text:
    """Say how many points."""
    return _counted(ngettext("{count} point", "{count} points", 1 if amount == 1 else 2), amount)


def _counted(words: Text, amount: int | Fraction) -> Text:
    return Text(words.message, {"count": number(amount)}, words.plural, words.count)


def number(amount: int | Fraction) -> int | Decimal:
    """Give a number as a reader sees it: whole, or with up to three decimals."""
    if amount.denominator == 1:
        return int(amount)
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    return exact.quantize(_THOUSANDTH, ROUND_DOWN).normalize()
