"""Write letters into the outbox, and deliver them."""


async def deliver() -> None:
    """Send what waits in the outbox."""
