"""Ask the roll: who is entitled, and how many."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from tortoise.exceptions import IntegrityError

from concejo.audit import services as audit
from concejo.audit.core import Actor
from concejo.db import transaction
from concejo.errors import Invalid, NotFound, Refused
from concejo.roll.core import Entry, hash_document, is_eligible, latest_birth
from concejo.roll.models import Roll, RollEntry
from concejo.secret import secret_key
from concejo.text import _

MAX_NAME = 120


class NotEligible(Refused):
    """Somebody who may not take part: on another roll, not any more, or too young."""


@dataclass(frozen=True)
class RollView:
    """A roll with the number of those who are on it now."""

    id: int
    name: str
    is_synthetic: bool
    updated_at: datetime | None
    active: int


async def find_entry(entry_id: int) -> Entry | None:
    """Give an entry of a roll, or None where there is none."""
    row = await RollEntry.get_or_none(id=entry_id)
    return _entry(row) if row else None


async def eligible_entry(entry_id: int, roll_id: int, on: date, minimum_age: int) -> Entry:
    """Give the entry of somebody who may take part on a day; refuse anybody else, saying why."""
    entry = await find_entry(entry_id)
    if entry is None or entry.roll_id != roll_id:
        raise NotEligible(_("This process is for those who are on another roll."))
    if not entry.is_active:
        raise NotEligible(_("You are not on the roll any more. Ask at the participation office."))
    if not is_eligible(entry, on, minimum_age):
        raise NotEligible(_("One has to be {age} years old to take part.", age=minimum_age))
    return entry


async def count_eligible(
    roll_id: int, on: date, minimum_age: int, area_codes: Collection[str] | None = None
) -> int:
    """Count those who may take part on a day: in the whole roll, or in some areas."""
    entitled = RollEntry.filter(
        roll_id=roll_id, is_active=True, birth_date__lte=latest_birth(on, minimum_age)
    )
    if area_codes is not None:
        entitled = entitled.filter(area_code__in=list(area_codes))
    return await entitled.count()


async def list_eligible(roll_id: int, on: date, minimum_age: int) -> list[tuple[int, str]]:
    """List everybody who may take part on a day, by number, with the code of their area."""
    entitled = RollEntry.filter(
        roll_id=roll_id, is_active=True, birth_date__lte=latest_birth(on, minimum_age)
    )
    rows = await entitled.order_by("id").values_list("id", "area_code")
    return [(int(str(person)), str(area)) for person, area in rows]


async def find_matches(document: str, birth_date: date, postcode: str) -> list[Entry]:
    """Find who has all three on a municipal roll, the newest roll first.

    One question for all three: its answer takes as long for an unknown document as for a known one.
    """
    rows = await RollEntry.filter(
        document_hash=hash_of(document),
        birth_date=birth_date,
        postcode=postcode,
        is_active=True,
        roll__is_synthetic=False,
    ).order_by("-roll__updated_at", "-id")
    return [_entry(row) for row in rows]


async def find_person(roll_id: int, document: str, birth_date: date) -> Entry | None:
    """Find who has this document and was born on this day on one roll; None for anybody else.

    One question for both: its answer takes as long for an unknown document as for a known one.
    """
    row = await RollEntry.get_or_none(
        roll_id=roll_id, document_hash=hash_of(document), birth_date=birth_date
    )
    return _entry(row) if row else None


async def same_person(document: str) -> list[int]:
    """Give the ids of all entries of a person, on whatever municipal roll and whether active."""
    rows = await RollEntry.filter(document_hash=hash_of(document), roll__is_synthetic=False)
    return [row.id for row in rows]


def hash_of(document: str) -> str:
    """Give the keyed hash of a canonical number.

    The key is drawn from the secret of the installation, which is not in the database: whoever
    loses it has to import the roll again.
    """
    return hash_document(document, secret_key("roll"))


async def create_roll(actor: Actor, name: str, *, is_synthetic: bool = False) -> Roll:
    """Make an empty roll; its name is its own."""
    name = " ".join(name.split())
    if not name or len(name) > MAX_NAME:
        raise Invalid(
            {"name": _("A roll needs a name of at most {most} characters.", most=MAX_NAME)}
        )
    try:
        async with transaction():
            roll = await Roll.create(name=name, is_synthetic=is_synthetic)
            await audit.record(actor, "roll.created", f"roll:{roll.id}", name=name)
    except IntegrityError as error:
        raise Refused(_("There is already a roll with this name.")) from error
    return roll


async def find_roll(name: str) -> Roll:
    """Find a roll by its name."""
    roll = await Roll.get_or_none(name=name)
    if roll is None:
        raise NotFound(_("There is no roll with this name."))
    return roll


async def list_rolls() -> list[RollView]:
    """List all rolls by name."""
    return [
        RollView(
            roll.id,
            roll.name,
            roll.is_synthetic,
            roll.updated_at,
            await RollEntry.filter(roll_id=roll.id, is_active=True).count(),
        )
        for roll in await Roll.all().order_by("name")
    ]


def _entry(row: RollEntry) -> Entry:
    return Entry(row.id, row.roll_id, row.birth_date, row.area_code, row.is_active)
