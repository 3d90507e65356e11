"""Sheets are declared by two people, typed by two, decided by a third, and counted once."""

import asyncio
import json

import pytest
from tortoise.exceptions import IntegrityError

from concejo.audit.models import AuditEntry
from concejo.db import fetch
from concejo.errors import Invalid, NotFound
from concejo.processes.core import PhaseClosed, PhaseKind
from tests.people import make_process
from tests.voting.elections import open_election, reopen
from tests.voting.papers import (
    close_box,
    content,
    make_clerk,
    make_office,
    make_urn,
    null,
    type_both,
)
from voting.core.protocol.plain import decode_plain
from voting.counting.services import count
from voting.paper.core import Reason
from voting.paper.entry.services import (
    AlreadyTyped,
    NotDeclared,
    NothingToDecide,
    NotYours,
    decide,
    find_versions,
    next_number,
    type_sheet,
)
from voting.paper.entry.services import (
    reopen as reopen_sheet,
)
from voting.paper.models import Declaration, Sheet, TypedSheet, Urn
from voting.paper.services import (
    SheetsMissing,
    count_sheets,
    demand_complete,
    list_sheets,
    progress,
)
from voting.paper.urns.services import (
    AlreadyCounted,
    AlreadyDeclared,
    BoxOpen,
    declare,
    list_urns,
    open_urn,
    recount_urn,
)
from voting.setup.services import get_election


@pytest.fixture
async def office(election, chair, roll):
    """Three sheets of the D01 were handed out and are in the urn, as Omar and Ona declared."""
    return await make_office(election, chair, roll, sheets=3)


@pytest.fixture
async def closed(election, chair):
    return await close_box(election, chair)


async def state(office):
    [urn] = (await progress(office.election)).urns
    return urn.once, urn.accepted, urn.differing


async def test_what_two_people_type_alike_is_accepted(any_database, office):
    park = content(office.election, "Un parque")

    await type_sheet(office.election, office.omar.actor, office.urn, 1, park)
    after_one = await state(office)
    await type_sheet(office.election, office.ona.actor, office.urn, 1, park)

    assert after_one == (1, 0, ())
    assert await state(office) == (0, 1, ())
    assert await list_sheets(office.election.id) == [(park.style, park.plain)]
    assert await count_sheets(office.election.id) == 1


async def test_what_two_people_type_differently_is_decided_by_a_third(any_database, office):
    park, fountains = (content(office.election, t) for t in ("Un parque", "Diez fuentes"))
    await type_both(office, 2, park, fountains)
    differing = await state(office)

    found = await find_versions(office.election, office.olga.id, office.urn, 2)
    await decide(office.election, office.olga.actor, office.urn, 2, 2)

    assert differing == (0, 0, (2,))
    assert (found.urn, found.first, found.second) == ("Urna 1", park, fountains)
    assert await state(office) == (0, 1, ())
    assert await list_sheets(office.election.id) == [(fountains.style, fountains.plain)]


async def test_who_typed_a_sheet_neither_sees_the_other_version_nor_decides(office):
    await type_both(office, 1, content(office.election, "Un parque"), null(office.election))

    for clerk in (office.omar, office.ona):
        with pytest.raises(NotYours):
            await find_versions(office.election, clerk.id, office.urn, 1)
        with pytest.raises(NotYours):
            await decide(office.election, clerk.actor, office.urn, 1, 1)

    assert await count_sheets(office.election.id) == 0


async def test_where_neither_version_is_right_the_sheet_is_typed_anew(any_database, office):
    await type_both(office, 1, content(office.election, "Un parque"), null(office.election))

    await decide(office.election, office.olga.actor, office.urn, 1, 0)
    discarded = await state(office)
    await type_both(office, 1, content(office.election), content(office.election))

    assert discarded == (0, 0, ())
    assert await state(office) == (0, 1, ())


async def test_there_is_nothing_to_decide_where_nothing_differs(office):
    with pytest.raises(NothingToDecide):
        await decide(office.election, office.olga.actor, office.urn, 1, 1)
    await type_both(office, 1, null(office.election), null(office.election))
    with pytest.raises(NothingToDecide):
        await find_versions(office.election, office.olga.id, office.urn, 1)
    await type_both(office, 2, null(office.election), content(office.election))
    await decide(office.election, office.olga.actor, office.urn, 2, 1)
    with pytest.raises(NothingToDecide):
        await decide(office.election, office.olga.actor, office.urn, 2, 2)

    assert [plain for _style, plain in await list_sheets(office.election.id)] == ["", ""]


async def test_two_reasons_for_a_null_sheet_are_one_result(office):
    signed, unreadable = (null(office.election, r) for r in (Reason.SIGNED, Reason.UNREADABLE))

    await type_both(office, 1, signed, unreadable)

    assert await state(office) == (0, 1, ())


