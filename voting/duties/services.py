"""Propose, confirm, turn down and withdraw the acts of an electoral board.

See “duties” in voting/README.md. Every step holds the process, reads the role of who asks anew and
looks at the act again, so that of two who come at once one does it and the other is told.
"""

import asyncio

from concejo.accounts.core import Role, Visitor
from concejo.accounts.services import find_visitor
from concejo.audit import services as audit
from concejo.audit.core import Actor
from concejo.clock import now
from concejo.db import execute, fetch, lock_table, transaction
from concejo.errors import Forbidden, Refused
from concejo.processes.services import ProcessView, hold_process
from concejo.text import Text, _
from voting.duties.core import Act, Outcome, digest_of
from voting.duties.kinds.core import Files
from voting.duties.kinds.services import Kind
from voting.duties.letters.services import tell_board, tell_proposer
from voting.duties.register.services import find_waiting, get_act, get_payload
from voting.duties.table.services import get_kind


class AlreadyWaiting(Refused):
    """An act of this kind waits already for its second member."""


class SamePerson(Refused):
    """Whoever proposed an act does not confirm it."""


class NotWaiting(Refused):
    """The act was confirmed, withdrawn or turned down meanwhile."""


class Lapsed(Refused):
    """The act can no longer be done; it has to be proposed anew, if at all."""


class OtherContent(Refused):
    """The page that was confirmed showed something else than what waits."""


async def propose(process: ProcessView, kind: Kind, files: Files, member: Visitor) -> int:
    """Propose an act, and tell the other members that it waits for one of them; give its number."""
    # Off the loop: the file of a large vote takes a second.
    payload = await asyncio.to_thread(kind.read, files)
    async with transaction():
        present = await _hold(process, member)
        await kind.demand(present)
        waiting = await find_waiting(process.id, kind.name)
        if waiting is not None:
            await _make_way(present, waiting, member.actor)
        act_id = await _write(process.id, kind.name, payload, member.id)
        await _record(member.actor, "board.proposed", await get_act(process.id, act_id))
        await tell_board(present, kind, member)
        return act_id


async def _write(process_id: int, kind: str, payload: str, member_id: int) -> int:
    rows = await fetch(
        "INSERT INTO board_act (process_id, kind, payload, digest, proposed_by, proposed_at,"
        " outcome) VALUES (?, ?, ?, ?, ?, ?, 'waiting') RETURNING id",
        process_id,
        kind,
        payload,
        digest_of(payload),
        member_id,
        now(),
    )
    return rows[0].integer("id")


async def _make_way(process: ProcessView, waiting: Act, actor: Actor) -> None:
    """Let an act expire that nobody can confirm any more; refuse where one still waits."""
    if await find_lapse(process, waiting) is None:
        raise AlreadyWaiting(
            _(
                "This was proposed already by {name} and waits for another member. Confirm it or"
                " turn it down.",
                name=waiting.proposed_by.name,
            )
        )
    await _end(waiting, Outcome.EXPIRED)
    await _record(actor, "board.expired", waiting)


async def confirm(process: ProcessView, act_id: int, digest: str, member: Visitor) -> Act:
    """Do what another member proposed; `digest` is that of the page which was confirmed.

    An act whose time has passed expires and is refused in words.
    """
    async with transaction():
        present = await _hold(process, member)
        act = await _get_waiting(process.id, act_id)
        kind = get_kind(act.kind)
        if act.proposed_by.id == member.id:
            raise SamePerson(
                _("Whoever proposed something does not confirm it: another member has to.")
            )
        if digest != act.digest:
            raise OtherContent(
                _("What was on that page is not what waits now. Load the page again and compare.")
            )
        lapse = await find_lapse(present, act)
        if lapse is None:
            await _do(present, kind, act, member)
        else:
            await _end(act, Outcome.EXPIRED)
            await _record(member.actor, "board.expired", act)
    if lapse is not None:
        raise Lapsed(lapse)
    if kind.is_long:
        await _do_at_length(present, kind, act, member)
    return await get_act(process.id, act_id)


