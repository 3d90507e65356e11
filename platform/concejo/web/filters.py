"""Template filters that put values into a reader's words."""

from collections.abc import Callable
from datetime import date, datetime

from markupsafe import Markup, escape

from concejo.i18n import (
    format_date,
    format_datetime,
    format_day_before,
    format_money,
    format_number,
    format_until,
)
from concejo.text import Money


def for_language(language: str) -> dict[str, Callable[..., object]]:
    """Give the filters of one language: what is written in a template after a bar."""
    return {
        "money": lambda amount, currency=None: format_money(
            amount if currency is None else Money(amount, currency), language
        ),
        "number": lambda value: format_number(value, language),
        "date": lambda value, timezone="UTC": _date(value, language, timezone),
        "datetime": lambda value, timezone="UTC": format_datetime(value, language, timezone),
        "until": lambda value, timezone="UTC": format_until(value, language, timezone),
        "date_before": lambda value, end, timezone="UTC": format_day_before(
            value, end, language, timezone
        ),
        "paragraphs": paragraphs,
    }


def paragraphs(text: str) -> Markup:
    """Show typed text with its paragraphs and line breaks; all else in it stays text."""
    blocks = [block for block in text.replace("\r\n", "\n").split("\n\n") if block.strip()]
    return Markup("\n").join(
        Markup("<p>{}</p>").format(
            Markup("<br>").join(escape(line) for line in block.strip().split("\n"))
        )
        for block in blocks
    )


def _date(value: date, language: str, timezone: str) -> str:
    if isinstance(value, datetime):
        return format_datetime(value, language, timezone).rsplit(",", 1)[0]
    return format_date(value, language)
