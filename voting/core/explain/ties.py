"""Words for ties: who went first of equals, and by which key."""

from collections.abc import Callable

from concejo.text import Text, _, ngettext
from voting.core.explain.notes import Notes
from voting.core.explain.tell import tell
from voting.core.steps import TieBroken
from voting.core.ties import TieKey


@tell.register
def _tie(step: TieBroken, notes: Notes) -> None:
    notes.add(step.winner, _WENT_FIRST[TieKey(step.key)](len(step.between) - 1))
    for code in step.between:
        if code != step.winner:
            words = _WENT_LATER[TieKey(step.key)]
            notes.add(code, Text(words.message, {"project": notes.name(step.winner)}))


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
