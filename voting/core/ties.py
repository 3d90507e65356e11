"""Ties: the declared order in which equal projects go, and the public lot.

The order is fixed before the count and is one for the whole count, with all its rounds. The lot is
nobody's choice: it sorts the projects by SHA-256 of a public seed and the project's code, so that
anybody can draw it again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from concejo.text import Text, _
from voting.core.profile import Standing
from voting.core.steps import TieBroken


class TieKey(StrEnum):
    """What decides between equals."""

    CHEAPEST = "cheapest"
    DEAREST = "dearest"
    MOST_VOTES = "most_votes"
    PUBLISHED_ORDER = "published_order"
    LOT = "lot"


_TOTAL = (TieKey.PUBLISHED_ORDER, TieKey.LOT)


@dataclass(frozen=True)
class Ties:
    """Declare which keys decide, one after the other, and the public seed of the lot."""

    order: tuple[TieKey, ...]
    seed: str = ""


def validate_ties(ties: Ties) -> tuple[Text, ...]:
    """Give every reason why the order cannot decide each tie."""
    reasons = []
    if not ties.order or ties.order[-1] not in _TOTAL:
        reasons.append(_("The order for ties must end with the published order or with the lot."))
    if len(set(ties.order)) != len(ties.order):
        reasons.append(_("The order for ties names the same key twice."))
    if TieKey.LOT in ties.order and not ties.seed:
        reasons.append(_("The lot needs a public seed."))
    return tuple(reasons)


def lot(seed: str, codes: Iterable[str]) -> tuple[str, ...]:
    """Draw the lot: the codes in the order of the SHA-256 of seed, a zero byte and code."""
    return tuple(sorted(codes, key=lambda code: sha256(f"{seed}\0{code}".encode()).digest()))


def describe_ties(ties: Ties) -> tuple[Text, ...]:
    """Tell a resident, in order, what decides between projects that are equal."""
    first = {
        TieKey.CHEAPEST: _("Of equal projects, the one that costs less goes first."),
        TieKey.DEAREST: _("Of equal projects, the one that costs more goes first."),
        TieKey.MOST_VOTES: _("Of equal projects, the one with more votes goes first."),
        TieKey.PUBLISHED_ORDER: _("Of equal projects, the one published first goes first."),
        TieKey.LOT: _(
            "Of equal projects, a lot decides; its public seed is “{seed}”.", seed=ties.seed
        ),
    }
    then = {
        TieKey.CHEAPEST: _("If they are still equal, the one that costs less goes first."),
        TieKey.DEAREST: _("If they are still equal, the one that costs more goes first."),
        TieKey.MOST_VOTES: _("If they are still equal, the one with more votes goes first."),
        TieKey.PUBLISHED_ORDER: _("If they are still equal, the one published first goes first."),
        TieKey.LOT: _(
            "If they are still equal, a lot decides; its public seed is “{seed}”.", seed=ties.seed
        ),
    }
    return tuple((then if place else first)[key] for place, key in enumerate(ties.order))


class TieOrder:
    """Put equals in order by the declared keys, and say which key it was."""

    def __init__(self, ties: Ties, standings: Sequence[Standing]) -> None:
        reasons = validate_ties(ties)
        if reasons:
            raise ValueError("; ".join(map(str, reasons)))
        self._keys = ties.order
        drawn = lot(ties.seed, (standing.project for standing in standings))
        published: Mapping[str, int] = {item.project: at for at, item in enumerate(standings)}
        self._places = {code: (published[code], at) for at, code in enumerate(drawn)}
        self._values = {item.project: self.sort_key_of(item) for item in standings}

    def sort_key(self, code: str) -> tuple[int, ...]:
        """Give the values by which this project stands among its equals: lower goes first."""
        return self._values[code]

    def sort_key_of(self, standing: Standing) -> tuple[int, ...]:
        """Give the values by which a project would stand if this were its cost and score."""
        places = self._places[standing.project]
        return tuple(_value(key, standing, *places) for key in self._keys)

    def first(self, equals: Sequence[str]) -> tuple[str, tuple[TieBroken, ...]]:
        """Pick who goes first, with the step that says so when there was a choice."""
        if len(equals) == 1:
            return equals[0], ()
        ranked = sorted(equals, key=self.sort_key)
        best, second = self._values[ranked[0]], self._values[ranked[1]]
        decisive = next(key for key, a, b in zip(self._keys, best, second, strict=True) if a != b)
        return ranked[0], (TieBroken(tuple(ranked), ranked[0], decisive.value),)


def _value(key: TieKey, standing: Standing, published: int, drawn: int) -> int:
    values = {
        TieKey.CHEAPEST: standing.cost,
        TieKey.DEAREST: -standing.cost,
        TieKey.MOST_VOTES: -standing.score,
        TieKey.PUBLISHED_ORDER: published,
        TieKey.LOT: drawn,
    }
    return values[key]
