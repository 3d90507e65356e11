"""The analysis of one count in one value, which can be stored beside the outcome."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from voting.core.analysis import codec
from voting.core.analysis.backing import backers, backing_of, scoring_of
from voting.core.analysis.comparison import BESIDE, RuleResult, compare
from voting.core.analysis.flows import Income, Outlay, incomes, outlays
from voting.core.analysis.held import hold
from voting.core.analysis.margins import Margins, margins_of
from voting.core.analysis.priceability import Priceability, priceability_of
from voting.core.analysis.proportionality import Check, checks_of
from voting.core.analysis.reach import effective_support, moments
from voting.core.analysis.replay import Replay, Spender
from voting.core.analysis.turns import Line, line_of
from voting.core.outcome import Outcome
from voting.core.profile import Ballots, Instance


@dataclass(frozen=True)
class Reach:
    """Tell the effective support of a project that the voters did not buy, in thousandths."""

    project: str
    permille: int


@dataclass(frozen=True)
class Analysis:
    """Hold all that was found about one count; `digest` is that of the outcome.

    `incomes`, `outlays` and `reaches` are there where voters paid for the winners, the line where
    something was decided by score. `margins` may be of some projects only.
    """

    digest: str
    currency: str
    rules: tuple[RuleResult, ...]
    incomes: tuple[Income, ...]
    outlays: tuple[Outlay, ...]
    reaches: tuple[Reach, ...]
    line: Line | None
    margins: Margins
    checks: tuple[Check, ...]
    priceability: Priceability


def analyse(
    outcome: Outcome,
    instance: Instance,
    ballots: Ballots,
    districts: Mapping[str, str] | None = None,
    most_recounts: int | None = None,
    projects: Collection[str] | None = None,
    beside: Sequence[str] = BESIDE,
) -> Analysis:
    """Find out all there is to say about a count.

    `districts` tells where a project is; the rules set `beside` are codes. Margins are of some
    `projects` or all, with at most so many recounts; None: as many as a quarter of a minute takes.
    """
    held = hold(instance, ballots, outcome)
    groups = backing_of(held.profile, scoring_of(outcome))
    replay = Replay.of(outcome)
    spenders = replay.follow(groups) if replay else ()
    return Analysis(
        digest=outcome.digest(),
        currency=outcome.currency,
        rules=compare(outcome, instance, held, groups, districts or {}, beside),
        incomes=incomes(replay, spenders) if replay else (),
        outlays=outlays(outcome, replay, spenders) if replay else (),
        reaches=_reaches(outcome, replay, spenders) if replay else (),
        line=line_of(outcome),
        margins=margins_of(outcome, instance, held, groups, most_recounts, projects),
        checks=checks_of(outcome, groups),
        priceability=priceability_of(outcome, groups, replay, spenders),
    )


def _reaches(outcome: Outcome, replay: Replay, spenders: Sequence[Spender]) -> tuple[Reach, ...]:
    """Find the effective support of all that the voters did not buy, where they pay in full."""
    if replay.carries or replay.lends:
        return ()
    supported = backers(spenders)
    found = []
    for standing in outcome.standings:
        code = standing.project
        if code not in replay.projects:
            when = moments(outcome, replay, code, supported.get(code, []))
            permille = effective_support(when, replay.denominator, standing.cost)
            found.append(Reach(code, permille))
    return tuple(found)


def to_json(analysis: Analysis) -> str:
    """Write the analysis as JSON in the one way it can be written, fractions as "p/q"."""
    return codec.dump(analysis)


def from_json(text: str) -> Analysis:
    """Read back what `to_json` wrote; nothing is lost."""
    return codec.load(Analysis, text)
