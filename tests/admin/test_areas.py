"""Areas with their money, typed or from a file: one tree, unique codes, nothing half-taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concejo.admin.areas.core import Row, check
from concejo.admin.areas.forms import WrongFile, parse_csv
from concejo.audit.services import history
from concejo.processes.services import get_process
from tests.proposals.conftest import make_proposal
from tests.voting.elections import open_election


def rows(*lines):
    """The form's fields for these lines."""
    names = ("code", "parent", "name", "amount")
    return {f"{k}_{n}": v for n, line in enumerate(lines) for k, v in zip(names, line, strict=True)}


KEPT = [
    ("CIUDAD", "", "Toda la ciudad", "1.000.000"),
    ("D01", "CIUDAD", "Casco Histórico", "140.000,50"),
    ("D03", "CIUDAD", "La Vega", "1,234.56"),
]


async def test_areas_are_kept_in_their_order_with_their_money(pablos_browser, office, process):
    answer = await pablos_browser.submit(f"{office}/areas", rows(*KEPT))

    areas = (await get_process(process.slug)).areas
    assert answer.status_code == 303
    assert [(a.code, a.money.amount) for a in areas] == [
        ("CIUDAD", 100_000_000),
        ("D01", 14_000_050),
        ("D03", 123_456),
    ]
    assert {a.parent_id for a in areas[1:]} == {areas[0].id}
    assert areas[1].id == process.areas[1].id
    assert (await history(f"process:{process.id}"))[-1].action == "process.areas_changed"


async def test_what_is_shown_can_be_sent_back_unchanged(pablos_browser, office, process):
    await pablos_browser.submit(f"{office}/areas", rows(*KEPT))
    before = (await get_process(process.slug)).areas

    page = await pablos_browser.get(f"{office}/areas")

    assert 'value="140.000,5"' in page.text
    shown = [
        (*line[:3], amount)
        for line, amount in zip(KEPT, ("1.000.000", "140.000,5", "1.234,56"), strict=True)
    ]
    await pablos_browser.submit(f"{office}/areas", rows(*shown))
    assert (await get_process(process.slug)).areas == before


async def test_every_fault_stands_by_its_field_and_everything_typed_is_kept(
    pablos_browser, office, process
):
    wrong = rows(
        ("CIUDAD", "", "", "1.000,000.5"),
        ("D 1", "NADA", "Casco", "-5"),
        ("CIUDAD", "", "Otra", "mucho"),
    )

    answer = await pablos_browser.submit(f"{office}/areas", wrong)

    assert answer.status_code == 422
    assert answer.text.count('class="error"') == 7
    for value in wrong.values():
        assert f'value="{value}"' in answer.text
    assert (await get_process(process.slug)).areas == process.areas


async def test_an_area_with_proposals_is_not_taken_out(pablos_browser, office, process, rosa):
    await make_proposal(rosa, process)

    answer = await pablos_browser.submit(f"{office}/areas", rows(("X", "", "Otra", "1")))

    assert answer.status_code == 409
    assert "hay propuestas para ese ámbito" in answer.text
    assert 'value="Otra"' in answer.text
    assert (await get_process(process.slug)).areas == process.areas


async def test_areas_stay_once_the_vote_was_opened(pablos_browser, office, process, rosa):
    await open_election(process, rosa)
    file = {"file": ("areas.csv", b"code,parent,name,amount\nX,,Otra,1\n", "text/csv")}

    typed = await pablos_browser.submit(f"{office}/areas", rows(*KEPT))
    uploaded = await pablos_browser.submit(f"{office}/areas/file", files=file)
    page = await pablos_browser.get(f"{office}/areas")

    assert (typed.status_code, uploaded.status_code) == (409, 409)
    assert "quedan como se publicaron y sellaron" in page.text
    assert 'name="code_0"' not in page.text
    assert (await get_process(process.slug)).areas == process.areas


async def test_a_file_takes_the_place_of_all_areas(pablos_browser, office, process):
    text = (
        "\ufeffCódigo;Superior;Nombre;Importe\r\nCIU;;Toda la ciudad;300.000\r\nN;CIU;Norte;1,5\r\n"
    )

    answer = await pablos_browser.submit(
        f"{office}/areas/file", files={"file": ("areas.csv", text.encode(), "text/csv")}
    )

    areas = (await get_process(process.slug)).areas
    assert answer.status_code == 303
    assert [(a.code, a.name, a.money.amount) for a in areas] == [
        ("CIU", "Toda la ciudad", 30_000_000),
        ("N", "Norte", 150),
    ]


async def test_a_file_with_faults_is_reported_by_line_and_not_taken(
    pablos_browser, office, process
):
    text = "code,parent,name,amount\nCIU,,Toda la ciudad,300000\n\nN,XX,Norte,1.2.3\n"

    answer = await pablos_browser.submit(
        f"{office}/areas/file", files={"file": ("areas.csv", text.encode(), "text/csv")}
    )

    assert answer.status_code == 422
    assert answer.text.count('<th scope="row" data-label="Línea">4</th>') == 2
    assert (await get_process(process.slug)).areas == process.areas


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "lacks the columns"),
        (b"code,name\nA,B\n", "lacks the columns: parent, amount"),
        ("code;parent;name;amount\nA;;Año;1\n".encode("latin-1"), "CSV UTF-8"),
        (b"code,parent,name,amount\n", "no areas"),
        (b'code,parent,name,amount\n"A"x,,B,1\n', "no CSV"),
        (b"code,parent,name,amount\nA\n", "name"),
        (b"code,parent,name,amount\n" + b"A,,B,1\n" * 301, "At most 300"),
    ],
)
def test_a_file_that_is_none_is_refused(content, reason):
    with pytest.raises(WrongFile) as refusal:
        parse_csv(content, "EUR")

    assert reason in " ".join(str(line.reason) for line in refusal.value.lines)


codes = st.sampled_from("ABCDEF")


@given(st.lists(st.tuples(codes, st.one_of(st.just(""), codes)), max_size=8))
def test_what_is_taken_is_always_a_tree_with_unique_codes(pairs):
    drafts, faults = check([Row(code, parent, "Norte", "1") for code, parent in pairs], "EUR")

    above = dict(pairs)
    is_tree = all(reaches_a_root(code, above) for code in above)
    is_unique = len(above) == len(pairs)
    assert bool(faults) is not (is_tree and is_unique)
    assert len(drafts) == len(pairs)


def reaches_a_root(code, above):
    for _step in range(len(above) + 1):
        if not code:
            return True
        if code not in above:
            return False
        code = above[code]
    return False
