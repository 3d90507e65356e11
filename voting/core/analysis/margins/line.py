"""The line: what would have been enough for greedy, without counting again.

The other projects have their turns as if the one in question did not stand. That tells, for each
place among them, up to which cost it would have been funded there; and its score and cost tell at
which place it stands.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from voting.core.limits import Room
from voting.core.outcome import RuleSpec
from voting.core.profile import Standing
from voting.core.rules.entry import Entry, needed_support
from voting.core.rules.greedy import value_by

_Key = tuple[Fraction, tuple[int, ...]]


@dataclass(frozen=True)
class Candidacy:
    """Be a project among the others, in a count by greedy of so many voters, begun with `start`."""

    start: Entry
    standing: Standing
    voters: int

    @property
    def spec(self) -> RuleSpec:
        """Give the rule."""
        return self.start.spec

    def wins(self, *, cost: int, score: int, supporters: int) -> bool:
        """Say whether the project would be funded if it stood like this, all else the same."""
        needed = needed_support(self.spec, cost, self.voters, self.start.instance.budget)
        if score < int(self.spec.parameters["threshold"]) or supporters < needed:
            return False
        place = bisect_left(self._keys, self._key(cost, score))
        return cost <= self._room[place]

    @property
    def room_if_first(self) -> int:
        """Give the highest cost at which the project would be funded if it had its turn first."""
        return self._room[0]

    def turning_points(self) -> Iterator[int]:
        """Give every cost at which it may change whether the project wins, and those around it."""
        yield from self._room
        budgets = int(self.spec.parameters["support_budgets"]) * self.start.instance.budget
        if self.voters:
            yield self.standing.supporters * budgets // self.voters
        by_cost = self.spec.parameters["by"] == "score_per_cost"
        for other in self._others:
            if by_cost and other.score:
                same = self.standing.score * other.cost // other.score
            else:
                same = other.cost
            yield from range(same - 1, same + 3)
        yield from (0, 1)

    @cached_property
    def _others(self) -> Sequence[Standing]:
        return sorted(
            (one for one in self.start.candidates if one.project != self.standing.project),
            key=lambda one: self._key_of(one, self.start.order.sort_key(one.project)),
        )

    @cached_property
    def _keys(self) -> list[_Key]:
        return [self._key_of(one, self.start.order.sort_key(one.project)) for one in self._others]

    def _key(self, cost: int, score: int) -> _Key:
        """Give the key by which the project would stand among the others."""
        changed = replace(self.standing, cost=cost, score=score)
        return self._key_of(changed, self.start.order.sort_key_of(changed))

    def _key_of(self, standing: Standing, ties: tuple[int, ...]) -> _Key:
        return -value_by(self.spec)(standing), ties

    @cached_property
    def _room(self) -> list[int]:
        """Give up to which cost the project would be funded at each place; -1: at none."""
        found, room, own = [], Room(self.start.limits), _Own(self.start, self.standing.project)
        left, stops = self.start.instance.budget, self.spec.parameters["over_budget"] == "stop"
        percent = int(self.spec.parameters["reserve_percent"]) if stops else 0
        for other in self._others:
            found.append(own.room(left, percent))
            if room.obstacle(other.project, other.score) is not None:
                continue
            if other.cost <= left:
                left -= other.cost
                room.take(other.project)
                own.take(other)
            elif stops:
                return found + [-1] * (len(self._others) + 1 - len(found))
        return [*found, own.room(left, percent)]


class _Own:
    """Keep the room that the limits leave to one project, whatever it costs."""

    def __init__(self, start: Entry, project: str) -> None:
        self._limits = [limit for limit in start.limits if project in limit.takes]
        self._left = [limit.room for limit in self._limits]

    def take(self, other: Standing) -> None:
        """Take from every limit what a project uses of it."""
        for at, limit in enumerate(self._limits):
            self._left[at] -= limit.takes.get(other.project, 0)

    def room(self, left: int, percent: int) -> int:
        """Give the highest cost that fits, with the help of a reserve where there is one."""
        for limit, room in zip(self._limits, self._left, strict=True):
            if limit.is_conflict and room < 1:
                return -1
        most = max(left, left * 100 // percent) if percent else left
        quotas = [
            room
            for limit, room in zip(self._limits, self._left, strict=True)
            if not limit.is_conflict
        ]
        return max(-1, min([most, *quotas]))
