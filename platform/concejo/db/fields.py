"""Fields that Tortoise lacks, or has with a fault."""

from datetime import UTC, datetime

from tortoise.fields import DatetimeField
from tortoise.fields.data import T_DATETIME, DatetimeFieldQueryValueType
from tortoise.models import Model

from concejo.db.rows import in_utc


class UtcDatetimeField(DatetimeField[T_DATETIME]):
    """A point in time: refused without a time zone, kept, compared and given back in UTC.

    SQLite compares times as text, so one in local time would be compared wrongly by its offset:
    the field turns values into UTC on their way to the database, in filters and updates too.
    """

    def to_db_value(
        self, value: DatetimeFieldQueryValueType | None, instance: type[Model] | Model
    ) -> DatetimeFieldQueryValueType | None:
        """Write a time, or the time that a filter asks for, in UTC."""
        if isinstance(value, datetime):
            value = in_utc(value)
        return super().to_db_value(value, instance)

    def to_python_value(self, value: object) -> datetime | None:
        """Read a time; text without a zone can only be SQLite's own CURRENT_TIMESTAMP, in UTC."""
        if isinstance(value, datetime):
            return in_utc(value)
        read = super().to_python_value(value)
        return None if read is None else read.astimezone(UTC)
