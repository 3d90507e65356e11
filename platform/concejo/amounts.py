"""Read an amount of money as people type it: "12.500", "12,500.00", "12500 €", "1 200,5".

Pure. Points, commas and spaces are told apart by what stands behind them: three digits are a
group of thousands, fewer at the very end are the decimals.
"""

import re

from concejo.errors import DomainError
from concejo.text import Money, Text, _

#: More than any town spends, and far from what a database column holds.
MOST_DIGITS = 13

#: How people call a currency, beside its ISO 4217 code.
_CALLED = {"EUR": ("€", "euros", "euro"), "PEN": ("S/.", "S/", "soles"), "USD": ("US$", "$")}
_GROUPED = re.compile(r"\d{1,3}(?P<mark>[.,' ])\d{3}(?:(?P=mark)\d{3})*")
_SHAPE = re.compile(r"(?P<whole>[\d.,' ]*?\d)(?:(?P<point>[.,])(?P<decimals>\d{1,2}))?", re.ASCII)


class NotAnAmount(DomainError):
    """What was typed is no amount of money; the message shows how to write one."""

    status = 422


def parse_money(typed: str, currency: str) -> Money:
    """Read an amount in a currency, zero or more, whatever separators it is written with."""
    found = _SHAPE.fullmatch(_bare(typed, currency))
    whole = _whole(found["whole"], found["point"]) if found else None
    if found is None or whole is None:
        raise NotAnAmount(_unreadable())
    exponent = Money(0, currency).exponent
    decimals = (found["decimals"] or "").rstrip("0")
    if len(decimals) > exponent:
        raise NotAnAmount(_("This currency has no such small coins: leave the decimals out."))
    if len(whole) > MOST_DIGITS:
        raise NotAnAmount(_("That is more than any budget holds. Check the zeros."))
    return Money(int(whole + decimals.ljust(exponent, "0")), currency)


def write_money(money: Money) -> str:
    """Write an amount as a form holds it, so that it reads the same again: 12500 or 12500.50."""
    return f"{money.decimal:f}".removesuffix(".00")


def _bare(typed: str, currency: str) -> str:
    """Leave out the name of the currency, before or after the figures; never another one's."""
    plain = " ".join(typed.split()).casefold()
    for name in (currency, *_CALLED.get(currency, ())):
        plain = plain.removeprefix(name.casefold()).removesuffix(name.casefold())
    return plain.strip()


def _whole(written: str, point: str | None) -> str | None:
    """Give the digits of the whole units, or None where the separators make no sense."""
    if written.isdigit():
        return written
    grouped = _GROUPED.fullmatch(written)
    if grouped is None or grouped["mark"] == point:
        return None
    return re.sub(r"\D", "", written)


def _unreadable() -> Text:
    return _("Write the amount in figures, for example 12500 or 12.500,50.")
