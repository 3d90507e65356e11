"""META: every key that Pabulib knows, and what its value may be."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from concejo.text import Text, _
from voting.core.malformed import Malformed
from voting.core.pabulib import values
from voting.core.pabulib.file import KINDS, REQUIRED
from voting.core.pabulib.sections import Row, Warnings, check_width, named
from voting.core.pabulib.values import Check

#: The keys in the order in which Pabulib writes them; a rule that it does not know is no fault.
CHECKS: dict[str, Check] = {
    "description": values.any_text,
    "country": values.any_text,
    "unit": values.any_text,
    "district": values.any_text,
    "subunit": values.any_text,
    "instance": values.any_text,
    "num_projects": values.count,
    "num_votes": values.count,
    "budget": values.amount,
    "vote_type": values.one_of(*KINDS),
    "rule": values.any_text,
    "date_begin": values.day,
    "date_end": values.day,
    "min_length": values.count,
    "max_length": values.count,
    "min_sum_cost": values.amount,
    "max_sum_cost": values.amount,
    "min_points": values.points,
    "max_points": values.points,
    "min_sum_points": values.points,
    "max_sum_points": values.points,
    "default_score": values.points,
    "scoring_fn": values.any_text,
    "min_project_cost": values.amount,
    "max_project_cost": values.amount,
    "min_project_score_threshold": values.count,
    "neighborhoods": values.names,
    "subdistricts": values.any_text,
    "categories": values.names,
    "edition": values.any_text,
    "language": values.language,
    "currency": values.currency,
    "fully_funded": values.one_of("1"),
    "experimental": values.one_of("1"),
    "comment": values.comment,
    "acknowledgments": values.any_text,
    "leftover_budget": values.any_text,
    "budget_per_category": values.several(values.amount),
    "budget_per_neighborhood": values.several(values.amount),
    "min_length_per_category": values.several(values.count),
    "max_length_per_category": values.several(values.count),
    "min_sum_cost_per_category": values.several(values.amount),
    "max_sum_cost_per_category": values.several(values.amount),
}

#: Lists that have a value for each name of another list; of lengths one may hold for all.
_PER = {
    "budget_per_category": "categories",
    "budget_per_neighborhood": "neighborhoods",
    "min_length_per_category": "categories",
    "max_length_per_category": "categories",
    "min_sum_cost_per_category": "categories",
    "max_sum_cost_per_category": "categories",
}

_RANGES = tuple(
    (f"min_{name}", f"max_{name}")
    for name in ("length", "sum_cost", "points", "sum_points", "project_cost")
)


@dataclass(frozen=True)
class Meta:
    """Hold the values of META, and in which line each stands."""

    values: Mapping[str, str]
    lines: Mapping[str, int]

    @property
    def currency(self) -> str:
        """Name the currency, XXX where the file does not."""
        return self.values.get("currency") or "XXX"


def read_meta(rows: Iterator[Row], warnings: Warnings) -> Meta:
    """Read META and check each of its values."""
    start, header = next(rows)
    if [name.strip() for name in header] != ["key", "value"]:
        raise Malformed(start, _("The header must be {header}.", header="key;value"))
    found: dict[str, str] = {}
    lines: dict[str, int] = {}
    for row in rows:
        check_width(row, 2)
        key, value = (cell.strip() for cell in row[1])
        if key in found:
            raise Malformed(row[0], _("The key {key} is there twice.", key=key))
        found[key], lines[key] = value, row[0]
    for key in REQUIRED:
        if not found.get(key):
            raise Malformed(lines.get(key, start), _("The key {key} is missing.", key=key))
    meta = Meta(found, lines)
    _check(meta)
    warnings += ((lines[key], reason) for key, reason in _doubts(meta))
    return meta


def _check(meta: Meta) -> None:
    for key, value in meta.values.items():
        reason = CHECKS[key](value, meta.currency) if value and key in CHECKS else None
        if reason is not None:
            raise Malformed(meta.lines[key], named(key, reason))
    for key, listed in _PER.items():
        found = len(values.split_list(meta.values.get(key, "")))
        wanted = len(values.split_list(meta.values.get(listed, "")))
        holds_for_all = "length" in key and found == 1
        if meta.values.get(key) and found != wanted and not holds_for_all:
            reason = _(
                "The list has {found} values, but {listed} has {wanted}.",
                found=found,
                listed=listed,
                wanted=wanted,
            )
            raise Malformed(meta.lines[key], named(key, reason))


def _doubts(meta: Meta) -> Iterator[tuple[str, Text]]:
    for key in meta.values:
        if key not in CHECKS and not key.startswith("concejo_"):
            yield key, _("Pabulib knows no key {name}; it is kept as it is.", name=key)
    if not values.known_rule(meta.values["rule"]):
        yield (
            "rule",
            _("Pabulib knows no rule {rule}; others are called unknown.", rule=meta.values["rule"]),
        )
    begins, ends = (values.moment(meta.values[key]) for key in ("date_begin", "date_end"))
    if begins and ends and ends[1] < begins[0]:
        yield "date_end", _("The vote ends before it begins.")
    for low, high in _RANGES:
        least, most = meta.values.get(low), meta.values.get(high)
        if least and most and Fraction(least) > Fraction(most):
            yield low, _("{low} is greater than {high}.", low=low, high=high)
