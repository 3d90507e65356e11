"""Maximum of the total score: of all choices of projects that fit, the one with the most score.

The total is of the projects' scores, or of score times cost, so that what a voter gets counts by
its cost. Found exactly, in integers: without limits beside the budget by dynamic programming on a
core (`knapsack`), with quotas, reserves and conflicts by branch and bound (`limited`).

Where several choices have the highest total, the one that costs least is taken, and of those the
one that has the first project, in the declared order for ties, that not all of them have. So a
project that costs and adds nothing is left out unless it is free.

Whether there is a better choice is a hard question in principle: where scores of projects have the
same score for their cost, and costs have no common unit, or where quotas of some areas and of some
themes hold back hundreds of projects at once, no method answers in time. Then the count says that
it is too hard, after as many steps on every machine. It has not been met in a real election, and
never is where no more than 36 projects stand and the budget is the only limit.
"""

from collections.abc import Iterator

from concejo.text import Text, _
from voting.core.outcome import Outcome, RuleSpec
from voting.core.profile import Ballots, Instance, Standing
from voting.core.rules import entry
from voting.core.rules.max_welfare.choices import Choice, Code, Effort, TooHard
from voting.core.rules.max_welfare.limited import Limited
from voting.core.rules.spec import Parameter, Rule
from voting.core.steps import LeftOut, Maximised, Step
from voting.core.ties import TieKey, Ties

__all__ = ["RULE", "TooHard", "count"]

PARAMETERS = (
    *entry.PARAMETERS,
    Parameter("utility", "score", choices=("score", "score_times_cost")),
)


def count(spec: RuleSpec, instance: Instance, ballots: Ballots, ties: Ties) -> Outcome:
    """Find the choice with the highest total, and for every other project the best with it."""
    start = entry.enter(spec, instance, ballots, ties)
    items = sorted(start.candidates, key=lambda item: start.order.sort_key(item.project))
    code = Code.of(items)
    counts_cost = spec.parameters["utility"] == "score_times_cost"
    choices = [
        code.choice(at, item.cost, item.score * item.cost if counts_cost else item.score)
        for at, item in enumerate(items)
    ]
    limited = Limited(code, choices, instance, start.limits, Effort())
    best = limited.best()
    assert best is not None, "to choose nothing breaks no limit"
    chosen = set(code.names(best[1]))
    winners = sorted(
        (item for item in items if item.project in chosen), key=lambda item: -item.score
    )
    left_out = {
        item.project: _left_out(item, best, limited.best(choice), ties)
        for item, choice in zip(items, choices, strict=True)
        if item.project not in chosen
    }
    steps: Iterator[Step] = (
        left_out[item.project] for item in start.candidates if item.project in left_out
    )
    maximised = Maximised(best[2], best[0])
    return start.outcome([item.project for item in winners], [maximised, *steps])


def _left_out(item: Standing, best: Choice, with_it: Choice | None, ties: Ties) -> LeftOut:
    """Say what the best choice with the project comes to, and what decided if that is as much."""
    tie = ""
    if with_it is not None and with_it[2] == best[2]:
        # The last key of the order is the one that decides between any two.
        tie = (TieKey.CHEAPEST if with_it[0] > best[0] else ties.order[-1]).value
    score = -1 if with_it is None else with_it[2]
    return LeftOut(item.project, item.score, item.cost, score, tie)


def describe(spec: RuleSpec, _currency: str) -> tuple[Text, ...]:
    """Tell a resident how winners are chosen."""
    return (
        *entry.describe_entry(spec),
        _("Of all choices of projects that fit in the budget, the one with the highest total wins.")
        if spec.parameters["utility"] == "score"
        else _(
            "Each project counts with its score times its cost. Of all choices of projects that fit"
            " in the budget, the one with the highest total wins."
        ),
        _("Of choices with the same total, the one that costs less in all is taken."),
        _(
            "If they cost the same too, the one with the project that goes first among equals is"
            " taken."
        ),
    )


RULE = Rule("max_welfare", _("Greatest total"), PARAMETERS, describe, count)
