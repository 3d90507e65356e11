"""Open an urn, and declare how many sheets it holds: two people who agree.

See “paper” in voting/README.md.
"""

from dataclasses import dataclass

from tortoise.exceptions import IntegrityError

from concejo.audit import services as audit
from concejo.audit.core import Actor
from concejo.db import dialect, execute, fetch, transaction
from concejo.errors import Invalid, NotFound, Refused
from concejo.processes.core import Action
from concejo.text import _
from voting.paper.models import Declaration, TypedSheet, Urn
from voting.setup.services import ElectionView

_DECLARE = """
INSERT INTO urn_declaration (urn_id, clerk_id, sheets) VALUES (?, ?, ?)
ON CONFLICT (urn_id, clerk_id) DO UPDATE SET sheets = excluded.sheets
"""


class BoxOpen(Refused):
    """Sheets are entered once the ballot box is closed."""


class AlreadyCounted(Refused):
    """The ballots are counted: the sheets do not change any more."""


class AlreadyDeclared(Refused):
    """Two people have agreed on how many sheets the urn holds."""


@dataclass(frozen=True)
class UrnView:
    """An urn as one person sees it: what they declared, and whether others said otherwise.

    What others declared is told only where it differs from what this person did.
    """

    id: int
    name: str
    sheets: int | None
    own: int | None
    others: int
    contradicting: tuple[int, ...]


async def open_urn(election: ElectionView, clerk: Actor, name: str) -> None:
    """Put an urn on the list; its name is its own."""
    try:
        async with transaction():
            await hold_entry(election)
            urn = await Urn.create(election_id=election.id, name=name)
            await _record(clerk, "paper.urn_opened", urn, name=name)
    except IntegrityError as error:
        message = _("There is already an urn of this name. Give this one another.")
        raise Invalid({"name": message}, {"name": name}) from error


async def declare(election: ElectionView, clerk: Actor, urn_id: int, sheets: int) -> None:
    """Say how many sheets one counted; it holds as soon as another person says the same."""
    async with transaction():
        await hold_entry(election)
        urn = await hold_urn(election, urn_id)
        if urn.sheets is not None:
            if urn.sheets == sheets:
                return
            raise AlreadyDeclared(
                _("Two people have agreed on how many sheets are in “{urn}”.", urn=urn.name)
            )
        await _demand_room(urn, sheets)
        clerk_id = account_of(clerk)
        await execute(_DECLARE, urn.id, clerk_id, sheets)
        others = Declaration.filter(urn_id=urn.id, sheets=sheets).exclude(clerk_id=clerk_id)
        agreeing = await others.order_by("id").first()
        if agreeing is not None:
            await Urn.filter(id=urn.id).update(sheets=sheets)
            await _record(
                clerk, "paper.urn_declared", urn, sheets=sheets, agreeing=agreeing.clerk_id
            )


async def _demand_room(urn: Urn, sheets: int) -> None:
    """Refuse a number under which a sheet that was typed would not be in the urn."""
    typed = await TypedSheet.filter(urn_id=urn.id).order_by("-number").first()
    if typed is not None and typed.number > sheets:
        message = _(
            "Sheet {number} of this urn was typed, so that it cannot hold fewer. If there is no"
            " such sheet, the electoral board can discard it.",
            number=typed.number,
        )
        raise Invalid({"sheets": message}, {"sheets": sheets})


async def recount_urn(election: ElectionView, member: Actor, urn_id: int, reason: str) -> None:
    """Forget how many sheets were declared, so that two people count again; say why."""
    async with transaction():
        await hold_entry(election)
        urn = await hold_urn(election, urn_id)
        await Declaration.filter(urn_id=urn.id).delete()
        await Urn.filter(id=urn.id).update(sheets=None)
        await _record(member, "paper.urn_recounted", urn, sheets=urn.sheets, reason=reason)


async def list_urns(election: ElectionView, clerk_id: int) -> list[UrnView]:
    """List the urns by name, as one person sees them."""
    rows = await Urn.filter(election_id=election.id).order_by("name")
    declared = await Declaration.filter(urn__election_id=election.id)
    return [_view(row, [d for d in declared if d.urn_id == row.id], clerk_id) for row in rows]


def _view(row: Urn, declared: list[Declaration], clerk_id: int) -> UrnView:
    own = next((d.sheets for d in declared if d.clerk_id == clerk_id), None)
    others = [d.sheets for d in declared if d.clerk_id != clerk_id]
    contradicting = tuple(sorted(n for n in others if own is not None and n != own))
    return UrnView(row.id, row.name, row.sheets, own, len(others), contradicting)


async def get_urn(election: ElectionView, urn_id: int) -> Urn:
    """Find an urn of this election."""
    urn = await Urn.get_or_none(id=urn_id, election_id=election.id)
    if urn is None:
        raise _unknown()
    return urn


async def hold_urn(election: ElectionView, urn_id: int) -> Urn:
    """Keep an urn to one act at a time until the transaction ends."""
    urn = await Urn.select_for_update().get_or_none(id=urn_id, election_id=election.id)
    if urn is None:
        raise _unknown()
    return urn


async def hold_entry(election: ElectionView) -> None:
    """Keep the count from beginning until the transaction ends; refuse when it is not the time."""
    election.process.demand(Action.COUNT)
    share = " FOR SHARE" if dialect() == "postgres" else ""
    [row] = await fetch(
        f"SELECT closed_at, counted_at FROM election WHERE id = ?{share}", election.id
    )
    if row["closed_at"] is None:
        raise BoxOpen(_("Sheets are entered once the electoral board has closed the ballot box."))
    if row["counted_at"] is not None:
        raise AlreadyCounted(_("The ballots are counted: the sheets do not change any more."))


def account_of(clerk: Actor) -> int:
    """Give the account of somebody who enters sheets."""
    assert clerk.account_id is not None, "whoever enters sheets has an account"
    return clerk.account_id


async def _record(actor: Actor, action: str, urn: Urn, **details: object) -> None:
    await audit.record(actor, action, f"election:{urn.election_id}", urn=urn.id, **details)


def _unknown() -> NotFound:
    return NotFound(_("There is no such urn in this vote."))