async def _do(process: ProcessView, kind: Kind, act: Act, member: Visitor) -> None:
    await execute(
        "UPDATE board_act SET outcome = ?, confirmed_by = ?, confirmed_at = ? WHERE id = ?",
        Outcome.BEGUN.value if kind.is_long else Outcome.DONE.value,
        member.id,
        now(),
        act.id,
    )
    await _record(member.actor, "board.confirmed", act)
    if not kind.is_long:
        await kind.do(process, await get_payload(act.id), member.actor)


async def _do_at_length(process: ProcessView, kind: Kind, act: Act, member: Visitor) -> None:
    """Do what takes long outside any transaction: nobody else has to wait for it.

    Where the program ends meanwhile the act stays begun, and can be proposed anew.
    """
    try:
        await kind.do(process, await get_payload(act.id), member.actor)
    except Exception:
        async with transaction():
            await _end(act, Outcome.FAILED)
            await _record(member.actor, "board.failed", act)
        raise
    await _end(act, Outcome.DONE)


async def withdraw(process: ProcessView, act_id: int, member: Visitor) -> None:
    """Take back what one has proposed oneself."""
    async with transaction():
        await _hold(process, member)
        act = await _get_waiting(process.id, act_id)
        if act.proposed_by.id != member.id:
            raise Forbidden(_("Only whoever proposed something takes it back."))
        await _end(act, Outcome.WITHDRAWN)
        await _record(member.actor, "board.withdrawn", act)


async def decline(process: ProcessView, act_id: int, member: Visitor) -> None:
    """Turn down what another member proposed, who is told so."""
    async with transaction():
        present = await _hold(process, member)
        act = await _get_waiting(process.id, act_id)
        if act.proposed_by.id == member.id:
            raise SamePerson(_("What one has proposed oneself is not turned down but taken back."))
        await _end(act, Outcome.DECLINED)
        await _record(member.actor, "board.declined", act)
        await tell_proposer(present, get_kind(act.kind), act, member)


async def find_lapse(process: ProcessView, act: Act) -> Text | None:
    """Say why an act that waits can no longer be done; None where it can."""
    if not await _is_member(act.proposed_by.id, process.id):
        return _(
            "{name}, who proposed this, is no longer on the electoral board. Propose it again.",
            name=act.proposed_by.name,
        )
    try:
        await get_kind(act.kind).demand(process)
    except Refused as refused:
        return refused.message
    return None


async def _hold(process: ProcessView, member: Visitor) -> ProcessView:
    """Read the process anew and keep it and the board as they are until the transaction ends."""
    present = await hold_process(process.id)
    # Whoever takes a role back takes this lock too.
    await lock_table("role_grant")
    if not await _is_member(member.id, process.id):
        raise Forbidden
    return present


async def _is_member(account_id: int, process_id: int) -> bool:
    found = await find_visitor(account_id)
    return found is not None and found.has_role(Role.BOARD, process_id)


async def _get_waiting(process_id: int, act_id: int) -> Act:
    act = await get_act(process_id, act_id)
    if act.waits:
        return act
    if act.confirmed_by is not None:
        raise NotWaiting(_("{name} has confirmed this already.", name=act.confirmed_by.name))
    raise NotWaiting(
        _("This was taken back, turned down or has lapsed meanwhile. Load the page again.")
    )


async def _end(act: Act, outcome: Outcome) -> None:
    await execute("UPDATE board_act SET outcome = ? WHERE id = ?", outcome.value, act.id)


async def _record(actor: Actor, action: str, act: Act) -> None:
    """Record a step of an act: what it is and its digest, never what is in it."""
    await audit.record(
        actor,
        action,
        f"board_act:{act.id}",
        kind=act.kind,
        process=act.process_id,
        digest=act.digest,
    )
