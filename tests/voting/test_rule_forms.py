"""What is answered on the page of the rule is read as meant, or refused beside the answer."""

from collections.abc import Mapping
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concejo.errors import Invalid
from concejo.text import Text
from voting.core.ballots import BallotForm, Kind
from voting.core.outcome import RuleSpec
from voting.core.profile import Scoring
from voting.core.rules import RULES
from voting.core.rules.spec import Parameter
from voting.core.ties import TieKey, Ties
from voting.setup.core import DEFAULT, Terms, faults, scoring_of
from voting.setup.forms import KINDS, OFFERED, TermsForm, nothing_typed, typed_of
from voting.setup.forms.words import words_of

LAST = (TieKey.PUBLISHED_ORDER, TieKey.LOT)
ORDERS = [
    Ties((*before, last), "El Gordo, 2027")
    for last in LAST
    for number in range(3)
    for before in permutations([key for key in TieKey if key not in LAST], number)
]
BEGINNING = typed_of(DEFAULT, "EUR")


def parse(currency: str = "EUR", **changed: str) -> Terms:
    """Send the page as it begins, some answers changed; a dash is written as two underscores."""
    named = {name.replace("__", "-"): value for name, value in changed.items()}
    assert named.keys() <= BEGINNING.keys()
    return TermsForm.parse(BEGINNING | named, currency).terms


def refusals(**changed: str) -> Mapping[str, Text]:
    """Give what is wrong, by answer."""
    with pytest.raises(Invalid) as refusal:
        parse(**changed)
    return refusal.value.fields


@st.composite
def forms(draw: st.DrawFn) -> BallotForm:
    """Draw any ballot that the page can set."""
    kind = draw(st.sampled_from([Kind(section.value) for section in KINDS]))
    low, high = sorted(draw(st.tuples(st.integers(1, 500), st.integers(1, 500))))
    limits: dict[str, int | None] = {
        "min_length": draw(st.sampled_from([1, low])),
        "max_length": draw(st.sampled_from([None, high])),
    }
    if kind is not Kind.KNAPSACK:
        limits["min_sum_cost"] = draw(st.sampled_from([None, low * 50]))
        limits["max_sum_cost"] = draw(st.sampled_from([None, high * 50]))
    if kind is Kind.SCORES:
        limits["min_points"], limits["max_points"] = draw(st.sampled_from([(0, 5), (-2, 3)]))
    if kind is Kind.CUMULATIVE:
        limits["max_sum_points"], limits["min_sum_points"] = high, draw(st.none() | st.just(low))
        limits["min_points"], limits["max_points"] = draw(st.sampled_from([(None, 3), (low, high)]))
    return BallotForm(kind, allows_blank=draw(st.booleans()), **limits)  # type: ignore[arg-type]  # each name has its own type


def values_of(parameter: Parameter) -> st.SearchStrategy[int | str | bool]:
    """Draw a value that a parameter may have."""
    if isinstance(parameter.default, bool):
        return st.booleans()
    if isinstance(parameter.default, str):
        return st.sampled_from(parameter.choices)
    return st.integers(parameter.least, 10**9 if parameter.most is None else parameter.most)


@st.composite
def every_terms(draw: st.DrawFn) -> Terms:
    """Draw any terms that the page can set, by any rule that there is."""
    form, rule = draw(forms()), RULES[draw(st.sampled_from(list(RULES)))]
    parameters = {each.name: draw(values_of(each)) for each in rule.parameters}
    if rule.validate(parameters):
        parameters = dict(rule.settled({}).parameters)
    has_two = form.kind in (Kind.CUMULATIVE, Kind.ORDINAL)
    scorings = [scoring_of(form.kind), *([Scoring.VOTES] if has_two else [])]
    parameters["scoring"] = draw(st.sampled_from(scorings)).value
    return Terms(form, RuleSpec(rule.name, parameters), draw(st.sampled_from(ORDERS)))


@given(every_terms(), st.sampled_from(["EUR", "PEN", "CLP"]))
def test_what_the_page_shows_is_read_back_as_the_same_terms(terms, currency):
    shown = typed_of(terms, currency)

    assert TermsForm.parse(shown, currency).terms == terms
    assert shown.keys() == nothing_typed().keys()


@given(
    st.fixed_dictionaries(
        {
            name: st.sampled_from([value, value, value, "", "0", "-1", "x", "9" * 30])
            for name, value in BEGINNING.items()
        }
    )
)
def test_whatever_is_typed_can_be_voted_on_or_is_refused_with_all_kept(typed):
    refusal, terms = None, DEFAULT
    try:
        terms = TermsForm.parse(typed, "EUR").terms
    except Invalid as invalid:
        refusal = invalid

    assert faults(terms) == ()
    assert refusal is None or refusal.fields.keys() <= typed.keys()
    assert refusal is None or refusal.typed == typed


def test_every_rule_with_each_parameter_and_choice_is_offered_in_words():
    said = {
        (rule.name, parameter.name): words_of(rule.name, parameter.name)
        for rule in RULES.values()
        for parameter in rule.parameters
        if parameter.name != "scoring"
    }

    assert {section.value for section in OFFERED} == set(RULES)
    assert [name for name, words in said.items() if words is None] == []
    for rule in RULES.values():
        for parameter in rule.parameters:
            words = said.get((rule.name, parameter.name))
            assert words is None or set(parameter.choices) <= set(words.options)


