"""Type a sheet, compare it with what somebody else typed, decide where the two differ.

See “paper” in voting/README.md. Each act holds the urn, so that of two people who type one sheet at
once the later sees the earlier; the constraints of the tables have the last word.
"""

from dataclasses import dataclass

from concejo.audit import services as audit
from concejo.audit.core import Actor
from concejo.db import transaction
from concejo.errors import Invalid, Refused
from concejo.text import _
from voting.paper.core import Content, Reason
from voting.paper.models import Sheet, TypedSheet, Urn
from voting.paper.urns.services import account_of, get_urn, hold_entry, hold_urn
from voting.setup.services import ElectionView


class NotDeclared(Refused):
    """Two people have to agree first on how many sheets the urn holds."""


class AlreadyTyped(Refused):
    """The sheet does not need to be typed by this person."""


class NotYours(Refused):
    """Who typed a sheet does not decide between its two versions."""


class NothingToDecide(Refused):
    """The two versions of the sheet do not differ, or there are not two."""


@dataclass(frozen=True)
class Versions:
    """The two versions of a sheet on which people differ."""

    urn: str
    number: int
    first: Content
    second: Content


async def next_number(
    election: ElectionView, urn_id: int, clerk_id: int, after: int = 0
) -> int | None:
    """Give the next sheet that a person can type: behind a number, then from the beginning."""
    urn = await get_urn(election, urn_id)
    if urn.sheets is None:
        raise _not_declared(urn)
    done = {row.number for row in await Sheet.filter(urn_id=urn.id).only("id", "number")}
    for row in await TypedSheet.filter(urn_id=urn.id).only("id", "number", "clerk_id", "turn"):
        if row.clerk_id == clerk_id or row.turn == 2:
            done.add(row.number)
    free = [number for number in range(1, urn.sheets + 1) if number not in done]
    return next((number for number in free if number > after), free[0] if free else None)


async def type_sheet(
    election: ElectionView, clerk: Actor, urn_id: int, number: int, content: Content
) -> None:
    """Keep what a person typed; what a second person typed alike is accepted.

    A slip can be typed over until somebody else has typed the sheet.
    """
    async with transaction():
        await hold_entry(election)
        urn = await hold_urn(election, urn_id)
        _demand_to_type(urn, number)
        typed = await _typed(urn, number)
        own = [row for row in typed if row.clerk_id == account_of(clerk)]
        if len(typed) == 2 or await Sheet.filter(urn_id=urn.id, number=number).exists():
            raise AlreadyTyped(_("Sheet {number} was typed twice already.", number=number))
        if own:
            await TypedSheet.filter(id=own[0].id).update(**_columns(content))
            return
        await _create(urn, number, account_of(clerk), len(typed) + 1, content)
        if typed and _content(typed[0]).is_like(content):
            await _accept(urn, number, content)


async def _create(urn: Urn, number: int, clerk_id: int, turn: int, content: Content) -> None:
    row = TypedSheet(urn_id=urn.id, number=number, clerk_id=clerk_id, turn=turn)
    await row.update_from_dict(_columns(content)).save()


def _demand_to_type(urn: Urn, number: int) -> None:
    if urn.sheets is None:
        raise _not_declared(urn)
    if not 1 <= number <= urn.sheets:
        raise Invalid(
            {"number": _("The sheets of this urn have the numbers 1 to {last}.", last=urn.sheets)}
        )


async def find_versions(
    election: ElectionView, clerk_id: int, urn_id: int, number: int
) -> Versions:
    """Show both versions of a sheet to a third person, and to nobody else."""
    urn = await get_urn(election, urn_id)
    first, second = await _differing(urn, number, clerk_id)
    return Versions(urn.name, number, _content(first), _content(second))


async def decide(election: ElectionView, clerk: Actor, urn_id: int, number: int, turn: int) -> None:
    """Accept one of two differing versions, as a third person reads the sheet; it is recorded.

    Where neither is right (`turn` 0), both are discarded, and two people type the sheet anew.
    """
    async with transaction():
        await hold_entry(election)
        urn = await hold_urn(election, urn_id)
        versions = await _differing(urn, number, account_of(clerk))
        clerks = [row.clerk_id for row in versions]
        if turn:
            await _accept(urn, number, _content(versions[turn - 1]))
        else:
            await TypedSheet.filter(urn_id=urn.id, number=number).delete()
        action = "paper.sheet_decided" if turn else "paper.sheet_discarded"
        await _record(clerk, action, urn, number, clerks=clerks)


async def reopen(
    election: ElectionView, member: Actor, urn_id: int, number: int, reason: str
) -> None:
    """Discard all that was typed of a sheet, accepted or not, so that two people type it anew.

    Nobody edits what was accepted; this is recorded, with the reason.
    """
    async with transaction():
        await hold_entry(election)
        urn = await hold_urn(election, urn_id)
        gone = await Sheet.filter(urn_id=urn.id, number=number).delete()
        gone += await TypedSheet.filter(urn_id=urn.id, number=number).delete()
        if not gone:
            fault = _("Nothing was typed of sheet {number} of this urn.", number=number)
            raise Invalid({"number": fault})
        await _record(member, "paper.sheet_reopened", urn, number, reason=reason)


async def _differing(urn: Urn, number: int, clerk_id: int) -> list[TypedSheet]:
    typed = await _typed(urn, number)
    if len(typed) < 2 or await Sheet.filter(urn_id=urn.id, number=number).exists():
        raise NothingToDecide(_("There is nothing to decide about sheet {number}.", number=number))
    if clerk_id in [row.clerk_id for row in typed]:
        raise NotYours(
            _(
                "You typed sheet {number} yourself. Somebody who did not looks at it and decides.",
                number=number,
            )
        )
    return typed


async def _typed(urn: Urn, number: int) -> list[TypedSheet]:
    return await TypedSheet.filter(urn_id=urn.id, number=number).order_by("turn")


async def _accept(urn: Urn, number: int, content: Content) -> None:
    await Sheet.create(urn_id=urn.id, number=number, style=content.style, plain=content.plain)


def _content(row: TypedSheet) -> Content:
    return Content(row.style, row.plain, Reason(row.reason) if row.reason else None)


def _columns(content: Content) -> dict[str, str]:
    reason = content.reason.value if content.reason else ""
    return {"style": content.style, "plain": content.plain, "reason": reason}


async def _record(actor: Actor, action: str, urn: Urn, number: int, **details: object) -> None:
    """Record an act about a sheet by its number; what is on it never."""
    subject = f"election:{urn.election_id}"
    await audit.record(actor, action, subject, urn=urn.id, number=number, **details)


def _not_declared(urn: Urn) -> NotDeclared:
    return NotDeclared(
        _("Two people first declare how many sheets are in “{urn}”, and agree.", urn=urn.name)
    )
