"""Styles: which contests are on a sheet together.

See “desk” in voting/README.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from voting.booth.core import style_name
from voting.setup.core import ContestView


@dataclass(frozen=True)
class Style:
    """The contests of one sheet; `key` names them in the tables, as the booth does."""

    number: int
    contests: tuple[ContestView, ...]

    @property
    def key(self) -> str:
        """Name the style by its contests."""
        return style_name([contest.id for contest in self.contests])

    @property
    def keys(self) -> frozenset[str]:
        """Give the names of its contests in the manifest."""
        return frozenset(contest.key for contest in self.contests)

    @property
    def name(self) -> str:
        """Name the style for people: by its contests, which are areas."""
        return " + ".join(contest.name for contest in self.contests)


def list_styles(contests: Sequence[ContestView]) -> tuple[Style, ...]:
    """List every style that somebody on the roll can have, numbered from 1.

    The first is that of the whole city alone, where it has a contest: of whoever lives in an area
    without one. Then follows one for each area that has.
    """
    city = [contest for contest in contests if contest.is_citywide]
    sets: list[list[ContestView]] = [city] if city else []
    for area in contests:
        if not area.is_citywide:
            # In the order of the ballot: the booth's filter keeps it, too.
            sets.append([c for c in contests if c.is_citywide or c.area_code == area.area_code])
    unlike = list(dict.fromkeys(tuple(found) for found in sets))
    return tuple(Style(number, found) for number, found in enumerate(unlike, 1))
