"""Rounds in words: who is elected, who goes out, and to whom the votes pass on."""

from collections.abc import Iterator
from fractions import Fraction

from concejo.text import Text, _, ngettext
from voting.core.decisions.decision import Decision
from voting.core.decisions.explain.ties import told_round_tie
from voting.core.decisions.explain.words import Names, listed, number, votes
from voting.core.decisions.steps import (
    Elected,
    Eliminated,
    QuotaSet,
    RoundTieBroken,
    SurplusMoved,
)
from voting.core.steps import Step


def tell_rounds(decision: Decision, names: Names) -> Iterator[Text]:
    """Tell the count from its first round to its last, and who is left over at the end."""
    for step in decision.steps:
        yield from _told(step, names)
    gone = {step.option for step in decision.steps if isinstance(step, Elected | Eliminated)}
    last = decision.rounds[-1]
    for code, amount in zip(last.options, last.votes, strict=True):
        if code not in gone:
            yield _(
                "“{option}” is not chosen: it has {votes} at the end.",
                option=names.of(code),
                votes=votes(amount),
            )


def _told(step: Step, names: Names) -> Iterator[Text]:
    match step:
        case QuotaSet():
            yield _(
                "The quota is {quota}: {ballots} for {seats}.",
                quota=votes(step.quota),
                ballots=ngettext("{count} ballot", "{count} ballots", step.ballots),
                seats=ngettext("{count} seat", "{count} seats", step.seats),
            )
        case Elected():
            yield _told_elected(step, names.of(step.option))
        case SurplusMoved():
            yield _told_surplus(step, names)
        case Eliminated():
            yield from _told_eliminated(step, names)
        case RoundTieBroken():
            yield told_round_tie(step, names)


def _told_elected(step: Elected, name: str) -> Text:
    words = {
        "majority": _(
            "“{option}” is chosen in round {n} with {votes}; {needed} are a majority of the"
            " ballots that still count for one.",
            option=name,
            n=step.number,
            votes=votes(step.votes),
            needed=number(step.needed),
        ),
        "quota": _(
            "“{option}” is chosen in round {n} with {votes}; the quota is {needed}.",
            option=name,
            n=step.number,
            votes=votes(step.votes),
            needed=number(step.needed),
        ),
        "rest": _(
            "“{option}” is chosen in round {n} with {votes}: no more options are left than seats.",
            option=name,
            n=step.number,
            votes=votes(step.votes),
        ),
    }
    return words[step.by]


def _told_surplus(step: SurplusMoved, names: Names) -> Text:
    return _(
        "What “{option}” has over the quota, {surplus}, passes on: {heirs}.",
        option=names.of(step.option),
        surplus=votes(step.surplus),
        heirs=_heirs(step.to, step.amounts, step.exhausted, names),
    )


def _told_eliminated(step: Eliminated, names: Names) -> Iterator[Text]:
    yield _(
        "“{option}” goes out after round {n} with {votes}, the fewest.",
        option=names.of(step.option),
        n=step.number,
        votes=votes(step.votes),
    )
    if step.votes:
        yield _(
            "Its votes pass on: {heirs}.",
            heirs=_heirs(step.to, step.amounts, step.exhausted, names),
        )


def _heirs(
    to: tuple[str, ...], amounts: tuple[Fraction, ...], exhausted: Fraction, names: Names
) -> Text:
    items = [
        _("{votes} to “{option}”", votes=votes(amount), option=names.of(code))
        for code, amount in zip(to, amounts, strict=True)
    ]
    if exhausted or not items:
        items.append(_("{votes} to nobody", votes=votes(exhausted)))
    return listed(items)
