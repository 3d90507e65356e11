"""Take the priced proposals of a process and put them on the ballot.

See “setup” in voting/README.md.
"""

from concejo.processes.services import ProcessView
from proposals.valuation import services as valuation
from voting.models import Contest, Project
from voting.setup.core import ContestDraft, ProjectDraft, dump_conflicts, dump_quotas


async def write_contest(election_id: int, draft: ContestDraft, position: int) -> None:
    """Write a contest and its projects down, as they stand on the ballot from now on."""
    contest = await Contest.create(
        election_id=election_id,
        area_id=draft.area_id,
        area_code=draft.area_code,
        is_citywide=draft.is_citywide,
        name=draft.name,
        budget=draft.budget,
        currency=draft.currency,
        position=position,
        conflicts=dump_conflicts(draft.conflicts),
        quotas=dump_quotas(draft.quotas),
    )
    await Project.bulk_create(
        Project(
            election_id=election_id,
            contest_id=contest.id,
            proposal_id=project.proposal_id,
            code=project.code,
            name=project.name,
            summary=project.summary,
            cost=project.cost,
            position=place,
        )
        for place, project in enumerate(draft.projects)
    )


async def draft_contests(process: ProcessView) -> list[ContestDraft]:
    """Put the feasible, priced proposals into the contests of their areas."""
    priced = await valuation.list_priced(process.id)
    drafts = []
    for area in process.areas:
        projects = tuple(
            ProjectDraft(
                str(item.proposal_id), item.title, item.summary, item.cost, item.proposal_id
            )
            for item in priced
            if item.area_id == area.id
        )
        if projects and area.money.amount > 0:
            drafts.append(
                ContestDraft(
                    area.id,
                    area.code,
                    area.parent_id is None,
                    area.name,
                    area.money.amount,
                    area.money.currency,
                    projects,
                )
            )
    return drafts
