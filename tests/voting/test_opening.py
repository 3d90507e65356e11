"""The act that brings in the opened ballots is strict, and hands them over once two agree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concejo.audit.models import AuditEntry
from concejo.errors import Invalid
from concejo.processes.core import PhaseKind
from tests.people import browser_of
from tests.voting.boards import BOARD, confirmed, form_of, proposed
from tests.voting.elections import reopen
from voting.core.protocol.openings import OpenedLine, UnopenedLine, write_lines
from voting.core.protocol.sealing import Unopened
from voting.counting.services import NotClosed, close, count
from voting.duties.kinds.core import TooLate
from voting.duties.opening.core import load_opening, parse_opening
from voting.duties.opening.services import opened_kind
from voting.duties.table.services import COUNT, KINDS
from voting.setup.office_key.services import destroy_office_key

SECRET = '{"7":{"choices":["42"],"points":[]}}'


def octets(number):
    return number.to_bytes(32, "big")


OPENED = write_lines(
    [OpenedLine(octets(1), octets(9), SECRET), OpenedLine(octets(3), octets(8), "ñ \u2028")]
).decode()
UNOPENED = write_lines([UnopenedLine(octets(2), Unopened.NOT_SEALED)]).decode()
FILES = {"opened": OPENED.encode(), "unopened": UNOPENED.encode()}


@pytest.fixture
def taken(monkeypatch):
    """Have the act in the table, between closing and counting; what it hands over."""
    handed = []

    async def take(process, opened, unopened, actor):
        handed.append((process.id, opened, unopened, actor.name))

    monkeypatch.delitem(KINDS, "count")
    monkeypatch.setitem(KINDS, "opened", opened_kind(take))
    monkeypatch.setitem(KINDS, "count", COUNT)
    return handed


@pytest.fixture
async def counting(election, process, chair):
    """The box of the process is closed and not yet counted."""
    found = (await reopen(process, PhaseKind.COUNTING)).process
    await close(found, chair.actor)
    destroy_office_key(found.id)
    return found


async def test_both_files_are_handed_over_once_another_member_confirms(
    taken, any_database, counting, chair, second
):
    act_id = await proposed(counting, "opened", chair, FILES)
    assert taken == []

    await confirmed(counting, act_id, second)

    assert taken == [(counting.id, OPENED, UNOPENED, "Tomás")]
    assert all("choices" not in entry.details for entry in await AuditEntry.all())


async def test_the_page_shows_numbers_and_digests_and_no_ballot(taken, counting, chair, second):
    browsers = [await browser_of(member) for member in (chair, second)]
    sent = await browsers[0].submit(
        f"{BOARD}/propose/opened",
        files={name: (f"{name}.jsonl", content) for name, content in FILES.items()},
    )

    page = await browsers[1].get(BOARD)

    first, other = load_opening(parse_opening(FILES).payload).digests
    assert sent.status_code == 303
    for digest in (first, other):
        assert " ".join(digest[place : place + 4] for place in range(0, 64, 4)) in page.text
    assert ">2</dd>" in page.text
    assert ">1</dd>" in page.text
    assert octets(1).hex() not in page.text
    assert "choices" not in page.text
    assert form_of(page.text)
    for browser in browsers:
        await browser.client.aclose()


async def test_it_comes_between_closing_and_counting(taken, election, process, chair, second):
    found = (await reopen(process, PhaseKind.COUNTING)).process
    with pytest.raises(NotClosed):
        await proposed(found, "opened", chair, FILES)
    await close(found, chair.actor)
    with pytest.raises(TooLate, match="office keeps"):
        await proposed(found, "opened", chair, FILES)
    await count(found, chair.actor)
    destroy_office_key(found.id)

    with pytest.raises(TooLate):
        await proposed(found, "opened", second, FILES)


@given(
    st.sets(st.integers(0, 2**256 - 1), min_size=1, max_size=5),
    st.sets(st.integers(0, 2**256 - 1), max_size=5),
    st.text(),
)
def test_files_are_read_as_they_were_written(opened, unopened, plain):
    files = {
        "opened": write_lines(OpenedLine(octets(n), octets(0), plain) for n in opened),
        "unopened": write_lines(UnopenedLine(octets(n), Unopened.NOT_SEALED) for n in unopened),
    }

    found = parse_opening(files)

    assert (found.opened.encode(), found.unopened.encode()) == tuple(files.values())
    assert found == load_opening(found.payload)
    assert found.counts == (len(opened), len(unopened))


def test_a_copied_commitment_is_in_both_files_and_twice_among_the_unopened():
    opened = write_lines([OpenedLine(octets(1), octets(9), SECRET)])
    unopened = write_lines([UnopenedLine(octets(1), Unopened.NOT_SEALED)] * 2)

    assert parse_opening({"opened": opened, "unopened": unopened}).counts == (1, 2)


def test_where_no_ballot_could_be_opened_the_first_file_is_empty():
    unopened = write_lines([UnopenedLine(octets(1), Unopened.NOT_SEALED)])

    assert parse_opening({"opened": b"", "unopened": unopened}).counts == (0, 1)


@pytest.mark.parametrize(
    ("opened", "unopened", "field"),
    [
        (b"", b"", "opened"),
        (OPENED[:-1].encode(), b"", "opened"),
        (OPENED.replace("{", "{ ", 1).encode(), b"", "opened"),
        ("".join(reversed(OPENED.splitlines(keepends=True))).encode(), b"", "opened"),
        (OPENED.splitlines(keepends=True)[0].encode() * 2, b"", "opened"),
        (OPENED.encode() + b"\n", b"", "opened"),
        (OPENED.replace(octets(9).hex(), "A" * 64).encode(), b"", "opened"),
        (OPENED.replace('"nonce"', '"salt"').encode(), b"", "opened"),
        (b"\xff\n", b"", "opened"),
        (b"[" * 5000 + b"\n", b"", "opened"),
        (OPENED.encode(), UNOPENED.replace("not_sealed", "42").encode(), "unopened"),
        (OPENED.encode(), OPENED.encode(), "unopened"),
    ],
    ids=range(12),
)
def test_other_files_are_refused_without_a_word_of_what_is_in_them(opened, unopened, field):
    with pytest.raises(Invalid) as refused:
        parse_opening({"opened": opened, "unopened": unopened})

    assert list(refused.value.fields) == [field]
    assert "42" not in str(refused.value)
