"""Utilitarian greedy: projects are funded from the highest score down while the money lasts.

One rule with parameters, because cities differ only in what happens at the first project that does
not fit: it is skipped (CONSUL, Warsaw), the count stops there (Wrocław, Gdynia), or it is funded
with help of a reserve when nearly all of its cost is left, and the count stops (Poznań).
"""

from collections.abc import Iterator, Mapping
from itertools import groupby

from concejo.text import Text, _
from voting.core.outcome import Outcome, RuleSpec
from voting.core.profile import Instance, Profile, Scoring, Standing, standings
from voting.core.rules.spec import Parameter, Rule
from voting.core.steps import (
    BelowThreshold,
    ExcludedByConflict,
    Funded,
    FundedFromReserve,
    SkippedOverBudget,
    Step,
    Stopped,
)
from voting.core.ties import TieOrder, Ties

PARAMETERS = (
    Parameter("scoring", "votes", choices=tuple(Scoring)),
    Parameter("over_budget", "skip", choices=("skip", "stop")),
    Parameter("threshold", 0),
    Parameter("reserve_percent", 0, most=100),
    Parameter("exclusive", False),
)


class Purchase:
    """Walk down the projects from the highest score and fund those that fit."""

    def __init__(self, spec: RuleSpec, instance: Instance, order: TieOrder, left: int) -> None:
        self.instance, self.order, self.left = instance, order, left
        self.stops = spec.parameters["over_budget"] == "stop"
        self.threshold = int(spec.parameters["threshold"])
        self.percent = int(spec.parameters["reserve_percent"])
        self.exclusive = bool(spec.parameters["exclusive"])
        self.winners: list[str] = []
        self.steps: list[Step] = []

    def walk(self, candidates: tuple[Standing, ...]) -> None:
        """Take each candidate in turn, until none is left or the rule stops."""
        queue = list(self._queue(candidates))
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

    def _queue(self, candidates: tuple[Standing, ...]) -> Iterator[Standing]:
        ranked = sorted(
            candidates, key=lambda item: (-item.score, self.order.sort_key(item.project))
        )
        for standing in ranked:
            if standing.score >= self.threshold:
                yield standing
            else:
                self.steps.append(BelowThreshold(standing.project, standing.score, self.threshold))

    def _record_tie(self, rest: list[Standing]) -> None:
        _score, equals = next(groupby(rest, key=lambda item: item.score))
        _winner, step = self.order.first([item.project for item in equals])
        self.steps.extend(step)

    def _considers(self, standing: Standing) -> bool:
        rivals = self.instance.rivals(standing.project) if self.exclusive else frozenset()
        chosen = next((winner for winner in self.winners if winner in rivals), None)
        if chosen is not None:
            self.steps.append(ExcludedByConflict(standing.project, standing.score, chosen))
        return chosen is None

    def _funds(self, standing: Standing) -> bool:
        if standing.cost > self.left:
            return False
        self.steps.append(Funded(standing.project, standing.score, standing.cost, self.left))
        self.winners.append(standing.project)
        self.left -= standing.cost
        return True

    def _stop(self, standing: Standing, unreached: tuple[str, ...]) -> None:
        project, score, cost = standing.project, standing.score, standing.cost
        if self.percent and self.left * 100 >= cost * self.percent:
            self.steps.append(FundedFromReserve(project, score, cost, self.left, self.percent))
            self.winners.append(project)
            self.left -= cost
            project = ""
        self.steps.append(Stopped(project, score, cost, max(self.left, 0), unreached))


def count(spec: RuleSpec, instance: Instance, profile: Profile, ties: Ties) -> Outcome:
    """Fund by score, as the parameters say."""
    table = standings(instance, profile, Scoring(str(spec.parameters["scoring"])))
    purchase = Purchase(spec, instance, TieOrder(ties, table), instance.budget)
    purchase.walk(table)
    return Outcome(
        winners=tuple(purchase.winners),
        steps=tuple(purchase.steps),
        standings=table,
        spent=instance.budget - purchase.left,
        budget=instance.budget,
        currency=instance.currency,
        voters=profile.voters,
        blank=profile.blank,
        rule=spec,
        ties=ties,
    )


def check(parameters: Mapping[str, int | str | bool]) -> tuple[Text, ...]:
    """Give the reasons why the parameters do not go together."""
    if parameters["reserve_percent"] and parameters["over_budget"] != "stop":
        return (_("A reserve is only for a count that stops at the first project over budget."),)
    return ()


SCORINGS = {
    Scoring.VOTES: _("Each ballot counts one vote for each project on it."),
    Scoring.POINTS: _("Each ballot gives each project the points written on it."),
    Scoring.BORDA: _(
        "The last project on a ballot gets one point, the one before it two, and so on upwards."
    ),
}


def describe(spec: RuleSpec, _currency: str) -> tuple[Text, ...]:
    """Tell a resident how winners are chosen."""
    parameters = spec.parameters
    sentences = [
        SCORINGS[Scoring(str(parameters["scoring"]))],
        _("Projects have their turn from the highest score to the lowest."),
        _("A project is funded when its whole cost is still available."),
    ]
    threshold, percent = int(parameters["threshold"]), int(parameters["reserve_percent"])
    if threshold:
        sentences.append(
            _("A project with a score below {threshold} is not considered.", threshold=threshold)
        )
    if parameters["exclusive"]:
        sentences.append(_("Of projects that exclude each other, only the first is funded."))
    if percent:
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


RULE = Rule("greedy", PARAMETERS, describe, count, check)
