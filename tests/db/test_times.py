"""A voting deadline means the same instant, in whatever time zone it is written."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from concejo import db
from tests.db.models import Appointment
from tests.db.stock import stock

MADRID = timezone(timedelta(hours=2))
NOON = datetime(2027, 5, 1, 12, tzinfo=UTC)
HALF_AN_HOUR_BEFORE = (NOON - timedelta(minutes=30)).astimezone(MADRID)


async def test_stock_compares_the_hours_and_not_the_instants(empty_sqlite):
    async with stock(empty_sqlite.main):
        await Appointment.create(at=NOON, stock_at=NOON)

        assert await Appointment.filter(stock_at__gt=HALF_AN_HOUR_BEFORE).count() == 0


async def test_filters_compare_instants(lab):
    await Appointment.create(at=NOON)
    in_madrid = NOON.astimezone(MADRID)

    assert await Appointment.filter(at__gt=HALF_AN_HOUR_BEFORE).count() == 1
    assert await Appointment.filter(at__lt=HALF_AN_HOUR_BEFORE).count() == 0
    assert await Appointment.filter(at__range=(HALF_AN_HOUR_BEFORE, in_madrid)).count() == 1
    assert await Appointment.filter(at__in=[in_madrid]).count() == 1
    assert await Appointment.filter(at=in_madrid).count() == 1
    assert await Appointment.filter(moved_at__isnull=True).count() == 1


async def test_times_come_back_in_utc_whichever_way_they_went_in(lab):
    appointment = await Appointment.create(at=HALF_AN_HOUR_BEFORE)
    assert appointment.at.utcoffset() == timedelta(0)

    await Appointment.filter(id=appointment.id).update(moved_at=NOON.astimezone(MADRID))

    again = await Appointment.get(id=appointment.id)
    assert (again.at, again.moved_at) == (HALF_AN_HOUR_BEFORE, NOON)
    assert again.at.tzinfo is UTC
    assert again.moved_at is not None
    assert again.moved_at.tzinfo is UTC


async def test_raw_sql_compares_and_reads_instants_too(lab):
    await db.execute("INSERT INTO appointment (at) VALUES (?)", HALF_AN_HOUR_BEFORE)

    [row] = await db.fetch("SELECT at FROM appointment WHERE at < ?", NOON.astimezone(MADRID))

    assert row.time("at") == HALF_AN_HOUR_BEFORE
    assert row.time("at").tzinfo is UTC


async def test_a_time_that_could_mean_any_hour_is_refused(lab):
    somewhen = datetime(2027, 5, 1, 12)  # noqa: DTZ001 what is refused

    with pytest.raises(ValueError, match="could mean any hour"):
        await Appointment.create(at=somewhen)
    with pytest.raises(ValueError, match="could mean any hour"):
        await Appointment.filter(at__gt=somewhen).count()
    with pytest.raises(ValueError, match="could mean any hour"):
        await Appointment.filter(id=1).update(at=somewhen)
    with pytest.raises(ValueError, match="could mean any hour"):
        await db.fetch("SELECT * FROM appointment WHERE at > ?", somewhen)
