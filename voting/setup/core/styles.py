"""Styles: which contests are on whose ballot, as everybody's area has it when the vote opens."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from voting.setup.core.contests import ContestDraft


@dataclass(frozen=True)
class Style:
    """A set of contests that are voted on together, by the codes of their areas."""

    name: str
    contests: tuple[str, ...]


def styles_of(
    contests: Sequence[ContestDraft], people: Iterable[tuple[int, str]]
) -> tuple[list[Style], list[tuple[int, int]]]:
    """Give the styles, in order, and everybody who has one, as (person, style).

    `people` are numbers on the roll with the code of their area. Who has no contest is left out.
    """
    # Each contest is in a style, even where nobody lives who could vote on it.
    by_area = {contest.area_code: _open_to(contests, contest.area_code) for contest in contests}
    everybody: list[tuple[int, tuple[str, ...]]] = []
    for person, area in people:
        if area not in by_area:
            by_area[area] = _open_to(contests, area)
        if by_area[area]:
            everybody.append((person, by_area[area]))
    found = sorted({codes for codes in by_area.values() if codes})
    names = {contest.area_code: contest.name for contest in contests}
    styles = [Style(" + ".join(names[code] for code in codes), codes) for codes in found]
    place = {codes: at for at, codes in enumerate(found)}
    return styles, [(person, place[codes]) for person, codes in everybody]


def _open_to(contests: Sequence[ContestDraft], area: str) -> tuple[str, ...]:
    return tuple(
        contest.area_code
        for contest in contests
        if contest.is_citywide or contest.area_code == area
    )
