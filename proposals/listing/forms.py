"""What a reader asks of the list of proposals."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from concejo.processes.services import ProcessView
from concejo.text import Text, _
from concejo.typed import read_line, read_number
from proposals.core.status import GOING_ON, NAMES, PUBLIC, Status

#: More words than this find nothing more.
SOUGHT_MAX = 100


class Sort(StrEnum):
    """In which order proposals stand."""

    RANDOM = "random"
    NEWEST = "newest"
    SUPPORTED = "supported"


SORTS: dict[Sort, Text] = {
    Sort.RANDOM: _("By lot"),
    Sort.NEWEST: _("Newest first"),
    Sort.SUPPORTED: _("Most supported first"),
}

#: What one may choose to see, in the order in which it is offered.
STATUSES: dict[Status, Text] = {status: NAMES[status] for status in Status if status in PUBLIC}


@dataclass(frozen=True)
class ListForm:
    """A wish for the list. Nothing here can be wrong: what makes no sense is not asked for.

    Without a status the list shows what is on its way or has been valued; without an area, all.
    """

    sought: str = ""
    area_id: int | None = None
    status: Status | None = None
    sort: Sort = Sort.RANDOM
    seed: int = 0

    @classmethod
    def parse(cls, typed: Mapping[str, str], process: ProcessView, seed: int) -> Self:
        """Read a wish from the address of a page; `seed` is the reader's own where it has none."""
        areas = {str(area.id): area.id for area in process.areas}
        asked = read_number(typed.get("seed"))
        return cls(
            sought=read_line(typed.get("q"))[:SOUGHT_MAX].strip(),
            area_id=areas.get(typed.get("area", "")),
            status=next((s for s in STATUSES if s == typed.get("status")), None),
            sort=next((s for s in Sort if s == typed.get("sort")), Sort.RANDOM),
            seed=seed if asked is None else asked,
        )

    @property
    def statuses(self) -> list[Status]:
        """Give the statuses that are shown."""
        if self.status is None:
            return sorted(GOING_ON | {Status.UNFEASIBLE})
        return [self.status]

    @property
    def query(self) -> tuple[tuple[str, str], ...]:
        """Give the part of an address that asks for this again."""
        pairs = {
            "q": self.sought,
            "area": str(self.area_id or ""),
            "status": self.status or "",
            "sort": self.sort,
            "seed": str(self.seed) if self.sort is Sort.RANDOM else "",
        }
        return tuple((name, str(value)) for name, value in pairs.items() if value)
