"""The form of a process."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import available_timezones

from babel.core import get_global

from concejo.errors import Invalid
from concejo.text import Text, _
from concejo.typed import read_number, read_row, read_words

TITLE, SUMMARY, DESCRIPTION = (4, 120), (20, 400), 20_000
AGES = (12, 99)
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_REGIONS = (
    "Africa/",
    "America/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
)

#: The time zones of places where people live, by name.
TIMEZONES = tuple(sorted(z for z in available_timezones() if z.startswith(_REGIONS)))
#: The ISO 4217 currencies in use: the euro and those of Iberian America first.
_FIRST = ("EUR", "ARS", "BOB", "BRL", "CLP", "COP", "CRC", "DOP", "GTQ", "HNL", "MXN", "NIO")
_THEN = ("PAB", "PEN", "PYG", "USD", "UYU", "VES")


def _currencies() -> tuple[str, ...]:
    used = {
        code
        for periods in get_global("territory_currencies").values()
        for code, _since, until, is_tender in periods
        if until is None and is_tender
    }
    return (*_FIRST, *_THEN, *sorted(used - {*_FIRST, *_THEN}))


CURRENCIES = _currencies()


@dataclass(frozen=True)
class ProcessForm:
    """What a process is: its words, its clocks, its money and who may take part."""

    title: str
    slug: str
    summary: str
    description: str
    timezone: str
    currency: str
    minimum_age: int
    roll_id: int

    @classmethod
    def parse(cls, typed: Mapping[str, object]) -> "ProcessForm":
        """Check what was typed, or say all that is wrong with it."""
        values = {name: read_words(typed.get(name)) for name in cls.__dataclass_fields__}
        faults: dict[str, Text | None] = {
            "title": _length_fault(values["title"], *TITLE),
            "slug": _slug_fault(values["slug"]),
            "summary": _length_fault(values["summary"], *SUMMARY),
            "description": _length_fault(values["description"], 0, DESCRIPTION),
            "timezone": None if values["timezone"] in TIMEZONES else _("Choose a time zone."),
            "currency": None if values["currency"] in CURRENCIES else _("Choose a currency."),
            "minimum_age": _age_fault(values["minimum_age"]),
            "roll_id": None if read_row(values["roll_id"]) else _("Choose an electoral roll."),
        }
        wrong = {name: fault for name, fault in faults.items() if fault is not None}
        if wrong:
            raise Invalid(wrong, values)
        numbers = {name: int(values.pop(name)) for name in ("minimum_age", "roll_id")}
        return cls(**values, **numbers)  # type: ignore[arg-type]  # names and kinds are those above

    @property
    def typed(self) -> dict[str, object]:
        """Give everything as it was typed, for a form that comes back."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


def _length_fault(text: str, least: int, most: int) -> Text | None:
    if len(text) < least:
        return _(
            "Write at least {least} characters; there are {length}.", least=least, length=len(text)
        )
    if len(text) > most:
        return _(
            "Write at most {most} characters; there are {length}.", most=most, length=len(text)
        )
    return None


def _slug_fault(slug: str) -> Text | None:
    if _SLUG.fullmatch(slug) and len(slug) <= 60 and slug != "new":
        return None
    return _("Write small letters without accents, figures and single hyphens: participa-2027.")


def _age_fault(typed: str) -> Text | None:
    least, most = AGES
    if (read_number(typed, most) or 0) >= least:
        return None
    return _("Write an age from {least} to {most}.", least=least, most=most)
