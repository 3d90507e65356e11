"""The form of the areas: rows that were typed, or a CSV file."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from concejo.admin.areas.core import FIELDS, MOST_AREAS, AreaDraft, Row, check
from concejo.errors import Invalid
from concejo.text import Text, _
from concejo.typed import read_line

#: Rows of the form that wait to be filled in.
EMPTY_ROWS = 5
_COLUMNS = {
    "code": ("code", "código", "codigo"),
    "parent": ("parent", "parent code", "superior", "código superior", "codigo superior"),
    "name": ("name", "nombre"),
    "amount": ("amount", "importe", "dotación", "dotacion"),
}


@dataclass(frozen=True)
class Line:
    """Something wrong with one line of a file; `number` as a spreadsheet counts, None for all."""

    number: int | None
    reason: Text


class WrongFile(Invalid):
    """The file cannot be taken; `lines` says why, line by line."""

    def __init__(self, lines: Sequence[Line]) -> None:
        super().__init__({"file": _("The file was not taken. See below what is wrong with it.")})
        self.lines = tuple(lines)


def typed_rows(form: Mapping[str, object]) -> list[Row]:
    """Read the rows of the form; those with nothing in them are left out."""
    numbers = range(MOST_AREAS + EMPTY_ROWS)
    rows = [Row(*(read_line(form.get(f"{field}_{n}")) for field in FIELDS)) for n in numbers]
    return [row for row in rows if any((row.code, row.parent, row.name, row.amount))]


def parse(rows: Sequence[Row], currency: str) -> tuple[AreaDraft, ...]:
    """Check rows, or say all that is wrong with them, field by field."""
    drafts, faults = check(rows, currency)
    if faults:
        raise Invalid(
            {field if n is None else f"{field}_{n}": fault for (n, field), fault in faults.items()},
            {"rows": rows},
        )
    return drafts


def parse_csv(content: bytes, currency: str) -> tuple[AreaDraft, ...]:
    """Read a CSV file with the columns code, parent, name and amount, or say what is wrong."""
    numbered = _read(content)
    drafts, faults = check([row for _number, row in numbered], currency)
    if faults:
        lines = [
            Line(None if n is None else numbered[n][0], fault) for (n, _f), fault in faults.items()
        ]
        raise WrongFile(sorted(lines, key=lambda line: line.number or 0))
    if not drafts:
        raise WrongFile([Line(None, _("The file has no areas."))])
    return drafts


def _read(content: bytes) -> list[tuple[int, Row]]:
    """Give the rows of a file, each with the number of its line."""
    try:
        text = content.decode("utf-8-sig").replace("\0", "")
    except UnicodeDecodeError:
        raise WrongFile([Line(None, _("Save the file as CSV UTF-8."))]) from None
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        places = _places(next(reader, []))
        return [
            (reader.line_num, Row(*(read_line(cells[p] if p < len(cells) else "") for p in places)))
            for cells in reader
            if any(cell.strip() for cell in cells)
        ]
    except csv.Error as error:
        reason = _("This line is no CSV: {error}.", error=str(error))
        raise WrongFile([Line(reader.line_num, reason)]) from None


def _places(header: Sequence[str]) -> list[int]:
    """Find the four columns by their titles, in English or Spanish."""
    titles = [cell.strip().casefold() for cell in header]
    places = [next((i for i, t in enumerate(titles) if t in _COLUMNS[f]), None) for f in FIELDS]
    missing = [name for name, place in zip(FIELDS, places, strict=True) if place is None]
    if missing:
        reason = _("The first line lacks the columns: {columns}.", columns=", ".join(missing))
        raise WrongFile([Line(1, reason)])
    return [place for place in places if place is not None]
