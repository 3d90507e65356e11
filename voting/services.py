"""Elections: prepared, opened, closed, counted."""


async def open_due() -> None:
    """Lock and open every election whose voting phase has begun."""
