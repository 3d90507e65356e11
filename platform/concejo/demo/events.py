"""What happened in the town, in the order in which it happened, across all processes.

Each deed is done through the same services as on the web, at its own moment: the clock is told
another time for as long as it lasts. So the audit log of the demo reads like one of a real year.
"""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from concejo.clock import pretend
from concejo.db import transaction

Deed = Callable[[], Awaitable[object]]


@dataclass(frozen=True)
class Event:
    """Something that was done at a moment."""

    moment: datetime
    deed: Deed


class Diary:
    """Collects events and lets them happen, the oldest first; what lies ahead never happens."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment
        self._events: list[Event] = []

    def at(self, moment: datetime, deed: Deed) -> None:
        """Write down what is done at a moment, unless that is still to come."""
        if moment <= self.moment:
            self._events.append(Event(moment, deed))

    def __len__(self) -> int:
        return len(self._events)

    def happen(self) -> Iterator[Awaitable[None]]:
        """Give everything that was done, to be awaited one after the other."""
        for event in sorted(self._events, key=lambda event: event.moment):
            yield _do(event)


async def _do(event: Event) -> None:
    with pretend(event.moment):
        # One commit for each event, not one for each support and each ballot.
        async with transaction():
            await event.deed()


def spread(begins: datetime, ends: datetime, count: int) -> list[datetime]:
    """Give so many moments between two others, evenly apart and away from both ends."""
    step: timedelta = (ends - begins) / (count + 1)
    return [begins + step * (number + 1) for number in range(count)]
