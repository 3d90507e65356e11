"""Counting a `.pb` file by a rule that shares a budget out."""

import argparse
from collections.abc import Callable, Sequence
from functools import partial

from concejo.commands.count.clock import Clock
from concejo.commands.count.counted import Choice, Counted, Funds, Told
from concejo.commands.count.given import Terms, terms_of
from concejo.errors import Refused
from concejo.text import _
from voting.core.explain.kept import kept_steps
from voting.core.loading import FEW_BYTES, Loaded, load
from voting.core.outcome import Outcome
from voting.core.pabulib.points import written
from voting.core.profile import Ballots, Instance
from voting.core.rules import count, equal_shares
from voting.core.rules.entry import Entry
from voting.core.rules.equal_shares.engines import is_small, reference
from voting.core.rules.equal_shares.run import Engine
from voting.core.rules.max_welfare import TooHard
from voting.core.steps import TieBroken

#: A count that goes round after round needs arrays from a smaller number of bytes on.
_FEW_BYTES_FOR_ROUNDS = 40_000


def count_budget(data: bytes, arguments: argparse.Namespace, clock: Clock) -> Counted:
    """Count the file by the rule that is typed, or by its own."""
    loaded = _load(data, arguments.rule or "", clock)
    file = loaded.file
    terms = terms_of(file, arguments)
    instance = terms.instance(file)
    with clock.measuring("count"):
        outcome = _count(terms, instance, loaded.ballots, arguments.engine, clock)
    names = {line.project.code: line.project.name for line in file.projects}
    return Counted(
        code=terms.code,
        rule=outcome.rule,
        order=outcome.ties,
        winners=_choices(outcome, names, file.point_scale),
        standing=len(outcome.standings),
        voters=outcome.voters,
        ties=[step for step in kept_steps(outcome.steps) if isinstance(step, TieBroken)],
        digest=outcome.digest(),
        notes=file.notes,
        tell=partial(_told, outcome, instance, loaded),
        funds=Funds(outcome.budget, outcome.spent, outcome.currency),
    )


def _load(data: bytes, typed: str, clock: Clock) -> Loaded:
    few = _FEW_BYTES_FOR_ROUNDS if "/add1" in typed else FEW_BYTES
    if len(data) > few:
        with clock.measuring("import"):
            import voting.core.loading.arrays  # noqa: F401  so that loading is measured alone
    with clock.measuring("load"):
        return load(data, few)


def _count(
    terms: Terms, instance: Instance, ballots: Ballots, engine: str | None, clock: Clock
) -> Outcome:
    if terms.rule.name != equal_shares.RULE.name:
        try:
            return count(terms.rule, instance, ballots, terms.ties)
        except TooHard as error:
            raise Refused(error.args[0]) from error
    make = _engine(engine, clock)
    return equal_shares.count(terms.rule, instance, ballots, terms.ties, make)


def _engine(typed: str | None, clock: Clock) -> Callable[[Entry], Engine]:
    """Give what makes the typed engine, or the one that is done sooner; loading is measured."""

    def make(start: Entry) -> Engine:
        if typed == "reference" or (typed is None and is_small(start)):
            return reference(start)
        with clock.measuring("import"):
            from voting.core.fast import fast
            from voting.core.fast.warming import warm

            warm()
        engine = fast(start)
        if engine is None and typed:
            raise Refused(_("The amounts are too large for the fast engine."))
        return engine or reference(start)

    return make


def _choices(outcome: Outcome, names: dict[str, str], scale: int) -> list[Choice]:
    standings = {standing.project: standing for standing in outcome.standings}
    return [
        Choice(code, names[code], written(standings[code].score, scale), standings[code].cost)
        for code in outcome.winners
    ]


def _told(
    outcome: Outcome, instance: Instance, loaded: Loaded, codes: Sequence[str], compares: bool
) -> Told:
    # Most counts have no use for what lies behind them.
    from concejo.commands.count.further import tell_further

    return tell_further(outcome, instance, loaded, codes, compares)
