"""Look where the duties of a board stand, on its page and for the office.

See “duties” in voting/README.md. Nothing here says how a vote goes before it is counted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from concejo.errors import Refused
from concejo.processes.core import Action
from concejo.processes.services import ProcessView, get_process_by_id
from concejo.text import Text, _
from voting.counting.services import Turnout, turnout
from voting.duties.core import Act, Outcome
from voting.duties.kinds.core import Fact, TooLate
from voting.duties.kinds.services import Kind
from voting.duties.letters.services import list_members
from voting.duties.register.services import get_payload, list_acts, list_waiting
from voting.duties.services import find_lapse
from voting.duties.table.services import KINDS
from voting.models import Election
from voting.setup.services import ElectionView, find_election

_NOTHING = frozenset({Outcome.FAILED, Outcome.WITHDRAWN, Outcome.DECLINED, Outcome.EXPIRED})


class State(StrEnum):
    """Where a duty stands."""

    DONE = "done"
    WAITING = "waiting"
    BEGUN = "begun"
    TO_DO = "to_do"
    NOT_YET = "not_yet"
    TOO_LATE = "too_late"


@dataclass(frozen=True)
class Step:
    """One duty of the board.

    `act` is the one that waits or is being done, else the last one that was done, with its
    `facts`; None where there is none. `done_at` is when it was done, by whatever way. `may_propose`
    says whether it can be proposed now, `obstacle` why not. `lapse` says why the act that waits can
    no longer be confirmed. `ended` are proposals that came to nothing, the newest first.
    """

    kind: Kind
    state: State
    act: Act | None = None
    facts: tuple[Fact, ...] = ()
    done_at: datetime | None = None
    may_propose: bool = False
    obstacle: Text | None = None
    lapse: Text | None = None
    ended: tuple[Act, ...] = ()

    @property
    def title(self) -> Text:
        """Name the duty; once it was done, what doing it again is called."""
        words = self.kind.words
        return words.again if self.done_at is not None and words.again else words.title


def first_step(steps: Sequence[Step]) -> Step | None:
    """Choose what comes first: what waits for a second member, then what is to be done."""
    for state in (State.WAITING, State.BEGUN, State.TO_DO):
        for step in steps:
            if step.state is state:
                return step
    return None


@dataclass(frozen=True)
class Board:
    """All that the page of a board shows.

    `election` and `turnout` are None until the vote has opened; `has_rule` says whether somebody
    decided the rule, `may_set_rule` whether that can still be done. `members` are how many accounts
    are on the board.
    """

    process: ProcessView
    election: ElectionView | None
    turnout: Turnout | None
    has_rule: bool
    may_set_rule: bool
    steps: tuple[Step, ...]
    members: int

    @property
    def rule_comes_first(self) -> bool:
        """Say whether the rule is to be decided before anything else; what waits goes before it."""
        first = first_step(self.steps)
        is_waited_for = first is not None and first.state is State.WAITING
        return not self.has_rule and self.may_set_rule and not is_waited_for

    @property
    def first(self) -> Step | None:
        """Give the act that comes first, or None."""
        return None if self.rule_comes_first else first_step(self.steps)


async def get_board(process: ProcessView) -> Board:
    """Read where the duties of a board stand."""
    election = await find_election(process)
    opened = election if election is not None and election.locked_at is not None else None
    return Board(
        process=process,
        election=opened,
        turnout=await turnout(opened) if opened else None,
        has_rule=election is not None,
        may_set_rule=opened is None and process.may(Action.SET_RULE),
        steps=await _steps(process, opened),
        members=len(await list_members(process.id)),
    )


async def _steps(process: ProcessView, election: ElectionView | None) -> tuple[Step, ...]:
    acts = await list_acts(process.id)
    return tuple([await _step(process, kind, acts, election) for kind in KINDS.values()])


async def _step(
    process: ProcessView, kind: Kind, acts: Sequence[Act], election: ElectionView | None
) -> Step:
    own = [act for act in acts if act.kind == kind.name]
    done = next((act for act in own if act.outcome is Outcome.DONE), None)
    open_act = next((act for act in own if act.waits), None) or _begun(own)
    done_at = _done_at(kind, done, election)
    lapse = await find_lapse(process, open_act) if open_act and open_act.waits else None
    refusal = await _refusal(process, kind)
    act = done if open_act is None or lapse is not None else open_act
    return Step(
        kind=kind,
        state=_state(act, done_at, refusal),
        act=act,
        facts=await _facts(kind, act),
        done_at=done_at,
        may_propose=refusal is None and (act is None or not act.waits),
        obstacle=refusal.message if refusal else None,
        lapse=lapse,
        ended=tuple(act for act in own if act.outcome in _NOTHING),
    )


def _begun(own: Sequence[Act]) -> Act | None:
    """Give the newest act if it is being done."""
    return own[0] if own and own[0].outcome is Outcome.BEGUN else None


def _done_at(kind: Kind, done: Act | None, election: ElectionView | None) -> datetime | None:
    told = kind.done_at(election) if election is not None else None
    return told or (done.confirmed_at if done else None)


async def _refusal(process: ProcessView, kind: Kind) -> Refused | None:
    try:
        await kind.demand(process)
    except Refused as refused:
        return refused
    return None


async def _facts(kind: Kind, act: Act | None) -> tuple[Fact, ...]:
    return kind.facts(await get_payload(act.id)) if act and kind.uploads else ()


def _state(act: Act | None, done_at: datetime | None, refusal: Refused | None) -> State:
    if act is not None and act.waits:
        return State.WAITING
    if act is not None and act.outcome is Outcome.BEGUN:
        return State.BEGUN
    if done_at is not None:
        return State.DONE
    if refusal is None:
        return State.TO_DO
    return State.TOO_LATE if isinstance(refusal, TooLate) else State.NOT_YET


@dataclass(frozen=True)
class Duty:
    """Something that the electoral board has to do now, and the route of the page to do it on."""

    process: ProcessView
    words: Text
    route: str = "voting:duty"


async def list_duties(process_ids: Iterable[int]) -> list[Duty]:
    """List what there is to do for the electoral boards of some processes.

    What waits for a second member comes before what nobody has proposed yet.
    """
    wanted = sorted(process_ids)
    waiting = [duty for act in await list_waiting(wanted) if (duty := await _waiting(act))]
    proposed = {duty.process.id for duty in waiting}
    rows = Election.filter(
        process_id__in=wanted, locked_at__isnull=False, counted_at__isnull=True
    ).order_by("process_id")
    duties = [duty for row in await rows if (duty := await _to_do(row))]
    return waiting + [duty for duty in duties if duty.process.id not in proposed]


async def _waiting(act: Act) -> Duty | None:
    process = await get_process_by_id(act.process_id)
    if act.kind not in KINDS or await find_lapse(process, act) is not None:
        return None
    title = KINDS[act.kind].words.title
    return Duty(process, _("{act}: another member has to confirm it", act=title))


async def _to_do(row: Election) -> Duty | None:
    process = await get_process_by_id(row.process_id)
    if not process.may(Action.COUNT):
        return None
    first = first_step(await _steps(process, await find_election(process)))
    return Duty(process, first.title) if first and first.state is State.TO_DO else None