async def test_a_sheet_of_another_style_is_not_the_same(office):
    ours, theirs = (content(office.election, area_code=code) for code in ("D01", "D02"))

    await type_both(office, 1, ours, theirs)

    assert await state(office) == (0, 0, (1,))


async def test_a_slip_is_typed_over_until_somebody_else_typed_the_sheet(office):
    park, blank = content(office.election, "Un parque"), content(office.election)

    await type_sheet(office.election, office.omar.actor, office.urn, 1, blank)
    await type_sheet(office.election, office.omar.actor, office.urn, 1, park)
    await type_sheet(office.election, office.ona.actor, office.urn, 1, park)
    accepted = await list_sheets(office.election.id)
    with pytest.raises(AlreadyTyped):
        await type_sheet(office.election, office.omar.actor, office.urn, 1, blank)

    assert accepted == await list_sheets(office.election.id) == [(park.style, park.plain)]


async def test_nobody_types_a_sheet_a_third_time_or_after_it_differs(office):
    await type_both(office, 1, content(office.election), null(office.election))

    for clerk in (office.omar, office.ona, office.olga):
        with pytest.raises(AlreadyTyped):
            await type_sheet(office.election, clerk.actor, office.urn, 1, null(office.election))


@pytest.mark.parametrize("number", [0, 4, 100_000])
async def test_a_number_that_is_not_in_the_urn_is_refused(office, number):
    with pytest.raises(Invalid, match="1 to 3"):
        await type_sheet(
            office.election, office.omar.actor, office.urn, number, null(office.election)
        )


async def test_of_four_people_who_type_one_sheet_at_once_two_are_taken(any_database, office):
    clerks = [office.omar, office.ona, office.olga, office.chair]
    park = content(office.election, "Un parque")

    answers = await asyncio.gather(
        *(type_sheet(office.election, c.actor, office.urn, 1, park) for c in clerks),
        return_exceptions=True,
    )

    assert sorted(isinstance(answer, AlreadyTyped) for answer in answers) == [
        False,
        False,
        True,
        True,
    ]
    assert await TypedSheet.filter(number=1).count() == 2
    assert await Sheet.filter(number=1).count() == 1


async def test_a_double_click_is_one_entry(any_database, office):
    park = content(office.election, "Un parque")

    await asyncio.gather(
        *(type_sheet(office.election, office.omar.actor, office.urn, 1, park) for _ in range(4))
    )

    assert await state(office) == (1, 0, ())


async def test_of_two_who_decide_at_once_one_does(any_database, office):
    await type_both(office, 1, content(office.election), null(office.election))

    answers = await asyncio.gather(
        decide(office.election, office.olga.actor, office.urn, 1, 1),
        decide(office.election, office.chair.actor, office.urn, 1, 2),
        return_exceptions=True,
    )

    assert sorted(isinstance(answer, NothingToDecide) for answer in answers) == [False, True]
    assert await count_sheets(office.election.id) == 1


async def test_the_database_itself_refuses_second_entries_and_second_versions(any_database, office):
    row = {"urn_id": office.urn, "number": 1, "style": "1", "plain": ""}
    await TypedSheet.create(**row, clerk_id=office.omar.id, turn=1)
    await Sheet.create(**row)

    for again in (
        TypedSheet(**row, clerk_id=office.omar.id, turn=2),
        TypedSheet(**row, clerk_id=office.ona.id, turn=1),
        Sheet(**row),
        Urn(election_id=office.election.id, name="Urna 1"),
        Declaration(urn_id=office.urn, clerk_id=office.omar.id, sheets=4),
    ):
        with pytest.raises(IntegrityError):
            await again.save()


async def test_the_next_sheet_is_one_that_this_person_can_type(office):
    async def following(clerk, after=0):
        return await next_number(office.election, office.urn, clerk.id, after)

    blank = content(office.election)
    await type_sheet(office.election, office.omar.actor, office.urn, 1, blank)
    await type_both(office, 2, blank, null(office.election))

    assert await following(office.omar) == 3
    assert await following(office.ona) == 1
    assert await following(office.ona, 1) == 3
    assert await following(office.ona, 3) == 1
    await type_sheet(office.election, office.omar.actor, office.urn, 3, blank)
    assert await following(office.omar) is None


async def test_two_people_who_counted_alike_declare_an_urn(any_database, closed):
    omar, ona = [await make_clerk(closed, name) for name in ("Omar", "Ona")]
    urn = await make_urn(closed, omar)

    await declare(closed, omar.actor, urn, 12)
    [seen_by_ona] = await list_urns(closed, ona.id)
    await declare(closed, ona.actor, urn, 11)
    [differing] = await list_urns(closed, ona.id)
    await declare(closed, ona.actor, urn, 12)
    [agreed] = await list_urns(closed, ona.id)

    assert (seen_by_ona.own, seen_by_ona.others, seen_by_ona.contradicting) == (None, 1, ())
    assert (differing.own, differing.contradicting, differing.sheets) == (11, (12,), None)
    assert agreed.sheets == 12


