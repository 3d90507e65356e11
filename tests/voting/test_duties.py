"""What the board does is proposed by one member and confirmed by another; only then is it done."""

import asyncio

import pytest
from tortoise.exceptions import IntegrityError

from concejo.accounts.core import Role
from concejo.accounts.services import grant_role, revoke_role
from concejo.audit.core import SYSTEM
from concejo.audit.models import AuditEntry
from concejo.audit.services import verify
from concejo.clock import now
from concejo.db import execute, fetch
from concejo.errors import Forbidden, NotFound
from concejo.notifications.models import Letter
from concejo.processes.core import PhaseClosed, PhaseKind
from concejo.processes.services import get_process
from tests.people import make_account, make_process, set_phase
from tests.voting.boards import both, confirmed, files_of, make_key, proposed
from tests.voting.elections import cast, choose, new_secret, open_election, reopen
from voting.counting import services as counting
from voting.counting.opening.services import DoNotAddUp
from voting.counting.services import NeverOpened, NotClosed
from voting.duties.core import Outcome, digest_of
from voting.duties.kinds.core import TooLate
from voting.duties.page.services import State, get_board, list_duties
from voting.duties.register.services import get_act, list_acts
from voting.duties.services import (
    AlreadyWaiting,
    Lapsed,
    NotWaiting,
    OtherContent,
    SamePerson,
    confirm,
    decline,
    withdraw,
)
from voting.duties.table.services import AlreadyClosed, get_kind
from voting.models import Election, Tally
from voting.setup.seal_key.services import find_seal_key
from voting.setup.services import get_election


@pytest.fixture
async def voted(election, process, rosa):
    """The vote is over, and Rosa has voted."""
    await cast(
        election, rosa.person_id, choose(election, CIUDAD=("Un parque",), D01=()), new_secret()
    )
    return (await reopen(process, PhaseKind.COUNTING)).process


async def outcomes(process):
    return [(act.kind, act.outcome) for act in reversed(await list_acts(process.id))]


async def closed_at(process):
    return (await Election.get(process_id=process.id)).closed_at


async def test_one_proposes_and_another_confirms_and_then_it_is_done(
    any_database, voted, chair, second
):
    act_id = await proposed(voted, "close", chair)
    assert await closed_at(voted) is None

    await confirmed(voted, act_id, second)

    act = await get_act(voted.id, act_id)
    assert await closed_at(voted) is not None
    assert act.outcome is Outcome.DONE
    assert (act.proposed_by.name, act.confirmed_by.name) == ("Rosalía", "Tomás")
    assert act.proposed_at <= act.confirmed_at <= now()


async def test_the_count_is_done_by_two_and_can_be_done_again(any_database, voted, chair, second):
    await both(voted, "close", chair, second)

    await both(voted, "count", chair, second)
    await both(voted, "count", second, chair)

    assert await Tally.all().count() == 3
    actions = [entry.action for entry in await AuditEntry.all().order_by("number")]
    assert [action for action in actions if action.startswith("election.")][-4:] == [
        "election.closed",
        "election.opened_ballots",
        "election.counted",
        "election.recounted",
    ]
    assert [outcome for _kind, outcome in await outcomes(voted)] == [Outcome.DONE] * 3


async def test_a_close_that_was_interrupted_is_gone_on_with(voted, chair, second, monkeypatch):
    async def dies(_election: object) -> None:
        raise RuntimeError("the machine dies here")

    with monkeypatch.context() as broken:
        broken.setattr("voting.counting.opening.services.seal_off", dies)
        with pytest.raises(RuntimeError):
            await both(voted, "close", chair, second)
    assert await closed_at(voted) is not None

    await both(voted, "close", second, chair)
    await both(voted, "count", chair, second)

    assert await Tally.all().count() == 3
    with pytest.raises(AlreadyClosed):
        await proposed(voted, "close", chair)


async def test_whoever_proposed_does_not_confirm(any_database, voted, chair):
    act_id = await proposed(voted, "close", chair)

    with pytest.raises(SamePerson):
        await confirmed(voted, act_id, chair)

    assert await closed_at(voted) is None
    assert (await get_act(voted.id, act_id)).waits


