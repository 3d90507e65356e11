"""What needs a member of the staff today, duty by duty."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from concejo.accounts.core import ROLE_NAMES, Role, Visitor
from concejo.commitments.services import count_undecided
from concejo.processes.core import Action
from concejo.processes.services import ProcessView, list_processes
from concejo.text import Text, _, ngettext
from proposals.services import count_awaiting
from proposals.valuation.services import count_to_value
from voting.desk.services import list_open_desks
from voting.models import Election
from voting.paper.services import list_unfinished
from voting.services import list_duties as list_board_duties

_CHIEF = Role.ADMINISTRATOR
Count = Callable[[Sequence[int]], Awaitable[int]]


@dataclass(frozen=True)
class Task:
    """Something to do in one process, in words, and the page where it is done."""

    process: ProcessView
    words: Text
    route: str


@dataclass(frozen=True)
class Duty:
    """A role with all that it asks for today; no task means that all is done.

    Whoever administers sees what the others' roles ask for too; `held` are the processes in which
    the role is the visitor's own.
    """

    role: Role
    tasks: tuple[Task, ...]
    held: frozenset[int]

    @property
    def name(self) -> Text:
        """Give the role in words."""
        return ROLE_NAMES[self.role]


async def list_duties(visitor: Visitor) -> list[Duty]:
    """List the roles that matter to a visitor, each with what it asks for today."""
    processes = await list_processes()
    duties = []
    for role, find in _FIND.items():
        held = frozenset(p.id for p in processes if visitor.has_role(role, p.id))
        seen = [p for p in processes if p.id in held or visitor.has_role(_CHIEF, p.id)]
        tasks = tuple(await find(seen)) if seen else ()
        if tasks or visitor.has_role_anywhere(role):
            duties.append(Duty(role, tasks, held))
    return duties


async def _to_moderate(processes: Sequence[ProcessView]) -> list[Task]:
    return [
        Task(
            process,
            ngettext("{count} proposal awaits a decision", "{count} proposals await a decision", n),
            "proposals:curation:queue",
        )
        for process, n in await _counted(count_awaiting, Action.MODERATE, processes)
    ]


async def _to_value(processes: Sequence[ProcessView]) -> list[Task]:
    return [
        Task(
            process,
            ngettext("{count} proposal is to be valued", "{count} proposals are to be valued", n),
            "proposals:valuation:index",
        )
        for process, n in await _counted(count_to_value, Action.VALUE, processes)
    ]


async def _to_tend(processes: Sequence[ProcessView]) -> list[Task]:
    """List the boxes to close and to count, and the votes whose rule nobody has set."""
    waiting = await list_board_duties([process.id for process in processes])
    prepared = {election.process_id for election in await Election.all()}
    return [
        *(Task(duty.process, duty.words, "voting:duty") for duty in waiting),
        *(
            Task(process, _("Decide the ballot and the rule before the vote opens"), "voting:rule")
            for process in processes
            if process.may(Action.SET_RULE) and process.id not in prepared
        ),
        *await _to_type(processes),
    ]


async def _to_hand_out(processes: Sequence[ProcessView]) -> list[Task]:
    open_now = await list_open_desks([process.id for process in processes])
    handing = [Task(p, _("Hand out ballot sheets at a desk"), "voting:desk") for p in open_now]
    return [*handing, *await _to_type(processes)]


async def _to_type(processes: Sequence[ProcessView]) -> list[Task]:
    unfinished = await list_unfinished([process.id for process in processes])
    return [
        Task(p, _("Enter the paper sheets before the count"), "voting:paper") for p in unfinished
    ]


async def _to_give_a_destination(processes: Sequence[ProcessView]) -> list[Task]:
    return [
        Task(
            process,
            ngettext(
                "{count} result has no destination yet",
                "{count} results have no destination yet",
                n,
            ),
            "commitments:desk",
        )
        for process, n in await _counted(count_undecided, Action.FOLLOW_UP, processes)
    ]


async def _to_administer(processes: Sequence[ProcessView]) -> list[Task]:
    return [
        *(Task(p, _("Set the calendar"), "admin:calendar") for p in processes if not p.phases),
        *(
            Task(p, _("Set the areas and their money"), "admin:areas")
            for p in processes
            if not p.areas
        ),
    ]


async def _counted(
    count: Count, action: Action, processes: Sequence[ProcessView]
) -> list[tuple[ProcessView, int]]:
    """Count where it can be done today; process by process only when there is anything at all."""
    open_now = [process for process in processes if process.may(action)]
    if not await count([process.id for process in open_now]):
        return []
    counted = [(process, await count([process.id])) for process in open_now]
    return [(process, number) for process, number in counted if number]


_FIND: dict[Role, Callable[[Sequence[ProcessView]], Awaitable[list[Task]]]] = {
    Role.MODERATOR: _to_moderate,
    Role.TECHNICIAN: _to_value,
    Role.BOARD: _to_tend,
    Role.DESK: _to_hand_out,
    Role.CONTACT_POINT: _to_give_a_destination,
    Role.ADMINISTRATOR: _to_administer,
}
