"""What the town decided lately, in a few words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from concejo.processes.services import ProcessView
from concejo.text import Money
from voting.models import Election
from voting.services import find_results

#: How many winners a card names, and how many summaries are kept in memory.
NAMED = 3
_MOST_KEPT = 64


@dataclass(frozen=True)
class Decided:
    """A process with results: how many projects were chosen, for how much, and the first names.

    `chosen` is None where the ballots were not counted yet.
    """

    process: ProcessView
    chosen: int | None = None
    spent: Money | None = None
    names: tuple[str, ...] = ()


#: A count never changes, and reading one takes a while: process and moment → number, money, names.
_kept: dict[tuple[int, datetime], tuple[int, Money, tuple[str, ...]]] = {}


async def sum_up(processes: Sequence[ProcessView]) -> list[Decided]:
    """Say in a few words what was chosen in each of these processes."""
    counted = Election.filter(
        process_id__in=[process.id for process in processes], counted_at__isnull=False
    )
    moments = {election.process_id: election.counted_at for election in await counted}
    return [await _sum_up(process, moments.get(process.id)) for process in processes]


async def _sum_up(process: ProcessView, counted_at: datetime | None) -> Decided:
    if counted_at is None:
        return Decided(process)
    key = (process.id, counted_at)
    if key not in _kept:
        results = await find_results(process)
        assert results is not None, "it was counted"
        names = tuple(winner.name or winner.code for winner in results.winners[:NAMED])
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        _kept[key] = (len(results.winners), results.spent, names)
    return Decided(process, *_kept[key])
