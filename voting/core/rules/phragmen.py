"""Phragmén's sequential rule: a project is funded when its supporters carry the least with it.

Whoever supports a funded project carries a part of its cost, parted so that all of its supporters
carry the same in all from then on. Each time the project is funded with which that load is least
(Phragmén 1894; Brill, Freeman, Janson and Lackner, "Phragmén's Voting Methods and Justified
Representation"). Only whether a ballot supports a project counts here, never how much.

What is to be settled beyond that, and how it is settled here:

* Projects that nobody supports are never funded, and those that cost more than the whole budget
  are left out beforehand: neither ends the count.
* `stop` ends the count as soon as any project of the least load does not fit in what is left, even
  where others of the same load would fit and the order for ties would prefer them (the convention
  of pabutools). So a larger budget never costs a winner its place.
* `skip` leaves out whatever does not fit when its turn comes, and goes on.
* What a limit keeps out never has a turn, so it does not end the count.
"""

from collections.abc import Collection, Sequence
from fractions import Fraction
from math import gcd

from concejo.text import Text, _
from voting.core.limits import Room
from voting.core.outcome import Outcome, RuleSpec
from voting.core.profile import Ballots, Instance, Profile, Scoring, Standing, scores_of
from voting.core.rules import entry
from voting.core.rules.spec import Parameter, Rule
from voting.core.steps import Carried, SkippedOverBudget, Step, Stopped, Unaffordable
from voting.core.ties import Ties

PARAMETERS = (*entry.PARAMETERS, Parameter("over_budget", "stop", choices=("stop", "skip")))


