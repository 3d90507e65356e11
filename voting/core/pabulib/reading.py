"""Reading a `.pb` file, strictly: whatever is wrong is said with its line."""

import csv
import io
from collections.abc import Iterator, Mapping

from concejo.text import Text, _
from voting.core.ballots import Ballot, Kind, Project
from voting.core.pabulib.file import (
    KINDS,
    REQUIRED,
    Malformed,
    PabulibFile,
    PabulibProject,
    PabulibVote,
    minor,
)

_SECTIONS = ("META", "PROJECTS", "VOTES")
_AMOUNTS = ("budget", "min_sum_cost", "max_sum_cost", "min_project_cost", "max_project_cost")
_COUNTS = (
    "num_projects",
    "num_votes",
    "min_length",
    "max_length",
    "max_points",
    "min_sum_points",
    "max_sum_points",
)

_Row = tuple[int, list[str]]
_Warnings = list[tuple[int, Text]]


def read(text: str) -> PabulibFile:
    """Read a whole file, or raise `Malformed` at the first line that is wrong."""
    sections = _split(text)
    meta, lines = _meta(sections["META"])
    currency = meta.get("currency") or "XXX"
    projects, project_columns = _projects(sections["PROJECTS"], currency)
    known = frozenset(line.project.code for line in projects)
    warnings: _Warnings = []
    votes, vote_columns = _votes(sections["VOTES"], KINDS[meta["vote_type"]], known, warnings)
    for key, found in (("num_projects", len(projects)), ("num_votes", len(votes))):
        if int(meta[key]) != found:
            stated = meta[key]
            raise Malformed(
                lines[key],
                _(
                    "{key} says {stated}, but there are {found}.",
                    key=key,
                    stated=stated,
                    found=found,
                ),
            )
    return PabulibFile(
        meta, tuple(projects), tuple(votes), project_columns, vote_columns, tuple(warnings)
    )


def _rows(text: str) -> Iterator[_Row]:
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";")
    line = 1
    try:
        for row in reader:
            if row:
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise Malformed(line, _("The line cannot be read as separated values.")) from error


def _split(text: str) -> dict[str, list[_Row]]:
    """Divide the lines among the three sections, which come in their order."""
    sections: dict[str, list[_Row]] = {}
    line = 1
    for line, row in _rows(text):
        title = row[0].strip()
        if len(row) == 1 and title in _SECTIONS:
            if len(sections) == len(_SECTIONS) or title != _SECTIONS[len(sections)]:
                raise Malformed(
                    line, _("The section {section} is not expected here.", section=title)
                )
            sections[title] = []
        elif not sections:
            raise Malformed(line, _("The section {section} is missing.", section="META"))
        else:
            sections[_SECTIONS[len(sections) - 1]].append((line, row))
    for section in _SECTIONS:
        if section not in sections:
            raise Malformed(line, _("The section {section} is missing.", section=section))
        if not sections[section]:
            raise Malformed(line, _("The section {section} has no header.", section=section))
    return sections


def _meta(rows: list[_Row]) -> tuple[dict[str, str], dict[str, int]]:
    start, header = rows[0]
    if header != ["key", "value"]:
        raise Malformed(start, _("The header must be {header}.", header="key;value"))
    meta: dict[str, str] = {}
    lines: dict[str, int] = {}
    for line, row in rows[1:]:
        if len(row) != 2:
            raise Malformed(line, _wrong_width(2, len(row)))
        key, value = row[0].strip(), row[1].strip()
        if key in meta:
            raise Malformed(line, _("The key {key} is there twice.", key=key))
        meta[key], lines[key] = value, line
    for key in REQUIRED:
        if not meta.get(key):
            raise Malformed(lines.get(key, start), _("The key {key} is missing.", key=key))
    _check_values(meta, lines)
    return meta, lines