async def test_the_database_refuses_one_person_and_two_that_wait(
    any_database, voted, chair, second
):
    act_id = await proposed(voted, "close", chair)

    for change in (
        "UPDATE board_act SET confirmed_by = proposed_by, confirmed_at = ?, outcome = 'done'",
        "UPDATE board_act SET outcome = 'done' WHERE proposed_at <= ?",
        "INSERT INTO board_act (process_id, kind, payload, digest, proposed_by, proposed_at)"
        " SELECT process_id, kind, payload, digest, proposed_by, ? FROM board_act",
    ):
        with pytest.raises(IntegrityError):
            await execute(change, now())

    assert (await get_act(voted.id, act_id)).waits


async def test_of_a_kind_one_act_waits_at_a_time(any_database, voted, chair, second):
    await proposed(voted, "close", chair)

    for member in (chair, second):
        with pytest.raises(AlreadyWaiting):
            await proposed(voted, "close", member)

    assert await outcomes(voted) == [("close", Outcome.WAITING)]


async def test_boards_of_two_processes_do_not_stand_in_each_others_way(
    database, process, roll, rosa, chair, second
):
    other = await make_process(roll, slug="otro")
    await grant_role(SYSTEM, chair.id, Role.BOARD, other.id)

    first = await proposed(process, "seal_key", chair, files_of(make_key(1)))
    await proposed(other, "seal_key", chair, files_of(make_key(2)))

    with pytest.raises(Forbidden):
        await proposed(other, "seal_key", second, files_of(make_key(3)))
    with pytest.raises(NotFound):
        await confirm(other, first, "", chair)


@pytest.mark.parametrize("verb", ["propose", "confirm", "withdraw", "decline"])
async def test_who_is_not_on_the_board_of_the_process_does_nothing(
    any_database, voted, roll, chair, verb
):
    other = await make_process(roll, slug="otro")
    elsewhere = await make_account("Lejana", roles=((Role.BOARD, other.id),))
    administrator = await make_account("Ada", roles=((Role.ADMINISTRATOR, 0),))
    act_id = 0 if verb == "propose" else await proposed(voted, "close", chair)

    for stranger in (elsewhere, administrator):
        with pytest.raises(Forbidden):
            await {
                "propose": lambda who: proposed(voted, "close", who),
                "confirm": lambda who: confirmed(voted, act_id, who),
                "withdraw": lambda who: withdraw(voted, act_id, who),
                "decline": lambda who: decline(voted, act_id, who),
            }[verb](stranger)

    assert await closed_at(voted) is None
    assert {act.waits for act in await list_acts(voted.id)} <= {True}


async def test_a_member_of_all_boards_is_a_member_of_this_one(database, voted, chair):
    everywhere = await make_account("Elvira", roles=((Role.BOARD, 0),))

    await both(voted, "close", chair, everywhere)

    assert await closed_at(voted) is not None


async def test_who_left_the_board_meanwhile_does_not_confirm(any_database, voted, chair, second):
    act_id = await proposed(voted, "close", chair)
    await revoke_role(SYSTEM, second.id, Role.BOARD, voted.id)

    with pytest.raises(Forbidden):
        await confirmed(voted, act_id, second)

    assert await closed_at(voted) is None


async def test_what_somebody_proposed_who_left_the_board_expires_and_makes_way(
    any_database, voted, chair, second
):
    act_id = await proposed(voted, "close", chair)
    await revoke_role(SYSTEM, chair.id, Role.BOARD, voted.id)
    third = await make_account("Elvira", roles=((Role.BOARD, voted.id),))

    with pytest.raises(Lapsed, match="Rosalía"):
        await confirmed(voted, act_id, second)
    assert (await get_act(voted.id, act_id)).outcome is Outcome.EXPIRED

    await both(voted, "close", second, third)
    assert await closed_at(voted) is not None


