"""Bringing in the roll from a file."""

import asyncio
import io
from datetime import date
from pathlib import Path

import pytest

from concejo.audit.core import SYSTEM
from concejo.audit.services import history
from concejo.errors import Invalid, NotFound, Refused
from concejo.roll.core import latest_birth
from concejo.roll.imports.core import ImportReport
from concejo.roll.imports.services import decoded, import_roll
from concejo.roll.models import Roll, RollEntry
from concejo.roll.services import (
    NotEligible,
    count_eligible,
    create_roll,
    eligible_entry,
    find_entry,
    find_roll,
    hash_of,
    list_rolls,
)

HEADER = "documento;fecha_nacimiento;codigo_postal;area"
LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"


def person(
    number: int, *, born: str = "1980-05-17", postcode: str = "40001", area: str = "D01"
) -> str:
    return f"{number:08}{LETTERS[number % 23]};{born};{postcode};{area}"


async def bring(roll: Roll, *lines: str, complete: bool = False) -> ImportReport:
    return await import_roll(roll.id, [HEADER, *lines], SYSTEM, complete=complete)


def counts(report: ImportReport) -> tuple[int, int, int, int, int]:
    refused = len(report.refused)
    return report.added, report.changed, report.unchanged, refused, report.deactivated


async def test_persons_are_added_once_and_changed_after_that(any_database, roll):
    first = await bring(roll, person(1), person(2), person(3))
    second = await bring(roll, person(1), person(2, area="D02"), person(4))

    assert counts(first) == (3, 0, 0, 0, 0)
    assert counts(second) == (1, 1, 1, 0, 0)
    assert await RollEntry.filter(roll_id=roll.id).count() == 4
    moved = await RollEntry.get(document_hash=hash_of(f"NIF:00000002{LETTERS[2]}"))
    assert moved.area_code == "D02"
    assert (await Roll.get(id=roll.id)).updated_at > roll.updated_at


async def test_each_refused_line_is_named_with_every_reason_and_hinders_no_other(database, roll):
    report = await bring(
        roll,
        person(1),
        "12345678A;31/02/1980;ABC;",
        '"half;a;line',
        "only;three;cells",
        "",
        person(2),
        person(1, area="D09"),
    )

    assert counts(report) == (2, 0, 0, 4, 0)
    assert report.lines == 6
    assert [refusal.number for refusal in report.refused] == [3, 4, 5, 8]
    assert len(report.refused[0].reasons) == 4
    assert "line 2" in str(report.refused[3].reasons[0])
    assert (
        await RollEntry.get(document_hash=hash_of(f"NIF:00000001{LETTERS[1]}"))
    ).area_code == "D01"


async def test_a_complete_file_takes_who_is_missing_off_the_roll(any_database, roll):
    await bring(roll, person(1), person(2), person(3))

    report = await bring(roll, person(1), complete=True)

    assert counts(report) == (0, 0, 1, 0, 2)
    assert await RollEntry.filter(roll_id=roll.id, is_active=True).count() == 1
    back = await bring(roll, person(2))
    assert counts(back) == (0, 1, 0, 0, 0)
    assert await RollEntry.filter(roll_id=roll.id, is_active=True).count() == 2


async def test_nobody_is_taken_off_while_lines_are_refused_or_there_are_none(database, roll):
    await bring(roll, person(1), person(2))

    with_fault = await bring(roll, person(1), "00000002A;1980-05-17;40001;D01", complete=True)
    empty = await bring(roll, complete=True)

    assert with_fault.kept_missing
    assert empty.kept_missing
    assert await RollEntry.filter(roll_id=roll.id, is_active=True).count() == 2


async def test_columns_are_found_by_their_names_in_both_languages(database, roll):
    lines = ["Área,DNI,Código postal,Fecha de nacimiento,Otra", "D01,12345678Z,40001,17/05/1980,x"]
    english = ["birth_date\tdistrict\tpostcode\tdocument", "1990-01-01\tD02\t40002\tX1234567L"]

    spanish_report = await import_roll(roll.id, lines, SYSTEM)
    english_report = await import_roll(roll.id, english, SYSTEM)

    assert (spanish_report.added, english_report.added) == (1, 1)
    entry = await RollEntry.get(document_hash=hash_of("NIF:12345678Z"))
    assert (entry.birth_date, entry.postcode, entry.area_code) == (
        date(1980, 5, 17),
        "40001",
        "D01",
    )


