"""Writing a `.pb` file: the three sections, quoted only where it is needed."""

from collections.abc import Iterator

from voting.core.ballots import Kind
from voting.core.pabulib.file import REQUIRED, PabulibFile, major


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
    has_points = file.kind is Kind.CUMULATIVE
    yield ["voter_id", "vote", *(["points"] if has_points else []), *file.vote_columns]
    for line in file.votes:
        points = [",".join(map(str, line.ballot.points))] if has_points else []
        rest = [line.columns.get(name, "") for name in file.vote_columns]
        yield [line.voter, ",".join(line.ballot.choices), *points, *rest]
