"""The short forms: an urn, a number of sheets, a reason to do something anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from concejo.errors import Invalid
from concejo.text import Text, _
from concejo.typed import read_line, read_number

MAX_NAME = 120
MAX_REASON = 400
MAX_SHEETS = 100_000


@dataclass(frozen=True)
class UrnForm:
    """The name of an urn."""

    name: str

    @classmethod
    def parse(cls, typed: Mapping[str, object]) -> Self:
        """Check that the urn has a name."""
        name = read_line(typed.get("name"))
        if not name or len(name) > MAX_NAME:
            fault = _("Name the urn, in at most {most} characters.", most=MAX_NAME)
            raise Invalid({"name": fault}, {"name": name})
        return cls(name)


@dataclass(frozen=True)
class CountForm:
    """How many sheets somebody counted in an urn, which may be empty."""

    sheets: int

    @classmethod
    def parse(cls, typed: Mapping[str, object]) -> Self:
        """Read a number of sheets."""
        text = read_line(typed.get("sheets"))
        sheets = read_number(text, most=MAX_SHEETS)
        if sheets is None:
            fault = _(
                "Write how many sheets there are: a number from 0 to {most}.", most=MAX_SHEETS
            )
            raise Invalid({"sheets": fault}, {"sheets": text})
        return cls(sheets)


@dataclass(frozen=True)
class ReasonForm:
    """Why something is done anew, and for which sheet; 0 where it is the whole urn."""

    reason: str
    number: int

    @classmethod
    def parse(cls, typed: Mapping[str, object], *, of_sheet: bool) -> Self:
        """Check that a reason is given, and the sheet where one is meant."""
        kept = {name: read_line(typed.get(name)) for name in ("reason", "number")}
        number = read_number(kept["number"], most=MAX_SHEETS) if of_sheet else 0
        faults: dict[str, Text] = {}
        if of_sheet and not number:
            faults["number"] = _("Write the number that is stamped on the sheet.")
        if not kept["reason"] or len(kept["reason"]) > MAX_REASON:
            faults["reason"] = _(
                "Write why, in at most {most} characters: it is recorded.", most=MAX_REASON
            )
        if faults:
            raise Invalid(faults, kept)
        return cls(kept["reason"], number or 0)
