"""Entry: what every budget rule begins with. Who stands, who has too little support, what limits.

The parameters here are those of every rule: how a ballot scores, the least support that is needed,
and whether exclusive projects are kept apart. Quotas and reserves belong to the instance.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from concejo.text import Text, _
from voting.core.limits import Limit, limits_of
from voting.core.outcome import Outcome, RuleSpec
from voting.core.profile import Ballots, Instance, Scoring, Standing
from voting.core.rules.spec import Parameter
from voting.core.steps import BelowThreshold, Step, TooFewSupporters
from voting.core.ties import TieOrder, Ties

PARAMETERS = (
    Parameter("scoring", "votes", choices=tuple(Scoring)),
    # The least score of a project that is considered.
    Parameter("threshold", 0),
    # The least support, in thousandths of all who voted.
    Parameter("support_permille", 0, most=1000),
    # With k: the share of supporters is at least the share that the cost is of k budgets
    # (Świecie 2023 took 3); 0: no such need.
    Parameter("support_budgets", 0),
    # Of projects that exclude each other at most one is funded.
    Parameter("exclusive", True),
)


@dataclass(frozen=True)
class Entry:
    """Hold what a rule begins with: all standings, those that may be funded, and the limits.

    `steps` say of every other project why it may not.
    """

    spec: RuleSpec
    instance: Instance
    ballots: Ballots
    ties: Ties
    table: tuple[Standing, ...]
    candidates: tuple[Standing, ...]
    steps: tuple[Step, ...]
    limits: tuple[Limit, ...]
    order: TieOrder

    @property
    def scoring(self) -> Scoring:
        """Give what is added up of a ballot."""
        return _scoring_of(self.spec)

    def outcome(self, winners: Sequence[str], steps: Sequence[Step]) -> Outcome:
        """Put the outcome together; what a rule found follows the steps of the entry."""
        cost = {standing.project: standing.cost for standing in self.table}
        return Outcome(
            winners=tuple(winners),
            steps=(*self.steps, *steps),
            standings=self.table,
            spent=sum(cost[code] for code in winners),
            budget=self.instance.budget,
            currency=self.instance.currency,
            voters=self.ballots.voters,
            blank=self.ballots.blank,
            rule=self.spec,
            ties=self.ties,
        )


def enter(spec: RuleSpec, instance: Instance, ballots: Ballots, ties: Ties) -> Entry:
    """Add up the standings and sort out who has too little support to be considered."""
    table = ballots.standings(instance, _scoring_of(spec))
    voters = ballots.voters
    barred = {
        standing.project: step
        for standing in table
        if (step := _barred(spec, standing, voters, instance.budget)) is not None
    }
    return Entry(
        spec,
        instance,
        ballots,
        ties,
        table,
        tuple(standing for standing in table if standing.project not in barred),
        tuple(barred.values()),
        limits_of(instance, exclusive=bool(spec.parameters["exclusive"])),
        TieOrder(ties, table),
    )


def _scoring_of(spec: RuleSpec) -> Scoring:
    return Scoring(str(spec.parameters["scoring"]))


def _barred(spec: RuleSpec, standing: Standing, voters: int, budget: int) -> Step | None:
    threshold = int(spec.parameters["threshold"])
    if standing.score < threshold:
        return BelowThreshold(standing.project, standing.score, threshold)
    needed = needed_support(spec, standing.cost, voters, budget)
    if standing.supporters < needed:
        return TooFewSupporters(standing.project, standing.supporters, needed)
    return None


def needed_support(spec: RuleSpec, cost: int, voters: int, budget: int) -> int:
    """Give the number of supporters that a project of this cost needs, of so many voters."""
    needed = -(-voters * int(spec.parameters["support_permille"]) // 1000)
    budgets = int(spec.parameters["support_budgets"]) * budget
    return max(needed, -(-voters * cost // budgets)) if budgets else needed


SCORINGS = {
    Scoring.VOTES: _("Each ballot counts one vote for each project on it."),
    Scoring.POINTS: _("Each ballot gives each project the points written on it."),
    Scoring.BORDA: _(
        "The last project on a ballot gets one point, the one before it two, and so on upwards."
    ),
}


def describe_entry(spec: RuleSpec) -> list[Text]:
    """Tell a resident how ballots score and which projects are not considered at all."""
    parameters = spec.parameters
    sentences = [SCORINGS[_scoring_of(spec)]]
    if threshold := int(parameters["threshold"]):
        sentences.append(
            _("A project with a score below {threshold} is not considered.", threshold=threshold)
        )
    if permille := int(parameters["support_permille"]):
        sentences.append(
            _(
                "A project needs the support of at least {permille} in a thousand of all who"
                " voted.",
                permille=permille,
            )
        )
    if budgets := int(parameters["support_budgets"]):
        sentences.append(
            _(
                "The share of voters who support a project must be at least its share of"
                " {budgets} times the budget.",
                budgets=budgets,
            )
        )
    if parameters["exclusive"]:
        sentences.append(_("Of projects that exclude each other, only the first is funded."))
    return sentences
