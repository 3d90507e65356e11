"""Bring in a roll: batch by batch, so that a large file neither blocks nor half-writes."""

import codecs
import io
import json
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from typing import BinaryIO

from concejo import settings
from concejo.audit import services as audit
from concejo.audit.core import Actor
from concejo.clock import now
from concejo.db import Row, dialect, execute, fetch, lock_table, transaction
from concejo.errors import NotFound
from concejo.roll.imports.core import (
    ImportReport,
    Line,
    Refusal,
    first_line,
    is_blank,
    read_header,
    read_line,
)
from concejo.roll.models import Roll, RollEntry
from concejo.roll.services import hash_of
from concejo.text import _

BATCH = 2000
#: A batch is one value. Asked for two thousand hashes one by one, PostgreSQL, which has no
#: statistics of a new roll yet, would compare each with the whole roll. SQLite does the like
#: unless CROSS JOIN tells it to begin with the batch.
_LINES = {
    "postgres": """json_to_recordset(CAST(? AS JSON)) AS line
        (document_hash TEXT, birth_date DATE, postcode TEXT, area_code TEXT)""",
    "sqlite": """(SELECT json_extract(value, '$.document_hash') AS document_hash,
        json_extract(value, '$.birth_date') AS birth_date,
        json_extract(value, '$.postcode') AS postcode,
        json_extract(value, '$.area_code') AS area_code FROM json_each(?)) AS line""",
}
_KNOWN = """
SELECT entry.document_hash, entry.birth_date, entry.postcode, entry.area_code, entry.is_active
FROM {lines} CROSS JOIN roll_entry AS entry
WHERE entry.roll_id = ? AND entry.document_hash = line.document_hash
"""
_UPSERT = """
INSERT INTO roll_entry (roll_id, document_hash, birth_date, postcode, area_code, is_active)
SELECT CAST(? AS BIGINT), document_hash, birth_date, postcode, area_code, TRUE FROM {lines}
WHERE TRUE
ON CONFLICT (roll_id, document_hash) DO UPDATE SET
    birth_date = excluded.birth_date, postcode = excluded.postcode,
    area_code = excluded.area_code, is_active = TRUE
"""


async def import_roll(
    roll_id: int,
    lines: Iterable[str],
    actor: Actor,
    *,
    complete: bool = False,
    progress: Callable[[int], None] | None = None,
) -> ImportReport:
    """Take the persons of a file into a roll; the first line names the columns.

    A line that cannot be taken is reported and hinders no other. With `complete`, whoever is on
    the roll and not in the file stops being active. `progress` is told the lines read so far.
    """
    roll = await Roll.get_or_none(id=roll_id)
    if roll is None:
        raise NotFound(_("There is no such roll."))
    report, seen = ImportReport(), dict[str, int]()
    for batch in _batches(_read(roll, lines, report), BATCH):
        await _take(roll.id, _without_repeats(batch, seen, report), report)
        if progress is not None:
            progress(report.lines)
    report.refused.sort(key=lambda refusal: refusal.number)
    if complete:
        await _deactivate_missing(roll.id, seen, report)
    async with transaction():
        await Roll.filter(id=roll.id).update(updated_at=now())
        await _record(actor, roll.id, report)
    return report


def decoded(file: BinaryIO) -> Generator[str, None, None]:
    """Give the lines of a file as text: UTF-8, with or without its mark, else Latin-1."""
    encoding = "utf-8-sig" if _is_utf8(file) else "latin-1"
    file.seek(0)
    text = io.TextIOWrapper(file, encoding, newline=None)
    try:
        for line in text:  # noqa: UP028 `yield from` would close the file with the generator
            yield line
    finally:
        text.detach()


def _is_utf8(file: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    try:
        while chunk := file.read(1 << 16):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _read(roll: Roll, lines: Iterable[str], report: ImportReport) -> Iterator[Line | Refusal]:
    numbered = iter(enumerate(lines, start=1))
    header = read_header(first_line(line for _number, line in numbered))
    today = now().date()
    for number, line in numbered:
        if is_blank(line):
            continue
        report.lines += 1
        yield read_line(
            header,
            number,
            line.replace("\0", ""),
            country=settings.COUNTRY,
            is_synthetic=roll.is_synthetic,
            today=today,
        )


def _batches(read: Iterable[Line | Refusal], size: int) -> Iterator[list[Line | Refusal]]:
    batch: list[Line | Refusal] = []
    for item in read:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def _without_repeats(
    batch: Sequence[Line | Refusal], seen: dict[str, int], report: ImportReport
) -> dict[str, Line]:
    taken: dict[str, Line] = {}
    for item in batch:
        if isinstance(item, Refusal):
            report.refused.append(item)
            continue
        hashed = hash_of(item.document)
        first = seen.setdefault(hashed, item.number)
        if first == item.number:
            taken[hashed] = item
        else:
            reason = _("The same document is on line {line} already.", line=first)
            report.refused.append(Refusal(item.number, (reason,)))
    return taken


async def _take(roll_id: int, lines: dict[str, Line], report: ImportReport) -> None:
    batch = _as_json(lines.items())
    async with transaction():
        # Two imports at once take turns, so that each counts what it really added.
        await lock_table("roll_entry")
        known = await fetch(_KNOWN.format(lines=_LINES[dialect()]), batch, roll_id)
        same = {row.text("document_hash") for row in known if _is_same(row, lines)}
        news = _as_json((hashed, line) for hashed, line in lines.items() if hashed not in same)
        await execute(_UPSERT.format(lines=_LINES[dialect()]), roll_id, news)
    report.added += len(lines) - len(known)
    report.changed += len(known) - len(same)
    report.unchanged += len(same)


def _is_same(row: Row, lines: dict[str, Line]) -> bool:
    line = lines[row.text("document_hash")]
    before = (str(row["birth_date"]), row["postcode"], row["area_code"], row.flag("is_active"))
    return before == (line.birth_date.isoformat(), line.postcode, line.area_code, True)


def _as_json(lines: Iterable[tuple[str, Line]]) -> str:
    return json.dumps(
        [
            {
                "document_hash": hashed,
                "birth_date": line.birth_date.isoformat(),
                "postcode": line.postcode,
                "area_code": line.area_code,
            }
            for hashed, line in lines
        ]
    )


async def _deactivate_missing(roll_id: int, seen: dict[str, int], report: ImportReport) -> None:
    if report.refused or not seen:
        report.kept_missing = True
        return
    last = 0
    while rows := await _active_after(roll_id, last):
        last = rows[-1][0]
        missing = [entry_id for entry_id, hashed in rows if hashed not in seen]
        if missing:
            report.deactivated += await RollEntry.filter(id__in=missing).update(is_active=False)


async def _active_after(roll_id: int, last: int) -> list[tuple[int, str]]:
    active = RollEntry.filter(roll_id=roll_id, is_active=True, id__gt=last).order_by("id")
    rows = await active.limit(BATCH).values_list("id", "document_hash")
    return [(int(entry_id), str(hashed)) for entry_id, hashed in rows]


async def _record(actor: Actor, roll_id: int, report: ImportReport) -> None:
    await audit.record(
        actor,
        "roll.imported",
        f"roll:{roll_id}",
        added=report.added,
        changed=report.changed,
        unchanged=report.unchanged,
        refused=len(report.refused),
        deactivated=report.deactivated,
    )
