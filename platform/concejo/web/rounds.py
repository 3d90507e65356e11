"""What goes on while a program is up, whether anybody asks for a page or not."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress

log = logging.getLogger("concejo")

#: How often the clock's work is done.
ROUND_SECONDS = 15

Task = Callable[[], Coroutine[object, object, object]]


@asynccontextmanager
async def rounds(tasks: Sequence[Task]) -> AsyncIterator[None]:
    """Do these tasks again and again as long as the block runs."""
    going = asyncio.create_task(_go_on(tasks))
    try:
        yield
    finally:
        going.cancel()
        with suppress(asyncio.CancelledError):
            await going


async def do_round(tasks: Sequence[Task]) -> None:
    """Do all of the tasks once; one failure does not stop the rest."""
    for task in tasks:
        try:
            await task()
        except Exception:
            log.exception("The round of %s failed", task.__name__)


async def _go_on(tasks: Sequence[Task]) -> None:
    while True:
        await do_round(tasks)
        await asyncio.sleep(ROUND_SECONDS)
