"""Hold a real election again: a process, a roll, and every ballot through the booth.

See “imports” in voting/README.md.
"""

from collections.abc import Callable
from datetime import date, timedelta
from secrets import token_hex

from babel.core import Locale, get_global

from concejo.audit import services as audit
from concejo.audit.core import SYSTEM
from concejo.clock import now
from concejo.db import transaction
from concejo.errors import Refused
from concejo.processes.core import PhaseKind
from concejo.processes.models import Area, PhaseRow, Process
from concejo.processes.services import ProcessView, get_process
from concejo.roll.models import Roll, RollEntry
from concejo.text import _
from voting.booth.core import style_name
from voting.core.pabulib import PabulibFile
from voting.core.protocol.plain import encode_plain
from voting.credentials.services import mark_sheets
from voting.imports.core import Plan
from voting.paper.files.services import add_sheets
from voting.setup.core import ContestDraft, ProjectDraft
from voting.setup.services import get_election, lock

AREA = "ALL"
#: What the urn is called in which the sheets of a file lie.
URN = ".pb"
MINIMUM_AGE = 16
_BATCH = 500


class SlugTaken(Refused):
    """There is a process at this address already."""


async def import_election(
    plan: Plan, slug: str, tick: Callable[[int], object] = lambda _number: None
) -> ProcessView:
    """Make the process with its roll and take every ballot; `tick` is told how many were.

    The ballots of a file are no secret. They come in as sheets of paper do: one mark a sheet.
    """
    process = await _create(plan, slug)
    election = await get_election(process)
    (contest,) = election.contests
    people = await RollEntry.filter(roll_id=process.roll_id).values_list("id", flat=True)
    persons = [int(str(person)) for person in people]
    plains = [encode_plain({contest.key: ballot}) for ballot in plan.ballots]
    for start in range(0, len(plains), _BATCH):
        batch = slice(start, start + _BATCH)
        async with transaction():
            await mark_sheets(election.id, persons[batch])
            await add_sheets(election.id, URN, style_name([contest.id]), plains[batch])
        tick(len(plains[batch]))
    return process


async def _create(plan: Plan, slug: str) -> ProcessView:
    file = plan.file
    async with transaction():
        if await Process.filter(slug=slug).exists():
            raise SlugTaken(_("There is already a process at “{slug}”.", slug=slug))
        roll = await Roll.create(name=f"{slug} (.pb)", is_synthetic=True, updated_at=now())
        await _enrol(roll.id, len(plan.ballots))
        process = await Process.create(
            slug=slug,
            title=_title(file),
            summary=file.meta["description"][:400],
            timezone=_timezone(file.meta["country"]),
            currency=file.currency,
            minimum_age=MINIMUM_AGE,
            roll_id=roll.id,
            created_at=now(),
        )
        await _schedule(process.id)
        area = await Area.create(
            process_id=process.id,
            code=AREA,
            name=(file.meta.get("subunit") or file.meta["unit"])[:120],
            envelope_amount=file.instance.budget,
            envelope_currency=file.currency,
        )
        view = await get_process(slug)
        await lock(view, plan.terms, [_contest(plan, area)])
        await audit.record(SYSTEM, "election.imported", f"process:{process.id}", slug=slug)
        return view


def _title(file: PabulibFile) -> str:
    parts = (file.meta["unit"], file.meta.get("subunit", ""), file.meta["instance"])
    return " · ".join(part for part in parts if part)[:120]


def _timezone(country: str) -> str:
    """Give a time zone of a country named in English, UTC for one that is not known.

    A file does not say in which of its country's zones the city is; any will do to show hours.
    """
    names = {name: code for code, name in Locale("en").territories.items()}
    zones = [
        zone
        for zone, code in get_global("zone_territories").items()
        if code == names.get(country) and "/" in zone
    ]
    return max(zones, default="UTC")


async def _enrol(roll_id: int, number: int) -> None:
    await RollEntry.bulk_create(
        (
            RollEntry(
                roll_id=roll_id,
                document_hash=token_hex(32),
                birth_date=date(1980, 1, 1),
                postcode="",
                area_code=AREA,
            )
            for _person in range(number)
        ),
        batch_size=1000,
    )


async def _schedule(process_id: int) -> None:
    """Open the vote now, for thirty days, and leave thirty more for the count."""
    starts_at = now() - timedelta(minutes=1)
    month = timedelta(days=30)
    for kind in (PhaseKind.VOTING, PhaseKind.COUNTING, PhaseKind.FOLLOWING):
        await PhaseRow.create(
            process_id=process_id, kind=kind, starts_at=starts_at, ends_at=starts_at + month
        )
        starts_at += month


def _contest(plan: Plan, area: Area) -> ContestDraft:
    return ContestDraft(
        area_id=area.id,
        area_code=area.code,
        is_citywide=True,
        name=area.name,
        budget=area.envelope_amount,
        currency=area.envelope_currency,
        projects=tuple(
            ProjectDraft(line.project.code, line.project.name[:400], "", line.project.cost)
            for line in plan.file.projects
        ),
        conflicts=plan.conflicts,
        quotas=plan.quotas,
    )
