"""What time it is: the one place that asks, so that every core takes the time as an argument."""

from datetime import UTC, datetime


def now() -> datetime:
    """Give the present moment, in UTC."""
    return datetime.now(UTC)
