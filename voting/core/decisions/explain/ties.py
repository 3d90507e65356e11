"""Ties in words: who was equal, who was taken, and why."""

from concejo.text import Text, _
from voting.core.decisions.explain.words import Names
from voting.core.decisions.majority import STATUS_QUO
from voting.core.decisions.piles import EARLIER_ROUND, OUT
from voting.core.decisions.steps import RoundTieBroken
from voting.core.steps import TieBroken
from voting.core.ties import TieKey


def told_tie(step: TieBroken, names: Names) -> Text:
    """Say who went first of equals."""
    equals, first = names.listed(step.between), names.of(step.winner)
    if step.key == STATUS_QUO:
        return _("Both have as many votes, so all stays as it is: “{option}”.", option=first)
    words = {
        TieKey.MOST_VOTES: _(
            "These were equal: {options}. “{option}” goes first because more ballots put it first.",
            options=equals,
            option=first,
        ),
        TieKey.PUBLISHED_ORDER: _(
            "These were equal: {options}. “{option}” goes first because it was published first.",
            options=equals,
            option=first,
        ),
        TieKey.LOT: _(
            "These were equal: {options}. “{option}” goes first by lot.",
            options=equals,
            option=first,
        ),
    }
    return words[TieKey(step.key)]


def told_round_tie(step: RoundTieBroken, names: Names) -> Text:
    """Say who of equals goes out, or passes its surplus on."""
    if step.key == EARLIER_ROUND:
        return _told_earlier(step, names)
    equals, taken = names.listed(step.between), names.of(step.left[0])
    return (_told_out if step.to == OUT else _told_first)(TieKey(step.key), equals, taken)


def _told_earlier(step: RoundTieBroken, names: Names) -> Text:
    if step.to == OUT:
        return _(
            "These had equally few votes: {options}. Fewest in round {n} had: {left}.",
            options=names.listed(step.between),
            n=step.number,
            left=names.listed(step.left),
        )
    return _(
        "These had equal surpluses: {options}. Most in round {n} had: {left}.",
        options=names.listed(step.between),
        n=step.number,
        left=names.listed(step.left),
    )


def _told_out(key: TieKey, equals: Text, taken: str) -> Text:
    if key is TieKey.LOT:
        return _(
            "These had equally few votes: {options}. “{option}” goes out by lot.",
            options=equals,
            option=taken,
        )
    # That more ballots put one first is never left to decide: then the first round has decided.
    return _(
        "These had equally few votes: {options}. “{option}” goes out because it was published"
        " last.",
        options=equals,
        option=taken,
    )


def _told_first(key: TieKey, equals: Text, taken: str) -> Text:
    if key is TieKey.LOT:
        return _(
            "These had equal surpluses: {options}. “{option}” passes on first by lot.",
            options=equals,
            option=taken,
        )
    return _(
        "These had equal surpluses: {options}. “{option}” passes on first because it was"
        " published first.",
        options=equals,
        option=taken,
    )