async def test_a_proposal_makes_way_at_once_for_another_when_its_member_left(
    any_database, voted, chair, second
):
    act_id = await proposed(voted, "close", chair)
    await revoke_role(SYSTEM, chair.id, Role.BOARD, voted.id)

    await proposed(voted, "close", second)

    assert (await get_act(voted.id, act_id)).outcome is Outcome.EXPIRED


async def test_an_act_is_confirmed_once(any_database, voted, chair, second):
    third = await make_account("Elvira", roles=((Role.BOARD, voted.id),))
    act_id = await proposed(voted, "close", chair)
    await confirmed(voted, act_id, second)

    for member in (second, third):
        with pytest.raises(NotWaiting, match="Tomás"):
            await confirmed(voted, act_id, member)
    for verb in (withdraw, decline):
        with pytest.raises(NotWaiting):
            await verb(voted, act_id, chair)


async def test_what_was_taken_back_is_not_confirmed(any_database, voted, chair, second):
    act_id = await proposed(voted, "close", chair)
    with pytest.raises(Forbidden):
        await withdraw(voted, act_id, second)

    await withdraw(voted, act_id, chair)

    with pytest.raises(NotWaiting):
        await confirmed(voted, act_id, second)
    assert await closed_at(voted) is None
    await both(voted, "close", second, chair)
    assert await outcomes(voted) == [("close", Outcome.WITHDRAWN), ("close", Outcome.DONE)]


async def test_what_was_turned_down_is_not_confirmed_and_its_proposer_is_told(
    any_database, voted, chair, second
):
    act_id = await proposed(voted, "close", chair)
    with pytest.raises(SamePerson):
        await decline(voted, act_id, chair)

    await decline(voted, act_id, second)

    with pytest.raises(NotWaiting):
        await confirmed(voted, act_id, second)
    letter = await Letter.all().order_by("-id").first()
    assert letter.recipient == chair.email
    assert "Tomás ha rechazado" in letter.body


async def test_a_page_that_showed_something_else_confirms_nothing(
    any_database, process, chair, second
):
    first, other = make_key(1), make_key(2)
    act_id = await proposed(process, "seal_key", chair, files_of(first))

    for digest in (digest_of(other.text), "", "x" * 5000):
        with pytest.raises(OtherContent):
            await confirm(process, act_id, digest, second)

    assert await find_seal_key(process.id) is None


async def test_a_key_is_kept_and_replaced_until_the_vote_opens(
    any_database, process, rosa, chair, second
):
    for number in (1, 2):
        key = make_key(number)
        act_id = await proposed(process, "seal_key", chair, files_of(key))
        assert await find_seal_key(process.id) == (make_key(1) if number == 2 else None)
        await confirmed(process, act_id, second)
        assert await find_seal_key(process.id) == key

    late = await proposed(process, "seal_key", chair, files_of(make_key(3)))
    opened = (await open_election(process, rosa)).process
    with pytest.raises(Lapsed, match="has opened"):
        await confirmed(opened, late, second)
    with pytest.raises(TooLate):
        await proposed(opened, "seal_key", chair, files_of(make_key(4)))

    assert await find_seal_key(process.id) == make_key(2)
    assert (await get_act(process.id, late)).outcome is Outcome.EXPIRED


async def test_nothing_is_proposed_before_its_time(any_database, election, process, chair):
    for kind in ("close", "count"):
        with pytest.raises(PhaseClosed):
            await proposed(election.process, kind, chair)
    counting_now = (await reopen(process, PhaseKind.COUNTING)).process
    with pytest.raises(NotClosed):
        await proposed(counting_now, "count", chair)
    await counting.close(counting_now, SYSTEM)
    with pytest.raises(AlreadyClosed):
        await proposed(counting_now, "close", chair)

    assert await list_acts(process.id) == []


async def test_where_no_vote_was_opened_there_is_nothing_to_close(any_database, process, chair):
    await set_phase(process.id, PhaseKind.COUNTING)

    with pytest.raises(NeverOpened):
        await proposed(await get_process(process.slug), "close", chair)


