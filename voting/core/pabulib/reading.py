"""Reading a `.pb` file, strictly: whatever is wrong is said with its line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from concejo.text import Text, _
from voting.core.malformed import Malformed
from voting.core.pabulib.file import PabulibFile
from voting.core.pabulib.meta import Meta, read_meta
from voting.core.pabulib.projects import Projects, read_projects, stated_otherwise
from voting.core.pabulib.sections import Lines, Row, Warnings, badly_quoted
from voting.core.pabulib.votes import Header, VoteReader, counted, read_header


@dataclass(frozen=True)
class Head:
    """Hold all that comes before the first vote, and what was doubtful in it."""

    meta: Meta
    projects: Projects
    header: Header
    warnings: Warnings


def read(text: str) -> PabulibFile:
    """Read a whole file, or raise `Malformed` at what is wrong.

    What does no harm is a warning: it was mended, or the file says something that its own ballots
    do not.
    """
    lines = Lines(text)
    head, rows = read_head(lines, badly_quoted(text))
    reader = VoteReader(head.header, head.projects, head.meta, head.warnings)
    votes, scale = reader.read(rows)
    check_count(head.meta, "num_votes", len(votes))
    file = replace(file_of(head, scale), votes=votes)
    return with_warnings(file, head, counted(file))


def read_head(lines: Lines, warnings: Warnings) -> tuple[Head, Iterator[Row]]:
    """Read META, PROJECTS and the header of VOTES; the votes are still to be read."""
    meta = read_meta(lines.section("META"), warnings)
    projects = read_projects(lines.section("PROJECTS"), meta, warnings)
    check_count(meta, "num_projects", len(projects.entries))
    votes = lines.section("VOTES")
    header = read_header(next(votes), meta, warnings)
    return Head(meta, projects, header, warnings), votes


def check_count(meta: Meta, key: str, found: int) -> None:
    """Demand that META says how many there are."""
    if int(meta.values[key]) != found:
        raise Malformed(
            meta.lines[key],
            _(
                "{key} says {stated}, but there are {found}.",
                key=key,
                stated=meta.values[key],
                found=found,
            ),
        )


def file_of(head: Head, scale: int) -> PabulibFile:
    """Make the file of its head, still without votes."""
    return PabulibFile(
        meta=head.meta.values,
        projects=head.projects.entries,
        votes=(),
        project_columns=head.projects.columns,
        vote_columns=head.header.columns,
        point_scale=scale,
    )


def with_warnings(
    file: PabulibFile, head: Head, numbers: Mapping[str, Mapping[str, int]]
) -> PabulibFile:
    """Add the warnings of the head, and those of votes and scores that are stated otherwise."""
    differing = stated_otherwise(head.projects, numbers, file.point_scale)
    warnings: list[tuple[int, Text]] = sorted(
        [*head.warnings, *differing], key=lambda warning: warning[0]
    )
    return replace(file, warnings=tuple(warnings))
