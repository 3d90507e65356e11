"""Read what everybody may have: processes, proposals, projects, results."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from concejo.db import Row, fetch
from concejo.errors import NotFound
from concejo.opendata.core import amount
from concejo.processes.services import ProcessView
from concejo.text import Money, _
from proposals.services import public_sql
from voting.models import Tally
from voting.services import ContestResult, ElectionView, Results, find_results

_BATCH = 500
Record = dict[str, object]

PROPOSAL_COLUMNS = (
    "id",
    "title",
    "summary",
    "text",
    "place",
    "area",
    "status",
    "author",
    "submitted_at",
    "supports",
    "cost_guess",
    "feasible",
    "cost",
    "competent_body",
    "reasons",
    "currency",
)
PROJECT_COLUMNS = ("contest", "code", "name", "summary", "cost", "currency", "proposal")

_PROPOSALS = """
SELECT p.id, p.title, p.summary, p.text, p.place, p.area_id, p.status, p.submitted_at, p.cost_guess,
 a.name AS author, v.is_feasible, v.cost, v.competent_body, v.reasons,
 (SELECT COUNT(*) FROM support s WHERE s.proposal_id = p.id) AS supports
FROM proposal p JOIN account a ON a.id = p.author_id LEFT JOIN valuation v ON v.proposal_id = p.id
WHERE p.process_id = ? AND p.id > ? AND {public} ORDER BY p.id LIMIT ?
"""


def describe(process: ProcessView) -> Record:
    """Give a process with its areas and phases; all moments in UTC."""
    codes = {area.id: area.code for area in process.areas}
    return {
        "slug": process.slug,
        "title": process.title,
        "summary": process.summary,
        "description": process.description,
        "timezone": process.timezone,
        "currency": process.currency,
        "minimum_age": process.minimum_age,
        "areas": [
            {
                "code": area.code,
                "name": area.name,
                "part_of": codes.get(area.parent_id or 0),
                "envelope": amount(area.money),
            }
            for area in process.areas
        ],
        "phases": [
            {
                "kind": phase.kind.value,
                "starts_at": phase.starts_at.isoformat(),
                "ends_at": None if phase.is_endless else phase.ends_at.isoformat(),
            }
            for phase in process.phases
        ],
    }


async def read_proposals(process: ProcessView) -> AsyncIterator[Record]:
    """Give the public proposals one by one, with their supports counted and never named."""
    public, statuses = public_sql()
    sql = _PROPOSALS.format(public=public)
    last = 0
    while rows := await fetch(sql, process.id, last, *statuses, _BATCH):
        for row in rows:
            yield _proposal(process, row)
        last = rows[-1].integer("id")


async def count_proposals(process: ProcessView) -> int:
    """Tell how many proposals are public."""
    public, statuses = public_sql()
    sql = f"SELECT COUNT(*) AS n FROM proposal p WHERE p.process_id = ? AND {public}"
    rows = await fetch(sql, process.id, *statuses)
    return rows[0].integer("n")


def read_projects(election: ElectionView) -> list[Record]:
    """Give what stands on the ballots, contest by contest."""
    return [
        {
            "contest": contest.area_code,
            "code": project.code,
            "name": project.name,
            "summary": project.summary,
            "cost": amount(Money(project.cost, contest.currency)),
            "proposal": project.proposal_id,
        }
        for contest in election.contests
        for project in contest.projects
    ]


async def get_results(process: ProcessView) -> Results:
    """Give the results of a process that was counted."""
    results = await find_results(process)
    if results is None:
        raise NotFound(_("The results are published once the ballots have been counted."))
    return results


def describe_results(results: Results) -> Record:
    """Give what was counted, with the digest that a recount must give too."""
    return {
        "process": results.election.process.slug,
        "manifest_sha256": results.election.manifest_hash,
        "eligible": results.election.eligible,
        "contests": [_contest(result) for result in results.contests],
    }


def _contest(result: ContestResult) -> Record:
    outcome = result.outcome
    standings = [
        {"code": standing.project, "score": standing.score, "supporters": standing.supporters}
        for standing in outcome.standings
    ]
    return {
        "contest": result.contest.area_code,
        "name": result.contest.name,
        "budget": amount(Money(outcome.budget, outcome.currency)),
        "spent": amount(Money(outcome.spent, outcome.currency)),
        "ballots": outcome.voters,
        "blank": outcome.blank,
        "rule": outcome.rule.to_value(),
        "outcome_sha256": result.digest,
        "winners": list(outcome.winners),
        "standings": standings,
    }


@dataclass(frozen=True)
class KeptOutcome:
    """The outcome of a contest, letter by letter as its digest was made."""

    text: str
    digest: str


async def get_outcome(process: ProcessView, contest_id: int) -> KeptOutcome:
    """Give the outcome of a counted contest of a process."""
    tally = await Tally.get_or_none(
        contest_id=contest_id,
        contest__election__process_id=process.id,
        contest__election__counted_at__isnull=False,
    )
    if tally is None:
        raise NotFound(_("This contest has no published count."))
    return KeptOutcome(tally.outcome, tally.digest)


def _proposal(process: ProcessView, row: Row) -> Record:
    was_valued = row["is_feasible"] is not None
    return {
        "id": row.integer("id"),
        "title": row.text("title"),
        "summary": row.text("summary"),
        "text": row.text("text"),
        "place": row.text("place"),
        "area": process.area(row.integer("area_id")).code,
        "status": row.text("status"),
        "author": row.text("author"),
        "submitted_at": row.time("submitted_at").isoformat(),
        "supports": row.integer("supports"),
        "cost_guess": _cost(process, row, "cost_guess"),
        "feasible": row.flag("is_feasible") if was_valued else None,
        "cost": _cost(process, row, "cost"),
        "competent_body": row["competent_body"],
        "reasons": row["reasons"],
    }


def _cost(process: ProcessView, row: Row, column: str) -> dict[str, str] | None:
    cost = None if row[column] is None else Money(row.integer(column), process.currency)
    return amount(cost)
