"""How data are written for everybody: CSV that no spreadsheet runs, JSON without rounding."""

import csv
import io
import json
from collections.abc import Sequence

from concejo.text import Money

#: A cell that begins so is run as a formula by spreadsheets.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def csv_line(cells: Sequence[object]) -> str:
    """Write one line of CSV."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow([_cell(cell) for cell in cells])
    return line.getvalue()


def json_text(value: object) -> str:
    """Write a value as JSON, in letters that people read."""
    return json.dumps(value, ensure_ascii=False, indent=1)


def amount(money: Money | None) -> dict[str, str] | None:
    """Write an amount in whole units, as text so that nobody rounds it."""
    if money is None:
        return None
    return {"amount": f"{money.decimal:f}", "currency": money.currency}


def _cell(cell: object) -> str:
    """Put an apostrophe before what a spreadsheet would run."""
    text = "" if cell is None else str(cell).replace("\0", "")
    return f"'{text}" if text.startswith(_DANGEROUS) else text
