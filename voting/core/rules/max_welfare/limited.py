"""The best choice under quotas, reserves and conflicts, by branch and bound.

Quotas and reserves of groups that have nothing in common, and conflicts within a group, are kept
from the start. What goes across groups is kept by branching: the best choice without it is found,
and where that breaks a limit, two ways follow, one without a project that takes part in that and
one with it. The best of all that is open is looked at first, so the first choice that breaks no
limit is the best there is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from voting.core.limits import Limit
from voting.core.profile import Instance
from voting.core.rules.max_welfare.areas import areas_of
from voting.core.rules.max_welfare.choices import Choice, Code, Effort
from voting.core.rules.max_welfare.knapsack import Knapsack
from voting.core.rules.max_welfare.together import best_together


@dataclass(frozen=True)
class _Row:
    """Be a limit: what each project takes of the room, by its bit."""

    takes: dict[int, int]
    room: int

    def taken(self, bits: int) -> int:
        """Give how much of the limit a set of projects takes, one bit for each."""
        return sum(taken for bit, taken in self.takes.items() if bits & bit)


@dataclass(frozen=True)
class _Way:
    """Be a way on which some projects must be chosen and others must not, with the best choice."""

    rank: int
    required: int
    barred: int

    def __lt__(self, other: "_Way") -> bool:
        return self.rank < other.rank


class Limited:
    """Know the projects and what limits a choice among them; find the best choice."""

    def __init__(
        self,
        code: Code,
        items: Sequence[Choice],
        instance: Instance,
        limits: Sequence[Limit],
        effort: Effort,
    ) -> None:
        """Begin with the effort that all searches together may take."""
        self._code, self._budget = code, instance.budget
        self._items = {code.bits_of(item[1]): item for item in items}
        self._effort, self._plain = effort, Knapsack(items, effort)
        bits = {name: 1 << len(items) - 1 - at for at, name in enumerate(code.projects)}
        self._rows = [
            _Row(
                {bits[name]: taken for name, taken in limit.takes.items() if name in bits},
                limit.room,
            )
            for limit in limits
        ]
        self._areas = areas_of(self._items, bits, instance, limits)

    def best(self, forced: Choice | None = None) -> Choice | None:
        """Find the best choice, or the best of those that hold a project; None without any."""
        required = 0 if forced is None else self._code.bits_of(forced[1])
        barred = self._shut_out(required)
        plain = self._plain.best(self._budget, forced)
        if plain is None or barred is None:
            return None
        if self._broken(self._code.bits_of(plain[1])) is None:
            return plain
        return self._branch(required, barred)

    def _branch(self, required: int, barred: int) -> Choice | None:
        ways = list(self._ways(required, barred))
        while ways:
            way = heappop(ways)
            chosen = self._code.bits_of(way.rank)
            row = self._broken(chosen)
            if row is None:
                return self._choice(way.rank)
            open_ = [bit for bit in row.takes if chosen & bit and not way.required & bit]
            if open_:
                bit = max(open_, key=lambda bit: (row.takes[bit], bit))
                for further in self._ways(way.required, way.barred | bit):
                    heappush(ways, further)
                for further in self._ways(way.required | bit, way.barred):
                    heappush(ways, further)
        return None

    def _ways(self, required: int, barred: int) -> Iterator[_Way]:
        """Give the way with these conditions, if there is any choice on it."""
        shut_out = self._shut_out(required)
        if shut_out is None or shut_out & required:
            return
        barred |= shut_out
        groups = [area.group(required, barred) for area in self._areas]
        found = best_together(groups, self._budget, self._effort)
        if found is not None:
            yield _Way(found[1], required, barred)

    def _shut_out(self, required: int) -> int | None:
        """Tell what cannot be chosen beside the required; None where they cannot be together."""
        barred = 0
        for row in self._rows:
            left = row.room - row.taken(required)
            if left < 0:
                return None
            for bit, taken in row.takes.items():
                if taken > left and not required & bit:
                    barred |= bit
        return barred

    def _broken(self, chosen: int) -> _Row | None:
        return next((row for row in self._rows if row.taken(chosen) > row.room), None)

    def _choice(self, rank: int) -> Choice:
        """Give the choice with its true cost, without what is reserved."""
        names = self._code.bits_of(rank)
        cost = sum(item[0] for bit, item in self._items.items() if names & bit)
        return cost, rank, sum(item[2] for bit, item in self._items.items() if names & bit)
