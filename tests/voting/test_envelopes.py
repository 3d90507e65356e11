"""Envelopes with codes: made without a trace, drawn at the desk, voided where nobody used them."""

import asyncio

import pytest

from concejo.audit.models import AuditEntry
from concejo.db import fetch
from concejo.errors import Invalid, Refused
from concejo.processes.core import PhaseClosed, PhaseKind
from tests.people import browser_of
from tests.voting.desks import give_sheet, make_officer, person_form, put_on_roll, typed
from tests.voting.elections import cast, choose, new_secret, reopen
from tests.voting.envelopes import draw, make_envelopes, style_number
from tests.voting.papers import close_box
from tests.voting.test_cast import tables
from tests.voting.test_desk_pages import DESK, ticket_in
from voting.box.gate.services import Sent, Surrendered, box
from voting.box.keys.services import name_of
from voting.core.ballots import Ballot
from voting.core.protocol.client import Voter
from voting.core.protocol.code import code_of, seed_of
from voting.core.protocol.leaves import VOID, ClosingLeaf, read_leaf
from voting.core.protocol.plain import encode_plain
from voting.counting.opening import services as opening
from voting.counting.services import count
from voting.credentials import services as credentials
from voting.credentials.services import AlreadyVoted
from voting.desk.services import hand_over, look_up
from voting.envelopes.services import NotAnEnvelope, Used, make, register, take_stock, void
from voting.setup.services import VoteClosed


def hand_of(election, code):
    return Voter(seed_of(code), election.protocol.election_id)


async def vote_with(election, code, ctr=1):
    """Cast a blank ballot with the code of an envelope, as the box's own page does."""
    hand, protocol = hand_of(election, code), election.protocol
    envelope = await box().find_envelope(protocol.election_id, hand.pk)
    kind = protocol.form.kind
    blank = {key: Ballot.of(kind, []) for key in protocol.styles[envelope.style].contests}
    sent = hand.ballot(
        envelope.style,
        envelope.credential,
        ctr,
        encode_plain(blank),
        protocol.pad,
        protocol.seal_pk,
    )
    await box().cast(protocol.election_id, [Sent(*sent)])


async def stock_of(election, area_code="D01"):
    return (await take_stock(election))[style_number(election, area_code)]


async def test_the_codes_of_envelopes_can_vote_and_are_kept_nowhere(election, caplog):
    caplog.set_level("DEBUG")
    before = await tables()

    codes = await make_envelopes(election, 3)

    after = await tables()
    changed = {place for place, rows in after.items() if rows != before[place]}
    assert changed - {("default", "sqlite_sequence")} == {
        ("default", "audit_entry"),
        ("default", "envelopes_made"),
        ("box", "envelope"),
    }
    kept = str(after) + caplog.text
    for code in codes:
        hand = hand_of(election, code)
        envelope = await box().find_envelope(election.protocol.election_id, hand.pk)
        assert envelope.style == style_number(election)
        for secret in (code, hand.seed, hand.seed.hex(), hand.pk, hand.pk.hex()):
            assert str(secret) not in kept
        assert str(envelope.credential) not in kept
    await vote_with(election, codes[0])
    assert len(set(codes)) == 3


async def test_the_audit_log_has_numbers_and_who_was_there(election):
    await make_envelopes(election, 2)

    entry = await AuditEntry.get(action="envelopes.made")

    style = style_number(election)
    assert entry.details == f'{{"number":2,"present":["Tomás","Rosalía"],"style":{style}}}'


async def test_what_is_interrupted_leaves_no_envelope_that_is_not_counted(election, monkeypatch):
    made = await make(election, style_number(election), 2)

    async def crash(*_arguments):
        raise ConnectionError

    with monkeypatch.context() as patched:
        patched.setattr(type(box()), "keep_envelopes", crash)
        with pytest.raises(ConnectionError):
            await register(election, made, ("Tomás", "Rosalía"))

    assert (await stock_of(election)).made == 2
    assert await box().find_envelope(election.protocol.election_id, made.envelopes[0].pk) is None


