"""How long somebody waits after too many tries: one minute, two, four, up to an hour."""

from dataclasses import dataclass
from datetime import timedelta

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
#: Tries older than this are forgotten.
MEMORY = timedelta(hours=24)


@dataclass(frozen=True)
class Limit:
    """What is tried, and how many tries are free before the first wait."""

    purpose: str
    free: int = 5


def wait_after(tries: int, free: int) -> timedelta:
    """Tell how long to wait once so many tries were made: nothing while they are free."""
    if tries < free:
        return timedelta(0)
    # 2**6 minutes are over the longest wait: a larger power would only be slow to compute.
    doublings: int = 2 ** min(tries - free, 6)
    return min(FIRST_WAIT * doublings, LONGEST_WAIT)