async def test_one_person_declares_nothing_alone(any_database, closed):
    omar = await make_clerk(closed, "Omar")
    urn = await make_urn(closed, omar)

    await asyncio.gather(*(declare(closed, omar.actor, urn, 5) for _click in range(3)))

    assert (await Urn.get(id=urn)).sheets is None


async def test_what_two_declared_holds(office):
    await declare(office.election, office.olga.actor, office.urn, 3)
    with pytest.raises(AlreadyDeclared):
        await declare(office.election, office.olga.actor, office.urn, 4)

    assert (await Urn.get(id=office.urn)).sheets == 3


async def test_nothing_is_typed_before_two_agree(closed):
    omar = await make_clerk(closed, "Omar")
    urn = await make_urn(closed, omar)
    await declare(closed, omar.actor, urn, 5)

    with pytest.raises(NotDeclared):
        await type_sheet(closed, omar.actor, urn, 1, null(closed))
    with pytest.raises(NotDeclared):
        await next_number(closed, urn, omar.id)


async def test_an_urn_is_counted_anew_for_a_reason_that_is_recorded(office):
    await type_sheet(office.election, office.omar.actor, office.urn, 3, null(office.election))

    await recount_urn(office.election, office.chair.actor, office.urn, "Había una doblada")
    with pytest.raises(Invalid, match="Sheet 3"):
        await declare(office.election, office.omar.actor, office.urn, 2)
    for clerk in (office.omar, office.ona):
        await declare(office.election, clerk.actor, office.urn, 4)

    assert (await Urn.get(id=office.urn)).sheets == 4
    recorded = await AuditEntry.get(action="paper.urn_recounted")
    assert json.loads(recorded.details) == {
        "reason": "Había una doblada",
        "sheets": 3,
        "urn": office.urn,
    }


async def test_two_urns_have_two_names(any_database, closed):
    omar = await make_clerk(closed, "Omar")
    await make_urn(closed, omar)

    with pytest.raises(Invalid, match="already an urn of this name"):
        await open_urn(closed, omar.actor, "Urna 1")

    assert await AuditEntry.filter(action="paper.urn_opened").count() == 1


async def test_an_accepted_sheet_is_not_edited_but_typed_anew_and_that_is_recorded(
    any_database, office
):
    park, fountains = (content(office.election, t) for t in ("Un parque", "Diez fuentes"))
    await type_both(office, 1, park, park)

    await reopen_sheet(office.election, office.chair.actor, office.urn, 1, "Mal leída")
    empty = await state(office)
    await type_both(office, 1, fountains, fountains)

    assert empty == (0, 0, ())
    assert await list_sheets(office.election.id) == [(fountains.style, fountains.plain)]
    recorded = await AuditEntry.get(action="paper.sheet_reopened")
    assert recorded.actor_name == "Rosalía"
    assert json.loads(recorded.details) == {"number": 1, "reason": "Mal leída", "urn": office.urn}


async def test_of_what_nobody_typed_nothing_is_typed_anew(office):
    with pytest.raises(Invalid, match="Nothing was typed of sheet 2"):
        await reopen_sheet(office.election, office.chair.actor, office.urn, 2, "Porque sí")


async def test_the_log_never_says_what_is_on_a_sheet(office, caplog):
    caplog.set_level("DEBUG", logger="concejo")
    park = content(office.election, "Un parque")
    await type_both(office, 1, park, park)
    await type_both(office, 2, park, null(office.election))
    await decide(office.election, office.olga.actor, office.urn, 2, 1)
    await type_both(office, 3, park, null(office.election))
    await decide(office.election, office.olga.actor, office.urn, 3, 0)

    entries = await AuditEntry.filter(action__startswith="paper.").order_by("number")

    assert [entry.action for entry in entries] == [
        "paper.urn_opened",
        "paper.urn_declared",
        "paper.sheet_decided",
        "paper.sheet_discarded",
    ]
    assert all("choices" not in entry.details for entry in entries)
    assert "choices" not in caplog.text


async def test_the_entry_is_complete_when_every_declared_sheet_is_accepted(office):
    missing = [str(fault) for fault in (await progress(office.election)).faults]
    with pytest.raises(SheetsMissing, match="3 sheets are not accepted"):
        await demand_complete(office.election)

    for number in (1, 2, 3):
        await type_both(office, number, content(office.election), content(office.election))
    found = await progress(office.election)
    await demand_complete(office.election)

    assert missing == ["“Urna 1”: 3 sheets are not accepted yet."]
    assert (found.declared, found.accepted, found.marks) == (3, 3, 3)
    assert found.is_complete