class Loads:
    """Know what voters carry: the load of the project funded last of those that they support.

    Loads are integers over a common denominator, and so is what the supporters of each project
    carry together, which is kept up to date: then a project's load takes one division.
    """

    def __init__(self, profile: Profile, scoring: Scoring, candidates: Sequence[Standing]) -> None:
        self._carried = {item.project: 0 for item in candidates}
        self._backers: dict[str, list[int]] = {code: [] for code in self._carried}
        self._sizes = [count for _ballot, count in profile.groups]
        self._supported: list[list[str]] = []
        for group, (ballot, _count) in enumerate(profile.groups):
            named = [code for code, points in scores_of(ballot, scoring) if points > 0]
            self._supported.append([code for code in named if code in self._carried])
            for code in self._supported[group]:
                self._backers[code].append(group)
        self._last, self._members = [0] * len(self._sizes), [len(self._sizes)]
        self._load, self._denominator = {0: 0}, 1

    def least(self, waiting: Collection[Standing]) -> list[str]:
        """Find the projects with which their supporters would carry the least, all of them."""
        equals: list[str] = []
        least, among = 1, 0
        for item in waiting:
            total = item.cost * self._denominator + self._carried[item.project]
            difference = total * among - least * item.supporters
            if difference < 0:
                least, among, equals = total, item.supporters, []
            if difference <= 0:
                equals.append(item.project)
        return equals

    def beside(self, item: Standing) -> Fraction:
        """Tell what each supporter would carry, were the project funded next."""
        total = item.cost * self._denominator + self._carried[item.project]
        return Fraction(total, self._denominator * item.supporters)

    def carry(self, item: Standing, load: Fraction) -> None:
        """Let all supporters of a project carry the load from now on."""
        self._refine(load.denominator)
        backers, last, sizes, carried = self._backers, self._last, self._sizes, self._carried
        new, at = load.numerator * (self._denominator // load.denominator), len(self._members)
        more = {old: new - held for old, held in self._load.items()}
        for group in backers[item.project]:
            added = more[last[group]] * sizes[group]
            self._members[last[group]] -= 1
            last[group] = at
            for code in self._supported[group]:
                carried[code] += added
        self._members.append(len(backers[item.project]))
        self._load[at] = new

    def _refine(self, denominator: int) -> None:
        factor = denominator // gcd(denominator, self._denominator)
        self._denominator *= factor
        members = self._members
        self._load = {at: load * factor for at, load in self._load.items() if members[at]}
        if factor > 1:
            self._carried = {code: load * factor for code, load in self._carried.items()}


class Procession:
    """Fund one project after the other, always one of the least load."""

    def __init__(self, start: entry.Entry, loads: Loads, *, stops: bool) -> None:
        self._loads, self._order, self._stops = loads, start.order, stops
        self._room, self._left = Room(start.limits), start.instance.budget
        self.winners: list[str] = []
        self.steps: list[Step] = []
        self._waiting = {item.project: item for item in start.candidates if self._stands(item)}

    def _stands(self, item: Standing) -> bool:
        if not item.supporters:
            self.steps.append(Unaffordable(item.project, item.cost, 0, 0))
        elif item.cost > self._left:
            self._skip(item)
        return bool(item.supporters) and item.cost <= self._left

    def _skip(self, item: Standing) -> None:
        self.steps.append(SkippedOverBudget(item.project, item.score, item.cost, self._left))

    def walk(self) -> None:
        """Fund projects until none is left, or until one does not fit and the rule stops."""
        while least := self._loads.least(self._waiting.values()):
            equals = [code for code in least if not self._is_shut_out(code)]
            misfits = [code for code in equals if self._waiting[code].cost > self._left]
            if misfits and self._stops:
                self._stop(self._order.first(misfits)[0])
                return
            for code in sorted(misfits, key=self._order.sort_key):
                self._skip(self._waiting.pop(code))
            fitting = [code for code in equals if code in self._waiting]
            if fitting:
                self._fund(fitting)

    def _is_shut_out(self, code: str) -> bool:
        obstacle = self._room.obstacle(code, self._waiting[code].score)
        if obstacle is not None:
            self.steps.append(obstacle)
            del self._waiting[code]
        return obstacle is not None

    def _fund(self, equals: Sequence[str]) -> None:
        code, tie = self._order.first(equals)
        item = self._waiting.pop(code)
        load = self._loads.beside(item)
        self.steps += tie
        self.steps.append(Carried(code, item.cost, load, item.supporters, self._left))
        self.winners.append(code)
        self._loads.carry(item, load)
        self._room.take(code)
        self._left -= item.cost

    def _stop(self, code: str) -> None:
        item = self._waiting.pop(code)
        for other in list(self._waiting):
            self._is_shut_out(other)
        turn = {other: self._loads.beside(standing) for other, standing in self._waiting.items()}
        unreached = sorted(turn, key=lambda other: (turn[other], self._order.sort_key(other)))
        self.steps.append(Stopped(code, item.score, item.cost, self._left, tuple(unreached)))


def count(spec: RuleSpec, instance: Instance, ballots: Ballots, ties: Ties) -> Outcome:
    """Fund by least load, as the parameters say."""
    start = entry.enter(spec, instance, ballots, ties)
    loads = Loads(ballots.profile(instance), start.scoring, start.candidates)
    procession = Procession(start, loads, stops=spec.parameters["over_budget"] == "stop")
    procession.walk()
    return start.outcome(procession.winners, procession.steps)


def describe(spec: RuleSpec, _currency: str) -> tuple[Text, ...]:
    """Tell a resident how winners are chosen."""
    parameters = spec.parameters
    sentences = entry.describe_entry(spec)
    if parameters["scoring"] != Scoring.VOTES:
        sentences.append(
            _("Here points only tell whether somebody supports a project, not how much.")
        )
    return (
        *sentences,
        _(
            "The cost of a funded project is shared out among those who support it, so that each of"
            " them has the same load from then on, earlier projects included."
        ),
        _("Each time the project is funded with which the load of its supporters is least."),
        _(
            "A project that nobody supports, or that costs more than the whole budget, is left out"
            " beforehand."
        ),
        _(
            "The count ends as soon as a project with the least load does not fit in what is left,"
            " even if another one with the same load would fit."
        )
        if parameters["over_budget"] == "stop"
        else _("A project that does not fit is skipped, and the next has its turn."),
    )


RULE = Rule("phragmen", _("Phragmén"), PARAMETERS, describe, count)
