"""What every test may ask for: above all a database of its own.

- `database`: both databases on SQLite, migrated and connected, as fresh files.
- `postgres_database`: the same on a PostgreSQL server.
- `any_database`: the test runs twice, on the one and on the other.

Each gives the addresses, for tests that open a second connection or start a second process.
Asynchronous tests need no marker.
"""

import itertools
import os
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.postgres import in_memory

# The settings are read once, when the first room is imported, so they are made here.
for name in [name for name in os.environ if name.startswith("CONCEJO_")]:
    if not name.startswith("CONCEJO_TEST_"):
        del os.environ[name]
DATA = Path(tempfile.mkdtemp(prefix="concejo-tests-", dir=in_memory()))
os.environ |= {
    "CONCEJO_DATA": str(DATA),
    "CONCEJO_SECRET_KEY": "a secret that only the tests know, and everybody can read",
    "CONCEJO_BASE_URL": "http://testserver",
    "CONCEJO_ARGON2_MEMORY_KIB": "64",
    "CONCEJO_ARGON2_PASSES": "1",
    "CONCEJO_ARGON2_WORKERS": "1",
}

from concejo import db  # noqa: E402 after the settings
from concejo.db import migrate  # noqa: E402 after the settings
from tests import postgres  # noqa: E402 after the settings
from voting.core.crypto.keys import PrivateKey  # noqa: E402 after the settings
from voting.credentials.keys import services as issuing  # noqa: E402 after the settings

pytest_plugins = ["tests.people"]

# How long an example takes says how busy the machine is, and nothing of what is tested.
BUSY = [HealthCheck.too_slow, HealthCheck.filter_too_much]
settings.register_profile("concejo", deadline=None, suppress_health_check=BUSY)
settings.load_profile("concejo")


def pytest_configure(config: pytest.Config) -> None:
    config.option.anyio_mode = "auto"
    # Whoever starts the tests in the background has Ctrl-C ignored, here and in every child.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_unconfigure() -> None:
    shutil.rmtree(DATA, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def few_issuing_keys() -> Iterator[None]:
    """Let elections share a few genuine issuing keys: a fresh one for each style takes long."""
    make, made = issuing.make_key, {}
    turn = itertools.cycle(range(8))

    def make_or_take() -> PrivateKey:
        number = next(turn)
        if number not in made:
            made[number] = make()
        return made[number]

    issuing.make_key = make_or_take
    yield
    issuing.make_key = make


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@dataclass(frozen=True)
class Databases:
    """The addresses of a pair of databases."""

    main: str
    box: str


_numbers = itertools.count()


@pytest.fixture(scope="session")
def migrations() -> Path:
    """The migrations that ship; `tests/db/test_drift.py` sees whether the models ran ahead."""
    return migrate.FOLDER


@pytest.fixture(scope="session")
async def sqlite_template(tmp_path_factory: pytest.TempPathFactory, migrations: Path) -> Path:
    """A folder with both databases, migrated and empty."""
    folder = tmp_path_factory.mktemp("template")
    empty = Databases(f"sqlite://{folder}/main.sqlite3", f"sqlite://{folder}/box.sqlite3")
    await migrate.migrate(empty.main, empty.box, migrations)
    async with db.connected(empty.main, empty.box):
        pass  # The first connection sets the journal mode, which the copies then have.
    return folder


@pytest.fixture
def fast_folder() -> Iterator[Path]:
    """A folder of the test's own, in memory where the machine has some to spare."""
    with tempfile.TemporaryDirectory(dir=DATA) as folder:
        yield Path(folder)


@pytest.fixture
async def database(
    sqlite_template: Path, fast_folder: Path, anyio_backend: str
) -> AsyncIterator[Databases]:
    """Both databases on SQLite, connected; nobody else's rows in them."""
    for file in ("main.sqlite3", "box.sqlite3"):
        shutil.copyfile(sqlite_template / file, fast_folder / file)
    fresh = Databases(f"sqlite://{fast_folder}/main.sqlite3", f"sqlite://{fast_folder}/box.sqlite3")
    async with db.connected(fresh.main, fresh.box):
        yield fresh


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server that lives as long as the tests."""
    with postgres.server() as url:
        yield url


@pytest.fixture(scope="session")
async def postgres_template(
    postgres_server: str, migrations: Path, anyio_backend: str
) -> AsyncIterator[str]:
    """The stem of the names of two databases, migrated and empty, from which others are made."""
    stem = f"concejo_{os.getpid()}"
    templates = {f"{stem}_main": "template1", f"{stem}_box": "template1"}
    async with postgres.databases(postgres_server, templates) as (main, box):
        await migrate.migrate(main, box, migrations)
        yield stem


@pytest.fixture
async def postgres_database(
    postgres_server: str, postgres_template: str, anyio_backend: str
) -> AsyncIterator[Databases]:
    """Both databases on PostgreSQL, connected; nobody else's rows in them."""
    number = next(_numbers)
    stem = postgres_template
    copies = {f"{stem}_{which}_{number}": f"{stem}_{which}" for which in ("main", "box")}
    async with (
        postgres.databases(postgres_server, copies) as (main, box),
        db.connected(main, box),
    ):
        yield Databases(main, box)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def any_database(request: pytest.FixtureRequest, anyio_backend: str) -> Databases:
    """Both databases, once on SQLite and once on PostgreSQL."""
    fixture = {"sqlite": "database", "postgres": "postgres_database"}[request.param]
    fresh: Databases = request.getfixturevalue(fixture)
    return fresh
