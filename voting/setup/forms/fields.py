"""Answers of the page: how each is asked for, read, and written as it is shown.

One description of an answer serves the page and the reader, so that neither can ask for what the
other does not know.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, TypeAlias

from concejo.amounts import NotAnAmount, parse_money, write_money
from concejo.text import Money, Text, _
from concejo.typed import read_line, read_number

#: What an answer is, once it is read; None where nothing was said and nothing has to be.
Value: TypeAlias = int | str | bool | None

_PERCENT = re.compile(r"(\d{1,3})(?:[.,](\d))? ?%?", re.ASCII)


class Unreadable(ValueError):
    """The answer is none; the reason says what would be one."""

    def __init__(self, reason: Text) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True)
class Field:
    """Be one answer: its name in the form, what it is called, and what it begins as.

    Answers that are `is_further` are rarely needed: the page keeps them folded.
    """

    name: str
    label: Text
    hint: Text | None = None
    default: Value = None
    is_further: bool = False

    widget: ClassVar[str] = "text"

    def read(self, typed: str, _currency: str) -> Value:
        """Read what was typed, or raise `Unreadable`."""
        return typed

    def write(self, value: Value, _currency: str) -> str:
        """Write a value as the page shows it, so that it reads the same again."""
        return "" if value is None else str(value)


@dataclass(frozen=True)
class Number(Field):
    """Ask for a whole number; where it is not needed, nothing means no such limit.

    `most` is None where every number has its use.
    """

    least: int = 1
    most: int | None = 500
    is_needed: bool = False
    unit: str = ""

    widget: ClassVar[str] = "number"

    def read(self, typed: str, _currency: str) -> Value:
        """Read a number between the least and the most, with its minus where it may have one."""
        if not typed and not self.is_needed:
            return None
        is_below = self.least < 0 and typed[:1] in ("-", "−")
        digits = read_number(typed[1:] if is_below else typed)
        number = -digits if digits is not None and is_below else digits
        if number is None or number < self.least or (self.most is not None and number > self.most):
            raise Unreadable(self._reason())
        return number

    def _reason(self) -> Text:
        if self.most is None:
            return _("A whole number from {least} up.", least=self.least)
        if self.is_needed:
            return _("A whole number from {least} to {most}.", least=self.least, most=self.most)
        return _(
            "A whole number from {least} to {most}, or nothing.", least=self.least, most=self.most
        )


@dataclass(frozen=True)
class Amount(Field):
    """Ask for an amount of money, in whole units of the currency; it is kept in minor units."""

    is_needed: bool = False

    widget: ClassVar[str] = "amount"

    def read(self, typed: str, currency: str) -> Value:
        """Read an amount, however its figures are separated."""
        if not typed and not self.is_needed:
            return None
        try:
            amount = parse_money(typed, currency).amount
        except NotAnAmount as problem:
            raise Unreadable(problem.message) from problem
        if not amount:
            raise Unreadable(_("The amount has to be more than nothing."))
        return amount

    def write(self, value: Value, currency: str) -> str:
        """Write the amount in whole units."""
        return "" if value is None else write_money(Money(int(value), currency))


@dataclass(frozen=True)
class Percent(Field):
    """Ask for a percentage with one decimal; it is kept in thousandths."""

    widget: ClassVar[str] = "percent"

    def read(self, typed: str, _currency: str) -> Value:
        """Read a share from 0 to 100 percent."""
        found = _PERCENT.fullmatch(typed or "0")
        permille = int(found[1]) * 10 + int(found[2] or 0) if found else None
        if permille is None or permille > 1000:
            raise Unreadable(_("A percentage from 0 to 100, with one decimal at most."))
        return permille

    def write(self, value: Value, _currency: str) -> str:
        """Write thousandths as a percentage."""
        whole, tenth = divmod(int(value or 0), 10)
        return f"{whole}.{tenth}" if tenth else str(whole)


@dataclass(frozen=True)
class Tick(Field):
    """Ask whether something holds: a box that is ticked or not."""

    widget: ClassVar[str] = "tick"

    def read(self, typed: str, _currency: str) -> Value:
        """Take any value for yes; a box that is not ticked sends none."""
        return bool(typed)

    def write(self, value: Value, _currency: str) -> str:
        """Write the value of the box, or nothing."""
        return "1" if value else ""


@dataclass(frozen=True)
class Choice(Field):
    """Ask for one of a few: each with its name and with what it means and whom it suits."""

    options: tuple[tuple[str, Text, Text], ...] = ()

    widget: ClassVar[str] = "choice"

    @property
    def names(self) -> tuple[tuple[str, Text], ...]:
        """Give the options without their meaning, for a list that folds."""
        return tuple((value, label) for value, label, _hint in self.options)

    def read(self, typed: str, _currency: str) -> Value:
        """Read one of the options."""
        if typed not in [value for value, _label, _hint in self.options]:
            raise Unreadable(_("Choose one of these."))
        return typed


@dataclass(frozen=True)
class Section:
    """Be something to choose, with the answers that are asked for only where it is chosen."""

    value: str
    label: Text
    hint: Text
    fields: tuple[Field, ...] = ()

    @property
    def first(self) -> tuple[Field, ...]:
        """Give the answers that everybody has to think of."""
        return tuple(field for field in self.fields if not field.is_further)

    @property
    def further(self) -> tuple[Field, ...]:
        """Give the answers that are rarely needed."""
        return tuple(field for field in self.fields if field.is_further)


class Answers:
    """Read one answer after another, and keep every reason why one cannot be taken."""

    def __init__(self, typed: Mapping[str, object], currency: str) -> None:
        """Begin with what was typed, on one line each."""
        self.typed = {name: read_line(value) for name, value in typed.items()}
        self.currency = currency
        self.wrong: dict[str, Text] = {}

    def read(self, field: Field) -> Value:
        """Read one answer; None where it cannot be taken."""
        try:
            return field.read(self.typed.get(field.name, ""), self.currency)
        except Unreadable as problem:
            self.wrong[field.name] = problem.reason
            return None

    def number(self, field: Field) -> int | None:
        """Read an answer that is a number or an amount."""
        value = self.read(field)
        return None if value is None or isinstance(value, str) else int(value)
