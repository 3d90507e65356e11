"""The act that brings in the opened ballots is ready for whoever takes them, and strict."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concejo.audit.models import AuditEntry
from concejo.errors import Invalid
from concejo.processes.core import PhaseKind
from tests.people import browser_of
from tests.voting.boards import BOARD, confirmed, form_of, proposed
from tests.voting.elections import reopen
from voting.counting.services import NotClosed, close, count
from voting.duties.kinds.core import TooLate
from voting.duties.opening.core import Opening, load_opening, parse_opening
from voting.duties.opening.services import opened_kind
from voting.duties.table import services as table

SECRET = '{"7":{"choices":["42"],"points":[]}}'


def line(**values):
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n"


def commit(number):
    return f"{number:064x}"


OPENED = line(commit=commit(1), nonce=commit(9), plain=SECRET) + line(
    commit=commit(3), nonce=commit(8), plain="ñ \u2028"
)
UNOPENED = line(commit=commit(2), reason="length")
FILES = {"opened": OPENED.encode(), "unopened": UNOPENED.encode()}


@pytest.fixture
def taken(monkeypatch):
    """Have the act in the table, between closing and counting; what it hands over."""
    handed = []

    async def take(process, opened, unopened, actor):
        handed.append((process.id, opened, unopened, actor.name))

    kinds = {"close": table.CLOSE, "opened": opened_kind(take), "count": table.COUNT}
    monkeypatch.setattr(table, "KINDS", kinds)
    monkeypatch.setattr("voting.duties.page.services.KINDS", kinds)
    return handed


@pytest.fixture
async def counting(election, process, chair):
    """The box of the process is closed and not yet counted."""
    found = (await reopen(process, PhaseKind.COUNTING)).process
    await close(found, chair.actor)
    return found


def test_it_is_not_in_the_table_before_somebody_takes_the_ballots():
    assert "opened" not in table.KINDS


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
    assert commit(1) not in page.text
    assert "choices" not in page.text
    assert form_of(page.text)
    for browser in browsers:
        await browser.client.aclose()


async def test_it_comes_between_closing_and_counting(taken, election, process, chair, second):
    found = (await reopen(process, PhaseKind.COUNTING)).process
    with pytest.raises(NotClosed):
        await proposed(found, "opened", chair, FILES)
    await close(found, chair.actor)
    await proposed(found, "opened", chair, FILES)
    await count(found, chair.actor)

    with pytest.raises(TooLate):
        await proposed(found, "opened", second, FILES)


@given(
    st.sets(st.integers(0, 2**256 - 1), max_size=5),
    st.sets(st.integers(0, 2**256 - 1), min_size=1, max_size=5),
    st.text(),
)
def test_files_are_read_as_they_were_written(unopened, opened, plain):
    files = {
        "opened": "".join(
            line(commit=commit(n), nonce=commit(0), plain=plain) for n in sorted(opened)
        ),
        "unopened": "".join(line(commit=commit(n), reason="x") for n in sorted(unopened - opened)),
    }

    found = parse_opening({name: text.encode() for name, text in files.items()})

    assert found == Opening(**files) == load_opening(found.payload)
    assert found.counts == (len(opened), len(unopened - opened))


@pytest.mark.parametrize(
    ("opened", "unopened", "field"),
    [
        (b"", b"", "opened"),
        (OPENED[:-1].encode(), b"", "opened"),
        (OPENED.replace("{", "{ ", 1).encode(), b"", "opened"),
        ("".join(reversed(OPENED.splitlines(keepends=True))).encode(), b"", "opened"),
        (OPENED.splitlines(keepends=True)[0].encode() * 2, b"", "opened"),
        (OPENED.encode() + b"\n", b"", "opened"),
        (OPENED.replace(commit(9), "A" * 64).encode(), b"", "opened"),
        (OPENED.replace('"nonce"', '"salt"').encode(), b"", "opened"),
        (b"\xff\n", b"", "opened"),
        (b"[" * 5000 + b"\n", b"", "opened"),
        (OPENED.encode(), line(commit=commit(1), reason="x").encode(), "unopened"),
        (OPENED.encode(), line(commit=commit(2), reason=7).encode(), "unopened"),
        (OPENED.encode(), OPENED.encode(), "unopened"),
    ],
    ids=range(13),
)
def test_other_files_are_refused_without_a_word_of_what_is_in_them(opened, unopened, field):
    with pytest.raises(Invalid) as refused:
        parse_opening({"opened": opened, "unopened": unopened})

    assert list(refused.value.fields) == [field]
    assert "42" not in str(refused.value)
