"""Majorities and scores in words: who has how much, and how much was needed."""

from collections.abc import Iterator
from fractions import Fraction

from concejo.text import Text, _, ngettext
from voting.core.decisions.decision import Decision
from voting.core.decisions.explain.words import Names, listed, points, votes
from voting.core.decisions.steps import Duel, MajorityTested, Scored


def tell_majority(decision: Decision, names: Names) -> Iterator[Text]:
    """Say whether the change is made, and what was needed for it."""
    for step in decision.steps:
        if isinstance(step, MajorityTested):
            change, base = names.of(step.option), _base(step)
            if step.passed:
                yield _(
                    "“{option}” is accepted: it has {votes}, and {needed} of {base} were needed.",
                    option=change,
                    votes=votes(step.votes),
                    needed=step.needed,
                    base=base,
                )
            else:
                yield _(
                    "“{option}” is not accepted: it has {votes}, and {needed} of {base} were"
                    " needed.",
                    option=change,
                    votes=votes(step.votes),
                    needed=step.needed,
                    base=base,
                )
            yield _(
                "“{option}” has {votes}.",
                option=names.of(step.status_quo),
                votes=votes(step.against),
            )


def _base(step: MajorityTested) -> Text:
    if step.of == "decided":
        return ngettext("{count} vote in all", "{count} votes in all", step.base)
    if step.of == "cast":
        return ngettext(
            "{count} ballot, blank ones too", "{count} ballots, blank ones too", step.base
        )
    return ngettext("{count} person who may vote", "{count} people who may vote", step.base)


def tell_votes(decision: Decision, names: Names) -> Iterator[Text]:
    """Say how many votes each option has."""
    for code, won, score, least in _ranked(decision):
        if won:
            yield _("“{option}” is chosen with {score}.", option=names.of(code), score=votes(score))
        else:
            yield _not_chosen(names.of(code), votes(score), votes(least))


def tell_points(decision: Decision, names: Names) -> Iterator[Text]:
    """Say how many points each option has."""
    for code, won, score, least in _ranked(decision):
        if won:
            name = names.of(code)
            yield _("“{option}” is chosen with {score}.", option=name, score=points(score))
        else:
            yield _not_chosen(names.of(code), points(score), points(least))


def tell_duel_points(decision: Decision, names: Names) -> Iterator[Text]:
    """Say how many points each option has from its duels, and which ones it lost."""
    yield from tell_points(decision, names)
    for code in decision.options:
        lost = list(_lost(decision, code, names))
        if lost:
            yield _(
                "“{option}” loses its duels against: {others}.",
                option=names.of(code),
                others=listed(lost),
            )


def _not_chosen(name: str, score: Text, least: Text) -> Text:
    return _(
        "“{option}” is not chosen: it has {score}, and the last one chosen has {least}.",
        option=name,
        score=score,
        least=least,
    )


def _ranked(decision: Decision) -> Iterator[tuple[str, bool, Fraction, Fraction]]:
    """Give winners as they were chosen and then the others by score, each with the least score."""
    score = {step.option: step.score for step in decision.steps if isinstance(step, Scored)}
    least = min(score[code] for code in decision.winners)
    for code in decision.winners:
        yield code, True, score[code], least
    for code in sorted(score, key=lambda code: -score[code]):
        if code not in decision.winners:
            yield code, False, score[code], least


def _lost(decision: Decision, code: str, names: Names) -> Iterator[Text]:
    for duel in decision.duels:
        yield from _loss(duel, code, names)


def _loss(duel: Duel, code: str, names: Names) -> Iterator[Text]:
    mine, yours, other = duel.votes, duel.against, duel.other
    if duel.other == code:
        mine, yours, other = yours, mine, duel.option
    if code in (duel.option, duel.other) and mine < yours:
        yield _(
            "“{option}” ({votes} to {against})", option=names.of(other), votes=mine, against=yours
        )