@pytest.mark.parametrize(("style", "number"), [(-1, 1), (99, 1), (0, 0), (0, -3), (0, 2001)])
async def test_only_what_can_be_handed_out_is_made(election, style, number):
    with pytest.raises(Refused):
        await make(election, style, number)


async def test_envelopes_are_made_while_the_vote_is_open(election, process, chair):
    late = await reopen(process, PhaseKind.COUNTING)
    with pytest.raises(PhaseClosed):
        await make(late, 0, 1)
    closed = await close_box(late, chair)

    with pytest.raises(VoteClosed):
        await make(closed, 0, 1)


async def test_who_draws_an_envelope_is_marked_before_and_once(any_database, election, roll):
    person = await put_on_roll(roll, 1)
    await make_envelopes(election, 1)
    officers = [await make_officer(election, name) for name in ("Olga", "Omar")]
    pages = [(await look_up(election, officer.id, person_form(1))).ticket for officer in officers]

    answers = await asyncio.gather(
        hand_over(election, officers[0].id, pages[0], "code"),
        hand_over(election, officers[1].id, pages[1], "paper"),
        return_exceptions=True,
    )

    assert sorted(isinstance(answer, AlreadyVoted) for answer in answers) == [False, True]
    assert await credentials.find_door(election.id, person.id) in ("code", "paper")
    assert await credentials.turnout(election.id) == 1


async def test_whoever_drew_an_envelope_neither_votes_by_web_nor_gives_it_up(election, roll):
    person = await put_on_roll(roll, 1)
    officer = await make_officer(election)
    await draw(election, officer, 1)

    with pytest.raises(AlreadyVoted):
        await cast(election, person.id, choose(election, CIUDAD=(), D01=()), new_secret())

    found = await look_up(election, officer.id, person_form(1))
    assert (found.door, found.ticket) == ("code", None)


async def test_an_unused_envelope_is_voided_once_and_counted_once(any_database, election):
    codes = await make_envelopes(election, 3)

    first = await void(election, codes[0])
    again = await void(election, codes[0].lower().replace("-", " "))
    await void(election, codes[1])

    style = style_number(election)
    assert (first, again) == ((style, False), (style, True))
    stock = await stock_of(election)
    assert (stock.made, stock.drawn, stock.unused, stock.missing) == (3, 0, 2, 1)
    with pytest.raises(Surrendered):
        await vote_with(election, codes[0])


async def test_a_code_that_was_used_is_not_voided(election):
    (code,) = await make_envelopes(election, 1)
    await vote_with(election, code)

    with pytest.raises(Used, match="put the sheet aside"):
        await void(election, code)

    hand = hand_of(election, code)
    assert await box().latest_counter(election.protocol.election_id, hand.pk) == 1


async def test_what_is_no_envelope_is_not_voided(election, rosa):
    seed = new_secret()
    await cast(election, rosa.person_id, choose(election, CIUDAD=(), D01=()), seed)

    with pytest.raises(NotAnEnvelope):
        await void(election, code_of(seed))
    with pytest.raises(NotAnEnvelope):
        await void(election, code_of(new_secret()))
    with pytest.raises(Invalid):
        await void(election, "nonsense")


async def test_after_the_close_nothing_tells_which_ballots_came_from_envelopes(
    any_database, election, chair
):
    codes = await make_envelopes(election, 3)
    await vote_with(election, codes[0])
    await void(election, codes[1])
    uid = election.protocol.election_id
    pk = hand_of(election, codes[0]).pk
    key_before = name_of(uid, b"envelope", pk)

    closed = await close_box(election, chair)

    assert await fetch("SELECT id FROM envelope", connection="box") == []
    assert await box().find_envelope(uid, pk) is None
    assert await box().count_unused_envelopes(uid) == {style_number(election): 1}
    assert name_of(uid, b"envelope", pk) != key_before
    with pytest.raises(VoteClosed):
        await void(closed, codes[2])


