"""Set the areas of a process and their envelopes of money."""

from collections.abc import Sequence

from concejo.admin.areas.core import AreaDraft, Row
from concejo.admin.meanwhile import demand_version
from concejo.admin.processes.services import demand_unlocked
from concejo.audit import services as audit
from concejo.audit.core import Actor
from concejo.db import transaction
from concejo.errors import Refused
from concejo.i18n import format_number
from concejo.processes import core
from concejo.processes.models import Area, Process
from concejo.processes.services import ProcessView, get_process_by_id
from concejo.text import _
from proposals.models import Proposal


class AreaInUse(Refused):
    """Proposals are about this area."""


def rows_of(process: ProcessView, language: str) -> list[Row]:
    """Give the areas of a process as the form shows them, amounts as the reader writes them."""
    codes = {area.id: area.code for area in process.areas}
    return [
        Row(
            area.code,
            codes.get(area.parent_id or 0, ""),
            area.name,
            format_number(area.money.decimal, language),
        )
        for area in (branch.area for branch in core.tree(process.areas))
    ]


async def set_areas(
    process_id: int, actor: Actor, drafts: Sequence[AreaDraft], seen: object = None
) -> ProcessView:
    """Make the areas of a process those of the drafts, in their order; the code is the identity."""
    async with transaction():
        await Process.select_for_update().get(id=process_id)
        await demand_unlocked(process_id)
        demand_version(await get_process_by_id(process_id), seen)
        present = {area.code: area for area in await Area.filter(process_id=process_id)}
        wanted = {draft.code for draft in drafts}
        await _demand_unused([area for code, area in present.items() if code not in wanted])
        await Area.filter(process_id=process_id).update(parent_id=None)
        await Area.filter(process_id=process_id).exclude(code__in=[*wanted]).delete()
        ids = {
            draft.code: await _put(process_id, present.get(draft.code), draft, position)
            for position, draft in enumerate(drafts)
        }
        for draft in drafts:
            if draft.parent:
                await Area.filter(id=ids[draft.code]).update(parent_id=ids[draft.parent])
        envelopes = {draft.code: str(draft.envelope) for draft in drafts}
        await audit.record(
            actor, "process.areas_changed", f"process:{process_id}", envelopes=envelopes
        )
    return await get_process_by_id(process_id)


async def _put(process_id: int, present: Area | None, draft: AreaDraft, position: int) -> int:
    area = present or Area(process_id=process_id, code=draft.code)
    area.name, area.position = draft.name, position
    area.envelope_amount = draft.envelope.amount
    area.envelope_currency = draft.envelope.currency
    if present:
        columns = ["name", "position", "envelope_amount", "envelope_currency"]
        await area.save(update_fields=columns)
    else:
        await area.save()
    return int(area.id)


async def _demand_unused(areas: Sequence[Area]) -> None:
    """Refuse to take out an area that proposals are about."""
    for area in areas:
        if await Proposal.filter(area_id=area.id).exists():
            raise AreaInUse(
                _("“{area}” cannot be taken out: there are proposals for it.", area=area.name)
            )
