"""Numbers, money and moments as a reader of one language writes them."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import dates, numbers

from concejo.text import Money

#: The regional form of each language: Spanish writes 140.000 €, English €140,000.
LOCALES = {"es": "es_ES", "en": "en_GB"}


def format_number(value: int | Decimal, language: str) -> str:
    """Write a number with its separators."""
    return str(numbers.format_decimal(value, locale=LOCALES[language]))


def format_money(value: Money, language: str) -> str:
    """Write an amount with its currency; cents only where there are any."""
    whole = value.amount % 10**value.exponent == 0
    return str(
        numbers.format_currency(
            value.decimal,
            value.currency,
            locale=LOCALES[language],
            format=("#,##0 ¤" if language == "es" else "¤#,##0") if whole else None,
            currency_digits=not whole,
        )
    )


def format_date(value: date, language: str) -> str:
    """Write a day: 25 de febrero de 2027."""
    return str(dates.format_date(value, format="long", locale=LOCALES[language]))


def format_datetime(value: datetime, language: str, timezone: str = "UTC") -> str:
    """Write a moment with its hour, on the clocks of `timezone`."""
    local = value.astimezone(ZoneInfo(timezone))
    day = dates.format_date(local, format="long", locale=LOCALES[language])
    return f"{day}, {local:%H:%M}"
