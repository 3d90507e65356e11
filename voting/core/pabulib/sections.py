"""The lines of a `.pb` file, divided among its three sections."""

import csv
import io
from collections.abc import Iterator

from concejo.text import Text, _
from voting.core.malformed import Malformed

SECTIONS = ("META", "PROJECTS", "VOTES")

#: A line that is read: where it begins, and its values.
Row = tuple[int, list[str]]
#: What was mended or is doubtful, with its line.
Warnings = list[tuple[int, Text]]


def decoded(data: bytes) -> str:
    """Turn the bytes of a file into text, or say in which line they are none."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Malformed(line, _("The line is not text in UTF-8.")) from error


class Lines:
    """Give the lines of a file, section by section; a vote is forgotten once it is read."""

    def __init__(self, text: str) -> None:
        self._rows = _rows(text)
        self._line, first = next(self._rows, (1, [""]))
        self._title = _title(first)

    def section(self, name: str) -> Iterator[Row]:
        """Give the lines of a section, its header first; sections are asked for in their order."""
        if self._title != name:
            raise self._fault(name)
        self._title, has_header = "", False
        for line, row in self._rows:
            self._line, self._title = line, _title(row)
            if self._title:
                break
            has_header = True
            yield line, row
        if not has_header:
            raise Malformed(self._line, _("The section {section} has no header.", section=name))
        wanted = "" if name == SECTIONS[-1] else SECTIONS[SECTIONS.index(name) + 1]
        if self._title != wanted:
            raise self._fault(wanted)

    def _fault(self, wanted: str) -> Malformed:
        if self._title:
            reason = _("The section {section} is not expected here.", section=self._title)
        else:
            reason = _("The section {section} is missing.", section=wanted)
        return Malformed(self._line, reason)


def _title(row: list[str]) -> str:
    """Give the section that a line begins, if it begins one."""
    title = row[0].strip() if len(row) == 1 else ""
    return title if title in SECTIONS else ""


_QUOTED = _("A quotation mark stands in the middle of a value; those of the value are left out.")


#: A quotation that nobody closes would take in this line too.
_END = "END OF FILE"


def _rows(text: str) -> Iterator[Row]:
    reader = csv.reader(_source(f"{text}\n{_END}"), delimiter=";")
    line = 1
    last: Row = (line, [])
    try:
        for row in reader:
            if last[1]:
                yield last
            last = line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise Malformed(line, _("The line cannot be read as separated values.")) from error
    if last[1] != [_END]:
        raise Malformed(last[0], _("The line begins a quotation that is not closed."))


def _source(text: str) -> io.StringIO:
    return io.StringIO(text.removeprefix("\ufeff"), newline="")


def badly_quoted(text: str) -> Warnings:
    """Find the lines with a mark after which a value goes on: it should have been doubled."""
    return [(line, _QUOTED) for line in _badly_quoted(text)]


def _badly_quoted(text: str) -> Iterator[int]:
    if '"' not in text:
        return
    reader = csv.reader(_source(text), delimiter=";", strict=True)
    while True:
        try:
            for _row in reader:
                pass
            return
        except csv.Error:
            yield reader.line_num


def header_of(row: Row, first: str, *others: str) -> list[str]:
    """Read a header, which begins with one column and has further ones, each once."""
    line, cells = row
    header = [name.strip() for name in cells]
    for second in others:
        if header[0] != first or second not in header:
            raise Malformed(
                line,
                _(
                    "The header must begin with {first} and have {second}.",
                    first=first,
                    second=second,
                ),
            )
    if len(set(header)) != len(header):
        raise Malformed(line, _("The header names a column twice."))
    return header


def check_width(row: Row, wanted: int) -> None:
    """Demand that a line has as many values as its header."""
    line, cells = row
    if len(cells) != wanted:
        raise Malformed(
            line,
            _(
                "The line has {found} values, but the header has {wanted}.",
                found=len(cells),
                wanted=wanted,
            ),
        )


def named(name: str, reason: Text) -> Text:
    """Say of which key or column something is said."""
    return Text("{name}: {reason}", {"name": name, "reason": reason})


def unknown_columns(header: list[str], known: frozenset[str]) -> Iterator[Text]:
    """Name the columns that the format does not know; ours are no strangers."""
    for name in header:
        if name not in known and not name.startswith("concejo_"):
            yield _("Pabulib knows no column {name}; it is kept as it is.", name=name)
