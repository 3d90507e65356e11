"""What a value of a `.pb` file may be: each check gives the reason why one is wrong."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from concejo.text import Money, Text, _
from voting.core.pabulib.points import thousandths

#: A check gets the value and the currency of the file.
Check = Callable[[str, str], Text | None]

_AMOUNT = re.compile(r"([0-9]{1,15})(?:\.([0-9]{1,30}))?")

_RULES = (
    "greedy",
    "greedy-no-skip",
    "greedy-threshold",
    "greedy-exclusive",
    "greedy-custom",
    "equalshares",
    "equalshares-comparison",
    "equalshares/add1",
    "equalshares/add1-comparison",
    "unknown",
)


def minor(number: str, currency: str) -> int:
    """Turn an amount as a file writes it into minor units, or raise ValueError if it is none."""
    found = _AMOUNT.fullmatch(number)
    exponent = Money(0, currency).exponent
    digits = (found[2] or "").rstrip("0") if found else ""
    if found is None or len(digits) > exponent:
        raise ValueError(f"{number!r} is not an amount of {currency}")
    return int(found[1] + digits.ljust(exponent, "0"))


def major(amount: int, currency: str) -> str:
    """Write minor units as a file does: 1200 cents are 12, and 1250 are 12.50."""
    value: Decimal = Money(amount, currency).decimal
    return str(int(value)) if value == int(value) else str(value)


def any_text(_value: str, _currency: str) -> Text | None:
    """Accept every text."""
    return None


def amount(value: str, currency: str) -> Text | None:
    """Accept an amount of money that has no parts of the least coin."""
    try:
        minor(value, currency)
    except ValueError:
        return _(
            "“{value}” is not an amount of money: digits, and at most {decimals} after a point.",
            value=value,
            decimals=Money(0, currency).exponent,
        )
    return None


def count(value: str, _currency: str) -> Text | None:
    """Accept a whole number from 0 up."""
    if value.isascii() and value.isdecimal() and len(value) <= 15:
        return None
    return _("“{value}” is not a whole number.", value=value)


def points(value: str, _currency: str) -> Text | None:
    """Accept a number of points, with three decimals at most."""
    try:
        thousandths(value)
    except ValueError:
        return _("“{value}” is not a number of points, such as 3, -1 or 2.5.", value=value)
    return None


def one_of(*choices: str) -> Check:
    """Make the check that accepts a few values."""

    def check(value: str, _currency: str) -> Text | None:
        if value in choices:
            return None
        return _("“{value}” is not one of {choices}.", value=value, choices=", ".join(choices))

    return check


def day(value: str, _currency: str) -> Text | None:
    """Accept a date as dd.mm.yyyy, or a year."""
    if moment(value) is None:
        return _("“{value}” is neither a date, such as 24.11.2026, nor a year.", value=value)
    return None


def moment(value: str) -> tuple[date, date] | None:
    """Give the first and the last day that a date or a year may mean; None if it is neither."""
    found = re.fullmatch(r"(?:([0-9]{2})\.([0-9]{2})\.)?([0-9]{4})", value)
    try:
        if found is None or found[1] is None:
            return None if found is None else (date(int(value), 1, 1), date(int(value), 12, 31))
        the_day = date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None
    return the_day, the_day


def language(value: str, _currency: str) -> Text | None:
    """Accept the shape of an ISO 639-1 code."""
    if re.fullmatch("[a-z]{2}", value):
        return None
    return _("“{value}” is not a language in two small letters, such as es.", value=value)


def currency(value: str, _currency: str) -> Text | None:
    """Accept the shape of an ISO 4217 code."""
    if re.fullmatch("[A-Z]{3}", value):
        return None
    return _("“{value}” is not a currency in three capital letters, such as EUR.", value=value)


def comment(value: str, _currency: str) -> Text | None:
    """Accept comments that are numbered from #1 on."""
    return None if value.startswith("#1: ") else _("A comment begins with “#1: ”.")


def age(value: str, _currency: str) -> Text | None:
    """Accept an age or a range of ages, or none."""
    found = re.fullmatch("([0-9]{1,3})(?:-([0-9]{1,3}))?", value)
    if not value or (found and (found[2] is None or int(found[1]) <= int(found[2]))):
        return None
    return _("“{value}” is neither an age, such as 34, nor a range, such as 40-59.", value=value)


def degrees(most: int) -> Check:
    """Make the check that accepts a coordinate, or none."""

    def check(value: str, _currency: str) -> Text | None:
        is_number = re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{1,30})?", value)
        if not value or (is_number and abs(Decimal(value)) <= most):
            return None
        return _("“{value}” is not a number from -{most} to {most}.", value=value, most=most)

    return check


def known_rule(name: str) -> bool:
    """Tell whether Pabulib has a code for the rule."""
    return name in _RULES


def several(check: Check) -> Check:
    """Make the check of a list whose values are each like that."""

    def check_all(value: str, currency: str) -> Text | None:
        reasons = (check(part, currency) for part in split_list(value))
        return next((reason for reason in reasons if reason is not None), None)

    return check_all


def names(value: str, _currency: str) -> Text | None:
    """Accept a list of different names."""
    parts = split_list(value)
    if all(parts) and len(set(parts)) == len(parts):
        return None
    return _("A name in the list is empty or there twice.")


def split_list(value: str) -> Sequence[str]:
    """Part a list at its commas; spaces around a value do not count."""
    return [part.strip() for part in value.split(",")]
