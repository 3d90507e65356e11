"""Tortoise as it is delivered, to show what our engines are for."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.backends.base.config_generator import expand_db_url
from tortoise.backends.base.executor import EXECUTOR_CACHE
from tortoise.context import TortoiseContext


@asynccontextmanager
async def stock(url: str) -> AsyncIterator[BaseDBAsyncClient]:
    """Have Tortoise's own backend, with the tables of `tests/db/models.py`."""
    EXECUTOR_CACHE.clear()
    async with TortoiseContext() as context:
        await context.init(
            {
                "connections": {"default": expand_db_url(url)},
                "apps": {
                    "models": {"models": ["tests.db.models"], "default_connection": "default"}
                },
            }
        )
        await context.generate_schemas()
        yield context.connections.get("default")