async def test_a_file_without_its_columns_is_refused_whole(database, roll):
    with pytest.raises(Invalid, match="codigo_postal, area"):
        await import_roll(roll.id, ["documento;fecha_nacimiento", "1;2"], SYSTEM)
    with pytest.raises(Invalid, match="empty"):
        await import_roll(roll.id, [" ", ";;"], SYSTEM)
    with pytest.raises(NotFound):
        await import_roll(999, [HEADER], SYSTEM)

    assert await RollEntry.all().count() == 0


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
async def test_a_file_may_come_in_any_of_the_usual_encodings(database, roll, encoding):
    text = (
        "Área;documento;código postal;fecha de nacimiento\r\nPeñón;12345678Z;40001;1980-05-17\r\n"
    )

    report = await import_roll(roll.id, decoded(io.BytesIO(text.encode(encoding))), SYSTEM)

    assert report.added == 1
    assert (await RollEntry.get(roll_id=roll.id)).area_code == "Peñón"


async def test_two_imports_at_once_add_each_person_once(any_database, roll):
    lines = [HEADER, *(person(number) for number in range(300))]

    reports = await asyncio.gather(
        *(import_roll(roll.id, list(lines), SYSTEM) for _import in range(3))
    )

    assert sum(report.added for report in reports) == 300
    assert sum(report.unchanged for report in reports) == 600
    assert await RollEntry.filter(roll_id=roll.id).count() == 300


async def test_progress_is_told_batch_by_batch(database, roll):
    told: list[int] = []
    lines = [HEADER, *(person(number) for number in range(4500))]

    await import_roll(roll.id, lines, SYSTEM, progress=told.append)

    assert told == [2000, 4000, 4500]


async def test_an_import_is_audited_without_any_person_in_it(database, roll):
    await bring(roll, person(12345678), "98765432A;1980-05-17;40001;D01")

    (entry,) = await history(f"roll:{roll.id}")

    assert entry.action == "roll.imported"
    assert '"added":1' in entry.details
    assert "12345678" not in entry.details
    assert "98765432" not in entry.details


async def test_document_numbers_are_nowhere_in_the_database(database, roll):
    await bring(roll, person(12345678))
    file = database.main.removeprefix("sqlite://").split("?")[0]

    stored = await asyncio.to_thread(
        lambda: Path(file).read_bytes() + Path(f"{file}-wal").read_bytes()
    )

    assert b"40001" in stored
    assert b"12345678" not in stored


async def test_a_synthetic_roll_takes_synthetic_identifiers(database):
    made = await create_roll(SYSTEM, "Elección de prueba", is_synthetic=True)

    report = await bring(made, "voter-1;1980-05-17;40001;D01", "voter-2;1980-05-17;40001;D01")

    assert report.added == 2


async def test_who_may_take_part_is_counted_by_age_and_area(any_database, roll):
    await bring(
        roll,
        person(1, born="2010-06-01", area="D01"),
        person(2, born="2010-06-02", area="D01"),
        person(3, born="1950-01-01", area="D02"),
    )
    on = date(2026, 6, 1)

    assert await count_eligible(roll.id, on, 16) == 2
    assert await count_eligible(roll.id, on, 16, ["D01"]) == 1
    assert await count_eligible(roll.id, on, 16, []) == 0
    assert latest_birth(on, 16) == date(2010, 6, 1)


async def test_who_may_not_take_part_is_told_why(database, roll):
    await bring(roll, person(1, born="2015-01-01"))
    row = await RollEntry.get(roll_id=roll.id)
    on = date(2026, 1, 1)

    assert (await eligible_entry(row.id, roll.id, on, 11)).id == row.id
    with pytest.raises(NotEligible, match="16 years"):
        await eligible_entry(row.id, roll.id, on, 16)
    with pytest.raises(NotEligible, match="another roll"):
        await eligible_entry(row.id, roll.id + 1, on, 11)
    await RollEntry.filter(id=row.id).update(is_active=False)
    with pytest.raises(NotEligible, match="not on the roll any more"):
        await eligible_entry(row.id, roll.id, on, 11)
    assert await find_entry(999) is None


async def test_rolls_are_made_once_and_listed(database, roll):
    with pytest.raises(Refused, match="already a roll"):
        await create_roll(SYSTEM, roll.name)
    with pytest.raises(Invalid, match="needs a name"):
        await create_roll(SYSTEM, "  ")
    with pytest.raises(NotFound):
        await find_roll("Otro")
    await bring(roll, person(1))

    (listed,) = await list_rolls()

    assert (listed.name, listed.active, listed.is_synthetic) == (roll.name, 1, False)
    assert (await find_roll(roll.name)).id == roll.id
