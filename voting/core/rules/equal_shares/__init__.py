"""Method of Equal Shares: every voter has the same share, and supporters buy what they can.

Peters, Pierczyński and Skowron, "Proportional Participatory Budgeting with Additive Utilities"
(arXiv:2008.13276), counted exactly. With satisfaction by cost the project with the most effective
votes is bought, as cities do; with satisfaction by number, the one cheapest for each supporter.

The voters mostly leave money over, so a completion follows: `add1` counts again and again with a
step more for each voter and keeps the last count that stays within the budget; `utilitarian` goes
on by score; `add1u` is the one and then the other. At the end the winners can be compared with
those of utilitarian greedy, as in Wieliczka in 2023 (equalshares.net, "comparison step").
"""

from collections.abc import Callable, Sequence
from fractions import Fraction

from concejo.text import _
from voting.core.limits import Room
from voting.core.outcome import Outcome, RuleSpec
from voting.core.profile import Ballots, Instance
from voting.core.rules import entry, greedy
from voting.core.rules.equal_shares.completion import Completion
from voting.core.rules.equal_shares.engines import engine_for
from voting.core.rules.equal_shares.run import Engine, Run, tell
from voting.core.rules.equal_shares.words import describe
from voting.core.rules.spec import Parameter, Rule
from voting.core.steps import Compared, CompletedBy, SharesSet, Step
from voting.core.ties import Ties

PARAMETERS = (
    *entry.PARAMETERS,
    Parameter("satisfaction", "cost", choices=("cost", "cardinality")),
    Parameter("completion", "add1u", choices=("none", "add1", "utilitarian", "add1u")),
    # Minor units by which every voter's share grows: 100 is one whole euro.
    Parameter("step", 100, least=1),
    # floor: down to a whole number of steps. exact: the fraction that the division gives.
    Parameter("start", "exact", choices=("exact", "floor")),
    # Whether the rounds end as soon as no further project fits in what is left …
    Parameter("exhaustive_stop", True),
    # … and whether a project that nobody supports counts as one that fits.
    Parameter("fits", "any", choices=("any", "supported")),
    Parameter("blank_has_share", False),
    # number: voters prefer more of their projects. any: they prefer at least one to none.
    Parameter("comparison", "none", choices=("none", "number", "any")),
)


def count(
    spec: RuleSpec,
    instance: Instance,
    ballots: Ballots,
    ties: Ties,
    make: Callable[[entry.Entry], Engine] = engine_for,
) -> Outcome:
    """Let the voters buy with equal shares, then complete and compare as the parameters say.

    `make` gives the engine; whichever it is, the outcome is the same.
    """
    start = entry.enter(spec, instance, ballots, ties)
    engine = make(start)
    voters = ballots.voters if spec.parameters["blank_has_share"] else ballots.filled
    share = _share(spec, instance.budget, voters)
    per_voter, run, rounds = _buy(start, engine, share)
    bought = tell(run, start.candidates, start.limits, engine.till(per_voter))
    steps: list[Step] = [SharesSet(share, voters), *rounds, *bought]
    winners = list(run.winners)
    if spec.parameters["completion"] in ("utilitarian", "add1u"):
        further, completion = _complete(start, run)
        winners += further
        steps += completion
    return _compared(start, winners, steps)


def _share(spec: RuleSpec, budget: int, voters: int) -> Fraction:
    share = Fraction(budget, max(voters, 1))
    step = int(spec.parameters["step"])
    return Fraction(share // step * step) if spec.parameters["start"] == "floor" else share


def _buy(
    start: entry.Entry, engine: Engine, share: Fraction
) -> tuple[Fraction, Run, tuple[Step, ...]]:
    parameters = start.spec.parameters
    if parameters["completion"] not in ("add1", "add1u"):
        return share, engine.run(share), ()
    supported = [standing for standing in start.candidates if standing.supporters]
    return Completion(
        engine,
        start.candidates,
        start.candidates if parameters["fits"] == "any" else supported,
        start.limits,
        start.instance.budget,
        int(parameters["step"]),
        stops_exhausted=bool(parameters["exhaustive_stop"]),
    ).rounds(share)


def _complete(start: entry.Entry, run: Run) -> tuple[list[str], list[Step]]:
    """Fund further projects by score with what the voters left over."""
    room = Room(start.limits)
    for code in run.winners:
        room.take(code)
    left = start.instance.budget - run.spent
    purchase = greedy.Purchase(start.order, room, left)
    purchase.walk([item for item in start.candidates if item.project not in run.winners])
    return purchase.winners, [CompletedBy("utilitarian", left), *purchase.steps]


def _compared(start: entry.Entry, winners: Sequence[str], steps: list[Step]) -> Outcome:
    """Keep the winners, unless more voters have more of their projects by plain votes."""
    comparison = start.spec.parameters["comparison"]
    if comparison == "none":
        return start.outcome(winners, steps)
    purchase = greedy.Purchase(start.order, Room(start.limits), start.instance.budget)
    purchase.walk(start.candidates)
    for_this, for_greedy = start.ballots.preferring(
        start.instance, winners, purchase.winners, at_most=1 if comparison == "any" else None
    )
    switched = for_greedy > for_this
    steps.append(Compared(for_this, for_greedy, switched))
    if switched:
        return start.outcome(purchase.winners, [*steps, *purchase.steps])
    return start.outcome(winners, steps)


RULE = Rule("equal_shares", _("Equal shares"), PARAMETERS, describe, count)
