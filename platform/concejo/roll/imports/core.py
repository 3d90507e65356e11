"""Read the lines of a roll file: which column is which, and what is wrong with a line."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from concejo.errors import Invalid
from concejo.roll.core import WrongDocument, canonical_document, parse_birth_date, parse_postcode
from concejo.text import Text, _
from concejo.typed import fold

#: Column → how files call it, in one word and without accents.
COLUMNS: dict[str, tuple[str, ...]] = {
    "documento": ("documento", "document", "document_number", "dni", "nif", "numero_documento"),
    "fecha_nacimiento": ("fecha_nacimiento", "fecha_de_nacimiento", "birth_date", "date_of_birth"),
    "codigo_postal": ("codigo_postal", "cp", "postcode", "postal_code", "zip"),
    "area": ("area", "area_code", "ambito", "ambito_id", "distrito", "district"),
}
MAX_AREA = 20
_DELIMITERS = ";,\t"


@dataclass(frozen=True)
class Header:
    """Where each column is, and what stands between two."""

    delimiter: str
    places: dict[str, int]

    def cells(self, line: str) -> dict[str, str] | None:
        """Cut a line into its cells; None when it cannot be."""
        try:
            cells = next(csv.reader([line], delimiter=self.delimiter, strict=True), [])
        except csv.Error:
            return None
        if len(cells) <= max(self.places.values()):
            return None
        return {name: cells[place] for name, place in self.places.items()}


@dataclass(frozen=True)
class Line:
    """A line that can be taken: a person, with the number of the line in the file."""

    number: int
    document: str
    birth_date: date
    postcode: str
    area_code: str


@dataclass(frozen=True)
class Refusal:
    """A line that was not taken, with every reason."""

    number: int
    reasons: tuple[Text, ...]


@dataclass
class ImportReport:
    """What became of each line of a file."""

    lines: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    deactivated: int = 0
    refused: list[Refusal] = field(default_factory=list)
    #: Who is missing was left alone, because lines were refused: it could be the same people.
    kept_missing: bool = False


def read_header(line: str) -> Header:
    """Find the columns in the first line of a file; refuse a file that lacks one."""
    delimiter = max(_DELIMITERS, key=line.count)
    cells = next(csv.reader([line], delimiter=delimiter), [])
    names = [_name_of(cell) for cell in cells]
    found = {
        column: names.index(name)
        for column, known in COLUMNS.items()
        for name in reversed(known)
        if name in names
    }
    missing = [column for column in COLUMNS if column not in found]
    if missing:
        raise Invalid(
            {
                "file": _(
                    "The first line has to name the columns. Missing: {missing}.",
                    missing=", ".join(missing),
                )
            }
        )
    return Header(delimiter, found)


def read_line(
    header: Header, number: int, line: str, *, country: str, is_synthetic: bool, today: date
) -> Line | Refusal:
    """Read one person, or every reason why not."""
    cells = header.cells(line)
    if cells is None:
        return Refusal(number, (_("The line cannot be cut into its columns."),))
    document: str | Text
    try:
        document = canonical_document(cells["documento"], country, is_synthetic=is_synthetic)
    except WrongDocument as wrong:
        document = wrong.message
    birth_date = parse_birth_date(cells["fecha_nacimiento"], today)
    postcode = parse_postcode(cells["codigo_postal"])
    area = _area(cells["area"])
    match document, birth_date, postcode, area:
        case str(), date(), str(), str():
            return Line(number, document, birth_date, postcode, area)
    return Refusal(number, _texts((document, birth_date, postcode, area)))


def _area(typed: str) -> str | Text:
    area = " ".join(typed.split())
    if not area:
        return _("The area is missing.")
    if len(area) > MAX_AREA:
        return _("The area code is too long: {most} signs at most.", most=MAX_AREA)
    return area


def _texts(parts: Sequence[object]) -> tuple[Text, ...]:
    return tuple(part for part in parts if isinstance(part, Text))


def _name_of(column: str) -> str:
    """Give the name of a column in one word: `Fecha de nacimiento` is fecha_de_nacimiento."""
    letters = fold(column.strip().strip("\ufeff"))
    return "_".join(letters.replace("-", " ").replace("_", " ").split())


def is_blank(line: str) -> bool:
    """Say whether a line has nothing on it but separators."""
    return not line.strip(_DELIMITERS + ' \r\n"')


def first_line(lines: Iterable[str]) -> str:
    """Take the first line that has something on it; refuse an empty file."""
    for line in lines:
        if not is_blank(line):
            return line
    raise Invalid({"file": _("The file is empty.")})
