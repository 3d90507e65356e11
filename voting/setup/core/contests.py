"""Contests: what competes for which money, before and after the lock."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from voting.core.ballots import BallotForm, Kind, Project
from voting.core.profile import Instance, Quota
from voting.core.protocol.contests import Contest


@dataclass(frozen=True)
class ProjectDraft:
    """A project as it is put on the ballot; `proposal_id` is None for an imported one."""

    code: str
    name: str
    summary: str
    cost: int
    proposal_id: int | None = None


@dataclass(frozen=True)
class ContestDraft:
    """A contest as it is put to the vote: an area with its money and what competes for it."""

    area_id: int
    area_code: str
    is_citywide: bool
    name: str
    budget: int
    currency: str
    projects: tuple[ProjectDraft, ...]
    conflicts: tuple[tuple[str, ...], ...] = ()
    quotas: tuple[Quota, ...] = ()

    def to_protocol(self) -> Contest:
        """Give the contest as it stands in the manifest."""
        standing = tuple(Project(p.code, p.cost, p.name) for p in self.projects)
        instance = Instance(standing, self.budget, self.currency, self.conflicts, self.quotas)
        return Contest(self.area_code, self.name, instance)


@dataclass(frozen=True)
class ProjectView:
    """A project as it stands on the ballot."""

    id: int
    proposal_id: int | None
    code: str
    name: str
    summary: str
    cost: int


@dataclass(frozen=True)
class ContestView:
    """One contest of a locked election: its money, who votes on it, and its projects in order."""

    id: int
    area_code: str
    is_citywide: bool
    name: str
    budget: int
    currency: str
    projects: tuple[ProjectView, ...]
    conflicts: tuple[tuple[str, ...], ...] = ()
    quotas: tuple[Quota, ...] = ()

    @property
    def key(self) -> str:
        """Give the name of the contest in the manifest and on plain ballots."""
        return self.area_code

    @cached_property
    def standing(self) -> tuple[Project, ...]:
        """Give the projects as the core counts them."""
        return tuple(Project(project.code, project.cost, project.name) for project in self.projects)

    @property
    def instance(self) -> Instance:
        """Give what was voted on, ready to be counted."""
        return Instance(self.standing, self.budget, self.currency, self.conflicts, self.quotas)

    @property
    def names(self) -> dict[str, str]:
        """Give the name of each project by its code."""
        return {project.code: project.name for project in self.projects}

    def form(self, general: BallotForm) -> BallotForm:
        """Give the ballot form of this contest: a knapsack holds no more than its money."""
        budget = self.budget if general.kind is Kind.KNAPSACK else None
        return replace(general, budget=budget, currency=self.currency)


def style_of(contests: Sequence[ContestView], area_code: str) -> tuple[ContestView, ...]:
    """Give the contests that are open to a person: those of the whole city and of their area."""
    return tuple(
        contest for contest in contests if contest.is_citywide or contest.area_code == area_code
    )
