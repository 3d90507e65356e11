"""Records: objects of JSON, asked for what they must hold, each value in the type that it has."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from voting.core.protocol.layout import Unreadable
from voting.core.records import Json


@dataclass(frozen=True)
class Record:
    """Be an object of JSON with just the keys that it must have."""

    value: dict[str, Json]

    @classmethod
    def of(cls, value: Json, keys: AbstractSet[str]) -> "Record":
        """Take a value for an object with these keys, or raise Unreadable."""
        if not isinstance(value, dict) or value.keys() != keys:
            raise Unreadable(f"not an object of {', '.join(sorted(keys))}")
        return cls(value)

    def text(self, key: str) -> str:
        """Give a text."""
        found = self.value[key]
        if not isinstance(found, str):
            raise Unreadable(f"{key} is no text")
        return found

    def number(self, key: str) -> int:
        """Give an integer that is not negative."""
        found = self.integer(key)
        if found < 0:
            raise Unreadable(f"{key} is negative")
        return found

    def integer(self, key: str) -> int:
        """Give an integer."""
        found = self.value[key]
        if type(found) is not int:
            raise Unreadable(f"{key} is no integer")
        return found

    def integer_if_any(self, key: str) -> int | None:
        """Give an integer, or None where there is no such limit."""
        return None if self.value[key] is None else self.integer(key)

    def truth(self, key: str) -> bool:
        """Give a truth value."""
        found = self.value[key]
        if type(found) is not bool:
            raise Unreadable(f"{key} is neither true nor false")
        return found

    def octets(self, key: str, length: int) -> bytes:
        """Give so many bytes, which are written in hexadecimal."""
        return octets_of(self.text(key), length)

    def items(self, key: str) -> list[Json]:
        """Give a list."""
        return items_of(self.value[key])

    def texts(self, key: str) -> tuple[str, ...]:
        """Give a list of texts."""
        return texts_of(self.value[key])


def items_of(value: Json) -> list[Json]:
    """Take a value for a list, or raise Unreadable."""
    if not isinstance(value, list):
        raise Unreadable("not a list")
    return value


def texts_of(value: Json) -> tuple[str, ...]:
    """Take a value for a list of texts, or raise Unreadable."""
    found = items_of(value)
    if not all(isinstance(item, str) for item in found):
        raise Unreadable("not a list of texts")
    return tuple(str(item) for item in found)


def octets_of(text: str, length: int) -> bytes:
    """Read so many bytes in lower-case hexadecimal, or raise Unreadable."""
    try:
        value = bytes.fromhex(text)
    except ValueError as error:
        raise Unreadable("not hexadecimal") from error
    if len(value) != length or value.hex() != text:
        raise Unreadable(f"not {length} bytes in hexadecimal")
    return value
