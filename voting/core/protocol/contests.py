"""Contests as the manifest has them: what is voted on, and what a ballot may say there."""

from dataclasses import dataclass, replace

from voting.core.ballots import BallotForm, Kind
from voting.core.profile import Instance


@dataclass(frozen=True)
class Contest:
    """Be one contest: its id on ballots, its name, and the projects with their money and limits."""

    id: str
    name: str
    instance: Instance

    def form(self, general: BallotForm) -> BallotForm:
        """Give the ballot form of this contest: a knapsack holds no more than its money."""
        budget = self.instance.budget if general.kind is Kind.KNAPSACK else None
        return replace(general, budget=budget, currency=self.instance.currency)