async def test_the_closing_leaf_and_the_sums_hold(any_database, election, roll, chair):
    codes = await make_envelopes(election, 4)
    officer = await make_officer(election)
    for number in (1, 2):
        await put_on_roll(roll, number)
        await draw(election, officer, number)
    await vote_with(election, codes[0])
    await vote_with(election, codes[0], 2)
    await void(election, codes[2])
    await void(election, codes[3])

    late = await close_box(election, chair)
    await count(late.process, chair.actor)

    leaves = [read_leaf(leaf) for leaf in await box().list_leaves(late.protocol.election_id)]
    (closing,) = [leaf for leaf in leaves if isinstance(leaf, ClosingLeaf)]
    assert (closing.online, closing.code, closing.unused_envelopes) == (0, 2, 2)
    counted = await opening.read_counted(late)
    assert len(counted.counting) == 1
    assert len(counted.counting) <= closing.online + closing.code
    assert len(counted.voids) >= closing.surrendered + closing.unused_envelopes
    stock = await stock_of(late)
    assert (stock.made, stock.drawn, stock.unused, stock.missing) == (4, 2, 2, 0)


async def test_stolen_envelopes_are_more_ballots_than_marks_and_stop_the_count(
    election, roll, chair
):
    codes = await make_envelopes(election, 2)
    await put_on_roll(roll, 1)
    await draw(election, await make_officer(election), 1)
    for code in codes:
        await vote_with(election, code)
    late = await close_box(election, chair)

    with pytest.raises(opening.DoNotAddUp, match="more ballots than people"):
        await count(late.process, chair.actor)


async def test_a_void_after_a_vote_is_no_unused_envelope(election, chair):
    (code,) = await make_envelopes(election, 1)
    await vote_with(election, code)
    uid, hand = election.protocol.election_id, hand_of(election, code)
    envelope = await box().find_envelope(uid, hand.pk)
    await box().cast(uid, [Sent(hand.void(envelope.style, envelope.credential), b"")])

    await close_box(election, chair)

    assert await box().count_unused_envelopes(uid) == {}
    assert await box().latest_counter(uid, hand.pk) == VOID


@pytest.fixture
async def open_desk(election):
    browser = await browser_of(await make_officer(election))
    yield browser
    await browser.client.aclose()


async def test_the_desk_offers_envelopes_where_there_are_some(open_desk, election, roll):
    for number in (1, 2):
        await put_on_roll(roll, number)
    await put_on_roll(roll, 3, "D02")
    without = await open_desk.submit(f"{DESK}/find", typed(1))
    await make_envelopes(election, 1)
    found = await open_desk.submit(f"{DESK}/find", typed(1))
    elsewhere = await open_desk.submit(f"{DESK}/find", typed(3))

    drawn = await open_desk.submit(f"{DESK}/envelope", ticket=ticket_in(found))
    again = await open_desk.submit(f"{DESK}/envelope", ticket=ticket_in(found))
    desk = await open_desk.get(DESK)

    assert "un sobre cerrado con un código" not in without.text + elsewhere.text
    assert "un sobre cerrado con un código" in found.text
    for page in (drawn, again):
        assert page.status_code == 200
        assert "Ya se puede sacar un sobre" in page.text
        assert f"/box/{election.uid}/code" in page.text
    assert "Casco Histórico: 1" in desk.text


async def test_who_has_a_sheet_draws_no_envelope(election, roll):
    await put_on_roll(roll, 1)
    officers = [await make_officer(election, name) for name in ("Olga", "Omar")]
    page = (await look_up(election, officers[1].id, person_form(1))).ticket
    await give_sheet(election, officers[0], 1)

    with pytest.raises(AlreadyVoted):
        await hand_over(election, officers[1].id, page, "code")
