"""Rows of raw SQL, read the same way whichever database they came from.

SQLite has no booleans and no times: it gives 1 and "2027-03-01 10:00:00+00:00" where PostgreSQL
gives True and a datetime. Whoever reads a column says what is in it: `row.time("closes_at")`.
"""

from datetime import UTC, datetime

Value = str | int | bytes | bool | datetime | None


class Row(dict[str, object]):
    """One row of an answer. The readers below expect a value; `row["name"]` may be None."""

    def text(self, name: str) -> str:
        """Read a column of text."""
        value = self[name]
        if not isinstance(value, str):
            raise TypeError(f"{name} is no text: {value!r}")
        return value

    def integer(self, name: str) -> int:
        """Read a column of whole numbers; PostgreSQL's sums, which are decimals, included."""
        value = self[name]
        whole = int(value) if hasattr(value, "__int__") and not isinstance(value, str) else None
        if whole is None or whole != value:
            raise TypeError(f"{name} is no whole number: {value!r}")
        return whole

    def flag(self, name: str) -> bool:
        """Read a column that is true or false."""
        return bool(self.integer(name))

    def octets(self, name: str) -> bytes:
        """Read a column of bytes."""
        value = self[name]
        if not isinstance(value, bytes):
            raise TypeError(f"{name} is no bytes: {value!r}")
        return value

    def time(self, name: str) -> datetime:
        """Read a column that holds a point in time, in UTC."""
        value = self[name]
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        if not isinstance(moment, datetime):
            raise TypeError(f"{name} is no time: {value!r}")
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)


def bind(value: Value) -> Value:
    """Make a value ready for both databases, or refuse what one of them would not take.

    SQLite compares times as text, hence UTC; PostgreSQL has no NUL in a text.
    """
    if isinstance(value, datetime):
        return in_utc(value)
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise ValueError(f"no column holds a number of more than 64 bits: {value}")
    if isinstance(value, str) and "\0" in value:
        raise ValueError(f"a text cannot hold a NUL character: {value!r}")
    return value


def in_utc(value: datetime) -> datetime:
    """Turn a time into UTC, and refuse one that could mean any hour."""
    if value.utcoffset() is None:
        raise ValueError(f"a time without a time zone could mean any hour: {value!r}")
    return value.astimezone(UTC)
