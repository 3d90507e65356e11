"""Method of Equal Shares: every voter has the same share, and supporters buy what they can.

Peters, Pierczyński and Skowron, "Proportional Participatory Budgeting with Additive Utilities"
(arXiv:2008.13276), counted exactly. With satisfaction by cost the project with the most effective
votes is bought, as cities do; with satisfaction by number, the one cheapest for each supporter.

The voters mostly leave money over, so a completion follows: `add1` counts again and again with a
step more for each voter and keeps the last count that stays within the budget; `utilitarian` goes
on by score; `add1u` is the one and then the other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from concejo.text import Money, Text, _
from voting.core.outcome import Outcome, RuleSpec
from voting.core.profile import Instance, Profile, Scoring, Standing, standings
from voting.core.rules import greedy
from voting.core.rules.market import Market, Run
from voting.core.rules.spec import Parameter, Rule
from voting.core.steps import CompletedBy, CompletionRound, SharesSet, Step, TieBroken
from voting.core.ties import TieOrder, Ties

PARAMETERS = (
    Parameter("scoring", "votes", choices=tuple(Scoring)),
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
)


@dataclass(frozen=True)
class Completion:
    """Count again with more for each voter, until the budget would be overspent."""

    market: Market
    budget: int
    step: int
    stops_exhausted: bool
    fits_any: bool

    def rounds(self, start: Fraction) -> tuple[Run, tuple[Step, ...]]:
        """Give the run that is kept, and what happened in the others."""
        per_voter, run = start, self.market.run(start)
        tried: list[Step] = []
        while not self._is_finished(run):
            more = self.market.run(per_voter + self.step, limit=self.budget)
            if more.is_over:
                tried += _round(per_voter + self.step, more)
                break
            tried += _round(per_voter, run)
            per_voter, run = per_voter + self.step, more
        kept = CompletionRound(per_voter, len(run.winners), run.spent, kept=True)
        return run, (*tried, kept)

    def _is_finished(self, run: Run) -> bool:
        standing, won = self.market.standing, set(run.winners)
        open_to = [code for code in self.market.supported() if code not in won]
        if all(standing[code].cost > self.budget for code in open_to):
            return True
        if not self.stops_exhausted:
            return False
        candidates = [code for code in standing if code not in won] if self.fits_any else open_to
        return all(standing[code].cost > self.budget - run.spent for code in candidates)


def _round(per_voter: Fraction, run: Run) -> list[Step]:
    ties = [step for step in run.steps if isinstance(step, TieBroken)]
    return [*ties, CompletionRound(per_voter, len(run.winners), run.spent, kept=False)]


def count(spec: RuleSpec, instance: Instance, profile: Profile, ties: Ties) -> Outcome:
    """Let the voters buy with equal shares, then complete as the parameters say."""
    parameters = spec.parameters
    scoring = Scoring(str(parameters["scoring"]))
    table = standings(instance, profile, scoring)
    order = TieOrder(ties, table)
    market = Market(table, profile, scoring, order, parameters["satisfaction"] == "cost")
    voters = profile.voters if parameters["blank_has_share"] else profile.filled
    start = _start(spec, instance.budget, voters)
    run, rounds = _buy(spec, instance.budget, market, start)
    winners, completion = _complete(spec, instance, table, run, order)
    return Outcome(
        winners=run.winners + winners,
        steps=(SharesSet(start, voters), *rounds, *run.steps, *completion),
        standings=table,
        spent=sum(market.standing[code].cost for code in run.winners + winners),
        budget=instance.budget,
        currency=instance.currency,
        voters=profile.voters,
        blank=profile.blank,
        rule=spec,
        ties=ties,
    )


def _start(spec: RuleSpec, budget: int, voters: int) -> Fraction:
    share = Fraction(budget, max(voters, 1))
    step = int(spec.parameters["step"])
    return Fraction(share // step * step) if spec.parameters["start"] == "floor" else share


def _buy(
    spec: RuleSpec, budget: int, market: Market, start: Fraction
) -> tuple[Run, tuple[Step, ...]]:
    parameters = spec.parameters
    if parameters["completion"] not in ("add1", "add1u"):
        return market.run(start), ()
    return Completion(
        market,
        budget,
        int(parameters["step"]),
        stops_exhausted=bool(parameters["exhaustive_stop"]),
        fits_any=parameters["fits"] == "any",
    ).rounds(start)


def _complete(
    spec: RuleSpec, instance: Instance, table: tuple[Standing, ...], run: Run, order: TieOrder
) -> tuple[tuple[str, ...], tuple[Step, ...]]:
    if spec.parameters["completion"] not in ("utilitarian", "add1u"):
        return (), ()
    left = instance.budget - run.spent
    purchase = greedy.Purchase(greedy.RULE.settled({}), instance, order, left)
    purchase.walk(tuple(item for item in table if item.project not in run.winners))
    return tuple(purchase.winners), (CompletedBy("utilitarian", left), *purchase.steps)


def describe(spec: RuleSpec, currency: str) -> tuple[Text, ...]:
    """Tell a resident how winners are chosen."""
    parameters = spec.parameters
    by_cost = parameters["satisfaction"] == "cost"
    sentences = [
        greedy.SCORINGS[Scoring(str(parameters["scoring"]))],
        _("The budget is divided equally among all who voted.")
        if parameters["blank_has_share"]
        else _("The budget is divided equally among all whose ballot is not blank."),
        _("A project is funded when those who support it can together pay its cost."),
        _("They pay the same for each vote or point, or all that they have left."),
        _("The project whose supporters need the smallest part of its cost each is bought first.")
        if by_cost
        else _("The project that is cheapest for each of its supporters is bought first."),
    ]
    if parameters["completion"] in ("add1", "add1u"):
        sentences += _described_rounds(parameters, currency)
    if parameters["completion"] in ("utilitarian", "add1u"):
        sentences.append(
            _("What is left then goes to the projects with the highest score that fit.")
        )
    return tuple(sentences)


def _described_rounds(parameters: Mapping[str, int | str | bool], currency: str) -> list[Text]:
    step = Money(int(parameters["step"]), currency)
    sentences = [
        _("Then all is counted again with {step} more for each voter, over and over.", step=step),
        _("The last count that stays within the budget is kept."),
    ]
    if parameters["exhaustive_stop"]:
        sentences.append(_("The repetition ends early when no further project fits in the budget."))
    return sentences


RULE = Rule("equal_shares", PARAMETERS, describe, count)
