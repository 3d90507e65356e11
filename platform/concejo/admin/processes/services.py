"""Make a process and change what it says."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from tortoise.exceptions import IntegrityError

from concejo.admin.meanwhile import demand_version
from concejo.admin.processes.forms import ProcessForm
from concejo.audit import services as audit
from concejo.audit.core import Actor
from concejo.clock import now
from concejo.db import transaction
from concejo.errors import Invalid, Refused
from concejo.processes.models import Area, Process
from concejo.processes.services import ProcessView, get_process_by_id
from concejo.roll.models import Roll
from concejo.text import Text, _
from voting.services import is_locked

_TAKEN = _("Another process has this address. Choose another one.")
#: What decides who votes on what, when and in which money: fixed once the vote was opened.
FROZEN = ("slug", "timezone", "currency", "minimum_age", "roll_id")


class Locked(Refused):
    """The vote was opened: nothing that it stands on changes any more."""


async def list_rolls() -> list[tuple[int, str]]:
    """List the electoral rolls that a process may use."""
    return [(roll.id, roll.name) for roll in await Roll.all().order_by("name")]


async def create_process(actor: Actor, form: ProcessForm) -> ProcessView:
    """Make a process; it has no calendar and no areas yet."""
    with _unique_address(form):
        async with transaction():
            await _demand_free(form, None)
            row = await Process.create(**asdict(form), created_at=now())
            await audit.record(actor, "process.created", f"process:{row.id}", **asdict(form))
    return await get_process_by_id(row.id)


async def edit_process(
    process_id: int, actor: Actor, form: ProcessForm, seen: object = None
) -> ProcessView:
    """Change what a process says; what a vote stands on only while it was not opened."""
    with _unique_address(form):
        async with transaction():
            row = await Process.select_for_update().get(id=process_id)
            demand_version(await get_process_by_id(process_id), seen)
            await _demand_free(form, process_id)
            typed = asdict(form)
            changed = {name: typed[name] for name in typed if getattr(row, name) != typed[name]}
            faults = await _frozen_faults(process_id, changed)
            if faults:
                raise Invalid(faults, form.typed)
            if changed:
                row.update_from_dict(changed)
                await row.save(update_fields=list(changed))
                await audit.record(actor, "process.changed", f"process:{row.id}", **changed)
    return await get_process_by_id(process_id)


async def demand_unlocked(process_id: int) -> None:
    """Refuse what a vote stands on once it was opened, saying why."""
    if await is_locked(process_id):
        raise Locked(
            _("The vote was opened: areas, money and rule stay as they were published and sealed.")
        )


@contextmanager
def _unique_address(form: ProcessForm) -> Iterator[None]:
    """Say in words that somebody took the address at the same moment."""
    try:
        yield
    except IntegrityError:
        raise Invalid({"slug": _TAKEN}, form.typed) from None


async def _demand_free(form: ProcessForm, process_id: int | None) -> None:
    """Refuse an address that another process has, and a roll that does not exist."""
    faults: dict[str, Text] = {}
    if await Process.filter(slug=form.slug).exclude(id=process_id or 0).exists():
        faults["slug"] = _TAKEN
    if not await Roll.filter(id=form.roll_id).exists():
        faults["roll_id"] = _("Choose an electoral roll.")
    if faults:
        raise Invalid(faults, form.typed)


async def _frozen_faults(process_id: int, changed: dict[str, object]) -> dict[str, Text]:
    if await is_locked(process_id):
        reason = _("This cannot change any more: the vote was opened with it.")
        return {name: reason for name in FROZEN if name in changed}
    if "currency" in changed and await Area.filter(process_id=process_id).exists():
        return {"currency": _("The areas have money in this currency. Take them out first.")}
    return {}