async def test_a_vote_that_goes_on_meanwhile_is_not_closed(
    any_database, voted, process, chair, second
):
    act_id = await proposed(voted, "close", chair)
    await reopen(process, PhaseKind.VOTING)

    with pytest.raises(Lapsed):
        await confirmed(voted, act_id, second)

    assert await closed_at(voted) is None
    assert (await get_act(voted.id, act_id)).outcome is Outcome.EXPIRED
    assert await AuditEntry.filter(action="board.expired").count() == 1


async def test_a_box_closed_on_the_command_line_lets_what_waits_expire(
    any_database, voted, chair, second
):
    act_id = await proposed(voted, "close", chair)
    await counting.close(voted, SYSTEM)

    with pytest.raises(Lapsed):
        await confirmed(voted, act_id, second)

    step = next(s for s in (await get_board(voted)).steps if s.kind.name == "close")
    assert (step.state, step.act) == (State.DONE, None)


async def test_of_many_who_confirm_at_once_one_does_it(any_database, voted, chair):
    members = [await make_account(f"Vocal {n}", roles=((Role.BOARD, voted.id),)) for n in range(5)]
    await both(voted, "close", chair, members[0])
    act_id = await proposed(voted, "count", chair)

    answers = await asyncio.gather(
        *(confirmed(voted, act_id, member) for member in members), return_exceptions=True
    )

    assert sorted(str(type(answer).__name__) for answer in answers) == [
        "NoneType",
        *["NotWaiting"] * 4,
    ]
    assert (
        await AuditEntry.filter(action="board.confirmed", subject=f"board_act:{act_id}").count()
        == 1
    )
    assert await AuditEntry.filter(action="election.counted").count() == 1
    assert await AuditEntry.filter(action="election.recounted").count() == 0


async def test_of_many_who_propose_at_once_one_waits(any_database, voted, chair):
    members = [await make_account(f"Vocal {n}", roles=((Role.BOARD, voted.id),)) for n in range(5)]

    answers = await asyncio.gather(
        *(proposed(voted, "close", member) for member in members), return_exceptions=True
    )

    assert sum(isinstance(answer, AlreadyWaiting) for answer in answers) == 4
    assert await outcomes(voted) == [("close", Outcome.WAITING)]


async def test_confirming_taking_back_and_turning_down_at_once_end_it_once(
    any_database, voted, chair, second
):
    act_id = await proposed(voted, "close", chair)

    answers = await asyncio.gather(
        confirmed(voted, act_id, second),
        withdraw(voted, act_id, chair),
        decline(voted, act_id, second),
        return_exceptions=True,
    )

    assert sum(answer is None for answer in answers) == 1
    assert sum(isinstance(answer, NotWaiting) for answer in answers) == 2
    is_done = (await get_act(voted.id, act_id)).outcome is Outcome.DONE
    assert is_done == (await closed_at(voted) is not None)


async def test_a_member_who_is_removed_at_the_same_moment_confirms_before_it_or_not_at_all(
    any_database, voted, chair, second
):
    act_id = await proposed(voted, "close", chair)

    answer, _revoked = await asyncio.gather(
        confirmed(voted, act_id, second),
        revoke_role(SYSTEM, second.id, Role.BOARD, voted.id),
        return_exceptions=True,
    )

    assert answer is None or isinstance(answer, Forbidden)
    entries = [
        entry.action
        for entry in await AuditEntry.all().order_by("number")
        if entry.action in ("board.confirmed", "role.revoked")
    ]
    assert entries == (["board.confirmed", "role.revoked"] if answer is None else ["role.revoked"])


async def test_a_count_that_fails_is_said_to_have_failed_and_can_be_proposed_anew(
    any_database, voted, chair, second
):
    await both(voted, "close", chair, second)
    (kept,) = await fetch("SELECT * FROM mark LIMIT 1")
    await execute("DELETE FROM mark WHERE person_id = ?", kept.integer("person_id"))
    act_id = await proposed(voted, "count", chair)

    with pytest.raises(DoNotAddUp):
        await confirmed(voted, act_id, second)

    assert (await get_act(voted.id, act_id)).outcome is Outcome.FAILED
    assert await AuditEntry.filter(action="board.failed").count() == 1
    await execute(
        "INSERT INTO mark (election_id, person_id, how, request) VALUES (?, ?, ?, ?)",
        kept.integer("election_id"),
        kept.integer("person_id"),
        kept.text("how"),
        kept.octets("request"),
    )
    await both(voted, "count", second, chair)
    assert await Tally.all().count() == 3


