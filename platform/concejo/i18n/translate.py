"""Give a `Text` the language of its reader."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from concejo.i18n.catalogues import catalogue
from concejo.i18n.formats import format_date, format_datetime, format_money, format_number
from concejo.text import Money, Text


def translate(value: object, language: str, timezone: str = "UTC") -> str:
    """Put a sentence or any value that a sentence may hold into words."""
    match value:
        case Text():
            return _sentence(value, language, timezone)
        case Money():
            return format_money(value, language)
        case datetime():
            return format_datetime(value, language, timezone)
        case date():
            return format_date(value, language)
        case bool():
            return str(value)
        case int() | Decimal():
            return format_number(value, language)
        case _:
            return str(value)


def _sentence(text: Text, language: str, timezone: str) -> str:
    known = catalogue(language)
    if text.plural is None:
        chosen = known.gettext(text.message)
    else:
        chosen = known.ngettext(text.message, text.plural, text.count)
    return chosen.format_map(_words(text.values, language, timezone))


def _words(values: Mapping[str, object], language: str, timezone: str) -> dict[str, str]:
    return {name: translate(value, language, timezone) for name, value in values.items()}
