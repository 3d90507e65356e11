"""Values that a reader sees, before they have a language: a sentence, an amount of money.

Code that decides never knows the reader's language, so it hands out `Text` and `Money`; the
page, the mail and the command line turn them into words at the last moment. Pure: no files.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True)
class Text:
    """A sentence that waits for its language, with the values of its {placeholders}.

    `message` is English and the key of the catalogues; `plural` and `count` are set when the
    sentence counts something. Values may be numbers, dates, `Money` or further `Text`.
    """

    message: str
    values: Mapping[str, object] = field(default_factory=dict)
    plural: str | None = None
    count: int = 1

    def __str__(self) -> str:
        """Read as English: for logs, tests and developers, never for a page."""
        chosen = self.message if self.plural is None or self.count == 1 else self.plural
        return chosen.format(**{name: str(value) for name, value in self.values.items()})


def _(message: str, **values: object) -> Text:
    """Mark a sentence for translation and fill its {placeholders}."""
    return Text(message, values)


def ngettext(singular: str, plural: str, count: int, **values: object) -> Text:
    """Mark a sentence that counts; `{count}` is filled by itself."""
    return Text(singular, {"count": count, **values}, plural, count)


#: ISO 4217 currencies whose minor unit is not a hundredth.
_EXPONENTS = {
    "BHD": 3,
    "CLP": 0,
    "HUF": 2,
    "ISK": 0,
    "JPY": 0,
    "KRW": 0,
    "KWD": 3,
    "PYG": 0,
    "TND": 3,
    "VND": 0,
}


@dataclass(frozen=True, order=True)
class Money:
    """An amount in integer minor units (cents) of one ISO 4217 currency."""

    amount: int
    currency: str

    @property
    def exponent(self) -> int:
        """Tell how many decimals the currency has."""
        return _EXPONENTS.get(self.currency, 2)

    @property
    def decimal(self) -> Decimal:
        """Give the amount in whole units, exactly: 1234 cents are 12.34."""
        return Decimal(self.amount).scaleb(-self.exponent)

    def __str__(self) -> str:
        return f"{self.decimal:,.{self.exponent}f} {self.currency}"
