"""Read what tables a database really has, to compare two of them."""

from concejo import db
from concejo.db import Row

Schema = dict[str, list[str]]

COLUMNS = """
SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default
FROM information_schema.columns WHERE table_schema = 'public'
"""
CONSTRAINTS = """
SELECT conrelid::regclass::text AS table_name, pg_get_constraintdef(oid) AS definition
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
"""
INDEXES = """
SELECT tablename AS table_name, indexdef AS definition
FROM pg_indexes WHERE schemaname = 'public'
"""


async def schema(connection: db.Name) -> Schema:
    """Describe every table in sorted lines: its columns, constraints and indexes."""
    read = _postgres if db.dialect(connection) == "postgres" else _sqlite
    return {table: sorted(lines) for table, lines in (await read(connection)).items()}


async def _postgres(connection: db.Name) -> Schema:
    tables: Schema = {}
    for query in (COLUMNS, CONSTRAINTS, INDEXES):
        for row in await db.fetch(query, connection=connection):
            table = row.text("table_name").strip('"')
            tables.setdefault(table, []).append(_line(row))
    return tables


async def _sqlite(connection: db.Name) -> Schema:
    tables = await db.fetch(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
        connection=connection,
    )
    return {row.text("name"): await _sqlite_table(row.text("name"), connection) for row in tables}


async def _sqlite_table(table: str, connection: db.Name) -> list[str]:
    async def pragma(name: str, of: str = table) -> list[Row]:
        return await db.fetch(f"SELECT * FROM pragma_{name}(?)", of, connection=connection)

    columns = [
        _line(row, "name", "type", "notnull", "dflt_value", "pk")
        for row in await pragma("table_info")
    ]
    keys = [
        _line(row, "table", "from", "to", "on_delete") for row in await pragma("foreign_key_list")
    ]
    indexes = []
    for index in await pragma("index_list"):
        of = [row["name"] for row in await pragma("index_info", index.text("name"))]
        indexes.append(f"index {of} {_line(index, 'unique', 'origin', 'partial')}")
    return columns + keys + indexes


def _line(row: Row, *names: str) -> str:
    return " ".join(f"{name}={row[name]}" for name in names or row)
