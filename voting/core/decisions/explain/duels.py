"""Duels in words: the one that an option lost, the chains, and the results that were kept."""

from collections.abc import Iterator

from concejo.text import Text, _
from voting.core.decisions.decision import Decision
from voting.core.decisions.explain.words import Names, listed
from voting.core.decisions.steps import EqualDuels, LeftOut, Locked, StrongestChain


def tell_chains(decision: Decision, names: Names) -> Iterator[Text]:
    """Say that the winner wins all duels, or which chains decide between it and each other one."""
    yield from _told_winner(decision, names)
    if _wins_all(decision):
        yield from _lost_to_winner(decision, names)
        return
    (winner,) = decision.winners
    chains = {
        (step.path[0], step.path[-1]): step
        for step in decision.steps
        if isinstance(step, StrongestChain)
    }
    by_margin = decision.rule.parameters["strength"] == "margins"
    for code in _others(decision):
        forth, back = chains.get((winner, code)), chains.get((code, winner))
        if forth and _strength(forth, by_margin) > _strength(back, by_margin):
            yield from _told_chains(code, forth, back, names)
        else:
            yield from _told_equal(decision, code, names)


def _strength(chain: StrongestChain | None, by_margin: bool) -> tuple[int, int]:
    if chain is None:
        return (0, 0)
    if by_margin:
        return (chain.votes - chain.against, 0)
    return (chain.votes, -chain.against)


def _told_chains(
    code: str, forth: StrongestChain, back: StrongestChain | None, names: Names
) -> Iterator[Text]:
    yield _(
        "“{option}” is not chosen: a chain leads to it, {chain}, whose weakest duel “{over}” won"
        " against “{under}” by {votes} to {against}.",
        option=names.of(code),
        chain=names.listed(forth.path),
        over=names.of(forth.over),
        under=names.of(forth.under),
        votes=forth.votes,
        against=forth.against,
    )
    if back is None:
        yield _("No chain leads back from “{option}”.", option=names.of(code))
        return
    yield _(
        "The strongest chain back, {chain}, is weaker: in it “{over}” won against “{under}” by"
        " {votes} to {against}.",
        chain=names.listed(back.path),
        over=names.of(back.over),
        under=names.of(back.under),
        votes=back.votes,
        against=back.against,
    )


def _told_equal(decision: Decision, code: str, names: Names) -> Iterator[Text]:
    (winner,) = decision.winners
    yield _(
        "Between “{winner}” and “{option}” the chains are equally strong.",
        winner=names.of(winner),
        option=names.of(code),
    )
    if code not in decision.ranking[0]:
        yield _(
            "“{option}” is not chosen: another option has a stronger chain to it.",
            option=names.of(code),
        )


def tell_kept(decision: Decision, names: Names) -> Iterator[Text]:
    """Say that the winner wins all duels, or which kept result beats each other option."""
    yield from _told_winner(decision, names)
    kept = [step for step in decision.steps if isinstance(step, Locked)]
    for code in _others(decision):
        beaten = next((step for step in kept if step.loser == code), None)
        if beaten:
            yield _(
                "“{option}” is not chosen: “{other}” beats it by {votes} to {against}, and that"
                " result is kept.",
                option=names.of(code),
                other=names.of(beaten.winner),
                votes=beaten.votes,
                against=beaten.against,
            )
    for step in decision.steps:
        if isinstance(step, LeftOut):
            yield _told_left_out(step, names)
        if isinstance(step, EqualDuels):
            yield _told_equal_duels(step, names)


def _told_left_out(step: LeftOut, names: Names) -> Text:
    return _(
        "That “{winner}” beats “{loser}” by {votes} to {against} is left out: it contradicts what"
        " is kept, {chain}.",
        winner=names.of(step.winner),
        loser=names.of(step.loser),
        votes=step.votes,
        against=step.against,
        chain=names.listed(step.path),
    )


def _told_equal_duels(step: EqualDuels, names: Names) -> Text:
    duels = [
        _("“{winner}” against “{loser}”", winner=names.of(winner), loser=names.of(loser))
        for winner, loser in zip(step.winners, step.losers, strict=True)
    ]
    return _(
        "These duels were won equally high and are taken in the order for ties: {duels}.",
        duels=listed(duels),
    )


def _wins_all(decision: Decision) -> bool:
    (winner,) = decision.winners
    return all(
        (duel.votes > duel.against) if duel.option == winner else (duel.against > duel.votes)
        for duel in decision.duels
        if winner in (duel.option, duel.other)
    )


def _told_winner(decision: Decision, names: Names) -> Iterator[Text]:
    (winner,) = decision.winners
    if _wins_all(decision):
        yield _("“{option}” is chosen: it wins every duel.", option=names.of(winner))
    else:
        yield _(
            "“{option}” is chosen, although it does not win every duel.", option=names.of(winner)
        )


def _others(decision: Decision) -> list[str]:
    ranked = [code for equals in decision.ranking for code in equals]
    return [code for code in ranked if code not in decision.winners]


def _lost_to_winner(decision: Decision, names: Names) -> Iterator[Text]:
    (winner,) = decision.winners
    for duel in decision.duels:
        if winner in (duel.option, duel.other):
            loser = duel.other if duel.option == winner else duel.option
            yield _(
                "“{option}” is not chosen: “{other}” beats it by {votes} to {against}.",
                option=names.of(loser),
                other=names.of(winner),
                votes=max(duel.votes, duel.against),
                against=min(duel.votes, duel.against),
            )
