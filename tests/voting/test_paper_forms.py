"""A sheet is typed as codes in one line or ticked: both say the same, and slips are told."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concejo.errors import Invalid
from voting.core.ballots import BallotForm, Kind
from voting.core.protocol.plain import decode_plain
from voting.desk.core import Style
from voting.paper.core import Content, Reason
from voting.paper.forms import CountForm, ReasonForm, SheetForm, UrnForm
from voting.setup.core import ContestView, ProjectView

CODES = ("2", "3", "7", "12", "A")


class Fields:
    """A form that was sent."""

    def __init__(self, sent: Mapping[str, str | Sequence[str]]) -> None:
        self.sent = sent

    def getlist(self, key: str, /) -> Sequence[object]:
        values = self.sent.get(key, ())
        return (values,) if isinstance(values, str) else values


def contest(number: int = 1, code: str = "D01") -> ContestView:
    projects = tuple(
        ProjectView(10 * number + at, None, code, f"Proyecto {code}", "", 100)
        for at, code in enumerate(CODES)
    )
    return ContestView(number, code, False, f"Zona {code}", 300, "EUR", projects)


STYLE = Style(1, (contest(),))
IDS = dict(zip(CODES, range(10, 15), strict=True))


def typed(form, style=STYLE, **sent):
    fields = {name.replace("_", "-"): value for name, value in sent.items()}
    return SheetForm.read(Fields({"number": "5", **fields}), style, form)


def plain(form, **sent):
    number, content = typed(form, **sent).parse()
    assert number == 5
    assert content.style == "1"
    ballot = decode_plain(content.plain)["D01"]
    return {"choices": ballot.choices, "points": ballot.points}


APPROVAL = BallotForm(Kind.APPROVAL, allows_blank=True)


@pytest.mark.parametrize(
    ("form", "line", "choices", "points"),
    [
        (APPROVAL, "3 7 12", ("12", "3", "7"), ()),
        (APPROVAL, " 12,3 ; a ", ("12", "3", "A"), ()),
        (APPROVAL, "-", (), ()),
        (BallotForm(Kind.KNAPSACK), "3 7", ("3", "7"), ()),
        (BallotForm(Kind.QUESTION), "7", ("7",), ()),
        (BallotForm(Kind.ORDINAL), "12 3 7", ("12", "3", "7"), ()),
        (BallotForm(Kind.CUMULATIVE), "7:2 3=1", ("3", "7"), (1, 2)),
        (BallotForm(Kind.SCORES, min_points=-3), "7:-2 3:0 2:4", ("2", "7"), (4, -2)),
        (BallotForm(Kind.WEAK_ORDER), "7:1 12:1 3:4", ("12", "7", "3"), (1, 1, 2)),
    ],
    ids=range(9),
)
def test_codes_say_what_is_on_the_sheet(form, line, choices, points):
    assert plain(form, codes_1=line) == {"choices": choices, "points": points}


@given(st.lists(st.sampled_from(CODES), unique=True, max_size=5))
def test_codes_and_ticks_say_the_same(chosen):
    ticks = {"contest_1": [str(IDS[code]) for code in chosen]} if chosen else {"blank_1": "1"}

    assert plain(APPROVAL, codes_1=" ".join(chosen) or "-") == plain(APPROVAL, **ticks)


@given(st.dictionaries(st.sampled_from(CODES), st.integers(1, 9), min_size=1))
def test_points_typed_and_points_written_in_boxes_say_the_same(points):
    form = BallotForm(Kind.CUMULATIVE)
    line = " ".join(f"{code}:{number}" for code, number in points.items())
    boxes = {f"contest_1_{IDS[code]}": str(number) for code, number in points.items()}

    assert plain(form, codes_1=line) == plain(form, **boxes)


@given(st.text(max_size=30), st.sampled_from(list(Kind)))
def test_whatever_is_typed_is_a_ballot_or_a_reason_why_not(line, kind):
    form = typed(BallotForm(kind, allows_blank=True), codes_1=line)

    try:
        found = set(decode_plain(form.parse()[1].plain))
    except Invalid as invalid:
        found = set(invalid.fields)

    assert found in ({"D01"}, {"contest-1"})


@pytest.mark.parametrize(
    ("form", "line", "reason"),
    [
        (APPROVAL, "3 99", "Zona D01: There is no code “99” here."),
        (APPROVAL, "3 7 3", "Zona D01: The code “3” is there twice."),
        (BallotForm(Kind.CUMULATIVE), "7:2 3", "“3” is no code with a number"),
        (BallotForm(Kind.KNAPSACK), "2 3 7 12", "over the budget"),
        (BallotForm(Kind.QUESTION), "2 3", "A question takes one answer"),
        (BallotForm(Kind.APPROVAL), "-", "A blank ballot is not allowed here"),
        (BallotForm(Kind.APPROVAL), "", "choose at least one project"),
        (APPROVAL, "", "choose a project, or tick the blank vote"),
        (BallotForm(Kind.CUMULATIVE), "7:0", "choose at least one project"),
    ],
    ids=range(9),
)
def test_a_slip_or_what_is_not_allowed_is_told(form, line, reason):
    sheet = typed(form, codes_1=line)

    with pytest.raises(Invalid) as invalid:
        sheet.parse()

    assert reason in str(invalid.value.fields["contest-1"])
    assert sheet.codes[1] == line


def test_codes_and_ticks_at_once_are_refused():
    for ticks in ({"contest_1": "10"}, {"blank_1": "1"}, {"contest_1_11": "1"}):
        with pytest.raises(Invalid, match="ype codes or tick"):
            typed(APPROVAL, codes_1="3", **ticks).parse()


def test_what_the_sheet_says_and_is_not_allowed_is_null():
    sheet = typed(BallotForm(Kind.KNAPSACK), codes_1="2 3 7 12")

    assert sheet.parse(is_null=True) == (5, Content("1", "", Reason.NOT_ALLOWED))


@pytest.mark.parametrize("line", ["3 99", "3 3", ""])
def test_a_slip_or_a_gap_makes_no_sheet_null(line):
    sheet = typed(APPROVAL, codes_1=line)

    assert not sheet.may_be_null
    with pytest.raises(Invalid):
        sheet.parse(is_null=True)


def test_where_something_has_to_be_chosen_an_empty_sheet_can_be_null():
    sheet = typed(BallotForm(Kind.APPROVAL), codes_1="")

    assert sheet.parse(is_null=True) == (5, Content("1", "", Reason.NOT_ALLOWED))


@pytest.mark.parametrize("reason", list(Reason))
def test_a_sheet_is_null_for_a_reason(reason):
    assert typed(APPROVAL, reason=reason.value).parse() == (5, Content("1", "", reason))


def test_a_reason_that_there_is_not_is_refused():
    with pytest.raises(Invalid) as invalid:
        typed(APPROVAL, reason="whim").parse()

    assert set(invalid.value.fields) == {"reason"}


@pytest.mark.parametrize("number", ["", "0", "x", "-1", "9" * 9])
def test_a_sheet_has_the_number_of_its_stamp(number):
    with pytest.raises(Invalid) as invalid:
        typed(APPROVAL, codes_1="3", number=number).parse()

    assert set(invalid.value.fields) == {"number"}


def test_every_contest_of_a_style_is_on_its_sheet():
    style = Style(2, (contest(1, "CIUDAD"), contest(2, "D01")))

    _number, content = typed(APPROVAL, style, codes_1="3", codes_2="-").parse()

    assert content.style == "1,2"
    assert content.plain == (
        '{"CIUDAD":{"choices":["3"],"points":[]},"D01":{"choices":[],"points":[]}}'
    )


@pytest.mark.parametrize("name", ["", "  ", "x" * 121])
def test_an_urn_has_a_name(name):
    with pytest.raises(Invalid):
        UrnForm.parse({"name": name})

    assert UrnForm.parse({"name": " Urna  1 "}).name == "Urna 1"


@pytest.mark.parametrize("sheets", ["", "x", "-1", "100001"])
def test_sheets_are_a_number(sheets):
    with pytest.raises(Invalid) as invalid:
        CountForm.parse({"sheets": sheets})

    assert invalid.value.typed == {"sheets": sheets}
    assert CountForm.parse({"sheets": "0"}).sheets == 0


def test_what_is_done_anew_has_a_reason_and_a_sheet():
    with pytest.raises(Invalid) as both:
        ReasonForm.parse({"reason": " ", "number": "x"}, of_sheet=True)
    with pytest.raises(Invalid) as long:
        ReasonForm.parse({"reason": "x" * 401}, of_sheet=False)

    assert set(both.value.fields) == {"reason", "number"}
    assert set(long.value.fields) == {"reason"}
    assert ReasonForm.parse({"reason": "Sí", "number": "7"}, of_sheet=True) == ReasonForm("Sí", 7)
    assert ReasonForm.parse({"reason": "Sí", "number": "7"}, of_sheet=False) == ReasonForm("Sí", 0)