def _check_values(meta: Mapping[str, str], lines: Mapping[str, int]) -> None:
    if meta["vote_type"] not in KINDS:
        reason = _("There is no vote type {name}.", name=meta["vote_type"])
        raise Malformed(lines["vote_type"], reason)
    for key in _AMOUNTS:
        if meta.get(key):
            _amount(meta[key], meta.get("currency") or "XXX", lines[key])
    for key in _COUNTS:
        if meta.get(key):
            _integer(meta[key], lines[key])


def _amount(number: str, currency: str, line: int) -> int:
    try:
        return minor(number, currency)
    except ValueError as error:
        raise Malformed(line, _("{value} is not an amount of money.", value=number)) from error


def _integer(number: str, line: int) -> int:
    if not (number.isascii() and number.isdecimal()):
        raise Malformed(line, _("{value} is not a whole number.", value=number))
    return int(number)


def _wrong_width(wanted: int, found: int) -> Text:
    return _(
        "The line has {found} values, but the header has {wanted}.", found=found, wanted=wanted
    )


def _header(rows: list[_Row], first: str, *others: str) -> list[str]:
    line, row = rows[0]
    header = [name.strip() for name in row]
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


def _projects(rows: list[_Row], currency: str) -> tuple[list[PabulibProject], tuple[str, ...]]:
    header = _header(rows, "project_id", "cost")
    if "beneficiaries" not in header:
        # Files before April 2026 call the column `target`.
        header = ["beneficiaries" if name == "target" else name for name in header]
    columns = tuple(name for name in header if name not in ("project_id", "cost"))
    projects: list[PabulibProject] = []
    codes: set[str] = set()
    for line, row in rows[1:]:
        if len(row) != len(header):
            raise Malformed(line, _wrong_width(len(header), len(row)))
        values = dict(zip(header, row, strict=True))
        code = values["project_id"].strip()
        if not code or code in codes:
            raise Malformed(line, _("The project {code} is there twice or has no code.", code=code))
        codes.add(code)
        project = Project(
            code, _amount(values["cost"].strip(), currency, line), values.get("name", "")
        )
        projects.append(PabulibProject(project, {name: values[name] for name in columns}))
    return projects, columns


def _votes(
    rows: list[_Row], kind: Kind, known: frozenset[str], warnings: _Warnings
) -> tuple[list[PabulibVote], tuple[str, ...]]:
    has_points = kind is Kind.CUMULATIVE
    header = _header(rows, "voter_id", "vote", *(["points"] if has_points else []))
    taken = ("voter_id", "vote", "points") if has_points else ("voter_id", "vote")
    columns = tuple(name for name in header if name not in taken)
    places = [(name, header.index(name)) for name in columns]
    vote_at, points_at = header.index("vote"), header.index("points") if has_points else None
    votes = []
    for line, row in rows[1:]:
        if len(row) != len(header):
            raise Malformed(line, _wrong_width(len(header), len(row)))
        points = None if points_at is None else row[points_at]
        ballot = _ballot(line, kind, (row[vote_at], points), known, warnings)
        votes.append(PabulibVote(row[0], ballot, {name: row[at] for name, at in places}))
    return votes, columns


def _ballot(
    line: int,
    kind: Kind,
    written: tuple[str, str | None],
    known: frozenset[str],
    warnings: _Warnings,
) -> Ballot:
    vote, points = written
    codes = [code.strip() for code in vote.split(",")] if vote.strip() else []
    for code in codes:
        if code not in known:
            raise Malformed(
                line, _("The vote names the project {code}, which does not stand.", code=code)
            )
    values = [] if not points else [_integer(value.strip(), line) for value in points.split(",")]
    if points is not None and len(values) != len(codes):
        raise Malformed(
            line,
            _(
                "The vote names {codes} projects, but gives points {points} times.",
                codes=len(codes),
                points=len(values),
            ),
        )
    if len(set(codes)) != len(codes):
        warnings.append((line, _("A project is twice in the vote; it is counted once.")))
        once = [place for place, code in enumerate(codes) if code not in codes[:place]]
        codes, values = [codes[at] for at in once], [values[at] for at in once if values]
    return Ballot.of(kind, codes, values)
