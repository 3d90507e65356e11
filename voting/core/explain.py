"""Explanations: for every project, in words for a resident, why it won or did not.

They are told from the recorded steps alone. Nothing is counted again, so an explanation can never
say something else than what the count did.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import singledispatchmethod

from concejo.text import Money, Text, _, ngettext
from voting.core.outcome import Outcome
from voting.core.profile import Scoring
from voting.core.steps import (
    BelowThreshold,
    Bought,
    CompletedBy,
    CompletionRound,
    ExcludedByConflict,
    Funded,
    FundedFromReserve,
    SkippedOverBudget,
    Step,
    Stopped,
    TieBroken,
    Unaffordable,
)
from voting.core.ties import TieKey


@dataclass(frozen=True)
class Explanation:
    """Tell why one project won or did not: the sentence that matters, then what is behind it."""

    project: str
    won: bool
    headline: Text
    details: tuple[Text, ...]


def explain(outcome: Outcome, names: Mapping[str, str] | None = None) -> tuple[Explanation, ...]:
    """Explain every project in published order; projects are called by `names`, or by code."""
    teller = _Teller(outcome, names or {})
    for step in _kept(outcome.steps):
        teller.tell(step)
    winners = set(outcome.winners)
    return tuple(
        Explanation(
            standing.project,
            standing.project in winners,
            teller.headlines[standing.project],
            tuple(teller.details[standing.project]),
        )
        for standing in outcome.standings
    )


def _kept(steps: tuple[Step, ...]) -> Iterator[Step]:
    """Leave out the completion rounds that were tried and not kept."""
    kept = (at for at, step in enumerate(steps) if isinstance(step, CompletionRound) and step.kept)
    yield from steps[next(kept, 0) :]


class _Teller:
    """Collect what each step says about each project."""

    def __init__(self, outcome: Outcome, names: Mapping[str, str]) -> None:
        self.names, self.currency = names, outcome.currency
        self.has_points = outcome.rule.parameters.get("scoring", Scoring.VOTES) != Scoring.VOTES
        ranked = sorted(outcome.standings, key=lambda standing: -standing.score)
        scores = [standing.score for standing in ranked]
        self.places = {standing.project: scores.index(standing.score) + 1 for standing in ranked}
        self.headlines: dict[str, Text] = {}
        self.details: defaultdict[str, list[Text]] = defaultdict(list)
        self.completed = False

    def name(self, code: str) -> str:
        """Give the name of a project, or its code where it has none."""
        return self.names.get(code) or code

    def money(self, amount: int | Fraction) -> Money:
        """Give an amount as a reader sees it, without parts of a cent."""
        return Money(round(amount), self.currency)

    def score(self, score: int) -> Text:
        """Give a score in words: points or votes."""
        if self.has_points:
            return ngettext("{count} point", "{count} points", score)
        return ngettext("{count} vote", "{count} votes", score)

    @singledispatchmethod
    def tell(self, _step: Step) -> None:
        """Say what a step means for the projects in it; most kinds have their own words below."""

    @tell.register
    def _tie(self, step: TieBroken) -> None:
        others = len(step.between) - 1
        self.details[step.winner].append(_WENT_FIRST[TieKey(step.key)](others))
        for code in step.between:
            if code != step.winner:
                words = _WENT_LATER[TieKey(step.key)]
                self.details[code].append(Text(words.message, {"project": self.name(step.winner)}))

    @tell.register
    def _funded(self, step: Funded) -> None:
        self.headlines[step.project] = _(
            "Funded: {score}, place {place} of all, and {available} still available.",
            score=self.score(step.score),
            place=self.places[step.project],
            available=self.money(step.available),
        )
        if self.completed:
            self.details[step.project].append(
                _("It was funded with what was left after the voters had bought.")
            )

    @tell.register
    def _reserve(self, step: FundedFromReserve) -> None:
        self.headlines[step.project] = _(
            "Funded with help of a reserve: {available} of its {cost} was still available.",
            available=self.money(step.available),
            cost=self.money(step.cost),
        )
        self.details[step.project].append(
            _(
                "The first project that does not fit needs {percent} % of its cost for that.",
                percent=step.percent,
            )
        )

    @tell.register
    def _skipped(self, step: SkippedOverBudget) -> None:
        self._lost_for_money(step.project, step.cost, step.left)

    def _lost_for_money(self, project: str, cost: int, left: int) -> None:
        self.headlines[project] = _(
            "Not funded: it costs {cost} and only {left} was left when its turn came.",
            cost=self.money(cost),
            left=self.money(left),
        )
        self.details[project].append(
            _("It would have needed {missing} more.", missing=self.money(cost - left))
        )

    @tell.register
    def _below(self, step: BelowThreshold) -> None:
        self.headlines[step.project] = _(
            "Not funded: it has {score}, and at least {threshold} were needed.",
            score=self.score(step.score),
            threshold=step.threshold,
        )

    @tell.register
    def _excluded(self, step: ExcludedByConflict) -> None:
        self.headlines[step.project] = _(
            "Not funded: it cannot be carried out beside “{project}”, which was funded before it.",
            project=self.name(step.winner),
        )

    @tell.register
    def _stopped(self, step: Stopped) -> None:
        if step.project:
            self._lost_for_money(step.project, step.cost, step.left)
            self.details[step.project].append(_("By the rule, the count ended there."))
        for code in step.unreached:
            self.headlines[code] = _("Not funded: the count ended before its turn came.")
            self.details[code].append(
                _("It ended at “{project}”, which did not fit.", project=self.name(step.project))
                if step.project
                else _("It ended when the reserve was used.")
            )

    @tell.register
    def _bought(self, step: Bought) -> None:
        self.headlines[step.project] = self._purchase(step)
        poorer = step.supporters - step.in_full
        if poorer:
            self.details[step.project].append(
                ngettext(
                    "{count} of them had less than that and paid all that was left.",
                    "{count} of them had less than that and paid all that they had left.",
                    poorer,
                )
            )

    def _purchase(self, step: Bought) -> Text:
        price = self.money(step.price)
        if self.has_points:
            return ngettext(
                "Funded: its {count} supporter could pay its cost at {price} for each point.",
                "Funded: its {count} supporters could together pay its cost at {price} for each"
                " point.",
                step.supporters,
                price=price,
            )
        return ngettext(
            "Funded: its {count} supporter could pay its cost, {price}.",
            "Funded: its {count} supporters could together pay its cost at {price} each.",
            step.supporters,
            price=price,
        )

    @tell.register
    def _unaffordable(self, step: Unaffordable) -> None:
        if not step.supporters:
            self.headlines[step.project] = _("Not funded: nobody supported it.")
            return
        self.headlines[step.project] = ngettext(
            "Not funded: it costs {cost}, and its {count} supporter had {money} left.",
            "Not funded: it costs {cost}, and its {count} supporters together had {money} left.",
            step.supporters,
            cost=self.money(step.cost),
            money=self.money(step.money),
        )

    @tell.register
    def _completed(self, _step: CompletedBy) -> None:
        self.completed = True


_WENT_FIRST: dict[TieKey, Callable[[int], Text]] = {
    TieKey.CHEAPEST: lambda others: ngettext(
        "{count} other project was equal to it; it went first because it costs less.",
        "{count} other projects were equal to it; it went first because it costs less.",
        others,
    ),
    TieKey.DEAREST: lambda others: ngettext(
        "{count} other project was equal to it; it went first because it costs more.",
        "{count} other projects were equal to it; it went first because it costs more.",
        others,
    ),
    TieKey.MOST_VOTES: lambda others: ngettext(
        "{count} other project was equal to it; it went first because it has more votes.",
        "{count} other projects were equal to it; it went first because it has more votes.",
        others,
    ),
    TieKey.PUBLISHED_ORDER: lambda others: ngettext(
        "{count} other project was equal to it; it went first because it was published first.",
        "{count} other projects were equal to it; it went first because it was published first.",
        others,
    ),
    TieKey.LOT: lambda others: ngettext(
        "{count} other project was equal to it; it went first by lot.",
        "{count} other projects were equal to it; it went first by lot.",
        others,
    ),
}
_WENT_LATER = {
    TieKey.CHEAPEST: _("“{project}” was equal to it and went first because it costs less."),
    TieKey.DEAREST: _("“{project}” was equal to it and went first because it costs more."),
    TieKey.MOST_VOTES: _("“{project}” was equal to it and went first because it has more votes."),
    TieKey.PUBLISHED_ORDER: _(
        "“{project}” was equal to it and went first because it was published first."
    ),
    TieKey.LOT: _("“{project}” was equal to it and went first by lot."),
}
