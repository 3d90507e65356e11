"""What one vote guarantees is told to everybody: its set-up, its limits, and then its numbers."""

from collections import Counter

import pytest

from concejo.audit.core import SYSTEM
from concejo.processes.core import PhaseKind
from concejo.processes.services import get_process
from tests.voting.boards import make_key
from tests.voting.elections import cast, choose, make_voter, new_secret, open_election, reopen
from voting.board.core.guarantees import ContestNumbers, StyleNumbers, number_styles
from voting.board.guarantees.services import find_guarantees
from voting.core.protocol.roll import State
from voting.counting.services import close, count
from voting.credentials import services as credentials
from voting.credentials.lines.services import count_states, list_states
from voting.setup.seal_key.services import keep_seal_key

PAGE = "/processes/presupuestos-2027/vote/guarantees"


async def test_before_there_is_a_key_it_says_that_none_is_decided(process, browser):
    page = await browser.get(PAGE, accept_language="en")

    assert page.status_code == 200
    assert "Not decided yet." in page.text
    assert "They are published when the ballots have been counted" in page.text


async def test_a_key_of_trustees_is_told_before_and_after_the_opening(process, rosa, browser):
    await keep_seal_key(process.id, make_key(), SYSTEM)
    before = await browser.get(PAGE, accept_language="en")
    await open_election(process, rosa)

    after = await browser.get(PAGE, accept_language="en")

    for page in (before, after):
        assert "any 3 of them together open the ballots" in page.text
        assert "is a promise of whoever keeps the key" not in page.text
    assert "No witness is named." not in before.text
    assert "No witness is named." in after.text


async def test_a_key_that_the_office_keeps_is_called_a_promise(election, browser):
    page = await browser.get(PAGE, accept_language="en")

    assert "The key is not divided." in page.text
    assert "In this vote that is a promise of whoever keeps the key." in page.text
    assert "One office." in page.text
    assert "This vote is run by one office." in page.text
    assert f"{election.manifest_hash[:4]} " in page.text


async def test_it_says_what_is_not_guaranteed_in_spanish_first(election, browser):
    page = await browser.get(PAGE)

    for words in (
        "Tu nombre y tu voto nunca se guardan juntos.",
        "así que no lo compartas",
        "Que nadie compre votos ni fuerce a votar",
        "Que nadie vigile la red",
        "Que la página que recibes sea la auténtica",
        "Que tu teléfono u ordenador esté limpio",
        "Que un código perdido se recupere",
        "Que no se añada un voto por quien no votó",
        "Que el padrón sea correcto",
    ):
        assert words in page.text


@pytest.fixture
async def counted(election, process, roll, chair):
    """Twelve voted, two more have a mark without a ballot, and nobody else came."""
    for number in range(12):
        person = await make_voter(election, roll)
        titles = ("Diez fuentes",) if number < 7 else ("Un parque",)
        await cast(
            election, person.id, choose(election, CIUDAD=titles, D01=("Un ascensor",)), new_secret()
        )
    for number in range(2):
        person = await make_voter(election, roll)
        await credentials.issue(election.id, person.id, "online", bytes([number]) * 32)
    late = await reopen(process, PhaseKind.COUNTING)
    await close(late.process, chair.actor)
    await count(late.process, chair.actor)
    return late


async def test_after_the_count_marks_without_a_ballot_stand_beside_what_decided(counted, browser):
    numbers = (await find_guarantees(counted.process)).numbers
    page = await browser.get(PAGE, accept_language="en")

    assert numbers is not None
    assert (numbers.unused, numbers.marked, numbers.unopened, numbers.voids) == (2, 14, 0, 0)
    city = next(one for one in numbers.contests if one.name == counted.contests[0].name)
    assert city.unused == 2
    assert [(one.web, one.ballots) for one in numbers.styles if one.web] == [(14, 12)]
    assert "Marks without a ballot, and what decided" in page.text
    assert "They are published when the ballots have been counted" not in page.text


async def test_where_few_voted_nothing_is_told_by_area(election, process, roll, chair, browser):
    person = await make_voter(election, roll)
    await cast(election, person.id, choose(election, CIUDAD=(), D01=()), new_secret())
    late = await reopen(process, PhaseKind.COUNTING)
    await close(late.process, chair.actor)
    await count(late.process, chair.actor)

    numbers = (await find_guarantees(late.process)).numbers
    page = await browser.get(PAGE, accept_language="en")

    assert numbers is not None
    assert numbers.styles == ()
    assert numbers.contests != ()
    assert "By area" not in page.text


async def test_states_are_counted_as_they_are_listed(counted):
    found = await count_states(counted.id)

    listed = await list_states(counted.id, counted.protocol.election_id)
    assert sum(found.values()) == len(listed)
    for style, state in found:
        assert found[style, state] == sum(
            person.style == style and kept is state for person, kept in listed
        )


async def test_ballot_receipt_results_and_process_lead_to_it(counted, browser):
    for address in ("/processes/presupuestos-2027", "/processes/presupuestos-2027/vote/results"):
        page = await browser.get(address)
        assert f'href="{PAGE}"' in page.text, address


async def test_the_ballot_leads_to_it(election, rosas_browser):
    page = await rosas_browser.get("/processes/presupuestos-2027/vote/")

    assert f'href="{PAGE}"' in page.text


def test_a_style_has_its_marks_by_door():
    states = {
        (0, State.ONLINE): 5,
        (0, State.CODE): 2,
        (0, State.PAPER): 3,
        (0, State.SURRENDERED): 1,
        (1, State.ONLINE): 9,
    }
    (style, other) = number_styles(
        [("Norte", ("C", "N")), ("Sur", ("C",))], states, Counter({0: 6}), Counter({0: 2})
    )

    assert style == StyleNumbers("Norte", ("C", "N"), 7, 6, 4, 2)
    assert (style.unused, other.unused) == (3, 9)


@pytest.mark.parametrize(
    ("unused", "ahead", "enough", "could"),
    [
        (0, 0, None, False),
        (2, 3, None, False),
        (3, 3, None, True),
        (3, 3, 4, False),
        (4, -5, 4, True),
        (4, None, None, False),
    ],
)
def test_marks_without_a_ballot_could_decide_where_there_are_as_many(unused, ahead, enough, could):
    assert ContestNumbers("", unused, 0, ahead=ahead, enough=enough).could_decide is could


async def test_every_process_has_the_page(process, browser):
    assert (await get_process(process.slug)).slug in PAGE
    unknown = await browser.get("/processes/otro/vote/guarantees")

    assert unknown.status_code == 404
