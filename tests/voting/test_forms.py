"""A ballot is read as it was filled in, whatever was typed."""

import pytest

from concejo.errors import Invalid
from voting.booth.forms import Paper
from voting.core.ballots import Ballot, BallotForm, Kind
from voting.core.outcome import RuleSpec
from voting.setup.core import DEFAULT, ContestView, ProjectView, Terms, faults

CITY = ContestView(
    7,
    "CIUDAD",
    True,
    "Toda la ciudad",
    100_00,
    "EUR",
    tuple(ProjectView(n, n, code, code.upper(), "", 40_00) for n, code in enumerate("abc", 1)),
)
POINTS = BallotForm(Kind.CUMULATIVE, max_sum_points=5)
RANKS = BallotForm(Kind.ORDINAL, max_length=2)
SCORES = BallotForm(Kind.SCORES, min_points=-2, max_points=3, allows_blank=True)
PLACES = BallotForm(Kind.WEAK_ORDER)
QUESTION = BallotForm(Kind.QUESTION, allows_blank=True)


class Fields(dict[str, list[str]]):
    """Fields of a form."""

    def getlist(self, key: str) -> list[str]:
        return self.get(key, [])


def read(form: BallotForm, **typed: str) -> Paper:
    fields = Fields({name.replace("_", "-"): [value] for name, value in typed.items()})
    return Paper.read(fields, [CITY], form)


def reason_of(paper: Paper) -> str:
    with pytest.raises(Invalid) as refusal:
        paper.parse()
    return str(refusal.value.fields["contest-7"])


def test_points_are_read_beside_each_project():
    paper = read(POINTS, contest_7_1="2", contest_7_2=" 0 ", contest_7_3="3")

    assert paper.parse() == {7: Ballot(("a", "c"), (2, 3))}


def test_too_many_points_are_refused_and_kept():
    paper = read(POINTS, contest_7_1="4", contest_7_3="3")

    assert "At most 5 points" in reason_of(paper)
    assert paper.parts[0].numbers == {1: "4", 3: "3"}


def test_places_put_projects_in_order():
    paper = read(RANKS, contest_7_1="20", contest_7_3="1")

    assert paper.parse() == {7: Ballot(("c", "a"))}


def test_two_projects_on_one_place_are_refused():
    assert "same place" in reason_of(read(RANKS, contest_7_1="1", contest_7_3="01"))


@pytest.mark.parametrize("typed", ["x", "-1", "1.5", "٣", "9999999", "1e3"])
def test_what_is_no_number_is_said(typed):
    assert "not a whole number" in reason_of(read(POINTS, contest_7_1=typed))


def test_where_blank_is_not_allowed_something_has_to_be_chosen():
    assert "at least one project" in reason_of(read(POINTS))


def test_a_knapsack_holds_no_more_than_the_money_of_its_contest():
    form = BallotForm(Kind.KNAPSACK, allows_blank=True)
    fields = Fields({"contest-7": ["1", "2", "3", "3"]})

    paper = Paper.read(fields, [CITY], form)

    assert paper.parts[0].spent == 120_00
    assert "over the budget" in reason_of(paper)


@pytest.mark.parametrize("minus", ["-", "−"])
def test_scores_may_be_below_zero(minus):
    paper = read(SCORES, contest_7_1="3", contest_7_3=f"{minus}2")

    assert paper.parse() == {7: Ballot(("a", "c"), (3, -2))}
    assert paper.parts[0].numbers == {1: "3", 3: "-2"}


def test_a_score_that_a_project_has_anyway_does_not_mark_the_ballot():
    paper = read(SCORES, contest_7_1="3", contest_7_2="0", contest_7_3="")

    assert paper.parse() == {7: Ballot(("a",), (3,))}
    assert paper.parts[0].numbers == {1: "3", 2: "0"}


def test_a_score_out_of_range_is_refused():
    assert "at least -2 points" in reason_of(read(SCORES, contest_7_1="-3"))
    assert "at most 3 points" in reason_of(read(SCORES, contest_7_1="4"))


@pytest.mark.parametrize("typed", ["--1", "-", "+1", "1-"])
def test_what_is_no_score_is_said(typed):
    assert "not a whole number" in reason_of(read(SCORES, contest_7_1=typed))


def test_equal_places_are_equal_preferences():
    paper = read(PLACES, contest_7_1="5", contest_7_2="0", contest_7_3="5")

    assert paper.parse() == {7: Ballot(("a", "c"), (1, 1))}


def test_a_question_takes_one_answer():
    paper = read(QUESTION, contest_7="2")

    assert paper.parse() == {7: Ballot(("b",))}
    assert not paper.parts[0].has_numbers


def test_the_blank_vote_is_one_of_the_answers():
    assert read(QUESTION, contest_7="blank").parse() == {7: Ballot()}
    assert read(QUESTION, blank_7="1").parse() == {7: Ballot()}


def test_two_answers_or_none_are_refused():
    two = Paper.read(Fields({"contest-7": ["1", "2"]}), [CITY], QUESTION)

    assert "takes one answer; 2 were chosen" in reason_of(two)
    assert "choose one of the answers" in reason_of(read(QUESTION))


@pytest.mark.parametrize(
    ("form", "scoring", "reason"),
    [
        (SCORES, "points", ""),
        (SCORES, "votes", "one that is wanted"),
        (BallotForm(Kind.SCORES, default_score=1), "points", "does not name"),
        (BallotForm(Kind.SCORES, min_points=2, max_points=1), "points", "greater than"),
        (PLACES, "points", "does not have"),
        (PLACES, "votes", ""),
    ],
)
def test_a_rule_counts_only_what_a_kind_of_ballot_says(form, scoring, reason):
    found = faults(Terms(form, RuleSpec("greedy", {"scoring": scoring}), DEFAULT.ties))

    assert reason in " ".join(map(str, found))
    assert bool(found) == bool(reason)