async def test_without_paper_there_is_nothing_to_complete(closed):
    await demand_complete(closed)

    assert (await progress(closed)).is_complete


async def test_sheets_that_were_given_want_an_urn(election, chair, roll):
    office = await make_office(election, chair, roll, sheets=0, given=2)
    await demand_complete(office.election)
    await recount_urn(office.election, office.chair.actor, office.urn, "Otra vez")
    with pytest.raises(SheetsMissing, match="have to agree"):
        await demand_complete(office.election)
    await Declaration.all().delete()
    await Urn.all().delete()

    with pytest.raises(SheetsMissing, match="2 people were given a sheet, and no urn"):
        await demand_complete(office.election)


async def test_more_sheets_than_people_who_were_given_one_are_not_counted(election, chair, roll):
    office = await make_office(election, chair, roll, sheets=2, given=1)
    for number in (1, 2):
        await type_both(office, number, content(office.election), content(office.election))

    faults = [str(fault) for fault in (await progress(office.election)).faults]

    assert "There are 2 sheets in the urns, and only 1 people were given one" in faults[0]
    with pytest.raises(SheetsMissing):
        await demand_complete(office.election)


async def test_more_sheets_of_a_style_than_were_handed_out_are_not_counted(office):
    for number in (1, 2, 3):
        sheet = content(office.election, area_code="D02" if number == 3 else "D01")
        await type_both(office, number, sheet, sheet)

    with pytest.raises(SheetsMissing, match="Ribera del Olmo” there are 1 sheets, and only 0"):
        await demand_complete(office.election)


async def test_the_count_gets_sheets_in_an_order_that_tells_nothing(office):
    sheets = [
        content(office.election, "Un parque"),
        null(office.election),
        content(office.election, "Diez fuentes"),
    ]
    for number, sheet in enumerate(sheets, 1):
        await type_both(office, number, sheet, sheet)

    listed = await list_sheets(office.election.id)

    assert listed == sorted(listed, key=lambda pair: pair[1])
    assert listed[0] == (sheets[1].style, "")
    assert set(decode_plain(listed[1][1])) == {"CIUDAD", "D01"}


async def test_before_the_box_is_closed_no_sheet_is_entered(election, process, chair):
    omar = await make_clerk(election, "Omar")
    with pytest.raises(PhaseClosed):
        await open_urn(election, omar.actor, "Urna 1")
    late = await reopen(process, PhaseKind.COUNTING)

    with pytest.raises(BoxOpen):
        await open_urn(late, omar.actor, "Urna 1")

    assert await Urn.all().count() == 0


async def test_sheets_are_complete_before_the_count_and_do_not_change_after_it(office):
    park = content(office.election, "Un parque")
    await type_both(office, 1, park, park)
    await type_both(office, 2, park, null(office.election))
    with pytest.raises(SheetsMissing):
        await count(office.election.process, office.chair.actor)
    await decide(office.election, office.olga.actor, office.urn, 2, 1)
    await type_both(office, 3, park, park)
    await count(office.election.process, office.chair.actor)
    late = await get_election(office.election.process)

    for act in (
        open_urn(late, office.omar.actor, "Urna 2"),
        declare(late, office.omar.actor, office.urn, 3),
        recount_urn(late, office.chair.actor, office.urn, "Porque sí"),
        type_sheet(late, office.omar.actor, office.urn, 3, park),
        decide(late, office.olga.actor, office.urn, 2, 1),
        reopen_sheet(late, office.chair.actor, office.urn, 1, "Porque sí"),
    ):
        with pytest.raises(AlreadyCounted):
            await act

    assert await count_sheets(late.id) == 3


async def test_an_urn_of_another_election_is_none(office, roll, rosa):
    other = await open_election(await make_process(roll, slug="otro"), rosa)
    foreign = await Urn.create(election_id=other.id, name="Otra", sheets=3)
    park = content(office.election)

    for act in (
        declare(office.election, office.omar.actor, foreign.id, 3),
        type_sheet(office.election, office.omar.actor, foreign.id, 1, park),
        next_number(office.election, foreign.id, office.omar.id),
        decide(office.election, office.olga.actor, foreign.id, 1, 1),
    ):
        with pytest.raises(NotFound):
            await act


async def test_neither_time_nor_voter_is_in_the_tables_of_sheets(database):
    for table in ("urn", "urn_declaration", "typed_sheet", "sheet"):
        rows = await fetch("SELECT name, type FROM pragma_table_info(?)", table)

        assert {row.text("name") for row in rows} & {"person_id", "at", "created_at"} == set()
        assert not [row for row in rows if "TIME" in row.text("type")]
