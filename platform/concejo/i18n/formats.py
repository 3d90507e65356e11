"""Numbers, money and moments as a reader of one language writes them."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import Locale, dates, numbers

from concejo import settings
from concejo.text import Money

#: The regional form of each language: Spanish writes 140.000 €, English €140,000.
LOCALES = {"es": f"es_{settings.COUNTRY}", "en": "en_GB"}


def format_number(value: int | Decimal, language: str) -> str:
    """Write a number with its separators."""
    return str(numbers.format_decimal(value, locale=LOCALES[language]))


def format_money(value: Money, language: str) -> str:
    """Write an amount with its currency; cents only where there are any."""
    locale = LOCALES[language]
    pattern = Locale.parse(locale).currency_formats["standard"].pattern
    if numbers.get_currency_symbol(value.currency, locale).isalpha():
        # «PEN 12», never «PEN12»: CLDR asks for the space, Babel leaves it out.
        pattern = re.sub(r"¤(?=[#0])", "¤\u00a0", pattern)
    if value.amount % 10**value.exponent == 0:
        pattern = pattern.replace("0.00", "0")
    return str(
        numbers.format_currency(
            value.decimal, value.currency, format=pattern, locale=locale, currency_digits=False
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


def format_until(value: datetime, language: str, timezone: str = "UTC") -> str:
    """Write the moment at which something ends; midnight belongs to the day that it closes."""
    local = value.astimezone(ZoneInfo(timezone))
    if local.time() != time():
        return format_datetime(value, language, timezone)
    return f"{format_date(local.date() - timedelta(days=1), language)}, 24:00"


def format_day_before(value: datetime, end: datetime, language: str, timezone: str = "UTC") -> str:
    """Write the first day of a span, without its year where the span ends in the same one."""
    zone = ZoneInfo(timezone)
    first, last = value.astimezone(zone).date(), end.astimezone(zone).date()
    if first.year != last.year:
        return format_date(first, language)
    return str(dates.format_skeleton("MMMMd", first, locale=LOCALES[language]))
