"""Records: frozen steps of a count as plain values, and back without loss."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import TypeAlias, get_args, get_origin

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"


@dataclass(frozen=True)
class Step:
    """Record one thing that a count did."""


class Records:
    """Know the kinds of step of a count by name, to write them down and read them back."""

    def __init__(self, kinds: Mapping[str, type[Step]]) -> None:
        self._kinds = kinds
        self._names = {kind: name for name, kind in kinds.items()}

    def to_value(self, step: Step) -> dict[str, Json]:
        """Turn a step into plain values, fractions as "p/q"."""
        value: dict[str, Json] = {"step": self._names[type(step)]}
        for field in fields(step):
            value[field.name] = _plain(getattr(step, field.name))
        return value

    def from_value(self, value: dict[str, Json]) -> Step:
        """Turn plain values back into the step they were."""
        kind = self._kinds[str(value["step"])]
        make: Callable[..., Step] = kind
        return make(**{field.name: _typed(field.type, value[field.name]) for field in fields(kind)})


def _plain(value: object) -> Json:
    if isinstance(value, Fraction):
        return f"{value.numerator}/{value.denominator}"
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, bool | int | str):
        return value
    raise TypeError(f"a step holds a {type(value).__name__}")


def _typed(wanted: object, value: Json) -> object:
    if get_origin(wanted) is tuple and isinstance(value, list):
        return tuple(_typed(get_args(wanted)[0], item) for item in value)
    if wanted is Fraction and isinstance(value, str):
        return Fraction(value)
    if wanted in (bool, int, str) and type(value) is wanted:
        return value
    raise ValueError(f"{value!r} is not a {wanted}")