async def test_a_count_that_was_interrupted_stands_as_begun_and_can_be_proposed_anew(
    any_database, voted, chair, second
):
    await both(voted, "close", chair, second)
    act_id = await proposed(voted, "count", chair)
    await execute(
        "UPDATE board_act SET outcome = 'begun', confirmed_by = ?, confirmed_at = ? WHERE id = ?",
        second.id,
        now(),
        act_id,
    )

    step = (await get_board(voted)).first
    await both(voted, "count", second, chair)

    assert (step.kind.name, step.state, step.may_propose) == ("count", State.BEGUN, True)
    assert (await get_board(voted)).first is None


async def test_every_step_is_in_the_audit_log_and_nothing_that_was_brought_along(
    any_database, process, chair, second
):
    key = make_key()
    taken_back = await proposed(process, "seal_key", chair, files_of(make_key(2)))
    await withdraw(process, taken_back, chair)
    act_id = await proposed(process, "seal_key", chair, files_of(key))
    await confirmed(process, act_id, second)

    entries = await AuditEntry.filter(action__startswith="board.").order_by("number")
    assert [(entry.action, entry.actor_name, entry.subject) for entry in entries] == [
        ("board.proposed", "Rosalía", f"board_act:{taken_back}"),
        ("board.withdrawn", "Rosalía", f"board_act:{taken_back}"),
        ("board.proposed", "Rosalía", f"board_act:{act_id}"),
        ("board.confirmed", "Tomás", f"board_act:{act_id}"),
    ]
    assert all(key.share_hashes[0] not in entry.details for entry in await AuditEntry.all())
    assert digest_of(key.text) in entries[-1].details
    assert (await verify()).first_broken is None


async def test_the_other_members_are_told_that_something_waits(database, voted, chair, second):
    everywhere = await make_account("Elvira", roles=((Role.BOARD, 0),))
    await make_account("Moderadora", roles=((Role.MODERATOR, voted.id),))

    await proposed(voted, "close", chair)

    letters = await Letter.all()
    assert {letter.recipient for letter in letters} == {second.email, everywhere.email}
    for letter in letters:
        assert "Cerrar la urna" in letter.subject
        assert "Rosalía" in letter.body
        assert "/processes/presupuestos-2027/vote/board" in letter.body


async def test_the_duties_of_the_board_are_listed(database, voted, process, chair, second):
    async def listed():
        return [str(duty.words) for duty in await list_duties([process.id])]

    assert await listed() == ["Close the ballot box"]
    act_id = await proposed(voted, "close", chair)
    assert await listed() == ["Close the ballot box: another member has to confirm it"]
    await confirmed(voted, act_id, second)
    assert await listed() == ["Count the ballots"]
    await both(voted, "count", chair, second)
    assert await listed() == []
    assert await list_duties([]) == []


async def test_an_act_that_nobody_can_confirm_any_more_is_no_duty(
    database, process, rosa, chair, second
):
    await proposed(process, "seal_key", chair, files_of(make_key()))
    assert len(await list_duties([process.id])) == 1

    await open_election(process, rosa)

    assert await list_duties([process.id]) == []


async def test_unknown_kinds_and_acts_are_not_found(database, voted, chair):
    with pytest.raises(NotFound):
        get_kind("erase")
    for act_id in (0, 99, 2**63 - 1):
        with pytest.raises(NotFound):
            await confirm(voted, act_id, "", chair)


async def test_what_is_refused_leaves_no_trace(any_database, voted, chair, second):
    act_id = await proposed(voted, "close", chair)
    before = await AuditEntry.all().count()

    for refusal, verb, member in ((SamePerson, confirmed, chair), (Forbidden, withdraw, second)):
        with pytest.raises(refusal):
            await verb(voted, act_id, member)

    assert await AuditEntry.all().count() == before
    assert await get_election(voted) is not None
