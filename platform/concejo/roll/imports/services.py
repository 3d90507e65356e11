"""Bring in a roll: batch by batch, so that a large file neither blocks nor half-writes."""

import codecs
import io
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from typing import BinaryIO

from concejo import settings
from concejo.audit.core import Actor
from concejo.audit.services import record
from concejo.clock import now
from concejo.db import lock_table, transaction
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
_FIELDS = ("birth_date", "postcode", "area_code", "is_active")


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
    async with transaction():
        # Two imports at once take turns, so that each counts what it really added.
        await lock_table("roll_entry")
        rows = await RollEntry.filter(roll_id=roll_id, document_hash__in=list(lines))
        known = {row.document_hash: row for row in rows}
        fresh = [
            _row(roll_id, hashed, line) for hashed, line in lines.items() if hashed not in known
        ]
        changed = [row for row in rows if _change(row, lines[row.document_hash])]
        await RollEntry.bulk_create(fresh)
        await RollEntry.bulk_update(changed, _FIELDS) if changed else None
    report.added += len(fresh)
    report.changed += len(changed)
    report.unchanged += len(rows) - len(changed)


def _row(roll_id: int, hashed: str, line: Line) -> RollEntry:
    return RollEntry(
        roll_id=roll_id,
        document_hash=hashed,
        birth_date=line.birth_date,
        postcode=line.postcode,
        area_code=line.area_code,
    )


def _change(row: RollEntry, line: Line) -> bool:
    before = (row.birth_date, row.postcode, row.area_code, row.is_active)
    after = (line.birth_date, line.postcode, line.area_code, True)
    row.birth_date, row.postcode, row.area_code, row.is_active = after
    return before != after


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
    await record(
        actor,
        "roll.imported",
        f"roll:{roll_id}",
        added=report.added,
        changed=report.changed,
        unchanged=report.unchanged,
        refused=len(report.refused),
        deactivated=report.deactivated,
    )
