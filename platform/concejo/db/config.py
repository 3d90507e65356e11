"""Which rooms have tables, and which database holds them."""

from urllib.parse import parse_qsl, urlencode, urlsplit

#: Every room whose `models` has tables in the main database, from the ground up.
ROOMS = (
    "concejo.sessions",
    "concejo.audit",
    "concejo.notifications",
    "concejo.roll",
    "concejo.accounts",
    "concejo.accounts.verification",
    "concejo.moderation",
    "concejo.processes",
    "proposals",
    "proposals.support",
    "proposals.threads",
    "proposals.valuation",
    "voting",
    "voting.desk",
    "voting.paper",
    "concejo.commitments",
)

#: The ballot box has a database of its own: who voted and what was voted are never joined.
BOX_ROOMS = ("voting.box",)

#: Arrival order must not be readable from the box's file: no log of writes beside it, and what
#: is deleted is overwritten. Without such a log a second connection only stands in the way.
BOX_PRAGMAS: dict[str, str | int] = {"journal_mode": "DELETE", "secure_delete": "ON", "readers": 0}

#: What may follow the `?` of a PostgreSQL address for us; all else there is libpq's.
POOL = ("minsize", "maxsize")

Connection = dict[str, str | dict[str, str | int]]


def file_of(url: str) -> str | None:
    """Give the file of a `sqlite://` address; None for a PostgreSQL server."""
    scheme, _, rest = url.partition("://")
    if scheme == "sqlite":
        return rest.partition("?")[0]
    if scheme in ("postgres", "postgresql"):
        return None
    raise ValueError(f"neither sqlite:// nor postgres://: {scheme}://…")


def connection(url: str, *, box: bool = False) -> Connection:
    """Configure Tortoise's connection to the database at this address."""
    file = file_of(url)
    if file is not None:
        pragmas = BOX_PRAGMAS if box else {}
        return {"engine": "concejo.db.sqlite", "credentials": {"file_path": file, **pragmas}}
    asked = dict(parse_qsl(urlsplit(url).query))
    sizes = {name: int(asked[name]) for name in POOL if name in asked}
    return {"engine": "concejo.db.postgres", "credentials": {"dsn": dsn_of(url), **sizes}}


def dsn_of(url: str) -> str:
    """Give the address of a PostgreSQL server as libpq and asyncpg know it."""
    parts = urlsplit(url)
    query = [(name, value) for name, value in parse_qsl(parts.query) if name not in POOL]
    return parts._replace(query=urlencode(query, safe="/")).geturl()


def configuration(database: str, box_database: str) -> dict[str, object]:
    """Configure Tortoise for both databases."""
    return {
        "connections": {
            "default": connection(database),
            "box": connection(box_database, box=True),
        },
        "apps": {
            "models": {"models": _models(ROOMS), "default_connection": "default"},
            "box": {"models": _models(BOX_ROOMS), "default_connection": "box"},
        },
    }


def box_configuration(box_database: str) -> dict[str, object]:
    """Configure Tortoise for the ballot box alone, in a house where nothing else is."""
    both = configuration("sqlite://:memory:", box_database)
    return {
        part: {"box": content["box"]} for part, content in both.items() if isinstance(content, dict)
    }


def _models(rooms: tuple[str, ...]) -> list[str]:
    return [f"{room}.models" for room in rooms]
