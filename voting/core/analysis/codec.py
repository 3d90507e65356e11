"""Codec: frozen values as canonical JSON and back, fractions as "p/q"."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from fractions import Fraction
from types import NoneType, UnionType
from typing import TypeVar, get_args, get_origin, get_type_hints

from voting.core.outcome import RuleSpec
from voting.core.steps import Json

Value = TypeVar("Value")


def dump(value: object) -> str:
    """Write a value as JSON in the one way it can be written."""
    return json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def load(kind: type[Value], text: str) -> Value:
    """Read back what `dump` wrote of a value of this kind; nothing is lost."""
    value = _read(kind, json.loads(text))
    if not isinstance(value, kind):
        raise ValueError(f"not a {kind.__name__}")
    return value


def plain(value: object) -> Json:
    """Turn a value into plain values."""
    if isinstance(value, RuleSpec):
        return value.to_value()
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, bool | int | str | NoneType):
        return value
    raise TypeError(f"there is no JSON for a {type(value).__name__}")


def _read(kind: object, value: Json) -> object:
    if isinstance(kind, UnionType):
        (kind,) = (one for one in get_args(kind) if one is not NoneType)
        return None if value is None else _read(kind, value)
    if get_origin(kind) is tuple and isinstance(value, list):
        return tuple(_read(get_args(kind)[0], item) for item in value)
    if not isinstance(kind, type):
        raise ValueError(f"{value!r} is not a {kind}")
    if kind is RuleSpec:
        return RuleSpec.from_value(value)
    if is_dataclass(kind) and isinstance(value, Mapping):
        hints = get_type_hints(kind)
        return kind(
            **{field.name: _read(hints[field.name], value[field.name]) for field in fields(kind)}
        )
    return _scalar(kind, value)


def _scalar(kind: type, value: Json) -> object:
    if issubclass(kind, StrEnum | Fraction) and isinstance(value, str):
        return kind(value)
    if type(value) is kind:
        return value
    raise ValueError(f"{value!r} is not a {kind.__name__}")
