"""Writing a `.pb` file: the three sections, quoted only where it is needed."""

import csv
import io
from collections.abc import Iterator

from voting.core.ballots import Kind
from voting.core.pabulib.file import REQUIRED, PabulibFile, major


def write(file: PabulibFile) -> str:
    """Write the election so that `read` gives it back; counts of lines are brought up to date."""
    buffer = io.StringIO()
    lines = csv.writer(buffer, delimiter=";", lineterminator="\n")
    meta = {
        **dict.fromkeys(REQUIRED, ""),
        **file.meta,
        "num_projects": str(len(file.projects)),
        "num_votes": str(len(file.votes)),
    }
    lines.writerows([["META"], ["key", "value"], *map(list, meta.items())])
    lines.writerows([["PROJECTS"], ["project_id", "cost", *file.project_columns]])
    for line in file.projects:
        cost = major(line.project.cost, file.currency)
        rest = [line.columns.get(name, "") for name in file.project_columns]
        lines.writerow([line.project.code, cost, *rest])
    lines.writerows([["VOTES"], *_votes(file)])
    return buffer.getvalue()


def _votes(file: PabulibFile) -> Iterator[list[str]]:
    has_points = file.kind is Kind.CUMULATIVE
    yield ["voter_id", "vote", *(["points"] if has_points else []), *file.vote_columns]
    for line in file.votes:
        points = [",".join(map(str, line.ballot.points))] if has_points else []
        rest = [line.columns.get(name, "") for name in file.vote_columns]
        yield [line.voter, ",".join(line.ballot.choices), *points, *rest]
