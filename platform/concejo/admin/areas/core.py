"""Areas as they are typed or uploaded, checked as one tree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from concejo.amounts import NotAnAmount, parse_money
from concejo.text import Money, Text, _

MOST_AREAS = 300
MOST_CODE, MOST_NAME = 20, 120
FIELDS = ("code", "parent", "name", "amount")


@dataclass(frozen=True)
class Row:
    """One line as it was typed: all of it text."""

    code: str
    parent: str
    name: str
    amount: str


@dataclass(frozen=True)
class AreaDraft:
    """One area that can be kept; `parent` is the code of the area above, "" for none."""

    code: str
    parent: str
    name: str
    envelope: Money


#: What is wrong: row by number from 0, and field; the row None concerns all of them.
Faults = Mapping[tuple[int | None, str], Text]


def check(rows: Sequence[Row], currency: str) -> tuple[tuple[AreaDraft, ...], Faults]:
    """Turn rows into areas, with everything that is wrong with them."""
    faults: dict[tuple[int | None, str], Text] = {}
    if len(rows) > MOST_AREAS:
        return (), {
            (None, ""): _(
                "At most {most} areas; there are {count}.", most=MOST_AREAS, count=len(rows)
            )
        }
    drafts = []
    for number, row in enumerate(rows):
        faults.update({(number, field): fault for field, fault in _own_faults(row).items()})
        try:
            envelope = parse_money(row.amount, currency)
        except NotAnAmount as error:
            faults[number, "amount"] = error.message
            envelope = Money(0, currency)
        drafts.append(AreaDraft(row.code, row.parent, row.name, envelope))
    faults.update(_shared_faults(rows))
    return tuple(drafts), faults


def _own_faults(row: Row) -> dict[str, Text]:
    faults = {}
    if not row.code:
        faults["code"] = _("Give the area a code: it is what the roll names it by.")
    elif len(row.code) > MOST_CODE or any(mark.isspace() for mark in row.code):
        faults["code"] = _("A code has no spaces and at most {most} characters.", most=MOST_CODE)
    if not row.name:
        faults["name"] = _("Give the area a name.")
    elif len(row.name) > MOST_NAME:
        faults["name"] = _("A name has at most {most} characters.", most=MOST_NAME)
    return faults


def _shared_faults(rows: Sequence[Row]) -> dict[tuple[int | None, str], Text]:
    """Say what is wrong between rows: a code that comes twice, an area above that is not there."""
    faults: dict[tuple[int | None, str], Text] = {}
    above: dict[str, str] = {}
    for number, row in enumerate(rows):
        if row.code and row.code in above:
            faults[number, "code"] = _("The code {code} comes twice.", code=row.code)
        above.setdefault(row.code, row.parent)
    for number, row in enumerate(rows):
        if row.parent and row.parent not in above:
            faults[number, "parent"] = _("There is no area with the code {code}.", code=row.parent)
        elif row.parent and _is_in_circle(row.code, above):
            faults[number, "parent"] = _("{code} would be a part of itself.", code=row.code)
    return faults


def _is_in_circle(code: str, above: Mapping[str, str]) -> bool:
    seen = set()
    at = above.get(code, "")
    while at and at not in seen:
        if at == code:
            return True
        seen.add(at)
        at = above.get(at, "")
    return False
