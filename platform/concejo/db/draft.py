"""Write the first migration anew from the models: `python -m concejo.db.draft`.

For developers, while nothing is released: after the first release a change of the models is a
new pair of files, written by hand. Only the main database is drafted; Tortoise cannot write the
tables of the ballot box, which must not keep the order in which ballots came.
"""

import asyncio
import os
import re
import sys
from pathlib import Path

from tortoise.context import TortoiseContext
from tortoise.utils import get_schema_sql

from concejo.db.config import configuration
from concejo.db.migrate import FOLDER

#: No connection is made: Tortoise only has to know for which database it writes.
URLS = {"sqlite": "sqlite://:memory:", "postgres": "postgres://nobody@nowhere/nothing"}

HEADING = "-- Written from the models by `python -m concejo.db.draft`; do not edit.\n\n"


async def draft(dialect: str) -> str:
    """Write the statements that make every table of the main database."""
    url = URLS[dialect]
    async with TortoiseContext() as context:
        await context.init(configuration(url, url))
        sql = get_schema_sql(context.connections.get("default"), safe=False)
    return HEADING + readable(sql)


def readable(sql: str) -> str:
    """Set every table apart from the next, and its indexes and comments close to it."""
    return re.sub(r"\n(?=CREATE TABLE )", "\n\n", sql.strip()) + "\n"


async def write(folder: Path) -> None:
    """Write both dialects of the first migration into a folder of migrations."""
    for dialect in URLS:
        file = folder / "main" / f"0001_initial.{dialect}.sql"
        file.write_text(await draft(dialect), encoding="utf-8")


if __name__ == "__main__":
    if os.environ.get("PYTHONHASHSEED") != "0":
        # Tortoise keeps one-to-one fields in a set: their order would change from run to run.
        os.execve(sys.executable, sys.orig_argv, os.environ | {"PYTHONHASHSEED": "0"})
    asyncio.run(write(FOLDER))
