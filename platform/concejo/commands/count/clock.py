"""A clock that measures a count part by part."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter


class Clock:
    """Add up how many seconds each part took, without those of the parts within it."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._within = 0.0

    @contextmanager
    def measuring(self, part: str) -> Iterator[None]:
        """Measure what is done in a `with`."""
        before, self._within = self._within, 0.0
        began = perf_counter()
        try:
            yield
        finally:
            took = perf_counter() - began
            self.seconds[part] += took - self._within
            self._within = before + took
