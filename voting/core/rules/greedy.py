"""Utilitarian greedy: projects are funded from the highest score down while the money lasts.

One rule with parameters, because cities differ only in what happens at the first project that does
not fit: it is skipped (CONSUL, Warsaw), the count stops there (Wrocław, Gdynia), or it is funded
with help of a reserve when nearly all of its cost is left, and the count stops (Poznań). By score
per cost, the project that gives the most for its money has its turn first.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import groupby

from concejo.text import Text, _
from voting.core.limits import Room
from voting.core.outcome import Outcome, RuleSpec
from voting.core.profile import Ballots, Instance, Standing
from voting.core.rules import entry
from voting.core.rules.spec import Parameter, Rule
from voting.core.steps import Funded, FundedFromReserve, SkippedOverBudget, Step, Stopped
from voting.core.ties import TieOrder, Ties

PARAMETERS = (
    *entry.PARAMETERS,
    Parameter("by", "score", choices=("score", "score_per_cost")),
    Parameter("over_budget", "skip", choices=("skip", "stop")),
    Parameter("reserve_percent", 0, most=100),
)


def _score(standing: Standing) -> Fraction:
    return Fraction(standing.score)


def _score_per_cost(standing: Standing) -> Fraction:
    # What costs nothing gives more for its money than anything else can.
    return Fraction(standing.score, standing.cost or 1) + (10**30 if not standing.cost else 0)


def value_by(spec: RuleSpec) -> Callable[[Standing], Fraction]:
    """Give what tells the value of a project: the one with the highest has its turn first."""
    return _score_per_cost if spec.parameters["by"] == "score_per_cost" else _score


class Purchase:
    """Walk down the projects from the highest score and fund those that fit."""

    def __init__(
        self,
        order: TieOrder,
        room: Room,
        left: int,
        value: Callable[[Standing], Fraction] = _score,
        reserve_percent: int | None = None,
    ) -> None:
        """Begin with `left` to spend; with a reserve percentage (0: none) the walk can stop."""
        self.order, self.room, self.left, self.value = order, room, left, value
        self.stops, self.percent = reserve_percent is not None, reserve_percent or 0
        self.winners: list[str] = []
        self.steps: list[Step] = []

    def walk(self, candidates: Sequence[Standing]) -> None:
        """Take each candidate in turn, until none is left or the rule stops."""
        queue = sorted(
            candidates, key=lambda item: (-self.value(item), self.order.sort_key(item.project))
        )
        for place, standing in enumerate(queue):
            self._record_tie(queue[place:])
            if not self._considers(standing) or self._funds(standing):
                continue
            if self.stops:
                self._stop(standing, tuple(other.project for other in queue[place + 1 :]))
                return
            self.steps.append(
                SkippedOverBudget(standing.project, standing.score, standing.cost, self.left)
            )

    def _record_tie(self, rest: Sequence[Standing]) -> None:
        _value, equals = next(groupby(rest, key=self.value))
        _winner, step = self.order.first([item.project for item in equals])
        self.steps.extend(step)

    def _considers(self, standing: Standing) -> bool:
        obstacle = self.room.obstacle(standing.project, standing.score)
        if obstacle is not None:
            self.steps.append(obstacle)
        return obstacle is None

    def _funds(self, standing: Standing) -> bool:
        if standing.cost > self.left:
            return False
        self.steps.append(Funded(standing.project, standing.score, standing.cost, self.left))
        self._take(standing)
        return True

    def _take(self, standing: Standing) -> None:
        self.winners.append(standing.project)
        self.room.take(standing.project)
        self.left -= standing.cost

    def _stop(self, standing: Standing, unreached: tuple[str, ...]) -> None:
        project, score, cost = standing.project, standing.score, standing.cost
        if self.percent and self.left * 100 >= cost * self.percent:
            self.steps.append(FundedFromReserve(project, score, cost, self.left, self.percent))
            self._take(standing)
            project = ""
        self.steps.append(Stopped(project, score, cost, max(self.left, 0), unreached))


def count(spec: RuleSpec, instance: Instance, ballots: Ballots, ties: Ties) -> Outcome:
    """Fund by score, as the parameters say."""
    start = entry.enter(spec, instance, ballots, ties)
    parameters = spec.parameters
    stops = parameters["over_budget"] == "stop"
    purchase = Purchase(
        start.order,
        Room(start.limits),
        instance.budget,
        value_by(spec),
        int(parameters["reserve_percent"]) if stops else None,
    )
    purchase.walk(start.candidates)
    return start.outcome(purchase.winners, purchase.steps)


def check(parameters: Mapping[str, int | str | bool]) -> tuple[Text, ...]:
    """Give the reasons why the parameters do not go together."""
    if parameters.get("reserve_percent") and parameters.get("over_budget") != "stop":
        return (_("A reserve is only for a count that stops at the first project over budget."),)
    return ()


def describe(spec: RuleSpec, _currency: str) -> tuple[Text, ...]:
    """Tell a resident how winners are chosen."""
    parameters = spec.parameters
    per_cost = parameters["by"] == "score_per_cost"
    sentences = [
        *entry.describe_entry(spec),
        _("Projects have their turn from the highest score for each unit of cost to the lowest.")
        if per_cost
        else _("Projects have their turn from the highest score to the lowest."),
        _("A project is funded when its whole cost is still available."),
    ]
    if percent := int(parameters["reserve_percent"]):
        sentences.append(
            _(
                "The first project that does not fit is funded with help of a reserve when at"
                " least {percent} % of its cost is still available.",
                percent=percent,
            )
        )
    if parameters["over_budget"] == "stop":
        sentences.append(_("The count ends at the first project that does not fit."))
    else:
        sentences.append(_("A project that does not fit is skipped, and the next has its turn."))
    return tuple(sentences)


RULE = Rule("greedy", _("Most votes"), PARAMETERS, describe, count, check)
