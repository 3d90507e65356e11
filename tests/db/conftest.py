"""Empty databases, and a laboratory in which the engines are tried with tables of their own."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tortoise.context import require_context

from concejo import db
from concejo.db import config
from tests import postgres
from tests.conftest import Databases

POSTGRES = pytest.param("postgres", marks=pytest.mark.postgres)


@pytest.fixture
def empty_sqlite(tmp_path: Path) -> Databases:
    """The addresses of two files that are not there yet."""
    return Databases(f"sqlite://{tmp_path}/main.sqlite3", f"sqlite://{tmp_path}/box.sqlite3")


@pytest.fixture
async def empty_postgres(postgres_server: str, anyio_backend: str) -> AsyncIterator[Databases]:
    """Two databases without tables."""
    async with postgres.databases(postgres_server, _names("empty")) as (main, box):
        yield Databases(main, box)


@pytest.fixture
async def second_empty_postgres(
    postgres_server: str, anyio_backend: str
) -> AsyncIterator[Databases]:
    """Two more."""
    async with postgres.databases(postgres_server, _names("second")) as (main, box):
        yield Databases(main, box)


def _names(stem: str) -> dict[str, str]:
    return {f"concejo_{os.getpid()}_{stem}_{which}": "template1" for which in ("main", "box")}


@pytest.fixture(params=["sqlite", POSTGRES])
def empty(request: pytest.FixtureRequest, anyio_backend: str) -> Databases:
    """Two databases without tables, once on SQLite and once on PostgreSQL."""
    databases: Databases = request.getfixturevalue(f"empty_{request.param}")
    return databases


@pytest.fixture
async def lab(empty: Databases, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Databases]:
    """Our own engines with the tables of `tests/db/models.py`, connected."""
    monkeypatch.setattr(config, "ROOMS", ("tests.db",))
    async with db.connected(empty.main, empty.box):
        await require_context().generate_schemas()
        yield empty
