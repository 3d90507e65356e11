"""The areas of a process as a tree: the town, its districts, their quarters."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar


class Placed(Protocol):
    """Something with a place in the tree."""

    @property
    def id(self) -> int:
        """Tell it from all others."""

    @property
    def parent_id(self) -> int | None:
        """Name the one above, None at the root."""


Area = TypeVar("Area", bound=Placed)


@dataclass(frozen=True)
class Branch(Generic[Area]):
    """An area at its depth: 0 is a root."""

    area: Area
    depth: int


def tree(areas: Sequence[Area]) -> tuple[Branch[Area], ...]:
    """Put each area right below the one it is part of, otherwise in the given order."""
    known = {area.id for area in areas}
    children: dict[int | None, list[Area]] = {}
    for area in areas:
        parent = area.parent_id if area.parent_id in known else None
        children.setdefault(parent, []).append(area)
    branches: list[Branch[Area]] = []
    waiting = [Branch(area, 0) for area in reversed(children.get(None, []))]
    while waiting:
        branch = waiting.pop()
        branches.append(branch)
        below = children.get(branch.area.id, [])
        waiting.extend(Branch(area, branch.depth + 1) for area in reversed(below))
    return tuple(branches)
