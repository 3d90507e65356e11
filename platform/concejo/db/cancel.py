"""Finish what must not stop half-way, even when the request that asked for it is cancelled."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


async def finish(work: Awaitable[T], undo: Callable[[], Awaitable[None]] | None = None) -> T:
    """Run `work` to its end, and only then let a cancellation of the caller through.

    When the caller was cancelled and the work succeeded, nobody is left to use the result:
    `undo` takes it back. A caller may be cancelled many times over (anyio repeats itself on
    every turn of the loop), so one `asyncio.shield` is not enough.
    """
    task = asyncio.ensure_future(work)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is None:
        return task.result()
    if not task.cancelled() and task.exception() is None and undo is not None:
        with contextlib.suppress(asyncio.CancelledError):
            await finish(undo())
    raise cancelled
