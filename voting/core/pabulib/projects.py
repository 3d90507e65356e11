"""PROJECTS: every column that Pabulib knows, and what its values may be."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from concejo.text import Text, _
from voting.core.ballots import Project
from voting.core.malformed import Malformed
from voting.core.pabulib import values
from voting.core.pabulib.file import PabulibProject
from voting.core.pabulib.meta import Meta
from voting.core.pabulib.points import written
from voting.core.pabulib.sections import (
    Row,
    Warnings,
    check_width,
    header_of,
    named,
    unknown_columns,
)
from voting.core.pabulib.values import Check, minor


def _or_nothing(check: Check) -> Check:
    return lambda value, currency: check(value, currency) if value else None


_CHECKS: dict[str, Check] = {
    "cost": values.amount,
    "votes": _or_nothing(values.count),
    "score": _or_nothing(values.points),
    "selected": values.one_of("0", "1", "2", "3"),
    "latitude": values.degrees(90),
    "longitude": values.degrees(180),
}
_COLUMNS = frozenset(_CHECKS) | {
    "project_id",
    "name",
    "category",
    "beneficiaries",
    "neighborhood",
    "subunit",
    "district",
    "description",
    "proposer",
    "public_id",
}
#: Columns whose values are among those that META lists, where it lists them.
_LISTED = {"category": "categories", "neighborhood": "neighborhoods"}


@dataclass(frozen=True)
class Projects:
    """Hold the projects, the names of their further columns, and in which line each stands."""

    entries: tuple[PabulibProject, ...]
    columns: tuple[str, ...]
    lines: tuple[int, ...]


def read_projects(rows: Iterator[Row], meta: Meta, warnings: Warnings) -> Projects:
    """Read the projects and check each of their columns."""
    first = next(rows)
    header = header_of(first, "project_id", "cost")
    if "target" in header and "beneficiaries" not in header:
        warnings.append((first[0], _("The column target has the new name beneficiaries.")))
        header[header.index("target")] = "beneficiaries"
    warnings += ((first[0], reason) for reason in unknown_columns(header, _COLUMNS))
    columns = tuple(name for name in header if name not in ("project_id", "cost"))
    listed = {
        name: frozenset(values.split_list(meta.values[key]))
        for name, key in _LISTED.items()
        if meta.values.get(key)
    }
    entries: dict[str, PabulibProject] = {}
    lines: list[int] = []
    for row in rows:
        check_width(row, len(header))
        cells = dict(zip(header, row[1], strict=True))
        code = cells["project_id"].strip()
        _check_code(row[0], code, code in entries)
        _check_cells(row[0], cells, meta.currency, listed)
        project = Project(code, minor(cells["cost"].strip(), meta.currency), cells.get("name", ""))
        entries[code] = PabulibProject(project, {name: cells[name] for name in columns})
        lines.append(row[0])
    return Projects(tuple(entries.values()), columns, tuple(lines))


def _check_code(line: int, code: str, is_taken: bool) -> None:
    if not code or is_taken:
        raise Malformed(line, _("The project {code} is there twice or has no code.", code=code))
    if "," in code:
        reason = _("The code {code} has a comma, which parts the projects of a vote.", code=code)
        raise Malformed(line, reason)


def _check_cells(
    line: int, cells: Mapping[str, str], currency: str, listed: Mapping[str, frozenset[str]]
) -> None:
    for name, check in _CHECKS.items():
        reason = check(cells[name].strip(), currency) if name in cells else None
        if reason is not None:
            raise Malformed(line, named(name, reason))
    for name, known in listed.items():
        for part in filter(None, values.split_list(cells.get(name, ""))):
            if part not in known:
                reason = _("META lists no {value} in {key}.", value=part, key=_LISTED[name])
                raise Malformed(line, named(name, reason))


def stated_otherwise(
    projects: Projects, counted: Mapping[str, Mapping[str, int]], scale: int
) -> Iterator[tuple[int, Text]]:
    """Give the lines whose votes or score are not those of the ballots; a city may mend its own.

    `counted` has the number of each project by column; a score is of `scale` points to one.
    """
    for line, entry in zip(projects.lines, projects.entries, strict=True):
        for column, numbers in counted.items():
            stated = entry.columns.get(column, "").strip()
            to_one = scale if column == "score" else 1
            number = numbers[entry.project.code]
            if stated and Fraction(stated) * to_one != number:
                yield (
                    line,
                    _(
                        "{column} says {stated}, but by the ballots it is {counted}.",
                        column=column,
                        stated=stated,
                        counted=written(number, to_one),
                    ),
                )
