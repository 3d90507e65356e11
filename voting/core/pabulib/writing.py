"""Writing a `.pb` file: the three sections, quoted only where it is needed."""

from collections.abc import Iterator

from voting.core.ballots import Kind
from voting.core.pabulib.file import NUMBERS, REQUIRED, PabulibFile, reserved_columns
from voting.core.pabulib.points import written
from voting.core.pabulib.values import major


def write(file: PabulibFile) -> str:
    """Write the election so that `read` gives it back; counts of lines are brought up to date."""
    return "".join(f"{';'.join(map(_cell, row))}\n" for row in _rows(file))


def _cell(value: str) -> str:
    if any(mark in value for mark in ';"\r\n'):
        doubled = value.replace('"', '""')
        return f'"{doubled}"'
    return value


def _rows(file: PabulibFile) -> Iterator[list[str]]:
    counts = {"num_projects": str(len(file.projects)), "num_votes": str(len(file.votes))}
    yield ["META"]
    yield ["key", "value"]
    yield from map(list, {**dict.fromkeys(REQUIRED, ""), **file.meta, **counts}.items())
    yield ["PROJECTS"]
    yield ["project_id", "cost", *file.project_columns]
    for line in file.projects:
        cost = major(line.project.cost, file.currency)
        rest = [line.columns.get(name, "") for name in file.project_columns]
        yield [line.project.code, cost, *rest]
    yield ["VOTES"]
    yield from _votes(file)


def _votes(file: PabulibFile) -> Iterator[list[str]]:
    kind = file.kind
    scale = 1 if kind is Kind.WEAK_ORDER else file.point_scale
    yield [*reserved_columns(kind), *file.vote_columns]
    for line in file.votes:
        numbers = [",".join(written(value, scale) for value in line.ballot.points)]
        rest = [line.columns.get(name, "") for name in file.vote_columns]
        ballot = [",".join(line.ballot.choices), *(numbers if kind in NUMBERS else [])]
        yield [line.voter, *ballot, *rest]
