"""Limits: what keeps a project from being funded beside others, the same for every rule.

Exclusive projects, quotas of areas and reserved money all have one shape: some projects, how much
room each of them takes, and the room that there is. What does not fit into the room once never
fits later, since room is only taken: a rule may forget a project as soon as it meets an obstacle.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from voting.core.profile import Instance, Quota
from voting.core.steps import ExcludedByConflict, ExcludedByQuota, Step

#: Reserves are expanded into one limit for each set of them, so that few are taken.
MOST_RESERVES = 8


@dataclass(frozen=True)
class Limit:
    """Be one limit: the room that some projects have together, and what each takes of it.

    A conflict has room for one project; the room of a quota or reserve is in minor units.
    """

    name: str
    takes: Mapping[str, int]
    room: int
    is_conflict: bool = False


def limits_of(instance: Instance, *, exclusive: bool = True) -> tuple[Limit, ...]:
    """List the limits of an instance; without `exclusive`, its conflicts are left out."""
    conflicts = instance.conflicts if exclusive else ()
    return (
        *(Limit("", dict.fromkeys(group, 1), 1, is_conflict=True) for group in conflicts),
        *_quotas(instance),
        *_reserves(instance),
    )


def _quotas(instance: Instance) -> Iterable[Limit]:
    cost = {project.code: project.cost for project in instance.projects}
    for quota in instance.quotas:
        if quota.most is not None:
            yield Limit(quota.name, {code: cost[code] for code in quota.projects}, quota.most)


def _reserves(instance: Instance) -> Iterable[Limit]:
    """Leave to those outside what is not reserved: one limit for each set of reserves.

    The sets are needed together: what is outside two groups may not touch the money of either.
    """
    reserved = [quota for quota in instance.quotas if quota.reserved]
    if len(reserved) > MOST_RESERVES:
        raise ValueError(f"there are more than {MOST_RESERVES} reserves")
    for size in range(1, len(reserved) + 1):
        for chosen in combinations(reserved, size):
            yield _outside(instance, chosen)


def _outside(instance: Instance, chosen: Sequence[Quota]) -> Limit:
    inside = {code for quota in chosen for code in quota.projects}
    takes = {p.code: p.cost for p in instance.projects if p.code not in inside}
    room = instance.budget - sum(quota.reserved for quota in chosen)
    return Limit(", ".join(quota.name for quota in chosen), takes, room)


class Room:
    """Keep what room is left while projects are funded one after the other."""

    def __init__(self, limits: Sequence[Limit]) -> None:
        self._limits = limits
        self._left = [limit.room for limit in limits]
        self._winners: list[str] = []
        self._concerns: dict[str, list[int]] = {}
        for at, limit in enumerate(limits):
            for code in limit.takes:
                self._concerns.setdefault(code, []).append(at)

    def take(self, code: str) -> None:
        """Fund a project: it takes its room."""
        self._winners.append(code)
        for at in self._concerns.get(code, ()):
            self._left[at] -= self._limits[at].takes[code]

    def obstacle(self, code: str, score: int) -> Step | None:
        """Say why the project cannot be funded beside those that were; None when it can."""
        for at in self._concerns.get(code, ()):
            limit = self._limits[at]
            if limit.takes[code] > self._left[at]:
                if limit.is_conflict:
                    rival = next(winner for winner in self._winners if winner in limit.takes)
                    return ExcludedByConflict(code, score, rival)
                return ExcludedByQuota(code, score, limit.takes[code], self._left[at], limit.name)
        return None