def test_the_page_begins_with_what_holds_where_nobody_decides():
    assert parse() == Terms(
        DEFAULT.form,
        RuleSpec("greedy", dict(RULES["greedy"].settled(dict(DEFAULT.rule.parameters)).parameters)),
        DEFAULT.ties,
    )


@pytest.mark.parametrize(
    ("kind", "scoring"),
    [
        ("knapsack", "votes"),
        ("approval", "votes"),
        ("cumulative", "points"),
        ("scores", "points"),
        ("ordinal", "borda"),
    ],
)
def test_the_scoring_follows_from_the_ballot(kind, scoring):
    for rule in RULES:
        assert parse(kind=kind, rule=rule).rule.parameters["scoring"] == scoring


def test_the_step_is_one_whole_unit_of_the_currency():
    assert typed_of(DEFAULT, "EUR")["equal_shares-step"] == "1"
    assert parse("EUR", rule="equal_shares").rule.parameters["step"] == 100
    assert parse("CLP", rule="equal_shares").rule.parameters["step"] == 1
    assert (
        parse("PEN", rule="equal_shares", equal_shares__step="0,50").rule.parameters["step"] == 50
    )


@pytest.mark.parametrize(
    ("typed", "permille"), [("2,5", 25), ("2.5 %", 25), ("", 0), ("100", 1000), ("7%", 70)]
)
def test_a_share_of_voters_is_a_percentage(typed, permille):
    assert parse(support_permille=typed).rule.parameters["support_permille"] == permille


def test_scores_may_be_below_zero():
    form = parse(kind="scores", scores__min_points="−2", scores__max_points="3").form

    assert (form.min_points, form.max_points) == (-2, 3)


@pytest.mark.parametrize(
    ("answers", "where", "reason"),
    [
        ({"kind": "weak_order"}, "kind", "Choose what a ballot may hold"),
        ({"rule": "equal"}, "rule", "Choose the rule"),
        ({"greedy__over_budget": ""}, "greedy-over_budget", "Choose one"),
        ({"greedy__reserve_percent": "80"}, "greedy-reserve_percent", "A reserve is only for"),
        ({"greedy__reserve_percent": "101"}, "greedy-reserve_percent", "from 0 to 100"),
        ({"threshold": "-1"}, "threshold", "from 0 up"),
        ({"support_permille": "100,1"}, "support_permille", "from 0 to 100"),
        ({"support_permille": "1,25"}, "support_permille", "one decimal"),
        ({"knapsack__max_length": "0"}, "knapsack-max_length", "from 1 to 500, or nothing"),
        (
            {"knapsack__min_length": "4", "knapsack__max_length": "3"},
            "knapsack-max_length",
            "greater than the greatest",
        ),
        (
            {"kind": "cumulative", "cumulative__max_sum_points": ""},
            "cumulative-max_sum_points",
            "from 1 to 10",
        ),
        ({"kind": "scores", "scores__max_points": "101"}, "scores-max_points", "from -100 to 100"),
        ({"kind": "scores", "scores__min_points": "6"}, "scores-max_points", "greater than"),
        (
            {"kind": "approval", "approval__max_sum_cost": "mucho"},
            "approval-max_sum_cost",
            "figures",
        ),
        (
            {"rule": "equal_shares", "equal_shares__step": "0"},
            "equal_shares-step",
            "more than nothing",
        ),
        ({"rule": "equal_shares", "equal_shares__step": ""}, "equal_shares-step", "figures"),
        ({"tie__1": "lot"}, "seed", "needs a public seed"),
        ({"tie__2": ""}, "tie-1", "must end with"),
        ({"tie__2": "most_votes"}, "tie-2", "must end with"),
        ({"tie__3": "cheapest"}, "tie-3", "same key twice"),
        ({"tie__1": ""}, "tie-1", "Choose one"),
        ({"seed": "x" * 121}, "seed", "at most 120"),
    ],
)
def test_a_fault_stands_beside_the_answer_it_is_about(answers, where, reason):
    wrong = refusals(**answers)

    assert reason in str(wrong[where])
    assert set(wrong) == {where}


def test_every_fault_is_said_at_once():
    wrong = refusals(
        knapsack__max_length="x", rule="equal_shares", equal_shares__step="x", tie__1="lot"
    )

    assert set(wrong) == {"knapsack-max_length", "equal_shares-step", "seed"}


def test_what_is_typed_for_another_rule_or_ballot_is_not_asked_about():
    terms = parse(cumulative__max_sum_points="x", equal_shares__step="x", approval__max_length="x")

    assert terms.rule.name == "greedy"


def test_terms_that_the_page_cannot_set_are_left_open():
    form, ties = BallotForm(Kind.WEAK_ORDER), Ties((TieKey.MOST_VOTES, TieKey.LOT), "x")

    shown = typed_of(Terms(form, RuleSpec("toss"), ties), "EUR")

    assert (shown["kind"], shown["rule"]) == ("", "")
    assert (shown["tie-1"], shown["tie-2"], shown["tie-3"]) == ("most_votes", "lot", "")
