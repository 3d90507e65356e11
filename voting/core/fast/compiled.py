"""Compiling: the kernel is compiled once, and kept on disk where there is a place for it.

That is beside the modules, or in the home of whoever runs this where those cannot be written to.
"""

from collections.abc import Callable

from numba import njit
from numba.core.dispatcher import Dispatcher


def compiled(function: Callable[..., object]) -> Dispatcher:
    """Compile a function when it is first called; where it cannot be kept, once a process."""
    try:
        made: Dispatcher = njit(cache=True)(function)
    except RuntimeError:
        made = njit(function)
    return made
